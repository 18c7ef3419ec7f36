import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fen, minus, plus, type Fen } from '@medisettle/money';
import fc from 'fast-check';
import { loadPolicy } from '../policy/load.js';
import type { Policy } from '../policy/policy.js';
import { ACCOUNT_FLAGS, SETTINGS, type Accumulator } from '../policy/words.js';
import type { BillAnswer } from './answer.js';
import type { Bill, BillLine, BillState } from './bill.js';
import { ACTIVE_32, answered, bill, RESIDENT_65, RETIRED_62, RETIRED_70 } from './examples.js';
import { splitBill } from './split-bill.js';

function province(name: string): Policy {
  const text = readFileSync(new URL(`../../policy/${name}.yaml`, import.meta.url), 'utf8');
  const loaded = loadPolicy([{ name, text }], { acceptGrades: ['C'] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.policy;
}

const shanghai = province('shanghai');
const anhui = province('anhui');

const amount = (most: number): fc.Arbitrary<Fen> => fc.nat(most).map(fen);

const line: fc.Arbitrary<BillLine> = fc
  .record({
    class: fc.constantFrom('A', 'B', 'B', 'C', null),
    amount: amount(2_000_000),
    quantity: fc.bigInt(1n, 300_000n).map((units) => ({ units, places: 4 }) as const),
    ratio: fc.bigInt(0n, 10_000n),
    fixed: fc.bigInt(0n, 3_000_000_000n),
    limit: fc.option(fc.bigInt(0n, 50_000_000_000n)),
    first: fc.constantFrom('none', 'ratio', 'fixed'),
  })
  .map(({ ratio, fixed, limit, first, ...rest }) => ({
    ...rest,
    selfpayRatio: first === 'ratio' ? { units: ratio, places: 4 } : null,
    selfpayFixed: first === 'fixed' ? { units: fixed, places: 6 } : null,
    priceLimit: limit === null ? null : { units: limit, places: 6 },
  }));

const state: fc.Arbitrary<BillState> = fc.record({
  currentYearBalance: amount(200_000),
  accumulatedBalance: amount(600_000),
  familyBalance: amount(300_000),
  outpatientSegmentUsed: amount(200_000),
  outpatientSharedUsed: amount(5_000_000),
  inpatientDeductibleUsed: amount(200_000),
  stayDeductibleUsed: amount(40_000),
  ceilingExpensesUsed: amount(60_000_000),
});

const OLD = { birthDate: '1938-02-03', workStartDate: '1958-01-01', retirementDate: '1998-02-03' };
const MIDDLE = { birthDate: '1955-12-31', workStartDate: '1975-01-01', retirementDate: '2015-12-31' };

const employee = fc.record({
  scheme: fc.constant('employee' as const),
  person: fc.constantFrom(ACTIVE_32, RETIRED_62, RETIRED_70, OLD, MIDDLE),
  setting: fc.constantFrom(...SETTINGS),
  date: fc.constantFrom('2018-02-01', '2021-05-06', '2023-06-30', '2023-07-01', '2026-11-20'),
});
const resident = fc.record({
  scheme: fc.constant('resident' as const),
  person: fc.constantFrom(RESIDENT_65, { birthDate: '2016-09-01', workStartDate: null, retirementDate: null }),
  setting: fc.constantFrom('outpatient', 'emergency', 'inpatient', 'serious-illness', 'pharmacy'),
  date: fc.constantFrom('2024-01-01', '2026-11-20'),
});
const circumstances = fc.record({
  institutionLevel: fc.constantFrom(1, 2, 3),
  acctUsedFlag: fc.constantFrom(...ACCOUNT_FLAGS),
  state,
  overrides: fc.record({ ceiling: fc.option(amount(70_000_000)), deductible: fc.option(amount(300_000), { freq: 5 }) }),
  listedIllness: fc.boolean(),
});
const frame = fc.tuple(fc.oneof(employee, resident), circumstances).map(([who, how]) => bill({ ...who, ...how }));
const withLines = fc
  .tuple(frame, fc.array(line, { maxLength: 8 }))
  .map(([{ inScope: _, ...rest }, lines]) => ({ ...rest, lines }));

const total = (amounts: readonly Fen[]): Fen => plus(fen(0), ...amounts);

/** What must hold of every answer, whatever the bill. */
function expectSound(given: Bill, answer: BillAnswer): void {
  const { split, payers, explanation, movements, setldetail, lines } = answer;
  const bill = total((given.lines ?? []).map((one) => one.amount));
  expect(split.medfeeSumamt).toBe(given.inScope ?? bill);
  // I1, I2, I3, I4, I5 of the national interface
  expect(plus(split.fundPaySumamt, split.psnPartAmt)).toBe(split.medfeeSumamt);
  expect(plus(split.acctPay, split.psnCashPay)).toBe(split.psnPartAmt);
  expect(split.acctMulaidPay).toBeLessThanOrEqual(split.acctPay);
  expect(plus(split.hifpPay, split.hifobPay, split.hifmiPay)).toBe(split.fundPaySumamt);
  expect(plus(split.fulamtOwnpayAmt, split.overlmtSelfpay, split.preselfpayAmt, split.inscpScpAmt)).toBe(
    split.medfeeSumamt,
  );
  // I7
  lines.forEach((cut, position) => {
    expect(plus(cut.fulamtOwnpayAmt, cut.overlmtAmt, cut.preselfpayAmt, cut.inscpScpAmt)).toBe(
      given.lines?.[position]?.amount,
    );
    const cuts: readonly Fen[] = Object.values<Fen>({ ...cut });
    expect(Math.min(...cuts)).toBeGreaterThanOrEqual(0);
  });
  expect(total(payers.map((row) => row.amount))).toBe(split.medfeeSumamt);
  expect(payers.every((row) => row.amount > 0)).toBe(true);
  expect(total(explanation.map((row) => row.amount))).toBe(split.medfeeSumamt);
  expect(explanation.every((row) => row.amount > 0)).toBe(true);
  expect(total(setldetail.map((row) => row.fundPayamt))).toBe(split.fundPaySumamt);
  for (const { amount, segment } of explanation) {
    expect(total(payers.filter((row) => row.segment === segment).map((row) => row.amount))).toBeGreaterThanOrEqual(
      amount,
    );
  }
  const { accounts, accumulators } = movements;
  expect(accounts.currentYear).toBeLessThanOrEqual(given.state.currentYearBalance ?? 0);
  expect(accounts.accumulated).toBeLessThanOrEqual(given.state.accumulatedBalance ?? 0);
  expect(accounts.family).toBeLessThanOrEqual(given.state.familyBalance ?? 0);
  expect(total(Object.values(accounts))).toBe(split.acctPay);
  expect(Math.min(...Object.values(accumulators))).toBeGreaterThanOrEqual(0);
}

describe('every answer', () => {
  it('holds the identities of the interface, overdraws no account and explains every fen once', () => {
    fc.assert(
      fc.property(withLines, (given) => {
        expectSound(given, answered(splitBill(shanghai, given)));
      }),
      { numRuns: 300 },
    );
  });

  it('does so under the rules of another province', () => {
    const there = fc.constantFrom('outpatient', 'emergency', 'pharmacy', 'inpatient', 'observation');
    fc.assert(
      fc.property(withLines, there, (given, setting) => {
        const visitor = { ...given, setting, scheme: 'employee', date: '2025-03-04' } as const;
        expectSound(visitor, answered(splitBill(anhui, visitor)));
      }),
    );
  });

  it('does not depend on the order of the lines', () => {
    const shuffled = withLines.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given.lines, { minLength: given.lines.length })),
    );
    fc.assert(
      fc.property(shuffled, ([given, lines]) => {
        const one = answered(splitBill(shanghai, given));
        const other = answered(splitBill(shanghai, { ...given, lines }));
        expect(other.split).toEqual(one.split);
        expect(other.payers).toEqual(one.payers);
        expect(other.explanation).toEqual(one.explanation);
        expect(other.movements).toEqual(one.movements);
      }),
    );
  });
});

