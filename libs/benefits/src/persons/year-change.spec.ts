import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fen, plus, ZERO_FEN } from '@medisettle/money';
import fc from 'fast-check';
import { loadPolicy } from '../policy/load.js';
import { afterChange, changeYears, yearsToOpen, type AccountMoney } from './year-change.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const policyOf = (yaml: string) => {
  const loaded = loadPolicy([{ name: 'shanghai.yaml', text: yaml }], { acceptGrades: ['C'] });
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message);
  return loaded.policy;
};
const policy = policyOf(text);
const withInterest = policyOf(
  `${text}\ninterest:\n  - { rule: account-interest, scheme: employee, rate: 0.35%, from: 2018-01-01, to: null, source: house, grade: C, verify: account-credit }\n`,
);

const retiree = { birthDate: '1957-05-20', workStartDate: '1978-09-01', retirementDate: '2017-06-01' };
const worker = { birthDate: '1986-03-12', workStartDate: '2009-07-01', retirementDate: null };

const years = (inYearOf: string, day: string): string[] => {
  const open = yearsToOpen(policy, 'employee', inYearOf, day);
  return open.ok ? open.value.map(({ from, to }) => `${from}/${to}`) : [open.problem.code];
};

describe('the insurance years to open', () => {
  it.each([
    ['2025-07-01', '2026-06-30', []],
    ['2026-06-30', '2026-07-01', ['2026-07-01/2027-06-30']],
    ['2024-08-15', '2026-11-23', ['2025-07-01/2026-06-30', '2026-07-01/2027-06-30']],
    ['2017-05-01', '2019-07-01', ['2018-04-01/2019-06-30', '2019-07-01/2020-06-30']],
    ['2026-11-23', '2026-06-30', []],
    ['2001-01-01', '2026-06-30', ['POLICY-NONE']],
  ])('after %s, up to %s: %j', (inYearOf, day, expected) => {
    expect(years(inYearOf, day)).toEqual(expected);
  });
});

describe('the change of the year', () => {
  const change = (
    money: AccountMoney,
    person: typeof retiree | typeof worker | null,
    from = '2026-07-01',
    rules = policy,
  ) => {
    const changed = changeYears(rules, 'employee', money, [{ year: { from, to: '' }, entitled: person }]);
    if (!changed.ok) throw new Error(changed.problem.reason.en);
    return changed.value[0]!;
  };
  const money = { currentYear: fen(12_345), accumulated: fen(100_001) };

  it('rolls what is left of the year into accumulated money, and credits the new year by age group', () => {
    expect(change(money, retiree)).toMatchObject({
      rolled: 12_345,
      interest: null,
      credit: { rule: 'credit-retired-to-74', amount: 168_000 },
    });
    expect(change(money, retiree, '2032-07-01').credit).toMatchObject({
      rule: 'credit-retired-from-75',
      amount: 189_000,
    });
    expect(change(money, worker, '2022-07-01').credit).toMatchObject({ amount: 42_000 });
  });

  it('credits nothing to those at work since 2023, nor to whom it is not due', () => {
    expect(change(money, worker).credit).toBeNull();
    expect(change(money, null).credit).toBeNull();
  });

  it('adds interest on the accumulated money where the policy has a rate, half up', () => {
    // 1,000.01 at 0.35 % is 3.500035.
    expect(change(money, null, '2026-07-01', withInterest).interest).toEqual({ rule: 'account-interest', amount: 350 });
  });

  it('is refused for dates that contradict each other, never guessed', () => {
    const wrong = { ...retiree, retirementDate: '1950-01-01' };
    const changed = changeYears(policy, 'employee', money, [{ year: { from: '2026-07-01', to: '' }, entitled: wrong }]);
    expect(changed.ok).toBe(false);
  });

  it('loses no fen and makes none, over any number of years', () => {
    const amount = fc.integer({ min: 0, max: 100_000_000 }).map(fen);
    const someYears = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amount, amount, someYears, fc.boolean(), (currentYear, accumulated, entitled, pays) => {
        const before = { currentYear, accumulated };
        const asked = entitled.map((due, index) => ({
          year: { from: `${2019 + index}-07-01`, to: `${2020 + index}-06-30` },
          entitled: due ? retiree : null,
        }));
        const changed = changeYears(pays ? withInterest : policy, 'employee', before, asked);
        if (!changed.ok) throw new Error(changed.problem.code);
        const after = changed.value.reduce(afterChange, before);
        const added = changed.value.map(({ interest, credit }) =>
          plus(interest?.amount ?? ZERO_FEN, credit?.amount ?? ZERO_FEN),
        );
        expect(plus(after.currentYear, after.accumulated)).toBe(plus(currentYear, accumulated, ...added));
        expect(after.currentYear).toBe(changed.value.at(-1)?.credit?.amount ?? 0);
        expect(Math.min(after.currentYear, after.accumulated)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
