import { concatBytes } from '../encodings/hex.js';

/** One data object (ISO 7816-4, EMV book 3 annex B). `children` is empty for a primitive one. */
export interface BerTlv {
  readonly tag: number;
  readonly value: Uint8Array;
  readonly children: readonly BerTlv[];
}

export type BerTlvProblem = 'truncated' | 'tag-too-long' | 'length-too-long' | 'too-deep' | 'too-many';

export type BerTlvResult =
  { readonly ok: true; readonly objects: readonly BerTlv[] } | { readonly ok: false; readonly problem: BerTlvProblem };

const DEPTH_MAX = 6;
const OBJECTS_MAX = 256;
const TAG_BYTES_MAX = 3;
const LENGTH_BYTES_MAX = 2;

/** Thrown and caught in this file only, to leave the recursion at the first broken object. */
class Broken extends Error {
  constructor(readonly problem: BerTlvProblem) {
    super(problem);
  }
}

/**
 * Reads a chain of data objects with what is in them. Definite lengths up to two bytes, tags up to three; zero bytes
 * between objects are skipped, as EMV allows. Never throws.
 */
export function parseBerTlv(bytes: Uint8Array): BerTlvResult {
  const budget = { left: OBJECTS_MAX };
  try {
    return { ok: true, objects: parseChain(bytes, 0, budget) };
  } catch (error) {
    if (error instanceof Broken) return { ok: false, problem: error.problem };
    throw error;
  }
}

function parseChain(bytes: Uint8Array, depth: number, budget: { left: number }): BerTlv[] {
  if (depth > DEPTH_MAX) throw new Broken('too-deep');
  const objects: BerTlv[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === 0x00) {
      at += 1;
      continue;
    }
    if ((budget.left -= 1) < 0) throw new Broken('too-many');
    const tag = readTag(bytes, at);
    const length = readLength(bytes, tag.end);
    const end = length.end + length.value;
    if (end > bytes.length) throw new Broken('truncated');
    const value = bytes.slice(length.end, end);
    const children = tag.constructed ? parseChain(value, depth + 1, budget) : [];
    objects.push({ tag: tag.value, value, children });
    at = end;
  }
  return objects;
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new Broken('truncated');
  return byte;
}

function readTag(bytes: Uint8Array, start: number): { value: number; end: number; constructed: boolean } {
  const first = byteAt(bytes, start);
  let value = first;
  let end = start + 1;
  if ((first & 0x1f) === 0x1f) {
    let byte: number;
    do {
      if (end - start >= TAG_BYTES_MAX) throw new Broken('tag-too-long');
      byte = byteAt(bytes, end);
      value = (value << 8) | byte;
      end += 1;
    } while (byte & 0x80);
  }
  return { value, end, constructed: (first & 0x20) !== 0 };
}

function readLength(bytes: Uint8Array, start: number): { value: number; end: number } {
  const first = byteAt(bytes, start);
  if (first < 0x80) return { value: first, end: start + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > LENGTH_BYTES_MAX) throw new Broken('length-too-long');
  let value = 0;
  for (let index = 1; index <= count; index += 1) value = (value << 8) | byteAt(bytes, start + index);
  return { value, end: start + 1 + count };
}

/** The first object with this tag, at any depth, in the order of the bytes. */
export function findBerTlv(objects: readonly BerTlv[], tag: number): BerTlv | null {
  for (const object of objects) {
    if (object.tag === tag) return object;
    const inside = findBerTlv(object.children, tag);
    if (inside) return inside;
  }
  return null;
}

/** Writes one data object around the joined parts. @throws RangeError when they are longer than 65,535 bytes. */
export function encodeBerTlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const value = concatBytes(...parts);
  if (value.length > 0xffff) throw new RangeError('value too long for a data object');
  const tagBytes = [tag >> 16, (tag >> 8) & 0xff, tag & 0xff].filter((byte, index) => byte !== 0 || index === 2);
  const lengthBytes =
    value.length < 0x80
      ? [value.length]
      : value.length < 0x100
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 0xff];
  return concatBytes(Uint8Array.from(tagBytes), Uint8Array.from(lengthBytes), value);
}
