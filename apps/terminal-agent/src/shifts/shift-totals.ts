import { formatYuan, minus, negate, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { type ReadIntent } from '../journal/journal.js';
import { inputOf, messageIn, objectIn, textIn } from '../journal/kept-words.js';
import { type OutageCash } from '../outage-bills/outage-cash.js';
import { amountIn } from '../receipts/receipt-amounts.js';

/** What was taken and given back, by who pays. Amounts in yuan. */
export interface Tenders {
  readonly settled: number;
  readonly undone: number;
  readonly total: string;
  readonly cash: string;
  readonly accounts: string;
  readonly funds: string;
}

export interface OperatorTotals extends Tenders {
  /** As the messages name the operator; empty where they name nobody. */
  readonly operator: string;
}

/** Totals of a shift: of each operator, and of all. */
export interface ShiftTotals {
  readonly operators: readonly OperatorTotals[];
  readonly all: Tenders;
  /** Bills in full: cash that was taken for them, and given back when they were settled or withdrawn. Both are in `cash`. */
  readonly outage?: { readonly taken: string; readonly givenBack: string };
}

/** One movement at the till; what goes back is negative. */
interface Movement {
  readonly operator: string;
  readonly total: Fen;
  readonly cash: Fen;
  readonly accounts: Fen;
  readonly funds: Fen;
  /** What was paid in full before for what is settled; it is set off against the cash. */
  readonly before?: Fen;
}

const FIELDS = {
  total: 'medfee_sumamt',
  cash: 'psn_cash_pay',
  accounts: 'acct_pay',
  funds: 'fund_pay_sumamt',
} as const;
const NAMES = ['total', 'cash', 'accounts', 'funds'] as const;

/** What a message that the centre has done moved; undefined where its answer has no amounts or cannot be read. */
function movementOf({ content, answer }: ReadIntent): Movement | undefined {
  const setlinfo = objectIn(objectIn(messageIn(answer).output).setlinfo);
  if (textIn(setlinfo, 'setl_id') === '') return undefined;
  const of = (name: keyof typeof FIELDS): Fen => amountIn(setlinfo, FIELDS[name]);
  const operator = textIn(messageIn(content?.text), 'opter');
  return { operator, total: of('total'), cash: of('cash'), accounts: of('accounts'), funds: of('funds') };
}

/** The message that a reversal (2601) undoes; undefined for anything else. */
export const reversedBy = ({ infno, content }: ReadIntent): string | undefined =>
  infno === '2601' ? textIn(inputOf(content?.text), 'omsgid') : undefined;

/**
 * The movement of each message. A cancellation's own answer is negative; a reversal answers no amounts, and takes back what
 * the message moved that it reverses.
 * @param reversed what a reversal names, as far as this counter knows it
 * @param paid what was paid in full before for what a message settles
 */
export function movementsOf(
  messages: readonly ReadIntent[],
  reversed: (message: ReadIntent) => ReadIntent | undefined,
  paid: ReadonlyMap<string, Fen> = new Map(),
): Movement[] {
  return messages.flatMap((message) => {
    if (reversedBy(message) === undefined) {
      const moved = movementOf(message);
      return moved ? { ...moved, before: paid.get(message.msgid) } : [];
    }
    const before = reversed(message);
    const moved = before && movementOf(before);
    if (!moved) return [];
    const back = Object.fromEntries(NAMES.map((name) => [name, negate(moved[name])])) as Pick<
      Movement,
      (typeof NAMES)[number]
    >;
    return { ...back, operator: textIn(messageIn(message.content?.text), 'opter') };
  });
}

const sumsOf = (movements: readonly Movement[], inFull: readonly OutageCash[]): Tenders => {
  const sum = (name: (typeof NAMES)[number]): string =>
    formatYuan(plus(ZERO_FEN, ...movements.map((movement) => movement[name])));
  const cash = plus(
    ZERO_FEN,
    ...movements.map((movement) => minus(movement.cash, movement.before ?? ZERO_FEN)),
    ...inFull.map(({ taken, givenBack }) => minus(taken, givenBack)),
  );
  return {
    settled: movements.filter(({ total }) => total >= ZERO_FEN).length,
    undone: movements.filter(({ total }) => total < ZERO_FEN).length,
    total: sum('total'),
    cash: formatYuan(cash),
    accounts: sum('accounts'),
    funds: sum('funds'),
  };
};

/** Sums of movements, by operator and of all. */
export function totalsOf(movements: readonly Movement[], inFull: readonly OutageCash[] = []): ShiftTotals {
  const operators = [...new Set([...movements, ...inFull].map(({ operator }) => operator))].sort();
  const of = <Moved extends { readonly operator: string }>(moved: readonly Moved[], operator: string): Moved[] =>
    moved.filter((one) => one.operator === operator);
  const late = movements.flatMap(({ cash, before }) => (before === undefined ? [] : [minus(before, cash)]));
  const taken = plus(ZERO_FEN, ...inFull.map((cash) => cash.taken));
  const givenBack = plus(ZERO_FEN, ...late, ...inFull.map((cash) => cash.givenBack));
  return {
    operators: operators.map((operator) => ({
      operator,
      ...sumsOf(of(movements, operator), of(inFull, operator)),
    })),
    all: sumsOf(movements, inFull),
    ...(late.length + inFull.length === 0
      ? {}
      : { outage: { taken: formatYuan(taken), givenBack: formatYuan(givenBack) } }),
  };
}

/** What was counted beyond what should be there; below zero where some is missing. */
export const differenceOf = (counted: Fen, expected: Fen): string => formatYuan(minus(counted, expected));
