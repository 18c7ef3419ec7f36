import { concatBytes } from '../encodings/hex.js';

/**
 * The platform decodes GB18030 and does not encode it. So the encoder is the decoder turned round: all codes of the two-byte
 * range, and for characters outside it those of the four-byte range, are decoded once and looked up by character.
 */
const decoder = new TextDecoder('gb18030', { fatal: true });

let twoByteCodes: ReadonlyMap<string, Uint8Array> | null = null;
let fourByteCodes: ReadonlyMap<string, Uint8Array> | null = null;

/** @returns the bytes, or null when a character has no code (a lone surrogate). */
export function encodeName(text: string): Uint8Array | null {
  const codes: Uint8Array[] = [];
  for (const character of text) {
    const code = encodeCharacter(character);
    if (!code) return null;
    codes.push(code);
  }
  return concatBytes(...codes);
}

function encodeCharacter(character: string): Uint8Array | null {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return Uint8Array.of(point);
  twoByteCodes ??= invert(allTwoByteCodes());
  const short = twoByteCodes.get(character);
  if (short) return short;
  // Beyond the basic plane the four-byte codes are simply counted on from 90308130.
  if (point >= 0x10000) return fourByteCode(point - 0x10000 + 189_000);
  fourByteCodes ??= invert(allFourByteCodesOfBasicPlane());
  return fourByteCodes.get(character) ?? null;
}

function invert(codes: Iterable<Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const table = new Map<string, Uint8Array>();
  for (const code of codes) {
    const character = decodeOne(code);
    if (character !== null && !table.has(character)) table.set(character, code);
  }
  return table;
}

function decodeOne(code: Uint8Array): string | null {
  try {
    const text = decoder.decode(code);
    return [...text].length === 1 ? text : null;
  } catch (error) {
    // A hole in the code table; that is what the fatal decoder throws for.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function* allTwoByteCodes(): Iterable<Uint8Array> {
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail !== 0x7f) yield Uint8Array.of(lead, trail);
    }
  }
}

function* allFourByteCodesOfBasicPlane(): Iterable<Uint8Array> {
  for (let index = 0; index < 39_420; index += 1) yield fourByteCode(index);
}

function fourByteCode(index: number): Uint8Array {
  return Uint8Array.of(
    0x81 + Math.floor(index / 12_600),
    0x30 + (Math.floor(index / 1_260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  );
}
