import { fen, formatYuan, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { type Clearing } from '../settlements/clearing-key.js';

/** What the national platform clears by: `insutype` × `clr_type` × `clr_optins`. */
export interface ClearingKey extends Clearing {
  readonly insuranceType: string;
}

/** Counts and sums over some rows, in fen. */
export interface Sums {
  readonly rows: number;
  /** Refunds whose settlement is among the rows too: counted as two rows by some programs and as none by others. */
  readonly pairs: number;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly cash: Fen;
}

/** The rows of one day and key that are refunds, or those that are none. */
export interface DayGroup extends Sums, ClearingKey {
  /** `yyyy-MM-dd`, by the centre's time of settlement. */
  readonly day: string;
  readonly refund: boolean;
}

const NO_SUMS: Sums = { rows: 0, pairs: 0, total: ZERO_FEN, fund: ZERO_FEN, account: ZERO_FEN, cash: ZERO_FEN };

export const sumOf = (groups: readonly Sums[]): Sums =>
  groups.reduce(
    (sum, group) => ({
      rows: sum.rows + group.rows,
      pairs: sum.pairs + group.pairs,
      total: plus(sum.total, group.total),
      fund: plus(sum.fund, group.fund),
      account: plus(sum.account, group.account),
      cash: plus(sum.cash, group.cash),
    }),
    NO_SUMS,
  );

/** What an institution says that its settlements come to; null for what its edition of the interface does not say. */
export interface ToldTotals {
  readonly count: number;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen | null;
  readonly cash: Fen | null;
}

/** `refd_setl_flag`: 1 for refunds alone, 0 for settlements, null for all. */
export type RefundFlag = '0' | '1' | null;

export interface TotalsComparison {
  readonly equal: boolean;
  /** What the centre has, of what was asked for. */
  readonly found: Sums;
  /** Whether it speaks of all rows, so that nothing of the day is left out when it is equal. */
  readonly whole: boolean;
}

/**
 * Compares an institution's totals with the centre's, to the fen. A refund is a row of its own below 0; whether the two
 * rows of a refund are counted as two or not at all is the institution's custom, since their money is 0 either way. With
 * flag 0 the sum without refunds is right too (national interface §3.6; no edition says what the flags leave out).
 */
export function compareTotals(told: ToldTotals, groups: readonly DayGroup[], flag: RefundFlag): TotalsComparison {
  const all = sumOf(groups);
  const settlements = sumOf(groups.filter(({ refund }) => !refund));
  const refunds = sumOf(groups.filter(({ refund }) => refund));
  if (flag === '1') return { equal: says(told, refunds, [refunds.rows]), found: refunds, whole: false };
  if (says(told, all, [all.rows, all.rows - 2 * all.pairs])) return { equal: true, found: all, whole: true };
  const equal = flag === '0' && says(told, settlements, [settlements.rows]);
  return { equal, found: all, whole: !equal || refunds.rows === 0 };
}

const says = (told: ToldTotals, found: Sums, counts: readonly number[]): boolean =>
  counts.includes(told.count) &&
  told.total === found.total &&
  told.fund === found.fund &&
  (told.account === null || told.account === found.account) &&
  (told.cash === null || told.cash === found.cash);

/** The centre's side in a sentence (`stmt_rslt_dscr`, at most 200 characters). */
export function foundInWords(equal: boolean, { rows, pairs, total, fund, account, cash }: Sums): string {
  const yuan = (amount: Fen): string => formatYuan(fen(amount));
  const refunds = pairs > 0 ? `（其中已退费${pairs}对）` : '';
  return `${equal ? '平' : '不平'}。中心：${rows}笔${refunds}，医疗费总额${yuan(total)}，基金${yuan(fund)}，个人账户${yuan(account)}，现金${yuan(cash)}`;
}
