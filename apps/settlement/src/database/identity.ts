import { v7 } from 'uuid';

/**
 * A number that is unique everywhere by construction and sorts by time: a letter that says what it is, and a UUIDv7 in
 * 25 characters. 26 characters, within the 30 that the national interface allows.
 */
export function newIdentity(kind: 'V' | 'S' | 'Q' | 'T' | 'C' | 'F' | 'D' | 'R' | 'K' | 'O', at: Date): string {
  const bits = BigInt(`0x${v7({ msecs: at.getTime() }).replaceAll('-', '')}`);
  return `${kind}${bits.toString(36).padStart(25, '0').toUpperCase()}`;
}
