import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { rowsInForce, type ListedRow } from './listing.js';
import { loadPolicy } from './load.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const loaded = loadPolicy([{ name: 'shanghai.yaml', text }], { acceptGrades: ['C'] });
if (!loaded.ok) throw new Error('the policy of Shanghai does not load');
const { policy } = loaded;

const listed = (day: string, rule: string): ListedRow | undefined =>
  rowsInForce(policy, day).find((row) => row.rule === rule);

describe('the list of what is in force', () => {
  it('changes with the day', () => {
    expect(listed('2023-06-30', 'segment-active-until-2023')?.words).toBe(
      'employee “outpatient-segment” of ACT44, ACT45, ACT_MID1: 1,500.00 a year',
    );
    expect(listed('2023-07-01', 'segment-active-until-2023')).toBeUndefined();
    expect(listed('2023-07-01', 'segment-active-2023')?.words).toContain('500.00 a year');
  });

  it.each([
    ['employee-year-transition', '2018-05-01', 'employee scheme: one single insurance year over all these days'],
    [
      'cohort-active-mid',
      '2024-05-01',
      'employee cohort ACT_MID1: active, born by 1955-12-31, at work by 2000-12-31 (asked in place 2)',
    ],
    [
      'resident-stay-deductible',
      '2024-05-01',
      'resident “inpatient-deductible” of everybody: 50.00 / 100.00 / 300.00 at levels 1 / 2 / 3, for each stay',
    ],
    ['inpatient-retired', '2024-05-01', 'employee “inpatient” of RET69, RET70, RET_MID1, RET_OLD: the fund pays 92 %'],
    [
      'credit-active-35-to-44-until-2023',
      '2019-01-01',
      'employee account, active aged 35 to 44: 420.00 a year, and 2 % of the contribution base',
    ],
  ])('says in words what %s says', (rule, day, words) => {
    expect(listed(day, rule)?.words).toBe(words);
  });

  it('tells what is official from what is to be checked and what is to be confirmed', () => {
    expect(listed('2024-05-01', 'resident-critical-illness')).toMatchObject({ standing: 'official', verify: null });
    expect(listed('2024-05-01', 'deductible-active')).toMatchObject({ grade: 'B', standing: 'to-check' });
    expect(listed('2024-05-01', 'deductible-old')).toMatchObject({ grade: 'C+', standing: 'to-confirm' });
    expect(listed('2026-05-01', 'resident-critical-illness-forward')).toMatchObject({
      source: 'carried-forward',
      standing: 'to-confirm',
    });
  });

  it('says of everything that is not official what to look up', () => {
    for (const day of ['2018-01-01', '2024-01-01', '2026-11-23']) {
      const open = rowsInForce(policy, day).filter((row) => row.standing !== 'official');
      expect(open.filter((row) => row.verify === null).map((row) => row.rule)).toEqual([]);
      expect(open.length).toBeGreaterThan(30);
    }
  });

  it('has each row at least on its first day and its last', () => {
    for (const row of Object.values(policy.tables).flat()) {
      expect(listed(row.from, row.rule)?.rule).toBe(row.rule);
      expect(listed(row.to ?? '2999-12-31', row.rule)?.rule).toBe(row.rule);
    }
  });

  it('carries forward what was read of 2024 only, for residents of every age', () => {
    const residents = rowsInForce(policy, '2025-01-01').filter(
      ({ table, words }) => words.startsWith('resident') && ['cohorts', 'quotas', 'shares'].includes(table),
    );
    expect(residents.filter(({ source }) => source === 'resident-faq-2024')).toEqual([]);
    expect(residents.filter(({ standing }) => standing !== 'to-confirm')).toEqual([]);
    expect(residents.length).toBeGreaterThan(10);
  });
});
