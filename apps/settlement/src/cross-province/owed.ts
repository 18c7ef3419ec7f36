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

/**
 * Whether what the insured place answered adds up and is about this bill (national interface §6, I1, I2, I4, I5). A
 * difference of up to 0.10 is tolerated elsewhere; here none is, since the books hold no difference.
 */
export function addsUp({ amounts, owedFen }: SettledElsewhere, sums: ClassSums): boolean {
  const a = amounts;
  const parts = partsOf(sums);
  const funds = [a.poolFund, a.additionalFund, a.criticalIllnessFund, a.civilServantFund, a.enterpriseFund];
  return (
    a.total === totalOf(sums) &&
    a.selfFunded === parts.selfFunded &&
    a.overLimit === parts.overLimit &&
    a.classified === parts.classified &&
    a.inScope === parts.inScope &&
    a.hospitalShare === 0 &&
    a.total === plus(a.fundTotal, a.personTotal) &&
    a.personTotal === plus(a.accountTotal, a.cash) &&
    a.accountTotal === plus(a.currentYearAccount, a.accumulatedAccount, a.familyAccount) &&
    a.fundTotal === plus(...funds, a.assistanceFund, a.servicemenFund, a.otherFund) &&
    owedFen === owedFor(a) &&
    Object.values(a).every((part) => part >= 0)
  );
}

/** Whether a cancellation takes back exactly what its settlement was; account money may go back to another account. */
export const takesBack = (back: SettledElsewhere, settled: SettlementAmounts): boolean =>
  back.owedFen === negate(owedFor(settled)) &&
  (['total', 'fundTotal', 'personTotal', 'accountTotal', 'cash', 'deductible', 'inScope'] as const).every(
    (name) => back.amounts[name] === negate(settled[name]),
  );

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
