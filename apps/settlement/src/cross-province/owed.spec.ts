import { describe, expect, it } from '@jest/globals';
import { fen, negate, ZERO_FEN } from '@medisettle/money';
import { type SettledElsewhere } from './bodies.js';
import { agreed, takenBack } from './owed.js';

const SUMS = {
  inScope: fen(9_000),
  classifiedByRatio: fen(600),
  classifiedFixed: fen(0),
  overLimit: fen(300),
  classC: fen(100),
  unknownItems: fen(0),
};
const RIGHT: SettledElsewhere['amounts'] = {
  total: fen(10_000),
  selfFunded: fen(100),
  overLimit: fen(300),
  classified: fen(600),
  inScope: fen(9_000),
  deductible: fen(1_000),
  poolFund: fen(6_000),
  additionalFund: ZERO_FEN,
  criticalIllnessFund: ZERO_FEN,
  civilServantFund: ZERO_FEN,
  enterpriseFund: ZERO_FEN,
  assistanceFund: ZERO_FEN,
  servicemenFund: ZERO_FEN,
  otherFund: ZERO_FEN,
  fundTotal: fen(6_000),
  personTotal: fen(4_000),
  currentYearAccount: fen(500),
  accumulatedAccount: fen(1_500),
  familyAccount: ZERO_FEN,
  accountTotal: fen(2_000),
  cash: fen(2_000),
  hospitalShare: ZERO_FEN,
};

function answer(more: Partial<Record<keyof typeof RIGHT, number>>, owed = 8_000): SettledElsewhere {
  const amounts = { ...RIGHT, ...more } as SettledElsewhere['amounts'];
  const row = {
    rule: 'r',
    segment: 'pool',
    from: '2026-01-01',
    source: 's',
    grade: 'C',
    amount: amounts.total,
  } as const;
  return {
    settlementId: 'S1',
    settledAt: '2026-11-23T08:00:00.000Z',
    personType: '11',
    insuranceYearFrom: '2026-01-01',
    insuranceYearTo: '2026-12-31',
    poolRateUnits: 0,
    balanceAfter: ZERO_FEN,
    amounts,
    funds: [],
    explanation: [row],
    owedFen: fen(owed),
  };
}

const explainedTotal = ({ explanation }: SettledElsewhere): number =>
  explanation.reduce((sum, { amount }) => sum + amount, 0);

describe('an answer of the insured place', () => {
  it('that adds up is booked as it is', () => {
    const right = answer({});
    expect(agreed(right, SUMS, '2026-11-23')).toEqual({ settled: right, differenceFen: 0 });
  });

  it.each<[string, Parameters<typeof answer>[0], number]>([
    ['cash', { cash: 2_010 }, 10],
    ['a part of the bill', { inScope: 8_995, selfFunded: 105 }, 5],
    ['the bill, with the cash', { total: 9_991, personTotal: 3_991, cash: 1_991, inScope: 8_991 }, 9],
  ])('that differs by up to 0.10 in %s is booked by our bill, and the difference is told', (_, more, differenceFen) => {
    const found = agreed(answer(more), SUMS, '2026-11-23');
    expect(found?.differenceFen).toBe(differenceFen);
    expect(found?.settled.amounts).toEqual(RIGHT);
    expect(found && explainedTotal(found.settled)).toBe(RIGHT.total);
  });

  it.each<[string, SettledElsewhere]>([
    ['by more than 0.10', answer({ cash: 2_011 })],
    ['in what funds pay', answer({ poolFund: 6_001 })],
    ['in what accounts pay', answer({ accumulatedAccount: 1_501 })],
    ['in what is owed', answer({}, 8_001)],
    ['so that the patient would get money', answer({ poolFund: 8_005, fundTotal: 8_005, cash: 0 }, 10_005)],
    ['by an amount below 0', answer({ deductible: -1 })],
    ['by a share of the hospital', answer({ hospitalShare: 1 })],
  ])('that differs %s is not booked', (_, wrong) => {
    expect(agreed(wrong, SUMS, '2026-11-23')).toBeNull();
  });

  it('to a cancellation is the mirror of what was booked, or none', () => {
    const mirrored = (of: SettledElsewhere): SettledElsewhere => ({
      ...of,
      amounts: Object.fromEntries(
        Object.entries(of.amounts).map(([name, amount]) => [name, negate(amount)]),
      ) as SettledElsewhere['amounts'],
      explanation: of.explanation.map((row) => ({ ...row, amount: negate(row.amount) })),
      owedFen: negate(of.owedFen),
    });
    const back = takenBack(mirrored(answer({ total: 10_004, cash: 2_004 })), RIGHT, '2026-11-23');
    expect(back?.amounts).toEqual(mirrored(answer({})).amounts);
    expect(back && explainedTotal(back)).toBe(negate(RIGHT.total));
    expect(takenBack(mirrored(answer({ cash: 2_011 })), RIGHT, '2026-11-23')).toBeNull();
    expect(takenBack(mirrored(answer({}, 8_001)), RIGHT, '2026-11-23')).toBeNull();
    expect(takenBack(mirrored(answer({ deductible: 1_001 })), RIGHT, '2026-11-23')).toBeNull();
  });
});
