import { minus, plus, ZERO_FEN, type Fen, type Rate } from '@medisettle/money';
import type { Day } from '../calendar/dates.js';
import type { LineSplit } from '../lines/split-line.js';
import { paidBy } from '../payers/draw.js';
import type { AccountPayments } from '../payers/pay-back.js';
import type { Note } from '../pipelines/note.js';
import type { Part } from '../pipelines/part.js';
import type { AccumulatorMoves, Run } from '../pipelines/run.js';
import type { Grade } from '../policy/grades.js';
import type { SchemeRow } from '../policy/rows.js';
import { FUNDS, PAYERS, SEGMENTS, type Fund, type Payer, type Segment } from '../policy/words.js';
import type { BillProblem } from './problem.js';

/**
 * The bill's amounts under the names of the national `setlinfo`, in camel case. Funds that no rule of ours pays from
 * (cvlserv, hifes, maf, hifdm, oth, hosp_part) are not listed: they are 0.
 */
export interface SplitAmounts {
  readonly medfeeSumamt: Fen;
  readonly fulamtOwnpayAmt: Fen;
  readonly overlmtSelfpay: Fen;
  readonly preselfpayAmt: Fen;
  readonly inscpScpAmt: Fen;
  /** What the deductible or self-pay segment took of this bill. */
  readonly actPayDedc: Fen;
  readonly hifpPay: Fen;
  readonly hifobPay: Fen;
  readonly hifmiPay: Fen;
  readonly fundPaySumamt: Fen;
  readonly psnPartAmt: Fen;
  /** All account money: current-year, accumulated and the family's. */
  readonly acctPay: Fen;
  readonly acctMulaidPay: Fen;
  readonly psnCashPay: Fen;
  readonly currentYearPay: Fen;
  readonly accumulatedPay: Fen;
  readonly familyPay: Fen;
  /** The part that the fund pays of the first shared segment, 0 to 1. */
  readonly poolPropSelfpay: Rate;
}

export interface PayerRow {
  readonly segment: Segment;
  readonly payer: Payer;
  readonly amount: Fen;
}

/** Why an amount is where it is. `from` is the first day of the rule. The amounts of all rows add up to the bill. */
export interface ExplanationRow {
  readonly rule: string;
  readonly segment: Segment;
  readonly from: Day;
  readonly source: string;
  readonly grade: Grade;
  readonly amount: Fen;
}

/** A row of `setldetail`: one fund that pays. */
export interface FundDetail {
  readonly fundPayType: string;
  readonly fundPayTypeName: string;
  /** What the fund had a share in. */
  readonly inscpScpAmt: Fen;
  readonly fundPayamt: Fen;
}

/** What a ledger posts: account money that leaves, and what each accumulator grows by. All 0 or more. */
export interface Movements {
  readonly accounts: AccountPayments;
  readonly accumulators: Readonly<AccumulatorMoves>;
}

export interface BillAnswer {
  readonly split: SplitAmounts;
  /** One per line of the bill, in its order; empty when the bill had none. */
  readonly lines: readonly LineSplit[];
  readonly payers: readonly PayerRow[];
  readonly explanation: readonly ExplanationRow[];
  readonly movements: Movements;
  readonly setldetail: readonly FundDetail[];
  readonly notes: readonly Note[];
  readonly cohort: string;
}

export type BillSplit = ({ readonly ok: true } & BillAnswer) | { readonly ok: false; readonly problem: BillProblem };

/** Sums of the lines' parts. */
export interface LineTotals {
  readonly total: Fen;
  readonly selfFunded: Fen;
  readonly overLimit: Fen;
  readonly classified: Fen;
  readonly inScope: Fen;
}

const sum = (amounts: readonly Fen[]): Fen => (amounts.length > 0 ? plus(...amounts) : ZERO_FEN);

function payerRows(parts: readonly Part[]): PayerRow[] {
  const rows: PayerRow[] = [];
  for (const segment of SEGMENTS) {
    const here = parts.filter((part) => part.segment === segment);
    if (here.length === 0) continue;
    for (const payer of PAYERS) {
      const amount = payer === 'cash' ? sum(here.map((part) => part.personal)) : paidBy(here, payer);
      if (amount > 0) rows.push({ segment, payer, amount });
    }
  }
  return rows;
}

function explain(parts: readonly Part[]): ExplanationRow[] {
  return parts
    .filter((part) => part.amount > 0)
    .map(({ segment, amount, rule: { rule, from, source, grade } }) => ({
      rule,
      segment,
      from,
      source,
      grade,
      amount,
    }));
}

function fundDetails(run: Run, scheme: SchemeRow, pays: Readonly<Record<Fund, Fen>>): FundDetail[] {
  return FUNDS.flatMap((fund) => {
    const named = scheme.funds[fund];
    if (!named || pays[fund] === 0) return [];
    const inscpScpAmt = run.sharedWith.get(fund) ?? ZERO_FEN;
    return [{ fundPayType: named.type, fundPayTypeName: named.zh, inscpScpAmt, fundPayamt: pays[fund] }];
  });
}

/** Writes down what was found. `parts` are all parts of the bill after the accounts have paid; what is left is cash. */
export function answer(
  totals: LineTotals,
  lines: readonly LineSplit[],
  run: Run,
  parts: readonly Part[],
  scheme: SchemeRow,
  cohort: string,
  notes: readonly Note[],
): BillAnswer {
  const pays = {
    pool: paidBy(parts, 'pool-fund'),
    additional: paidBy(parts, 'additional-fund'),
    'critical-illness': paidBy(parts, 'critical-illness-fund'),
  };
  const fundPaySumamt = plus(pays.pool, pays.additional, pays['critical-illness']);
  const currentYearPay = paidBy(parts, 'current-year-account');
  const accumulatedPay = paidBy(parts, 'accumulated-account');
  const familyPay = paidBy(parts, 'family-account');
  const split: SplitAmounts = {
    medfeeSumamt: totals.total,
    fulamtOwnpayAmt: totals.selfFunded,
    overlmtSelfpay: totals.overLimit,
    preselfpayAmt: totals.classified,
    inscpScpAmt: totals.inScope,
    actPayDedc: run.deductibleUsed,
    hifpPay: pays.pool,
    hifobPay: pays.additional,
    hifmiPay: pays['critical-illness'],
    fundPaySumamt,
    psnPartAmt: minus(totals.total, fundPaySumamt),
    acctPay: plus(currentYearPay, accumulatedPay, familyPay),
    acctMulaidPay: familyPay,
    psnCashPay: sum(parts.map((part) => part.personal)),
    currentYearPay,
    accumulatedPay,
    familyPay,
    poolPropSelfpay: run.firstRate,
  };
  return {
    split,
    lines,
    payers: payerRows(parts),
    explanation: explain(parts),
    movements: {
      accounts: { currentYear: currentYearPay, accumulated: accumulatedPay, family: familyPay },
      accumulators: run.moves,
    },
    setldetail: fundDetails(run, scheme, pays),
    notes,
    cohort,
  };
}
