import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatDecimal, formatYuan } from '@medisettle/money';
import { loadPolicy } from '../policy/load.js';
import type { Scheme } from '../policy/words.js';
import { accountCredit } from './account-credit.js';
import { cohortOf, type PersonDates } from './cohort.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const loaded = loadPolicy([{ name: 'shanghai.yaml', text }], { acceptGrades: ['C'] });
if (!loaded.ok) throw new Error('the policy of Shanghai does not load');
const { policy } = loaded;

const person = (birthDate: string, workStartDate: string | null, retirementDate: string | null): PersonDates => ({
  birthDate,
  workStartDate,
  retirementDate,
});

function cohort(scheme: Scheme, who: PersonDates, date: string): string {
  const found = cohortOf(policy, scheme, who, date);
  return found.ok ? found.value.cohort : found.problem.code;
}

describe('the cohort of an employee', () => {
  it.each([
    ['44 on the last day before the birthday', person('1980-06-15', '2002-01-01', null), '2025-06-14', 'ACT44'],
    ['45 on the birthday', person('1980-06-15', '2002-01-01', null), '2025-06-15', 'ACT45'],
    ['born by 1955 and at work by 2000', person('1955-12-31', '2000-12-31', null), '2018-05-01', 'ACT_MID1'],
    ['born a day later', person('1956-01-01', '2000-12-31', null), '2018-05-01', 'ACT45'],
    ['at work a day later', person('1955-12-31', '2001-01-01', null), '2018-05-01', 'ACT45'],
    ['whose first work is not known', person('1955-12-31', null, null), '2018-05-01', 'ACT45'],
    ['of the middle cohort, now retired', person('1955-12-31', '1975-01-01', '2015-12-31'), '2026-05-01', 'RET_MID1'],
    [
      'retired by the end of 2000, also before the middle cohort',
      person('1940-01-01', '1960-01-01', '2000-12-31'),
      '2026-05-01',
      'RET_OLD',
    ],
    ['retired a day later', person('1940-01-01', '1960-01-01', '2001-01-01'), '2026-05-01', 'RET_MID1'],
    ['retired and 69', person('1957-05-20', '1978-09-01', '2017-06-01'), '2026-11-20', 'RET69'],
    ['retired and 70', person('1957-05-20', '1978-09-01', '2017-06-01'), '2027-05-20', 'RET70'],
    ['on the day before retirement', person('1965-03-01', '1988-01-01', '2025-03-01'), '2025-02-28', 'ACT45'],
    ['on the day of retirement', person('1965-03-01', '1988-01-01', '2025-03-01'), '2025-03-01', 'RET69'],
  ])('%s', (_, who, date, expected) => {
    expect(cohort('employee', who, date)).toBe(expected);
  });

  it('retired without a date is retired, but not of the oldest cohort', () => {
    expect(cohort('employee', { ...person('1930-01-01', null, null), status: 'retired' }, '2026-05-01')).toBe('RET70');
  });

  it('is none before the policy begins', () => {
    expect(cohort('employee', person('1980-06-15', null, null), '2017-12-31')).toBe('COHORT-NONE');
  });
});

describe('the cohort of a resident is the age', () => {
  it.each([
    ['2016-09-01', 'RES18'],
    ['2005-11-21', 'RES59'],
    ['1966-11-20', 'RES69'],
    ['1956-11-20', 'RES70'],
  ])('born on %s: %s', (birthDate, expected) => {
    expect(cohort('resident', person(birthDate, null, null), '2026-11-20')).toBe(expected);
  });
});

describe('the yearly credit to the account', () => {
  const credit = (scheme: Scheme, who: PersonDates, date: string): string => {
    const found = accountCredit(policy, scheme, who, date);
    return found.ok
      ? `${formatYuan(found.value.perYear)} and ${formatDecimal(found.value.ownContribution)}`
      : found.problem.code;
  };

  it.each([
    ['an active person of 34', person('1986-03-12', '2009-07-01', null), '2020-07-01', '210.00 and 0.0200'],
    ['an active person of 35', person('1985-03-12', '2009-07-01', null), '2020-07-01', '420.00 and 0.0200'],
    ['an active person since July 2023', person('1985-03-12', '2009-07-01', null), '2023-07-01', '0.00 and 0.0200'],
    ['a retired person of 74', person('1950-08-01', null, '2010-08-01'), '2025-07-01', '1680.00 and 0.0000'],
    ['a retired person of 75', person('1950-07-01', null, '2010-08-01'), '2025-07-01', '1890.00 and 0.0000'],
  ])('of %s', (_, who, date, expected) => {
    expect(credit('employee', who, date)).toBe(expected);
  });

  it('is not there for residents', () => {
    expect(credit('resident', person('1985-03-12', null, null), '2026-01-01')).toBe('POLICY-NONE');
  });
});
