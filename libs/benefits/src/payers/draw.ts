import { minus, smaller, ZERO_FEN, type Fen } from '@medisettle/money';
import type { Part, Payment } from '../pipelines/part.js';
import type { Segment } from '../policy/words.js';

/**
 * Lets payers, each with what it has left, pay the personal parts of a bill: the first payer over all segments in
 * order, then the next over what remains. No payer gives more than it has; what remains stays with the person.
 */
export function drawInOrder(parts: readonly Part[], order: readonly Segment[], payers: readonly Payment[]): Part[] {
  const drawn = [...parts];
  for (const { payer, amount: balance } of payers) {
    let left: Fen = balance;
    for (const segment of order) {
      for (const [position, part] of drawn.entries()) {
        if (left <= 0) break;
        if (part.segment !== segment) continue;
        const amount = smaller(part.personal, left);
        if (amount === 0) continue;
        left = minus(left, amount);
        drawn[position] = { ...part, paid: [...part.paid, { payer, amount }], personal: minus(part.personal, amount) };
      }
    }
  }
  return drawn;
}

/** What one payer gives over all parts. */
export function paidBy(parts: readonly Part[], payer: Payment['payer']): Fen {
  let total: Fen = ZERO_FEN;
  for (const part of parts) {
    for (const payment of part.paid) if (payment.payer === payer) total = (total + payment.amount) as Fen;
  }
  return total;
}
