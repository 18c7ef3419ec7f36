import { describe, expect, it } from '@jest/globals';
import { type Refused } from '@medisettle/national';
import { filedSetting, filingFor, type FiledCare } from './filed-care.js';
import { type Filing } from './filings.js';

const FILING: Filing = {
  personId: 'P',
  filingId: 'F1',
  kind: '01',
  insuranceType: '310',
  illnessCode: 'M1',
  institutionCode: 'H1',
  validFrom: '2026-01-01',
  validTo: '2026-06-30',
  cancelledAt: null,
};
const CARE: FiledCare = {
  medicalCategory: '14',
  insuranceType: '310',
  institutionCode: 'H1',
  illnessCode: 'M1',
  day: '2026-03-01',
};

const outcome = (filings: readonly Filing[], care: FiledCare): string | null => {
  try {
    return filingFor(filings, care)?.filingId ?? null;
  } catch (error) {
    return (error as Refused).refusal.code;
  }
};

describe('care that needs a filing', () => {
  it.each([
    ['14', 'serious-illness'],
    ['140104', 'serious-illness'],
    ['71', 'home-bed'],
    ['11', null],
    ['41', null],
    ['1', null],
  ])('is known by its medical category: %s is %s', (category, setting) => {
    expect(filedSetting(category)).toBe(setting);
  });

  it.each(['2026-01-01', '2026-06-30'])('is paid by its filing on the first and on the last day (%s)', (day) => {
    expect(outcome([FILING], { ...CARE, day })).toBe('F1');
  });

  it.each([
    ['nothing was filed', [], CARE, 'FILING-MISSING'],
    ['the filing was cancelled', [{ ...FILING, cancelledAt: new Date() }], CARE, 'FILING-MISSING'],
    ['another illness was filed', [FILING], { ...CARE, illnessCode: 'M2' }, 'FILING-MISSING'],
    ['another insurance was filed', [FILING], { ...CARE, insuranceType: '390' }, 'FILING-MISSING'],
    ['a filing of another kind', [{ ...FILING, kind: '08' }], CARE, 'FILING-MISSING'],
    ['an illness for a home sickbed', [FILING], { ...CARE, medicalCategory: '71' }, 'FILING-MISSING'],
    ['the visit names no illness', [FILING], { ...CARE, illnessCode: null }, 'FILING-ILLNESS-UNNAMED'],
    ['the filing ended yesterday', [FILING], { ...CARE, day: '2026-07-01' }, 'FILING-ENDED'],
    ['the filing begins tomorrow', [FILING], { ...CARE, day: '2025-12-31' }, 'FILING-NOT-BEGUN'],
    ['the filing is for another hospital', [FILING], { ...CARE, institutionCode: 'H2' }, 'FILING-INSTITUTION'],
  ] as const)('is refused when %s', (_, filings, care, code) => {
    expect(outcome(filings, care)).toBe(code);
  });

  it('goes by the filing of this hospital where several have filed', () => {
    const elsewhere = { ...FILING, filingId: 'F2', institutionCode: 'H2' };
    expect(outcome([elsewhere, FILING], CARE)).toBe('F1');
  });
});

describe('ordinary care', () => {
  it('needs no filing, and is told of one for the illness of the visit', () => {
    expect(outcome([], { ...CARE, medicalCategory: '11' })).toBeNull();
    expect(outcome([FILING], { ...CARE, medicalCategory: '11' })).toBe('F1');
    expect(outcome([FILING], { ...CARE, medicalCategory: '11', illnessCode: 'J00' })).toBeNull();
  });
});
