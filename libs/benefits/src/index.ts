export { isDay, type Day } from './calendar/dates.js';
export { insuranceYear } from './calendar/insurance-year.js';
export { accountCredit, type AccountCredit } from './persons/account-credit.js';
export { cohortOf, type CohortOnDay, type PersonDates } from './persons/cohort.js';
export { splitLine, type LineSplit } from './lines/split-line.js';
export { splitBill } from './bills/split-bill.js';
export type { Bill, BillLine, BillState } from './bills/bill.js';
export type { BillProblem, Found } from './bills/problem.js';
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
export { loadPolicy, type LoadedPolicy, type LoadOptions } from './policy/load.js';
export type { Policy } from './policy/policy.js';
export type { PolicyProblem } from './policy/problems.js';
export type { PolicyText } from './policy/read-file.js';
export { GRADES, type Grade } from './policy/grades.js';
export {
  SCHEMES,
  SETTINGS,
  type AccountFlag,
  type Accumulator,
  type Fund,
  type InstitutionLevel,
  type Payer,
  type Scheme,
  type Segment,
  type Setting,
} from './policy/words.js';
