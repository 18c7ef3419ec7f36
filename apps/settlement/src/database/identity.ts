import { v7 } from 'uuid';

/**
 * A number that is unique everywhere by construction and sorts by time: a letter that says what it is, and a UUIDv7 in
 * 25 characters. 26 characters, within the 30 that the national interface allows.
 */
export function newIdentity(kind: 'V' | 'S' | 'Q' | 'T' | 'C' | 'F' | 'D' | 'R' | 'K' | 'O', at: Date): string {
  const bits = BigInt(`0x${v7({ msecs: at.getTime() }).replaceAll('-', '')}`);
  return `${kind}${bits.toString(36).padStart(25, '0').toUpperCase()}`;
}

/** When a number of {@link newIdentity} was made, to the millisecond; null for a text that is none. */
export function timeOfIdentity(identity: string): Date | null {
  if (!/^[A-Z][0-9A-Z]{25}$/.test(identity)) return null;
  let bits = 0n;
  for (const digit of identity.slice(1)) bits = bits * 36n + BigInt(parseInt(digit, 36));
  // A UUIDv7 has 128 bits and begins with 48 of time; the version is 7.
  if (bits >> 128n !== 0n || ((bits >> 76n) & 0xfn) !== 7n) return null;
  return new Date(Number(bits >> 80n));
}
