import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadPolicy } from '../policy/load.js';
import { ageOn, dayAfter, dayBefore, firstUncovered, isDay, overlap, yearAfter } from './dates.js';
import { insuranceYear } from './insurance-year.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const loaded = loadPolicy([{ name: 'shanghai.yaml', text }], { acceptGrades: ['C'] });
if (!loaded.ok) throw new Error('the policy of Shanghai does not load');
const { policy } = loaded;

const anyDay = fc
  .date({ min: new Date('2003-04-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('the insurance year of employees', () => {
  it.each([
    ['2003-04-01', '2003-04-01', '2004-03-31'],
    ['2018-02-28', '2017-04-01', '2018-03-31'],
    ['2018-03-31', '2017-04-01', '2018-03-31'],
    ['2018-04-01', '2018-04-01', '2019-06-30'],
    ['2019-06-30', '2018-04-01', '2019-06-30'],
    ['2019-07-01', '2019-07-01', '2020-06-30'],
    ['2026-06-30', '2025-07-01', '2026-06-30'],
    ['2026-11-20', '2026-07-01', '2027-06-30'],
  ])('%s is in %s to %s', (date, from, to) => {
    expect(insuranceYear(policy, 'employee', date)).toEqual({ from, to });
  });

  it('is unknown before there was one', () => {
    expect(insuranceYear(policy, 'employee', '2003-03-31')).toBeNull();
  });

  it('holds its day, and the next one begins on the day after its end', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const year = insuranceYear(policy, 'employee', date);
        if (!year) throw new Error(`no year for ${date}`);
        expect(year.from <= date && date <= year.to).toBe(true);
        expect(insuranceYear(policy, 'employee', year.from)).toEqual(year);
        expect(insuranceYear(policy, 'employee', dayAfter(year.to))?.from).toBe(dayAfter(year.to));
      }),
    );
  });
});

it('the insurance year of residents is the calendar year', () => {
  expect(insuranceYear(policy, 'resident', '2024-12-31')).toEqual({ from: '2024-01-01', to: '2024-12-31' });
});

describe('days', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2024-13-01', false],
    ['2024-00-10', false],
    ['2024-1-1', false],
    ['2024-04-31', false],
    ['', false],
  ])('%s exists: %s', (day, exists) => {
    expect(isDay(day)).toBe(exists);
  });

  it('follow each other without a hole', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dayBefore(dayAfter(day))).toBe(day);
        expect(dayAfter(day) > day && isDay(dayAfter(day))).toBe(true);
      }),
    );
  });

  it('make somebody older on the birthday, and on 1 March who was born on 29 February', () => {
    expect([ageOn('1986-03-12', '2024-03-11'), ageOn('1986-03-12', '2024-03-12')]).toEqual([37, 38]);
    expect([ageOn('2004-02-29', '2023-02-28'), ageOn('2004-02-29', '2023-03-01')]).toEqual([18, 19]);
    expect(yearAfter('2024-02-29')).toBe('2025-03-01');
  });

  it('of two periods overlap where both are', () => {
    const open = { from: '2024-01-01', to: null };
    expect(overlap(open, { from: '2023-01-01', to: '2024-01-01' })).toEqual({ from: '2024-01-01', to: '2024-01-01' });
    expect(overlap(open, { from: '2023-01-01', to: '2023-12-31' })).toBeNull();
    expect(overlap(open, open)).toEqual(open);
  });

  it('are found uncovered at the first hole', () => {
    const year = { from: '2024-01-01', to: '2024-12-31' };
    const months = (from: string, to: string | null) => ({ from: `2024-${from}`, to: to && `2024-${to}` });
    expect(firstUncovered(year, [])).toBe('2024-01-01');
    expect(firstUncovered(year, [months('01-01', '03-31'), months('04-01', null)])).toBeNull();
    expect(firstUncovered(year, [months('01-01', '03-31'), months('04-02', null)])).toBe('2024-04-01');
    expect(firstUncovered(year, [months('01-01', '11-30')])).toBe('2024-12-01');
    expect(firstUncovered({ ...year, to: null }, [months('01-01', '12-31')])).toBe('2025-01-01');
  });
});
