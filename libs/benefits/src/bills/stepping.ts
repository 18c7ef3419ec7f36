import { fen, minus, plus, type Fen } from '@medisettle/money';
import type { Movements } from './answer.js';
import type { FullState } from './random-bills.js';

function moved(
  state: FullState,
  { accounts, accumulators }: Movements,
  up: (a: Fen, b: Fen) => Fen,
  down: (a: Fen, b: Fen) => Fen,
): FullState {
  return {
    currentYearBalance: down(state.currentYearBalance, accounts.currentYear),
    accumulatedBalance: down(state.accumulatedBalance, accounts.accumulated),
    familyBalance: down(state.familyBalance, accounts.family),
    outpatientSegmentUsed: up(state.outpatientSegmentUsed, accumulators.outpatientSegmentUsed),
    outpatientSharedUsed: up(state.outpatientSharedUsed, accumulators.outpatientSharedUsed),
    inpatientDeductibleUsed: up(state.inpatientDeductibleUsed, accumulators.inpatientDeductibleUsed),
    stayDeductibleUsed: up(state.stayDeductibleUsed, accumulators.stayDeductibleUsed),
    ceilingExpensesUsed: up(state.ceilingExpensesUsed, accumulators.ceilingExpensesUsed),
  };
}

/** A person's state after a settlement has moved it, as a ledger would post it. */
export const settled = (state: FullState, movements: Movements): FullState => moved(state, movements, plus, minus);

/** The state after that settlement was cancelled. */
export const cancelled = (state: FullState, movements: Movements): FullState => moved(state, movements, minus, plus);

/** Whether no balance and no accumulator is below 0. */
export const possible = (state: FullState): boolean => Object.values<Fen>(state).every((amount) => amount >= fen(0));
