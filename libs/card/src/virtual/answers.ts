/** An answer of two bytes. */
export function statusOnly(word: number): Uint8Array {
  return Uint8Array.of(word >> 8, word & 0xff);
}
