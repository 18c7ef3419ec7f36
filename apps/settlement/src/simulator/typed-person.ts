import { refuse } from '@medisettle/national';
import { ageOn } from '../insured/age.js';

/** Labour Law, article 15: nobody is at work before. */
const WORKING_AGE = 16;

/**
 * Before it no ordinary way leads into retirement: 45 for women in hard trades (State Council 1978, No. 104), five years
 * earlier where enterprises were closed (1994, No. 59).
 */
const RETIREMENT_AGE = 40;

/** What somebody has typed of a person. */
interface TypedPerson {
  readonly birthDate: string;
  readonly retirementDate: string | null;
  readonly status: 'active' | 'retired' | null;
}

/**
 * Stops at what puts somebody into a cohort of the employee scheme which the age contradicts. At a counter the insurer's
 * registration counts, odd as it may be; here somebody types, and a slip of some years would be answered as if it were
 * meant. Dates in the wrong order are left to the engine.
 * @param date of the bill
 * @throws Refused BILL-NOT-SPLIT with the field and the reason
 */
export function mustFitTheAge({ birthDate, retirementDate, status }: TypedPerson, date: string): void {
  if (birthDate > date || (retirementDate !== null && retirementDate < birthDate)) return;
  const said = retirementDate !== null ? 'retirementDate' : status === 'retired' ? 'status' : null;
  if (said !== null && ageOn(birthDate, retirementDate ?? date) < RETIREMENT_AGE) {
    refuse('BILL-NOT-SPLIT', {
      field: `person.${said}`,
      reason: `退休时未满${RETIREMENT_AGE}周岁，人员类别与年龄矛盾。`,
      en: `retirement before the age of ${RETIREMENT_AGE} contradicts the cohorts of the retired.`,
    });
  }
  if (ageOn(birthDate, date) < WORKING_AGE) {
    refuse('BILL-NOT-SPLIT', {
      field: 'person.birthDate',
      reason: `未满${WORKING_AGE}周岁不能参加职工医保，与人员类别矛盾。`,
      en: `nobody under ${WORKING_AGE} is of a cohort of the employed.`,
    });
  }
}
