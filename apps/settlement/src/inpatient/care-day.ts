import { wireDate, type InputOf } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { type Visit } from '../visits/visits.js';
import { dayOf } from './stays.js';

type Said = Pick<InputOf<'2303'>['data'], 'mid_setl_flag' | 'dscgTime'>;

/** Whether a stay is settled in the middle of it. */
export const isMidStay = ({ mid_setl_flag }: Pick<Said, 'mid_setl_flag'>): boolean => mid_setl_flag === '1';

/**
 * The day by which a bill of a stay is reckoned, `yyyy-MM-dd`: the policy and the insurance year of that day apply to the
 * whole bill. It is the day of the discharge; for a stay that lasts, the day until which the bill says that it counts, or
 * today. So a stay over the change of the year belongs to the year in which it ends, unless a mid-stay settlement takes
 * what came before the change into the year before. No source says so; it is how hospitals close a year.
 */
export function careDayOf(stay: Pick<Visit, 'endedAt'>, said: Said, at: DateTime): string {
  return stay.endedAt ? dayOf(stay.endedAt) : (said.dscgTime ?? wireDate(at));
}
