import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadPolicy } from '../policy/load.js';
import { entitlementOf, type EntitledCare } from './entitlement.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const loaded = loadPolicy([{ name: 'shanghai.yaml', text }], { acceptGrades: ['C'] });
if (!loaded.ok) throw new Error('the policy does not load');
const shanghai = loaded.policy;

const ACTIVE = { birthDate: '1986-03-12', workStartDate: '2009-07-01', retirementDate: null };
const PUPIL = { birthDate: '2016-09-01', workStartDate: null, retirementDate: null };

const paying = (care: EntitledCare): string[] => {
  const entitled = entitlementOf(shanghai, care);
  if (!entitled.ok) return [entitled.problem.code];
  return entitled.value.funds.filter(({ pays }) => pays).map(({ fund }) => fund);
};

const employee = { date: '2026-03-01', scheme: 'employee', person: ACTIVE, institutionLevel: 3 } as const;
const resident = { date: '2026-03-01', scheme: 'resident', person: PUPIL, institutionLevel: 3 } as const;

describe('entitlement', () => {
  it('names the funds that pay a share in each setting', () => {
    expect(paying({ ...employee, setting: 'outpatient' })).toEqual(['additional']);
    expect(paying({ ...employee, setting: 'serious-illness' })).toEqual(['pool', 'additional']);
    expect(paying({ ...employee, setting: 'home-bed' })).toEqual(['pool', 'additional']);
  });

  it('does not count a share of nothing: pharmacies are paid from accounts or cash', () => {
    expect(paying({ ...employee, setting: 'pharmacy' })).toEqual([]);
  });

  it('of residents has critical-illness insurance for listed illnesses only', () => {
    expect(paying({ ...resident, setting: 'outpatient' })).toEqual(['pool']);
    expect(paying({ ...resident, setting: 'outpatient', listedIllness: true })).toEqual(['pool', 'critical-illness']);
  });

  it('has nobody who pays where the scheme has no rules for the setting', () => {
    expect(paying({ ...resident, setting: 'home-bed' })).toEqual([]);
  });

  it('carries the days of the rule that pays', () => {
    const entitled = entitlementOf(shanghai, { ...employee, setting: 'outpatient', date: '2023-06-30' });
    expect(entitled.ok && entitled.value.funds.find(({ fund }) => fund === 'additional')).toMatchObject({
      from: '2018-01-01',
      to: '2023-06-30',
      fundPayType: '330100',
    });
  });

  it('is refused before all policy, and for dates that contradict each other', () => {
    expect(paying({ ...employee, setting: 'outpatient', date: '2017-01-01' })).toEqual(['POLICY-NONE']);
    const odd = { ...ACTIVE, retirementDate: '2008-01-01' };
    expect(paying({ ...employee, setting: 'outpatient', person: odd })).toEqual(['DATES-CONTRADICT']);
  });
});
