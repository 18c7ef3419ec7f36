import { CHINA_ZONE, wireDate } from '@medisettle/national';
import { DateTime } from 'luxon';

/** A calendar month `yyyy-MM` in China, by the insurer's time of settlement. */
export const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

const startOf = (month: string): DateTime => DateTime.fromISO(`${month}-01`, { zone: CHINA_ZONE });

/** Midnight in China at the start of a month and after its last day. */
export const instantsOfMonth = (month: string): [Date, Date] => [
  startOf(month).toJSDate(),
  startOf(month).plus({ months: 1 }).toJSDate(),
];

/** The last day of a month. */
export const lastDayOf = (month: string): string => wireDate(startOf(month).endOf('month'));

/** A month so many months later, or earlier where that is below 0. */
export const monthsFrom = (month: string, months: number): string =>
  startOf(month).plus({ months }).toFormat('yyyy-MM');

/** How long after its end a month may still get a settlement that was made in it. */
const AFTER_MIDNIGHT_MINUTES = 10;

/** Whether a month is over, and what was settled in its last moment is in the books. */
export const isOver = (month: string, at: DateTime): boolean =>
  at.toMillis() >= startOf(month).plus({ months: 1, minutes: AFTER_MIDNIGHT_MINUTES }).toMillis();
