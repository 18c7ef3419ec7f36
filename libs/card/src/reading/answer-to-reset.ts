/**
 * The historical bytes of an answer to reset (ISO 7816-3): behind TS, T0 and the interface bytes that T0 and each TD
 * announce; their count is the low half of T0. Cards of this trade have 13.
 * @returns null when the bytes are no answer to reset. Never throws.
 */
export function historicalBytes(atr: Uint8Array): Uint8Array | null {
  const [ts, t0] = atr;
  if ((ts !== 0x3b && ts !== 0x3f) || t0 === undefined) return null;
  let at = 2;
  let announced = t0;
  // Four announced bytes at most per level; a level without TD ends the chain.
  for (;;) {
    const level = announced >> 4;
    at += [0x1, 0x2, 0x4].filter((bit) => level & bit).length;
    if (!(level & 0x8)) break;
    const td = atr[at];
    if (td === undefined) return null;
    announced = td;
    at += 1;
  }
  const count = t0 & 0x0f;
  return at + count <= atr.length ? atr.slice(at, at + count) : null;
}
