import { parseYuan, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import type { Payer } from '@medisettle/benefits';

/** What one payer pays of a bill. */
export interface Share {
  readonly payer: Payer;
  readonly amount: Fen;
}

/** Every payer once, in the order in which pages show them: funds, accounts, cash. */
const ORDER = Object.keys({
  'pool-fund': 0,
  'additional-fund': 0,
  'critical-illness-fund': 0,
  'current-year-account': 0,
  'accumulated-account': 0,
  'family-account': 0,
  cash: 0,
} satisfies Record<Payer, 0>) as Payer[];

/** An amount of an answer; the program that answered writes nothing else. */
export function fenOf(text: string): Fen {
  const amount = parseYuan(text);
  if (amount === null) throw new Error('The answer has an amount that is none.');
  return amount;
}

/** Sums by payer; who pays nothing is left out. */
export function sharesOf(rows: readonly { readonly payer: Payer; readonly amount: string }[]): Share[] {
  return ORDER.map((payer) => ({
    payer,
    amount: plus(ZERO_FEN, ...rows.filter((row) => row.payer === payer).map((row) => fenOf(row.amount))),
  })).filter(({ amount }) => amount > 0);
}

export const wholeOf = (shares: readonly Share[]): Fen => plus(ZERO_FEN, ...shares.map(({ amount }) => amount));

/** Those payers whom something of either has, in the order in which pages show them. */
export const payersIn = (lists: readonly (readonly Share[])[]): readonly Payer[] =>
  ORDER.filter((payer) => lists.some((list) => list.some((share) => share.payer === payer)));
