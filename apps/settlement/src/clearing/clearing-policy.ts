import { CHINA_ZONE } from '@medisettle/national';
import { fen, type Fen } from '@medisettle/money';
import { DateTime } from 'luxon';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { lastDayOf } from './clearing-month.js';

/** Injection token of the calendar and the warning levels of clearing. */
export const CLEARING_POLICY = Symbol('ClearingPolicy');

const dated = {
  rule: z.string().min(1),
  from: z.iso.date(),
  /** The last day in force; null has no end. */
  to: z.iso.date().nullable(),
  source: z.string().min(1),
  grade: z.enum(['A', 'B', 'C', 'D']),
  verify: z.string().min(1).optional(),
};
const dayOfMonth = z.union([z.literal('last'), z.int().min(1).max(28)]);
const percent = z.int().min(1).max(100);

const CalendarRow = z.strictObject({
  ...dated,
  /** Days of the month after the month that is cleared: tables are there, confirmations and notices are due. */
  tables: dayOfMonth,
  confirmation: dayOfMonth,
  notice: dayOfMonth,
  /** Working days after the notice within which the money is there. */
  paymentWorkingDays: z.int().min(1).max(60),
});

const AdvanceRow = z.strictObject({
  ...dated,
  /** An advance is so many times the average month of last year's fourth quarter. */
  months: z.int().min(1).max(12),
  /** Per cent of the advance that are spoken for. */
  yellow: percent,
  red: percent,
});

const PolicyFile = z
  .strictObject({
    policy: z.literal('clearing'),
    sources: z.record(z.string(), z.string().min(1)),
    verify: z.record(z.string(), z.string().min(1)),
    calendar: z.array(CalendarRow),
    advances: z.array(AdvanceRow),
  })
  .superRefine(({ sources, verify, calendar, advances }, context) => {
    for (const row of [...calendar, ...advances]) {
      const wrong = (message: string): void => context.addIssue({ code: 'custom', path: [row.rule], message });
      if (!Object.hasOwn(sources, row.source)) wrong(`the source ${row.source} is not listed`);
      if (row.grade !== 'A' && row.verify === undefined) wrong(`grade ${row.grade} needs a word on what to verify`);
      if (row.verify !== undefined && !Object.hasOwn(verify, row.verify)) wrong(`${row.verify} is not listed`);
      if (row.to !== null && row.to < row.from) wrong('ends before it begins');
    }
    for (const rows of [calendar, advances]) {
      const overlapping = rows.some((a) => rows.some((b) => a !== b && a.from >= b.from && (b.to ?? '9999') >= a.from));
      if (overlapping) context.addIssue({ code: 'custom', message: 'two rows hold on one day' });
    }
  });

type CalendarRow = z.output<typeof CalendarRow>;
type AdvanceRow = z.output<typeof AdvanceRow>;

/** Dated rows; those of a grade that is not accepted are left out, and then nothing is said of deadlines or levels. */
export interface ClearingPolicy {
  readonly calendar: readonly CalendarRow[];
  readonly advances: readonly AdvanceRow[];
}

/**
 * Reads the policy of clearing, which is the same for all provinces.
 * @throws Error naming the file and each problem when it cannot be used
 */
export const readClearingPolicy = (directory: string, acceptGrades: readonly string[]): ClearingPolicy =>
  clearingPolicy(readFileSync(join(directory, 'clearing.yaml'), 'utf8'), acceptGrades);

/** As {@link readClearingPolicy}, from the text of the file. */
export function clearingPolicy(text: string, acceptGrades: readonly string[]): ClearingPolicy {
  const read = PolicyFile.safeParse(parse(text));
  if (!read.success) throw new Error(`clearing.yaml cannot be used:\n${z.prettifyError(read.error)}`);
  const accepted = ({ grade }: { grade: string }): boolean => acceptGrades.includes(grade);
  return { calendar: read.data.calendar.filter(accepted), advances: read.data.advances.filter(accepted) };
}

const inForce = <Row extends { from: string; to: string | null }>(rows: readonly Row[], day: string): Row | null =>
  rows.find(({ from, to }) => from <= day && (to === null || day <= to)) ?? null;

/** Until when what of a month is due; days `yyyy-MM-dd`. */
export interface ClearingCalendar {
  readonly rule: string;
  /** The last day whose settlements are cleared. */
  readonly cutOff: string;
  readonly tables: string;
  readonly confirmation: string;
  readonly notice: string;
  readonly payment: string;
}

/** The deadlines of a month by the row in force on its last day; null without one. Public holidays are not known. */
export function calendarOf({ calendar }: ClearingPolicy, month: string): ClearingCalendar | null {
  const cutOff = lastDayOf(month);
  const row = inForce(calendar, cutOff);
  if (!row) return null;
  const next = DateTime.fromISO(`${month}-01`, { zone: CHINA_ZONE }).plus({ months: 1 });
  const on = (day: number | 'last'): DateTime => (day === 'last' ? next.endOf('month') : next.set({ day }));
  const text = (day: DateTime): string => day.toFormat('yyyy-MM-dd');
  return {
    rule: row.rule,
    cutOff,
    tables: text(on(row.tables)),
    confirmation: text(on(row.confirmation)),
    notice: text(on(row.notice)),
    payment: text(workingDaysAfter(on(row.notice), row.paymentWorkingDays)),
  };
}

function workingDaysAfter(start: DateTime, count: number): DateTime {
  let day = start;
  for (let left = count; left > 0;) {
    day = day.plus({ days: 1 });
    if (day.weekday <= 5) left -= 1;
  }
  return day;
}

/** How much of an advance is spoken for. */
export type WarningLevel = 'none' | 'yellow' | 'red';

/** The level of an advance fund; null where no rule is in force on the day. Amounts in fen. */
export function warningLevel(
  { advances }: ClearingPolicy,
  day: string,
  { balance, unpaid }: { balance: Fen; unpaid: Fen },
): { rule: string; level: WarningLevel } | null {
  const row = inForce(advances, day);
  if (!row) return null;
  // Compared without a division: a fund without money is at its end as soon as anything is owed.
  const reaches = (share: number): boolean => unpaid > 0 && BigInt(unpaid) * 100n >= BigInt(balance) * BigInt(share);
  return { rule: row.rule, level: reaches(row.red) ? 'red' : reaches(row.yellow) ? 'yellow' : 'none' };
}

/** What an advance for a day's year shall be, from what last year's fourth quarter came to; null without a rule. */
export function advanceDue({ advances }: ClearingPolicy, day: string, fourthQuarter: Fen): Fen | null {
  const row = inForce(advances, day);
  return row && fen(Number((BigInt(fourthQuarter) * BigInt(row.months) * 2n + 3n) / 6n));
}
