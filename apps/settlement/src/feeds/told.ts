import { CHINA_ZONE, stringifyWire } from '@medisettle/national';
import { DateTime } from 'luxon';
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** How far a row's own time may lie ahead of the centre's clock. */
const CLOCK_DIFFERENCE_MAX = { days: 1 };

/** A text that says something, without spaces around it. */
export const toldText = (most: number) => z.string().trim().min(1).max(most);

/** A time of the sender: ISO 8601 or `yyyy-MM-dd HH:mm:ss`; without an offset it is Shanghai's. Read as ISO 8601 in UTC. */
export const toldInstant = z.string().transform((written, context) => {
  const time = DateTime.fromISO(written.trim().replace(' ', 'T'), { zone: CHINA_ZONE });
  if (time.isValid) return time.toUTC().toISO();
  context.addIssue({ code: 'custom', message: 'a time such as 2026-11-23T08:30:00+08:00 is expected' });
  return z.NEVER;
});

/** Whether a row claims a time that has not come yet. A clock that goes wrong would decide all that comes after. */
export const isAhead = (told: { readonly at: string }, now: DateTime): boolean =>
  DateTime.fromISO(told.at) > now.plus(CLOCK_DIFFERENCE_MAX);

/** What makes two rows under one number the same one, in whatever order their fields come. */
export const fingerprintOf = (told: object): string =>
  createHash('sha256')
    .update(stringifyWire(sorted(told)))
    .digest('hex');

function sorted(fields: object): Record<string, string | Record<string, string>> {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  const inOrder = said.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    inOrder.map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'object' && value !== null ? (sorted(value) as Record<string, string>) : String(value),
    ]),
  );
}
