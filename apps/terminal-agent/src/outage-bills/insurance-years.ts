import { listSetting } from '@medisettle/program';

/** On which day (`MM-dd`) a year begins for the persons of an insurance type (`insutype`). */
type InsuranceYears = ReadonlyMap<string, string>;

const ENTRY = /^(\d{3}):((?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))$/;

/** First days of insurance years by insurance type, such as `310:07-01,390:01-01`; as the centre's policy has them. */
export const insuranceYearsSetting = listSetting
  .refine((entries) => entries.length > 0 && entries.every((entry) => ENTRY.test(entry)), 'such as 310:07-01,390:01-01')
  .transform((entries): InsuranceYears => new Map(entries.map((entry) => [entry.slice(0, 3), entry.slice(4)])));

/** The day before another one. @param day `yyyy-MM-dd` */
const dayBefore = (day: string): string => new Date(Date.parse(day) - 24 * 3_600_000).toISOString().slice(0, 10);

function lastDayFrom(day: string, starts: string): string {
  const year = Number(day.slice(0, 4));
  return dayBefore(`${day.slice(5) < starts ? year : year + 1}-${starts}`);
}

/**
 * The last day of the insurance year that a day belongs to: a bill counts in the year in which it is settled, so that
 * one which is settled later than that would take another year's money.
 * @param day `yyyy-MM-dd`
 * @param insuranceType of whoever pays; without it, or for one without a year, the earliest of all
 * @returns `yyyy-MM-dd`
 */
export function lastDayOfYear(years: InsuranceYears, day: string, insuranceType?: string): string {
  const own = insuranceType === undefined ? undefined : years.get(insuranceType);
  const days = (own === undefined ? [...years.values()] : [own]).map((starts) => lastDayFrom(day, starts));
  return days.sort()[0] ?? day;
}
