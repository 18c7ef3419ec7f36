/** A record of a social security card, or why it is none. `tag` is what the record's first byte says, if there is one. */
export type SimpleTlv =
  | { readonly ok: true; readonly tag: number; readonly value: Uint8Array }
  | { readonly ok: false; readonly tag: number | null; readonly problem: 'empty' | 'truncated' | 'trailing-bytes' };

/**
 * Reads one record: tag (1 byte), length (1 byte), value. Files with records of fixed size fill up with 00 or FF behind
 * the value; anything else there is refused. Never throws.
 */
export function parseSimpleTlv(record: Uint8Array): SimpleTlv {
  const [tag, length] = record;
  if (tag === undefined) return { ok: false, tag: null, problem: 'empty' };
  if (length === undefined || record.length < 2 + length) return { ok: false, tag, problem: 'truncated' };
  const rest = record.subarray(2 + length);
  const fill = rest[0] ?? 0x00;
  if ((fill !== 0x00 && fill !== 0xff) || rest.some((byte) => byte !== fill)) {
    return { ok: false, tag, problem: 'trailing-bytes' };
  }
  return { ok: true, tag, value: record.slice(2, 2 + length) };
}

/** @throws RangeError for a tag or value that does not fit; a defect of the caller. */
export function encodeSimpleTlv(tag: number, value: Uint8Array): Uint8Array {
  if (tag < 0 || tag > 0xff || value.length > 0xff) throw new RangeError('no simple TLV holds this');
  const record = new Uint8Array(2 + value.length);
  record.set([tag, value.length]);
  record.set(value, 2);
  return record;
}
