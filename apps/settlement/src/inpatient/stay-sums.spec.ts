import { describe, expect, it } from '@jest/globals';
import { splitBill, splitLine, type BillLine } from '@medisettle/benefits';
import { fen, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import fc from 'fast-check';
import { readPolicy } from '../policies/policies.js';
import { linesOf, type ClassSums } from './stay-sums.js';

const policy = readPolicy('libs/benefits/policy', '310000', ['A', 'B', 'C']);

const amount = fc.integer({ min: 0, max: 9_000_000 }).map(fen);
const someLine: fc.Arbitrary<BillLine> = fc
  .record({
    class: fc.constantFrom('A' as const, 'B' as const, 'C' as const, null),
    amount,
    quantity: fc.integer({ min: 1, max: 500_000 }).map((units) => ({ units: BigInt(units), places: 4 as const })),
    first: fc.constantFrom('none', 'ratio', 'fixed'),
    units: fc.integer({ min: 1, max: 10_000 }),
    limit: fc.option(fc.integer({ min: 0, max: 500_000_000 })),
  })
  .map(({ first, units, limit, ...line }) => ({
    ...line,
    selfpayRatio: first === 'ratio' ? { units: BigInt(units), places: 4 } : null,
    selfpayFixed: first === 'fixed' ? { units: BigInt(units) * 10_000n, places: 6 } : null,
    priceLimit: limit === null ? null : { units: BigInt(limit), places: 6 },
  }));

const NOTHING: ClassSums = {
  inScope: ZERO_FEN,
  classifiedByRatio: ZERO_FEN,
  classifiedFixed: ZERO_FEN,
  overLimit: ZERO_FEN,
  classC: ZERO_FEN,
  unknownItems: ZERO_FEN,
};

/** What the database sums. */
function sumsOf(lines: readonly BillLine[]): ClassSums {
  const sums: Record<keyof ClassSums, Fen> = { ...NOTHING };
  const add = (name: keyof ClassSums, more: Fen): void => {
    sums[name] = plus(sums[name], more);
  };
  for (const line of lines) {
    const split = splitLine(line);
    if (!split.ok) throw new Error(split.problem.reason.en);
    add('inScope', split.value.inscpScpAmt);
    add('overLimit', split.value.overlmtAmt);
    add(line.selfpayFixed ? 'classifiedFixed' : 'classifiedByRatio', split.value.preselfpayAmt);
    add(line.class === null ? 'unknownItems' : 'classC', split.value.fulamtOwnpayAmt);
  }
  return sums;
}

const bill = (lines: readonly BillLine[]) =>
  splitBill(policy, {
    date: '2026-11-23',
    scheme: 'employee',
    person: { birthDate: '1957-05-20', workStartDate: '1978-09-01', retirementDate: '2017-06-01' },
    setting: 'inpatient',
    institutionLevel: 3,
    acctUsedFlag: '1',
    lines,
    state: { accumulatedBalance: fen(500_000) },
    overrides: { ceiling: fen(65_000_000) },
  });

describe('the sums of a stay', () => {
  it('are paid by whom, and by which rules, the lines themselves would be', () => {
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 12 }), (lines) => {
        const [ofLines, ofSums] = [bill(lines), bill(linesOf(sumsOf(lines)))];
        if (!ofLines.ok || !ofSums.ok) throw new Error('a bill was not split');
        expect(ofSums.split).toEqual(ofLines.split);
        expect(ofSums.payers).toEqual(ofLines.payers);
        expect(ofSums.explanation).toEqual(ofLines.explanation);
        expect(ofSums.movements).toEqual(ofLines.movements);
      }),
    );
  });

  it('are no lines where there is nothing', () => {
    expect(linesOf(NOTHING)).toEqual([]);
  });
});
