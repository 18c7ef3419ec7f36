import { dayAsTyped, dayAt, dayNumber, isDay } from '../fields/day.js';

/** Which days a statement is asked for. */
export type SpanChoice = 'this-year' | 'last-year' | 'three-months' | 'typed';

/** First and last day; empty for what the centre chooses: this insurance year, up to today. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** The same day of an earlier month, or the last one of that month where it is shorter. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(first.setUTCDate(Math.min(date, last))).toISOString().slice(0, 10);
}

/**
 * The days of a choice.
 * @param yearFrom first day of the insurance year that runs; the centre's rules say which it is
 * @returns null while that is not known, or no two days were typed
 */
export function spanOf(choice: SpanChoice, today: string, yearFrom: string | undefined, typed: Span): Span | null {
  switch (choice) {
    case 'this-year':
      return { from: '', to: '' };
    case 'last-year':
      return yearFrom === undefined ? null : { from: monthsBefore(yearFrom, 12), to: dayAt(dayNumber(yearFrom) - 1) };
    case 'three-months':
      return { from: dayAt(dayNumber(monthsBefore(today, 3)) + 1), to: today };
    case 'typed': {
      const span = { from: dayAsTyped(typed.from), to: dayAsTyped(typed.to) };
      return isDay(span.from) && isDay(span.to) ? span : null;
    }
  }
}
