import { parseDecimal, parseYuan, type Fen, type Rate } from '@medisettle/money';
import { z } from 'zod';
import { isDay, type Day } from '../calendar/dates.js';

/**
 * How texts of a policy file become values. The file is read without any typing of scalars, so that `1500.00` and
 * `0.85` never pass through floating point.
 */
function text<T>(expected: string, read: (text: string) => T | null): z.ZodType<T, string> {
  return z.string().transform((given, context): T => {
    const value = read(given);
    if (value === null) {
      context.addIssue({ code: 'custom', message: `expected ${expected}, found "${given}"` });
      return z.NEVER;
    }
    return value;
  });
}

const readPercent = (given: string): Rate | null => {
  const digits = /^(\d{1,3}(?:\.\d{1,2})?)%$/.exec(given)?.[1];
  const units = digits === undefined ? undefined : parseDecimal(digits, 2)?.units;
  return units === undefined || units > 10_000n ? null : { units, places: 4 };
};

const readWhole = (given: string): number | null => (/^\d{1,3}$/.test(given) ? Number(given) : null);

/** `yyyy-MM-dd` */
export const day = text<Day>('a day (yyyy-MM-dd)', (given) => (isDay(given) ? given : null));

/** A day, or `null` for no end. */
export const dayOrOpen = z.union([z.literal('null').transform(() => null), day]);

/** Yuan, not negative: `1500`, `1500.00`. */
export const amount = text<Fen>('an amount in yuan', (given) => {
  const value = parseYuan(given);
  return value === null || value < 0 ? null : value;
});

/** `85%`, between 0 and 100. */
export const percent = text<Rate>('a share (85%)', readPercent);

/** Whole number from 0 to 999: an age, a precedence. */
export const whole = text<number>('a whole number', readWhole);

export const wholeOrOpen = z.union([z.literal('null').transform(() => null), whole]);

/** `MM-dd` on which an insurance year begins (never 29 February). */
export const monthDay = text<string>('a day of the year (MM-dd)', (given) =>
  /^\d{2}-\d{2}$/.test(given) && isDay(`2001-${given}`) ? given : null,
);

export const flag = z.enum(['true', 'false']).transform((given) => given === 'true');

/** One value for institutions of all levels, or one each for level 1, 2 and 3. */
export type PerLevel<T> = readonly [T] | readonly [T, T, T];

export function perLevel<T>(value: z.ZodType<T, string>): z.ZodType<PerLevel<T>> {
  return z.union([z.tuple([value, value, value]), value.transform((alike): [T] => [alike])], {
    error: 'expected one value for all levels, or a list of three for levels 1, 2 and 3',
  });
}
