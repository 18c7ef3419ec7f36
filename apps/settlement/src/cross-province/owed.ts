import { minus, negate, plus, type Fen } from '@medisettle/money';
import { type Transfer } from '../accounts/ledger.js';
import { type ClassSums } from '../inpatient/stay-sums.js';
import { type SettlementAmounts } from '../settlements/settlement-record.js';
import { type FeeLine } from '../visits/fee-lines.js';
import { type SettledElsewhere } from './bodies.js';

/** What the insured place owes the place of care for a settlement: what its funds and accounts pay. */
export const owedFor = ({ fundTotal, accountTotal }: SettlementAmounts): Fen => plus(fundTotal, accountTotal);

/** What lines of an outpatient bill come to, by the rule that put each amount where it is. */
export function sumsOf(lines: readonly FeeLine[]): ClassSums {
  const sum = (of: (line: FeeLine) => Fen, when: (line: FeeLine) => boolean = () => true): Fen =>
    plus(...lines.filter(when).map(of));
  const fixed = (line: FeeLine): boolean => line.selfpayFixed !== null && line.selfpayFixed.units > 0n;
  return {
    inScope: sum((line) => line.inScope),
    classifiedByRatio: sum(
      (line) => line.classified,
      (line) => !fixed(line),
    ),
    classifiedFixed: sum((line) => line.classified, fixed),
    overLimit: sum((line) => line.overLimit),
    classC: sum(
      (line) => line.selfFunded,
      (line) => line.class !== null,
    ),
    unknownItems: sum(
      (line) => line.selfFunded,
      (line) => line.class === null,
    ),
  };
}

export const totalOf = (sums: ClassSums): Fen => plus(...(Object.values(sums) as Fen[]));

/** The four parts of a bill as a settlement names them. */
export const partsOf = (
  sums: ClassSums,
): Pick<SettlementAmounts, 'selfFunded' | 'overLimit' | 'classified' | 'inScope'> => ({
  selfFunded: plus(sums.classC, sums.unknownItems),
  overLimit: sums.overLimit,
  classified: plus(sums.classifiedByRatio, sums.classifiedFixed),
  inScope: sums.inScope,
});

/** By how much sums may differ between two provinces, in fen: 0.10 yuan. */
const TOLERATED_FEN = 10;

/** What the insured place answered as it is booked here, and the largest difference that was passed over, in fen. */
export interface Agreed {
  readonly settled: SettledElsewhere;
  readonly differenceFen: number;
}

/**
 * Checks that an answer adds up and is about this bill (national interface §6, I1, I2, I4, I5). What funds and accounts pay
 * is owed between the provinces and must be exact. The bill and its parts are ours, and the patient's cash is what remains
 * of it: differences of up to 0.10 there are passed over, so that the books hold none, and told. Null where it is more.
 * @param day the day of the bill, `yyyy-MM-dd`
 */
export function agreed(answered: SettledElsewhere, sums: ClassSums, day: string): Agreed | null {
  const { amounts: a, owedFen } = answered;
  const own = { ...partsOf(sums), total: totalOf(sums) };
  const cash = minus(own.total, owedFor(a));
  const funds = [a.poolFund, a.additionalFund, a.criticalIllnessFund, a.civilServantFund, a.enterpriseFund];
  const owedRight =
    a.hospitalShare === 0 &&
    a.accountTotal === plus(a.currentYearAccount, a.accumulatedAccount, a.familyAccount) &&
    a.fundTotal === plus(...funds, a.assistanceFund, a.servicemenFund, a.otherFund) &&
    owedFen === owedFor(a) &&
    cash >= 0 &&
    Object.values(a).every((part) => part >= 0);
  const differenceFen = largest([
    minus(a.total, own.total),
    minus(a.selfFunded, own.selfFunded),
    minus(a.overLimit, own.overLimit),
    minus(a.classified, own.classified),
    minus(a.inScope, own.inScope),
    minus(a.total, plus(a.fundTotal, a.personTotal)),
    minus(a.personTotal, plus(a.accountTotal, a.cash)),
    minus(a.cash, cash),
  ]);
  if (!owedRight || differenceFen > TOLERATED_FEN) return null;
  if (differenceFen === 0) return { settled: answered, differenceFen };
  const amounts = { ...a, ...own, cash, personTotal: plus(a.accountTotal, cash) };
  return { settled: { ...answered, amounts, explanation: explained(answered, own.total, day) }, differenceFen };
}

/**
 * A cancellation as it is booked here: the mirror of what was booked, whatever was passed over then; account money may go
 * back to another account. Null where the answer takes back something else.
 */
export function takenBack(back: SettledElsewhere, settled: SettlementAmounts, day: string): SettledElsewhere | null {
  const over = (names: readonly (keyof SettlementAmounts)[]): number =>
    largest(names.map((name) => plus(back.amounts[name], settled[name])));
  const owedRight =
    back.owedFen === negate(owedFor(settled)) && over(['fundTotal', 'accountTotal', 'deductible']) === 0;
  const cashOver = over(OF_THE_BILL);
  if (!owedRight || cashOver > TOLERATED_FEN) return null;
  if (cashOver === 0) return back;
  const mirror = Object.fromEntries(OF_THE_BILL.map((name) => [name, negate(settled[name])]));
  const amounts = { ...back.amounts, ...mirror };
  return { ...back, amounts, explanation: explained(back, amounts.total, day) };
}

/** What of a settlement is not owed: the bill, its parts, and what is left to the patient. */
const OF_THE_BILL = ['total', 'selfFunded', 'overLimit', 'classified', 'inScope', 'personTotal', 'cash'] as const;

const largest = (differences: readonly number[]): number => Math.max(...differences.map((one) => Math.abs(one)));

/** The explanation comes to the bill: what was passed over is a row of it. */
function explained({ explanation }: SettledElsewhere, total: Fen, day: string): SettledElsewhere['explanation'] {
  const amount = minus(total, plus(...explanation.map((row) => row.amount)));
  if (amount === 0) return explanation;
  const row = { rule: 'province-difference', segment: 'self-funded', from: day, source: 'tolerance of 0.10' } as const;
  return [...explanation, { ...row, grade: 'C', amount }];
}

/** The entries of a settlement at the place of care: a claim on the other province and the patient's cash. */
export function claimed(amounts: SettlementAmounts): Transfer[] {
  const entries: Transfer[] = [
    { debit: 'other-province', credit: 'institution', amount: owedFor(amounts), segment: 'insured-elsewhere' },
    {
      debit: 'cash',
      credit: 'institution',
      amount: minus(amounts.total, owedFor(amounts)),
      segment: 'insured-elsewhere',
    },
  ];
  return entries.filter(({ amount }) => amount > 0);
}

/** The entries of a settlement at the insured place: what it pays goes to the other province, cash stays at the hospital. */
export const indebted = (transfers: readonly Transfer[]): Transfer[] =>
  transfers.map((entry) => (entry.debit === 'cash' ? entry : { ...entry, credit: 'other-province' }));
