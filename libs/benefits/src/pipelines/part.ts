import type { Fen } from '@medisettle/money';
import type { DatedRow } from '../policy/rows.js';
import type { Payer, Segment } from '../policy/words.js';

/** What somebody pays of a part. */
export interface Payment {
  readonly payer: Payer;
  readonly amount: Fen;
}

/**
 * A piece of the bill and the rule that cut it out. All parts of a bill add up to it; within a part, `paid` and
 * `personal` add up to the amount.
 */
export interface Part {
  readonly segment: Segment;
  readonly rule: DatedRow;
  readonly amount: Fen;
  readonly paid: readonly Payment[];
  /** What is the person's, from accounts or in cash. */
  readonly personal: Fen;
}
