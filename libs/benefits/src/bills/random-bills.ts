import { fen, type Fen } from '@medisettle/money';
import fc from 'fast-check';
import type { Day } from '../calendar/dates.js';
import type { PersonDates } from '../persons/cohort.js';
import { ACCOUNT_FLAGS, SETTINGS } from '../policy/words.js';
import type { Bill, BillLine, BillState } from './bill.js';

/**
 * Random bills that a policy must be able to split: persons of every cohort, every day since 2018, every setting, and
 * states that lie on, or one fen beside, the places where something ends. Nobody in them exists.
 */

/** How many bills a property sees: `npm run properties` asks for 100,000, `npm test` for fewer. */
export const RUNS = Number(process.env['PROPERTY_RUNS'] ?? '4000');

/** Quotas of the policies, of all years: what is used lies around them. */
const EDGES = [5_000, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 120_000, 150_000] as const;
const CEILINGS = [0, 1, 1_000_000, 50_000_000, 65_000_000] as const;

/** Up to `most`, often nothing, one fen, or within one fen of an edge. */
const amount = (most: number): fc.Arbitrary<Fen> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.nat(most).map(fen) },
    { weight: 2, arbitrary: fc.constantFrom(0, 0, 1, 2).map(fen) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...EDGES), fc.integer({ min: -1, max: 1 })).map(([at, by]) => fen(at + by)),
    },
  );

const two = (number: number): string => String(number).padStart(2, '0');

const dayIn = (first: number, last: number): fc.Arbitrary<Day> =>
  fc
    .tuple(fc.integer({ min: first, max: last }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`);

/** Days on which rules begin or end. */
const TURNS = ['2018-01-01', '2018-03-31', '2018-04-01', '2019-06-30', '2019-07-01', '2023-06-30', '2023-07-01'];
const TURNS_OF_RESIDENTS = ['2024-01-01', '2024-12-31', '2025-01-01'];

const later = (day: Day, years: number): Day => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

/** Working or retired, from the oldest cohort to those who have just begun; the first day at work may not be known. */
const worker: fc.Arbitrary<PersonDates> = fc
  .record({
    birthDate: dayIn(1925, 2001),
    began: fc.option(fc.integer({ min: 16, max: 30 }), { freq: 6 }),
    retires: fc.option(fc.integer({ min: 45, max: 65 }), { freq: 3 }),
  })
  .map(({ birthDate, began, retires }) => ({
    birthDate,
    workStartDate: began === null ? null : later(birthDate, began),
    retirementDate: retires === null ? null : later(birthDate, retires),
  }));

const resident: fc.Arbitrary<PersonDates> = dayIn(1930, 2023).map((birthDate) => ({
  birthDate,
  workStartDate: null,
  retirementDate: null,
}));

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

/** What a person has and has used, every field of it. */
export type FullState = Required<BillState>;

/** Balances and accumulators; what was used of the ceiling lies around `ceiling` where there is one. */
const circumstances = fc
  .record({
    institutionLevel: fc.constantFrom(1, 2, 3),
    acctUsedFlag: fc.constantFrom(...ACCOUNT_FLAGS),
    ceiling: fc.option(fc.oneof(fc.constantFrom(...CEILINGS).map(fen), amount(70_000_000)), { freq: 3 }),
    belowCeiling: fc.option(fc.oneof(fc.integer({ min: -1, max: 1 }), fc.nat(3_000_000)), { freq: 3 }),
    deductible: fc.option(amount(300_000), { freq: 5 }),
    listedIllness: fc.boolean(),
    state: fc.record({
      currentYearBalance: amount(200_000),
      accumulatedBalance: amount(600_000),
      familyBalance: amount(300_000),
      outpatientSegmentUsed: amount(200_000),
      outpatientSharedUsed: amount(5_000_000),
      inpatientDeductibleUsed: amount(200_000),
      stayDeductibleUsed: amount(40_000),
      ceilingExpensesUsed: amount(60_000_000),
    }),
  })
  .map(({ ceiling, belowCeiling, deductible, state, ...rest }) => ({
    ...rest,
    overrides: { ceiling, deductible },
    state:
      ceiling === null || belowCeiling === null
        ? state
        : { ...state, ceilingExpensesUsed: fen(Math.max(0, ceiling - belowCeiling)) },
  }));

const employeeFrame = fc.record({
  scheme: fc.constant('employee' as const),
  person: worker,
  setting: fc.constantFrom(...SETTINGS),
  date: fc.oneof(
    { weight: 4, arbitrary: dayIn(2018, 2027) },
    { weight: 1, arbitrary: fc.constantFrom(...TURNS, ...TURNS_OF_RESIDENTS) },
  ),
});

const residentFrame = fc.record({
  scheme: fc.constant('resident' as const),
  person: resident,
  setting: fc.constantFrom('outpatient', 'emergency', 'inpatient', 'serious-illness', 'pharmacy'),
  date: fc.oneof(
    { weight: 4, arbitrary: dayIn(2024, 2027) },
    { weight: 1, arbitrary: fc.constantFrom(...TURNS_OF_RESIDENTS) },
  ),
});

/** A bill as yet without anything in it. */
export type Frame = Omit<Bill, 'lines' | 'inScope' | 'state'> & { readonly state: FullState };

/** What in Shanghai somebody may be billed for, and as whom. */
export const frame: fc.Arbitrary<Frame> = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: employeeFrame }, { weight: 1, arbitrary: residentFrame }), circumstances)
  .map(([who, how]) => ({ ...who, ...how }));

/** The same where a scheme for the employed with fewer settings is all there is. */
export const frameOfEmployees: fc.Arbitrary<Frame> = fc
  .tuple(
    employeeFrame,
    circumstances,
    fc.constantFrom('outpatient', 'emergency', 'pharmacy', 'inpatient', 'observation'),
  )
  .map(([who, how, setting]) => ({ ...who, ...how, setting }));

/** An amount in scope, up to 30,000 yuan. */
export const scope: fc.Arbitrary<Fen> = amount(3_000_000);

/** What one more visit has used, up to 1,000 yuan. */
export const little: fc.Arbitrary<Fen> = amount(100_000);

/** Fee lines, up to eight. */
export const lines: fc.Arbitrary<BillLine[]> = fc.array(line, { maxLength: 8 });

/** A whole bill: with lines, or with an amount in scope. */
export const billIn = (empty: fc.Arbitrary<Frame>): fc.Arbitrary<Bill & Frame> =>
  fc
    .tuple(
      empty,
      fc.oneof(
        lines.map((some) => ({ lines: some })),
        scope.map((inScope) => ({ inScope })),
      ),
    )
    .map(([given, content]) => ({ ...given, ...content }));
