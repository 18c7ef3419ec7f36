import type { Fen, Rate } from '@medisettle/money';
import { found, missing, type Found } from '../bills/problem.js';
import { contains, type Day } from '../calendar/dates.js';
import type { Policy } from '../policy/policy.js';
import type { Scheme } from '../policy/words.js';
import { cohortOf, type PersonDates } from './cohort.js';

/** What an insurance year adds to a person's current-year account. */
export interface AccountCredit {
  readonly rule: string;
  readonly perYear: Fen;
  /** The part of the contribution base that the person pays in, and that is added on top. */
  readonly ownContribution: Rate;
}

/**
 * The yearly credit of a person's age group on a day (as a rule, the first day of the insurance year).
 * Refuses contradictory dates, and a scheme without personal accounts.
 */
export function accountCredit(policy: Policy, scheme: Scheme, person: PersonDates, date: Day): Found<AccountCredit> {
  const cohort = cohortOf(policy, scheme, person, date);
  if (!cohort.ok) return cohort;
  const { age, retired } = cohort.value;
  const row = policy.index.credits
    .get(scheme)
    ?.find(
      (candidate) =>
        contains(candidate, date) &&
        (candidate.status === 'retired') === retired &&
        age >= candidate.ageFrom &&
        (candidate.ageTo === null || age <= candidate.ageTo),
    );
  if (!row) {
    return missing(
      'POLICY-NONE',
      'date',
      `${date} 没有个人账户计入标准。`,
      `No account credit is in force on ${date}.`,
    );
  }
  return found({ rule: row.rule, perYear: row.perYear, ownContribution: row.ownContribution });
}
