import { concatBytes } from '../encodings/hex.js';
import { sm4 } from './sm4.js';

/** Bytes of a factor, a challenge and a proof. */
export const PROOF_BYTES = 8;

/** "sx" behind the division: the factor belongs to social security (社会保障). */
const REGION_FACTOR_END = Uint8Array.of(0x73, 0x78);

/**
 * How the keys of this house's own issuer (demo and tests) come about. Which scheme a real region uses is known to its key
 * service alone and configured there; nothing outside this file, the virtual card and the test issuer depends on it.
 *
 * The factors are those of the field: the last eight bytes of the answer to reset for the card, six ASCII digits of the
 * division and `73 78` for the region. A key is diversified by enciphering a factor and its complement: the master key by
 * the region, the outcome by the card.
 *
 * @param master 16 bytes
 * @param division six digits
 * @returns 16 bytes, or null for an answer to reset or a division that gives no factor
 */
export function cardKey(master: Uint8Array, division: string, atr: Uint8Array): Uint8Array | null {
  if (!/^\d{6}$/.test(division) || atr.length < PROOF_BYTES) return null;
  const digits = Uint8Array.from(division, (digit) => digit.charCodeAt(0));
  const region = concatBytes(digits, REGION_FACTOR_END);
  return diversify(diversify(master, region), atr.subarray(atr.length - PROOF_BYTES));
}

/**
 * What somebody who has the key makes of `data`: enciphered under a key that is made from the process factor for this once,
 * filled up with 80 00…, and folded to eight bytes.
 * @param factor eight bytes
 * @param data eight bytes
 */
export function proofOf(key: Uint8Array, factor: Uint8Array, data: Uint8Array): Uint8Array {
  const block = new Uint8Array(PROOF_BYTES * 2);
  block.set(data);
  block[PROOF_BYTES] = 0x80;
  const whole = sm4(diversify(key, factor), block);
  return Uint8Array.from({ length: PROOF_BYTES }, (_, at) => (whole[at] ?? 0) ^ (whole[at + PROOF_BYTES] ?? 0));
}

/** Whether two proofs are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function diversify(key: Uint8Array, factor: Uint8Array): Uint8Array {
  return sm4(
    key,
    concatBytes(
      factor,
      factor.map((byte) => ~byte & 0xff),
    ),
  );
}
