import { describe, expect, it } from '@jest/globals';
import { Refused } from '@medisettle/national';
import { type CareFiling } from './care-filings.js';
import { filedElsewhere, type CareElsewhere } from './filed-elsewhere.js';

const FILING: CareFiling = {
  personId: 'P1',
  filingId: 'F1',
  kind: 'temporary',
  destination: '340100',
  validFrom: '2026-06-01',
  validTo: '2026-11-30',
  reason: null,
  referringInstitution: null,
  receivingInstitution: null,
  filedAt: new Date('2026-06-01T00:00:00Z'),
  cancelledAt: null,
};
const CARE: CareElsewhere = { place: '340104', from: '2026-11-20', day: '2026-11-23', emergency: false };

const outcomeOf = (filings: readonly CareFiling[], care: CareElsewhere): string | null => {
  try {
    return filedElsewhere(filings, care)?.filingId ?? null;
  } catch (error) {
    return error instanceof Refused ? error.refusal.code : String(error);
  }
};

describe('care in another province is paid by', () => {
  it.each<[string, readonly CareFiling[], CareElsewhere, string | null]>([
    ['a filing to this city, whatever district it names', [FILING], CARE, 'F1'],
    ['a filing that was made during the stay', [{ ...FILING, validFrom: '2026-11-23' }], CARE, 'F1'],
    ['a filing that ended during the stay', [{ ...FILING, validTo: '2026-11-20' }], CARE, 'F1'],
    [
      'one to a municipality in each of its districts',
      [{ ...FILING, destination: '310000' }],
      { ...CARE, place: '310115' },
      'F1',
    ],
    ['none in an emergency', [], { ...CARE, emergency: true }, null],
    [
      'none in an emergency in a city that was not filed',
      [FILING],
      { ...CARE, place: '320100', emergency: true },
      null,
    ],
  ])('%s', (_, filings, care, filingId) => {
    expect(outcomeOf(filings, care)).toBe(filingId);
  });
});

describe('care in another province is not paid', () => {
  it.each<[string, readonly CareFiling[], CareElsewhere, string]>([
    ['without a filing', [], CARE, 'PROVINCE-NOT-FILED'],
    ['by a filing that was cancelled', [{ ...FILING, cancelledAt: new Date() }], CARE, 'PROVINCE-NOT-FILED'],
    ['by a filing that begins later', [{ ...FILING, validFrom: '2026-11-24' }], CARE, 'PROVINCE-NOT-FILED'],
    ['by a filing that had ended before', [{ ...FILING, validTo: '2026-11-19' }], CARE, 'PROVINCE-FILING-ENDED'],
    [
      'by a filing to another city of the province',
      [{ ...FILING, destination: '340200' }],
      CARE,
      'PROVINCE-FILED-ELSEWHERE',
    ],
    ['by a filing to another province', [{ ...FILING, destination: '320100' }], CARE, 'PROVINCE-FILED-ELSEWHERE'],
  ])('%s', (_, filings, care, code) => {
    expect(outcomeOf(filings, care)).toBe(code);
  });
});
