/** The words that policy rows, bills and answers share. */

export const SCHEMES = ['employee', 'resident'] as const;
export type Scheme = (typeof SCHEMES)[number];

export const SETTINGS = [
  'outpatient',
  'emergency',
  'pharmacy',
  'inpatient',
  'observation',
  'serious-illness',
  'home-bed',
] as const;
export type Setting = (typeof SETTINGS)[number];

/** Wards for whose beds there is a standard: by level of the hospital, in nursing hospitals by beds in the room. */
export const WARDS = [
  'tertiary',
  'secondary',
  'primary',
  'nursing-above-4',
  'nursing-4',
  'nursing-3',
  'nursing-2',
  'nursing-single',
] as const;
export type Ward = (typeof WARDS)[number];

/** Parts of a bill, in the order in which answers list them. */
export const SEGMENTS = [
  'current-year',
  'self-pay-segment',
  'deductible',
  'pool',
  'additional',
  'critical-illness',
  'classified',
  'over-limit',
  'self-funded',
] as const;
export type Segment = (typeof SEGMENTS)[number];

export const FUNDS = ['pool', 'additional', 'critical-illness'] as const;
export type Fund = (typeof FUNDS)[number];

/**
 * What months are counted for filings of care in another province: how long one that is not for good holds, how soon a
 * relocation may be changed, how far back a filing may begin.
 */
export const CARE_FILING_LIMITS = ['short-filing', 'relocation-change', 'retroactive'] as const;
export type CareFilingLimit = (typeof CARE_FILING_LIMITS)[number];

/** Who pays, in the order in which answers list them. */
export const PAYERS = [
  'current-year-account',
  'accumulated-account',
  'family-account',
  'pool-fund',
  'additional-fund',
  'critical-illness-fund',
  'cash',
] as const;
export type Payer = (typeof PAYERS)[number];

/** acct_used_flag: 0 no accounts, 1 own accumulated money, 2 also the family's. */
export const ACCOUNT_FLAGS = ['0', '1', '2'] as const;
export type AccountFlag = (typeof ACCOUNT_FLAGS)[number];

/** What is counted against a quota: within the insurance year, or within one stay in hospital. */
export const QUOTA_ACCUMULATORS = ['outpatientSegmentUsed', 'inpatientDeductibleUsed', 'stayDeductibleUsed'] as const;

/** What runs over bills for the rounding of shares and for the ceiling. */
export const SHARE_ACCUMULATORS = ['outpatientSharedUsed', 'ceilingExpensesUsed'] as const;

export type QuotaAccumulator = (typeof QUOTA_ACCUMULATORS)[number];
export type ShareAccumulator = (typeof SHARE_ACCUMULATORS)[number];
export type Accumulator = QuotaAccumulator | ShareAccumulator;

export type InstitutionLevel = 1 | 2 | 3;
