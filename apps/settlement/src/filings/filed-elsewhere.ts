import { refuse, sameProvince } from '@medisettle/national';
import { type CareFiling } from './care-filings.js';

/** Care in another province. */
export interface CareElsewhere {
  /** Division of the institution. */
  readonly place: string;
  /** First day of the care, and the day by which it is reckoned; `yyyy-MM-dd`. */
  readonly from: string;
  readonly day: string;
  readonly emergency: boolean;
}

const MUNICIPALITIES = new Set(['11', '12', '31', '50']);

/** A filing is to a city; a municipality is one city, whatever district a division names. */
const sameCity = (one: string, other: string): boolean =>
  sameProvince(one, other) && (MUNICIPALITIES.has(one.slice(0, 2)) || one.slice(0, 4) === other.slice(0, 4));

/**
 * The filing by which care elsewhere is paid: one that holds on some day of it. So a filing that is made during a stay
 * counts for the whole of it. Emergency and rescue count as filed (null). Pure; `filings` are all of the person's.
 * Refuses PROVINCE-NOT-FILED, -FILING-ENDED, -FILED-ELSEWHERE. Source: 医保发〔2022〕22号, articles 8, 16, 34.
 */
export function filedElsewhere(filings: readonly CareFiling[], care: CareElsewhere): CareFiling | null {
  const standing = filings.filter(({ cancelledAt }) => cancelledAt === null);
  const holding = standing.filter(
    ({ validFrom, validTo }) => validFrom <= care.day && (validTo === null || validTo >= care.from),
  );
  const here = holding.findLast(({ destination }) => sameCity(destination, care.place));
  if (here || care.emergency) return here ?? null;
  const other = holding.at(-1);
  if (other) refuse('PROVINCE-FILED-ELSEWHERE', { filed: other.destination });
  const ended = standing.findLast(
    ({ destination, validTo }) => sameCity(destination, care.place) && validTo !== null && validTo < care.from,
  );
  return ended ? refuse('PROVINCE-FILING-ENDED', { to: ended.validTo ?? '' }) : refuse('PROVINCE-NOT-FILED');
}
