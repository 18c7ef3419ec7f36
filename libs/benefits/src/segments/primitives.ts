import { excess, minus, plus, portion, smaller, type Fen, type Rate } from '@medisettle/money';

/** What goes into a segment of which `used` of `quota` is full, and what goes on. */
export function fillUpTo(amount: Fen, quota: Fen, used: Fen): { filled: Fen; rest: Fen } {
  const filled = smaller(amount, excess(quota, used));
  return { filled, rest: minus(amount, filled) };
}

/**
 * A fund's part of `amount` when `before` was shared already: the rounded running total less what was given before, so
 * that a bill cut into pieces costs the same to a fen. Never negative, never above the amount.
 */
export function shareOf(amount: Fen, rate: Rate, before: Fen): Fen {
  return minus(portion(plus(before, amount), rate), portion(before, rate));
}
