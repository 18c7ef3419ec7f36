import { divideHalfUp } from './decimal.js';
import { fen, ZERO_FEN, type Fen } from './fen.js';

/**
 * Divides an amount over weights so that the parts add up to it exactly: each part is the rounded running total less
 * what was given before, so that no fen is lost or made. A zero weight gets nothing.
 * @throws RangeError for a negative weight, or when all weights are 0 and the amount is not.
 */
export function apportion(total: Fen, weights: readonly number[]): Fen[] {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
    throw new RangeError('weights must be whole and not negative');
  }
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) {
    if (total !== 0) throw new RangeError('nothing to divide the amount over');
    return weights.map(() => ZERO_FEN);
  }
  let seen = 0n;
  let given = 0n;
  return weights.map((weight) => {
    seen += BigInt(weight);
    const due = divideHalfUp(BigInt(total) * seen, BigInt(sum));
    const part = due - given;
    given = due;
    return fen(Number(part));
  });
}
