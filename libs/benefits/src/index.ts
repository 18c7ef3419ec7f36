export { isDay } from './calendar/dates.js';
export { accountScheme, insuranceYear } from './calendar/insurance-year.js';
export { accountCredit } from './persons/account-credit.js';
export type { PersonDates } from './persons/cohort.js';
export { type AccountMoney, afterChange, changeYears, type YearChange, yearsToOpen } from './persons/year-change.js';
export { payBack } from './payers/pay-back.js';
export { splitLine } from './lines/split-line.js';
export { splitBill } from './bills/split-bill.js';
export { entitlementOf } from './bills/entitlement.js';
export type { Balance, Bill, BillLine } from './bills/bill.js';
export type { BillProblem } from './bills/problem.js';
export type {
  BillAnswer,
  BillSplit,
  ExplanationRow,
  FundDetail,
  Movements,
  PayerRow,
  SplitAmounts,
} from './bills/answer.js';
export type { Note } from './pipelines/note.js';
export { careFilingMonths } from './policy/care-filings.js';
export { bedFeeOn, bedFees } from './policy/bed-fees.js';
export { rowsInForce, type ListedRow } from './policy/listing.js';
export { loadPolicy } from './policy/load.js';
export type { Policy } from './policy/policy.js';
export type { PolicyProblem } from './policy/problems.js';
export type { Grade } from './policy/grades.js';
export { SCHEMES, SETTINGS, WARDS } from './policy/words.js';
export type {
  AccountFlag,
  Accumulator,
  CareFilingLimit,
  InstitutionLevel,
  Payer,
  Scheme,
  Segment,
  Setting,
} from './policy/words.js';
