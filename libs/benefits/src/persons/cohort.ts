import { found, missing, problem, type BillProblem, type Found } from '../bills/problem.js';
import { ageOn, contains, isDay, type Day } from '../calendar/dates.js';
import type { Policy } from '../policy/policy.js';
import type { CohortRow } from '../policy/rows.js';
import type { Scheme } from '../policy/words.js';

/** What decides to which cohort (人员类别) a person belongs. */
export interface PersonDates {
  readonly birthDate: Day;
  /** First day at work; null when there was none or it is not known. */
  readonly workStartDate: Day | null;
  readonly retirementDate: Day | null;
  /** Where the enrolment says so. Retired without a date is taken as it is; a date that says otherwise is refused. */
  readonly status?: 'active' | 'retired';
  /** The cohort that somebody takes the person to be in; refused when the dates make it another one. */
  readonly cohort?: string;
}

/** Nobody works before this age (Labour Law, article 15), so nobody can have retired from work either. */
const WORKING_AGE = 16;

/** A person's place in a scheme on one day. */
export interface CohortOnDay {
  readonly cohort: string;
  readonly retired: boolean;
  /** Completed years on that day. */
  readonly age: number;
  readonly rule: CohortRow;
}

function contradiction(person: PersonDates, date: Day): BillProblem | null {
  const { birthDate, workStartDate, retirementDate, status } = person;
  const days: [string, Day | null][] = [
    ['person.birthDate', birthDate],
    ['person.workStartDate', workStartDate],
    ['person.retirementDate', retirementDate],
  ];
  for (const [field, day] of days) {
    if (day !== null && !isDay(day)) return problem('DATE-INVALID', field, '日期无效。', 'This is not a day.');
  }
  const contradicts = (field: string, zh: string, en: string): BillProblem =>
    problem('DATES-CONTRADICT', `person.${field}`, zh, en);
  if (birthDate > date) {
    return contradicts('birthDate', '出生日期晚于费用日期。', 'The person is born after the date of the bill.');
  }
  if (workStartDate !== null && workStartDate < birthDate) {
    return contradicts('workStartDate', '参加工作日期早于出生日期。', 'Work begins before birth.');
  }
  if (retirementDate !== null && retirementDate < birthDate) {
    return contradicts('retirementDate', '退休日期早于出生日期。', 'Retirement is before birth.');
  }
  if (retirementDate !== null && workStartDate !== null && retirementDate < workStartDate) {
    return contradicts('retirementDate', '退休日期早于参加工作日期。', 'Retirement is before the first work.');
  }
  if (retirementDate !== null && ageOn(birthDate, retirementDate) < WORKING_AGE) {
    return contradicts('retirementDate', '退休时未满16周岁。', 'The person retires before the age of 16.');
  }
  if (status === 'retired' && ageOn(birthDate, date) < WORKING_AGE) {
    return contradicts('status', '退休状态与年龄矛盾。', 'The person is said to be retired before the age of 16.');
  }
  if (status === 'active' && retirementDate !== null && retirementDate <= date) {
    return contradicts('status', '在职状态与退休日期矛盾。', 'The person is said to be active but has retired.');
  }
  if (status === 'retired' && retirementDate !== null && retirementDate > date) {
    return contradicts('status', '退休状态与退休日期矛盾。', 'The person is said to be retired before retirement.');
  }
  return null;
}

/** An unknown day fits no condition on it. */
const by = (day: Day | null, limit: Day | undefined): boolean => limit === undefined || (day !== null && day <= limit);

function fits(row: CohortRow, person: PersonDates, retired: boolean, age: number): boolean {
  return (
    (row.status === 'any' || (row.status === 'retired') === retired) &&
    by(person.birthDate, row.bornBy) &&
    by(person.workStartDate, row.atWorkBy) &&
    by(person.retirementDate, row.retiredBy) &&
    (row.ageFrom === undefined || age >= row.ageFrom) &&
    (row.ageTo === undefined || row.ageTo === null || age <= row.ageTo)
  );
}

/**
 * Finds the cohort of a person on a day: the first row of the policy that fits, in order of precedence.
 * Refuses dates that contradict each other or the cohort that was said, and a person whom no row fits.
 */
export function cohortOf(policy: Policy, scheme: Scheme, person: PersonDates, date: Day): Found<CohortOnDay> {
  const contradicted = contradiction(person, date);
  if (contradicted) return { ok: false, problem: contradicted };
  const retired = person.status === 'retired' || (person.retirementDate !== null && person.retirementDate <= date);
  const age = ageOn(person.birthDate, date);
  const rule = policy.index.cohorts.get(scheme)?.find((row) => contains(row, date) && fits(row, person, retired, age));
  if (!rule) {
    return missing(
      'COHORT-NONE',
      'person',
      `${date} 没有适用于该人员的人员类别规则。`,
      `No cohort of the policy fits this person on ${date}.`,
    );
  }
  if (person.cohort !== undefined && person.cohort !== rule.cohort) {
    return missing(
      'DATES-CONTRADICT',
      'person.cohort',
      `人员类别与年龄及日期矛盾：${date} 应为${rule.cohort}，不是${person.cohort}。`,
      `The cohort contradicts age and dates: on ${date} they make it ${rule.cohort}, not ${person.cohort}.`,
    );
  }
  return found({ cohort: rule.cohort, retired, age, rule });
}
