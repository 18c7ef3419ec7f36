/** A calendar day as `yyyy-MM-dd`, Asia/Shanghai. Such texts compare in the order of time. */
export type Day = string;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);

const write = (year: number, month: number, day: number): Day =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const parts = (day: Day): [year: number, month: number, day: number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

/** Whether the text is a day that exists. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const [year, month, day] = parts(text);
  return day >= 1 && day <= monthLength(year, month);
}

export function dayAfter(day: Day): Day {
  const [year, month, date] = parts(day);
  if (date < monthLength(year, month)) return write(year, month, date + 1);
  return month < 12 ? write(year, month + 1, 1) : write(year + 1, 1, 1);
}

export function dayBefore(day: Day): Day {
  const [year, month, date] = parts(day);
  if (date > 1) return write(year, month, date - 1);
  return month > 1 ? write(year, month - 1, monthLength(year, month - 1)) : write(year - 1, 12, 31);
}

/** The same day a year later; 29 February becomes 1 March. */
export function yearAfter(day: Day): Day {
  const next = `${String(Number(day.slice(0, 4)) + 1).padStart(4, '0')}${day.slice(4)}`;
  return isDay(next) ? next : dayAfter(next.slice(0, 8) + '28');
}

/** Completed years on `day`. Who was born on 29 February grows older on 1 March in a common year. */
export function ageOn(birthDate: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Days from `from` to `to`, both included; without end when `to` is null. */
export interface Period {
  readonly from: Day;
  readonly to: Day | null;
}

export function contains(period: Period, day: Day): boolean {
  return period.from <= day && (period.to === null || day <= period.to);
}

/** The days that both periods have, or null. */
export function overlap(a: Period, b: Period): Period | null {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to === null ? b.to : b.to === null || a.to < b.to ? a.to : b.to;
  return to !== null && to < from ? null : { from, to };
}

/** The first day of `period` that none of `others` has (others in order of `from`), or null. */
export function firstUncovered(period: Period, others: readonly Period[]): Day | null {
  let next = period.from;
  for (const other of others) {
    if (other.from > next) break;
    if (other.to === null) return null;
    if (other.to >= next) next = dayAfter(other.to);
  }
  return period.to === null || next <= period.to ? next : null;
}
