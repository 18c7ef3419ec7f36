import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fen, plus, type Fen } from '@medisettle/money';
import fc from 'fast-check';
import { loadPolicy } from '../policy/load.js';
import type { Accumulator, Setting } from '../policy/words.js';
import type { BillAnswer, Movements } from './answer.js';
import type { Bill } from './bill.js';
import { answered } from './examples.js';
import { billIn, frame, lines, little, RUNS, scope, type Frame, type FullState } from './random-bills.js';
import { splitBill } from './split-bill.js';
import { cancelled, possible, settled } from './stepping.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const loaded = loadPolicy([{ name: 'shanghai.yaml', text }], { acceptGrades: ['C'] });
if (!loaded.ok) throw new Error('the policy of Shanghai does not load');
const { policy } = loaded;

/** Properties of several bills in a row see fewer cases, and no fewer bills. */
const SEQUENCES = Math.ceil(RUNS / 4);

const split = (given: Bill): BillAnswer => answered(splitBill(policy, given));
const total = (amounts: readonly Fen[]): Fen => plus(fen(0), ...amounts);

/** Fails the property with words; `expect` in so many runs would take most of the time. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** What a setting keeps a running total of, so that its shares are rounded over the year and not bill by bill. */
const counter = (scheme: string, setting: Setting): Accumulator | null => {
  if (setting === 'outpatient' || setting === 'emergency') return 'outpatientSharedUsed';
  return scheme === 'employee' && setting !== 'pharmacy' ? 'ceilingExpensesUsed' : null;
};

describe('what was used before', () => {
  it('more used deductible never raises what the person pays', () => {
    const quotas = fc.constantFrom('outpatientSegmentUsed', 'inpatientDeductibleUsed', 'stayDeductibleUsed');
    fc.assert(
      fc.property(billIn(frame), little, quotas, (given, more, used) => {
        const after = { ...given, state: { ...given.state, [used]: plus(given.state[used], more) } };
        must(split(after).split.psnPartAmt <= split(given).split.psnPartAmt, 'the person pays more');
      }),
      { numRuns: RUNS },
    );
  });

  it('a larger bill costs the person no less', () => {
    fc.assert(
      fc.property(frame, scope, little, (given, inScope, more) => {
        const one = split({ ...given, inScope }).split.psnPartAmt;
        const larger = split({ ...given, inScope: plus(inScope, more) }).split.psnPartAmt;
        must(larger >= one, 'the person pays less');
      }),
      { numRuns: RUNS },
    );
  });
});

/** Settles bills one after the other, each in the state that the one before has left. */
function settleAll(bills: readonly (Bill & Frame)[], from: FullState): { state: FullState; answers: BillAnswer[] } {
  let state = from;
  const answers = bills.map((one) => {
    const answer = split({ ...one, state });
    state = settled(state, answer.movements);
    must(possible(state), 'something is below 0');
    return answer;
  });
  return { state, answers };
}

const sums = (answers: readonly BillAnswer[]): { funds: Fen; cash: Fen } => ({
  funds: total(answers.map((answer) => answer.split.fundPaySumamt)),
  cash: total(answers.map((answer) => answer.split.psnCashPay)),
});

