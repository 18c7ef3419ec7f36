import { plus, ZERO_FEN, type Fen } from '@medisettle/money';

/** What accounts have paid, or get back. Fen. */
export type AccountPayments = {
  readonly currentYear: Fen;
  readonly accumulated: Fen;
  readonly family: Fen;
};

/**
 * Where the account money of a cancelled settlement goes: back to the accounts that paid. What the current-year account
 * of a year that is over has paid goes to accumulated money, where it would lie by now; interest is not computed anew.
 * @param paid by the settlement; amounts that are negative already stay so
 * @param yearOver whether the account has begun another insurance year since
 */
export function payBack(paid: AccountPayments, yearOver: boolean): AccountPayments {
  if (!yearOver) return paid;
  return { ...paid, currentYear: ZERO_FEN, accumulated: plus(paid.accumulated, paid.currentYear) };
}
