import { formatDecimal, parseDecimal } from '@medisettle/money';
import { z } from 'zod';

/** Cells of an import, as the database writes the same value: so that what was sent before is recognised. */

/** A text that says something. */
export const cell = (most: number) => z.string().trim().min(1).max(most);

export const dictionaryCode = (most: number) => z.string().regex(new RegExp(`^[\\w.\\-+]{1,${most}}$`));

export const day = z.iso.date();

export const division = z.string().regex(/^\d{6}$/);

/** How well a figure is known, A (official text) to D. */
export const grade = z.string().regex(/^[A-D][+-]?$/);

const decimal = (places: number, most: bigint | null, expected: string) =>
  z.string().transform((text, context): string => {
    const value = parseDecimal(text.trim(), places);
    if (value && value.units >= 0n && (most === null || value.units <= most)) return formatDecimal(value);
    context.addIssue({ code: 'custom', message: `${expected} is expected` });
    return z.NEVER;
  });

/** Yuan per unit, not negative. */
export const price = decimal(6, null, 'an amount of at least 0 with at most 6 places');

/** From 0 to 1. */
export const ratio = decimal(4, 10_000n, 'a ratio from 0 to 1 with at most 4 places');