describe('a bill cut in pieces', () => {
  it('costs the same to one fen a cut, in scope', () => {
    fc.assert(
      fc.property(frame, fc.array(scope, { minLength: 2, maxLength: 6 }), (given, pieces) => {
        const whole = sums([split({ ...given, inScope: total(pieces) })]);
        const { answers } = settleAll(
          pieces.map((inScope) => ({ ...given, inScope })),
          given.state,
        );
        const cut = sums(answers);
        const cuts = pieces.length - 1;
        must(Math.abs(cut.funds - whole.funds) <= cuts, 'the funds pay otherwise');
        // Fen that rounding moves between fund and person may meet an account that is just empty.
        must(Math.abs(cut.cash - whole.cash) <= cuts, 'the person pays otherwise');
      }),
      { numRuns: SEQUENCES },
    );
  });

  it('costs the same to one fen a cut, line by line', () => {
    fc.assert(
      fc.property(frame, lines, lines, (given, some, others) => {
        const whole = split({ ...given, lines: [...some, ...others] }).split;
        const { answers } = settleAll(
          [some, others].map((those) => ({ ...given, lines: those })),
          given.state,
        );
        must(Math.abs(sums(answers).funds - whole.fundPaySumamt) <= 1, 'the funds pay otherwise');
      }),
      { numRuns: RUNS },
    );
  });

  it('costs exactly the same where a running total is kept and no ceiling is crossed', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(frame, scope, scope, (drawn, first, second) => {
        if (counter(drawn.scheme, drawn.setting) === null) return;
        const given = { ...drawn, listedIllness: false, overrides: { ...drawn.overrides, ceiling: null } };
        met.add(`${given.scheme} ${given.setting}`);
        const whole = split({ ...given, inScope: plus(first, second) });
        const { answers } = settleAll(
          [first, second].map((inScope) => ({ ...given, inScope })),
          given.state,
        );
        const [cut, one] = [sums(answers), sums([whole])];
        must(cut.funds === one.funds && cut.cash === one.cash, 'the cut moved a fen');
      }),
      { numRuns: RUNS },
    );
    expect([...met].toSorted()).toEqual([
      'employee emergency',
      'employee home-bed',
      'employee inpatient',
      'employee observation',
      'employee outpatient',
      'employee serious-illness',
      'resident emergency',
      'resident outpatient',
    ]);
  });
});

describe('a cancellation', () => {
  it('brings the state back, whatever was settled and cancelled in between', () => {
    const visits = fc.array(fc.tuple(billIn(frame), fc.nat(9), fc.boolean()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(frame, visits, ({ state: before, person, scheme }, plan) => {
        let state = before;
        const standing: Movements[] = [];
        const cancelOne = (place: number): void => {
          const [movements] = standing.splice(place % standing.length, 1);
          if (movements) state = cancelled(state, movements);
          must(possible(state), 'something is below 0');
        };
        for (const [visit, place, alsoCancel] of plan) {
          if (visit.scheme !== scheme) continue;
          const { movements } = split({ ...visit, person, state });
          standing.push(movements);
          state = settled(state, movements);
          must(possible(state), 'something is below 0');
          if (alsoCancel) cancelOne(place);
        }
        for (const [, place] of plan) if (standing.length > 0) cancelOne(place);
        must(standing.length === 0 && JSON.stringify(state) === JSON.stringify(before), 'the state is another one');
      }),
      { numRuns: SEQUENCES },
    );
  });
});

const COUNTED = [
  'outpatientSegmentUsed',
  'outpatientSharedUsed',
  'inpatientDeductibleUsed',
  'stayDeductibleUsed',
  'ceilingExpensesUsed',
] as const;

describe('the order of settlements on one day', () => {
  /** Both move the outpatient segment, but only one of them what is shared above it: those two do not commute there. */
  const commutes = (name: string, settings: ReadonlySet<Setting>): boolean =>
    name !== 'outpatientSharedUsed' || !settings.has('pharmacy');

  it('does not matter to what is counted over the year', () => {
    const plan = fc
      .tuple(frame, fc.array(fc.tuple(billIn(frame), scope), { minLength: 2, maxLength: 5 }))
      .chain(([given, visits]) => {
        // One person on one day at one hospital; the visits differ in setting, flag, and what they cost.
        const bills = visits
          .filter(([{ scheme }]) => scheme === given.scheme)
          .map(([{ setting, acctUsedFlag }, inScope]) => ({ ...given, setting, acctUsedFlag, inScope }));
        const all = { minLength: bills.length, maxLength: bills.length };
        return fc.tuple(fc.constant(given), fc.constant(bills), fc.shuffledSubarray(bills, all));
      });
    fc.assert(
      fc.property(plan, ([given, bills, shuffled]) => {
        const settings = new Set(bills.map(({ setting }) => setting));
        const [one, other] = [bills, shuffled].map((order) => settleAll(order, given.state).state);
        for (const name of ['currentYearBalance', ...COUNTED] as const) {
          if (commutes(name, settings)) must(one?.[name] === other?.[name], `${name} depends on the order`);
        }
      }),
      { numRuns: SEQUENCES },
    );
  });
});
