import type { Day } from '../calendar/dates.js';
import { rowAt, type Policy } from './policy.js';
import type { CareFilingLimit } from './words.js';

/** How many months the policy of a day has for filings of care in another province; null where it says nothing. */
export function careFilingMonths(policy: Policy, limit: CareFilingLimit, day: Day): number | null {
  return rowAt(policy.index.careFilings, limit, day)?.months ?? null;
}
