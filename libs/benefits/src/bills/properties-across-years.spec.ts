import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fen, minus, plus, type Fen } from '@medisettle/money';
import fc from 'fast-check';
import { insuranceYear } from '../calendar/insurance-year.js';
import { payBack } from '../payers/pay-back.js';
import { afterChange, changeYears, yearsToOpen, type YearChange } from '../persons/year-change.js';
import { loadPolicy } from '../policy/load.js';
import type { Policy } from '../policy/policy.js';
import type { Movements } from './answer.js';
import { answered } from './examples.js';
import { billIn, frameOfEmployees, RUNS, type FullState } from './random-bills.js';
import { splitBill } from './split-bill.js';
import { cancelled, possible, settled } from './stepping.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const INTEREST = `interest:\n  - { rule: account-interest, scheme: employee, rate: 0.35%, from: 2018-01-01, to: null, source: house, grade: C, verify: account-credit }\n`;

function policyOf(content: string): Policy {
  const loaded = loadPolicy([{ name: 'shanghai.yaml', text: content }], { acceptGrades: ['C'] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.policy;
}

/** Without interest a year change makes no money but the credit; with it, who paid has earned less meanwhile. */
const policies = fc.constantFrom(policyOf(text), policyOf(`${text}\n${INTEREST}`));

const SEQUENCES = Math.ceil(RUNS / 4);

/** Fails the property with words; `expect` in so many runs would take most of the time. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

type Who = Parameters<typeof changeYears>[3][number]['entitled'];

/** A person's state, with the accumulators of each year apart: a new year begins its own at 0. */
interface Life {
  readonly yearFrom: string;
  readonly money: FullState;
  readonly years: ReadonlyMap<string, FullState>;
}

const NONE = fen(0);
const FRESH = {
  outpatientSegmentUsed: NONE,
  outpatientSharedUsed: NONE,
  inpatientDeductibleUsed: NONE,
  stayDeductibleUsed: NONE,
  ceilingExpensesUsed: NONE,
};

/** The calendar of both policies is the same. */
const following = new Map<string, YearChange['year']>();

/** The year after the one that begins on `yearFrom`. */
function nextYear(policy: Policy, yearFrom: string): YearChange['year'] {
  const known = following.get(yearFrom);
  if (known) return known;
  const to = insuranceYear(policy, 'employee', yearFrom)?.to ?? '';
  const dayAfter = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const open = yearsToOpen(policy, 'employee', yearFrom, dayAfter);
  const [year] = open.ok ? open.value : [];
  if (!year) throw new Error(`no year follows ${yearFrom}`);
  following.set(yearFrom, year);
  return year;
}

/** The first day of the next year comes. */
function turn(policy: Policy, life: Life, entitled: Who): { life: Life; change: YearChange } {
  const year = nextYear(policy, life.yearFrom);
  const { currentYearBalance: currentYear, accumulatedBalance: accumulated, familyBalance } = life.money;
  const changed = changeYears(policy, 'employee', { currentYear, accumulated }, [{ year, entitled }]);
  const change = changed.ok ? changed.value[0] : undefined;
  if (!change) throw new Error('the year does not change');
  const after = afterChange({ currentYear, accumulated }, change);
  const money = {
    ...FRESH,
    currentYearBalance: after.currentYear,
    accumulatedBalance: after.accumulated,
    familyBalance,
  };
  return {
    life: { yearFrom: year.from, money, years: new Map(life.years).set(life.yearFrom, life.money) },
    change,
  };
}

/** A settlement is taken back in the year in which the life has come; its accumulators in the one it was made in. */
function cancel({ yearFrom, money, years }: Life, madeIn: string, movements: Movements): Life {
  if (madeIn === yearFrom) return { yearFrom, money: cancelled(money, movements), years };
  const { currentYear, accumulated, family } = payBack(movements.accounts, true);
  must(currentYear === 0, 'money of a year that is over comes back as this year’s');
  const then = years.get(madeIn);
  if (!then) throw new Error('no such year');
  const noMoney = { currentYear: NONE, accumulated: NONE, family: NONE };
  return {
    yearFrom,
    money: {
      ...money,
      accumulatedBalance: plus(money.accumulatedBalance, accumulated),
      familyBalance: plus(money.familyBalance, family),
    },
    years: new Map(years).set(madeIn, cancelled(then, { ...movements, accounts: noMoney })),
  };
}

const counted = ({
  outpatientSegmentUsed,
  outpatientSharedUsed,
  inpatientDeductibleUsed,
  stayDeductibleUsed,
  ceilingExpensesUsed,
}: FullState): string =>
  JSON.stringify([
    outpatientSegmentUsed,
    outpatientSharedUsed,
    inpatientDeductibleUsed,
    stayDeductibleUsed,
    ceilingExpensesUsed,
  ]);

const earned = (changes: readonly YearChange[]): Fen =>
  plus(NONE, ...changes.map(({ interest }) => interest?.amount ?? NONE));

const begin = (policy: Policy, date: string, money: FullState): Life => ({
  yearFrom: insuranceYear(policy, 'employee', date)?.from ?? '',
  money,
  years: new Map(),
});

describe('a settlement that is cancelled in a later insurance year', () => {
  it('leaves the money of somebody who never had the bill, but for the interest of the time between', () => {
    let paidFromCurrentYear = 0;
    let interestLost = 0;
    const yearsBetween = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(policies, billIn(frameOfEmployees), yearsBetween, fc.boolean(), (policy, bill, count, due) => {
        const entitled = due ? bill.person : null;
        const { movements } = answered(splitBill(policy, bill));
        const start = begin(policy, bill.date, bill.state);
        let one: Life = { ...start, money: settled(bill.state, movements) };
        let twin = start;
        const [changes, ofTwin]: [YearChange[], YearChange[]] = [[], []];
        for (let year = 0; year < count; year += 1) {
          const [mine, other] = [turn(policy, one, entitled), turn(policy, twin, entitled)];
          [one, twin] = [mine.life, other.life];
          changes.push(mine.change);
          ofTwin.push(other.change);
        }
        const after = cancel(one, start.yearFrom, movements);
        const lost = minus(earned(ofTwin), earned(changes));
        must(possible(after.money), 'something is below 0');
        must(lost >= 0, 'who paid has earned more');
        must(after.money.currentYearBalance === twin.money.currentYearBalance, 'this year’s money differs');
        must(after.money.familyBalance === twin.money.familyBalance, 'the family’s money differs');
        must(plus(after.money.accumulatedBalance, lost) === twin.money.accumulatedBalance, 'accumulated money differs');
        for (const [year, state] of twin.years) {
          must(counted(state) === counted(after.years.get(year) ?? twin.money), `accumulators of ${year} differ`);
        }
        must(counted(after.money) === counted(twin.money), 'accumulators of this year differ');
        if (movements.accounts.currentYear > 0) paidFromCurrentYear += 1;
        if (lost > 0) interestLost += 1;
      }),
      { numRuns: RUNS },
    );
    // Cases in which nothing had to be told apart would prove nothing.
    expect(Math.min(paidFromCurrentYear, interestLost)).toBeGreaterThan(RUNS / 100);
  });

  it('gives back every fen and every accumulator, whatever was settled and cancelled over the years', () => {
    const step = fc.record({
      visit: billIn(frameOfEmployees),
      place: fc.nat(9),
      does: fc.constantFrom('settle', 'settle', 'cancel', 'turn'),
    });
    fc.assert(
      fc.property(policies, billIn(frameOfEmployees), fc.array(step, { maxLength: 10 }), (policy, first, steps) => {
        const { person, state } = first;
        let life = begin(policy, first.date, state);
        const standing: { madeIn: string; movements: Movements }[] = [];
        let made: Fen = NONE;
        let credit = state.currentYearBalance;
        const cancelOne = (place: number): void => {
          const [one] = standing.splice(place % standing.length, 1);
          if (one) life = cancel(life, one.madeIn, one.movements);
        };
        for (const { visit, place, does } of steps) {
          if (does === 'turn') {
            const turned = turn(policy, life, person);
            life = turned.life;
            credit = turned.change.credit?.amount ?? NONE;
            made = plus(made, credit, turned.change.interest?.amount ?? NONE);
          } else if (does === 'settle') {
            const date = life.yearFrom < first.date ? first.date : life.yearFrom;
            const { movements } = answered(splitBill(policy, { ...visit, date, person, state: life.money }));
            life = { ...life, money: settled(life.money, movements) };
            standing.push({ madeIn: life.yearFrom, movements });
          } else if (standing.length > 0) {
            cancelOne(place);
          }
          must(possible(life.money), 'something is below 0');
        }
        for (const { place } of steps) if (standing.length > 0) cancelOne(place);
        const { currentYearBalance, accumulatedBalance, familyBalance } = life.money;
        must(familyBalance === state.familyBalance, 'the family’s money is not back');
        must(currentYearBalance === credit, 'this year’s money is not what the year began with');
        must(
          plus(currentYearBalance, accumulatedBalance) ===
            plus(state.currentYearBalance, state.accumulatedBalance, made),
          'money was lost or made',
        );
        for (const [year, then] of [...life.years, [life.yearFrom, life.money] as const]) {
          const before = year === begin(policy, first.date, state).yearFrom ? state : { ...state, ...FRESH };
          must(counted(then) === counted(before), `the accumulators of ${year} are not back`);
        }
      }),
      { numRuns: SEQUENCES },
    );
  });
});