describe('what was used before', () => {
  const counters: Accumulator[] = ['outpatientSegmentUsed', 'inpatientDeductibleUsed', 'stayDeductibleUsed'];

  it('more used deductible never raises what the person pays', () => {
    fc.assert(
      fc.property(
        frame,
        amount(3_000_000),
        amount(100_000),
        fc.constantFrom(...counters),
        (given, inScope, more, used) => {
          const before = { ...given, inScope };
          const after = { ...before, state: { ...given.state, [used]: plus(given.state[used] ?? fen(0), more) } };
          const [a, b] = [before, after].map((one) => answered(splitBill(shanghai, one)).split);
          expect(b?.psnPartAmt).toBeLessThanOrEqual(a?.psnPartAmt ?? -1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a larger bill costs the person no less', () => {
    fc.assert(
      fc.property(frame, amount(3_000_000), amount(100_000), (given, inScope, more) => {
        const one = answered(splitBill(shanghai, { ...given, inScope })).split;
        const larger = answered(splitBill(shanghai, { ...given, inScope: plus(inScope, more) })).split;
        expect(larger.psnPartAmt).toBeGreaterThanOrEqual(one.psnPartAmt);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a bill cut in pieces', () => {
  /** The state after a bill: what a ledger would post. */
  function afterwards(before: BillState, { movements }: BillAnswer): BillState {
    const { accounts, accumulators } = movements;
    const grown = Object.entries(accumulators).map(([name, by]) => [
      name,
      plus(before[name as Accumulator] ?? fen(0), by),
    ]);
    return {
      ...(Object.fromEntries(grown) as BillState),
      currentYearBalance: minus(before.currentYearBalance ?? fen(0), accounts.currentYear),
      accumulatedBalance: minus(before.accumulatedBalance ?? fen(0), accounts.accumulated),
      familyBalance: minus(before.familyBalance ?? fen(0), accounts.family),
    };
  }

  it('costs the same to one fen a cut', () => {
    fc.assert(
      fc.property(frame, fc.array(amount(800_000), { minLength: 2, maxLength: 8 }), (given, pieces) => {
        const whole = answered(splitBill(shanghai, { ...given, inScope: total(pieces) })).split;
        let state = given.state;
        let [funds, cash] = [fen(0), fen(0)];
        for (const inScope of pieces) {
          const answer = answered(splitBill(shanghai, { ...given, state, inScope }));
          funds = plus(funds, answer.split.fundPaySumamt);
          cash = plus(cash, answer.split.psnCashPay);
          state = afterwards(state, answer);
        }
        const cuts = pieces.length - 1;
        expect(Math.abs(funds - whole.fundPaySumamt)).toBeLessThanOrEqual(cuts);
        // Fen that rounding moves between fund and person may meet an account that is just empty.
        expect(Math.abs(cash - whole.psnCashPay)).toBeLessThanOrEqual(cuts);
      }),
      { numRuns: 200 },
    );
  });

  it('costs exactly the same where a running total is kept and no ceiling is crossed', () => {
    const setting = fc.constantFrom('outpatient', 'inpatient', 'home-bed', 'serious-illness');
    fc.assert(
      fc.property(setting, state, amount(5_000_000), amount(5_000_000), (where, before, first, second) => {
        const given = bill({ setting: where, state: before });
        const whole = answered(splitBill(shanghai, { ...given, inScope: plus(first, second) })).split;
        const one = answered(splitBill(shanghai, { ...given, inScope: first }));
        const two = answered(splitBill(shanghai, { ...given, inScope: second, state: afterwards(before, one) }));
        expect(plus(one.split.fundPaySumamt, two.split.fundPaySumamt)).toBe(whole.fundPaySumamt);
      }),
    );
  });
});
