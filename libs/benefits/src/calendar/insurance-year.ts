import { rowAt, type Policy } from '../policy/policy.js';
import { SCHEMES, type Scheme } from '../policy/words.js';
import { dayBefore, yearAfter, type Day } from './dates.js';

/**
 * The insurance year (医保年度) of a scheme that a day belongs to, both days included. Accumulators start anew, and
 * current-year money becomes accumulated money, on its first day.
 * @returns null when the policy has no calendar for the scheme on that day.
 */
export function insuranceYear(policy: Policy, scheme: Scheme, date: Day): { from: Day; to: Day } | null {
  const row = rowAt(policy.index.calendar, scheme, date);
  if (!row) return null;
  if (row.starts === 'once') return row.to === null ? null : { from: row.from, to: row.to };
  const thisYear = `${date.slice(0, 4)}-${row.starts}`;
  const begins = thisYear <= date ? thisYear : `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}-${row.starts}`;
  const ends = dayBefore(yearAfter(begins));
  return {
    from: begins < row.from ? row.from : begins,
    to: row.to !== null && row.to < ends ? row.to : ends,
  };
}

/** The scheme whose people have a personal account on a day; its insurance year is that of the accounts. */
export function accountScheme(policy: Policy, date: Day): Scheme | null {
  return SCHEMES.find((scheme) => rowAt(policy.index.schemes, scheme, date)?.personalAccount) ?? null;
}
