import { fen } from '@medisettle/money';
import { z } from 'zod';
import { MONTH } from './clearing-month.js';
import { SIDES } from './clearing-rows.js';

const amount = z.int().transform(fen);
const instant = z.iso.datetime().transform((text) => new Date(text));

/** Asks for a page of the table that the other centre has; `side` is that of the one who is asked. */
export const TableBody = z.object({
  month: z.string().regex(MONTH, 'yyyy-MM'),
  side: z.enum(SIDES),
  /** The number of the last row of the page before. */
  after: z.string().max(30),
});

/** A page, and what the whole table comes to; the hub keeps that. Rows are a number and what is owed, in fen. */
export const TablePage = z.object({
  table: z.object({ month: z.string(), side: z.enum(SIDES), rows: z.int().min(0), owedFen: amount }),
  page: z.array(z.tuple([z.string().min(1).max(30), amount])),
  last: z.boolean(),
});

/** Tells what was confirmed, or paid; `side` is that of the one who is told. */
export const ConfirmedBody = z.object({
  month: z.string().regex(MONTH, 'yyyy-MM'),
  side: z.enum(SIDES),
  rows: z.int().min(0),
  owedFen: amount,
  at: instant,
});

export type TableBody = z.output<typeof TableBody>;
export type ConfirmedBody = z.output<typeof ConfirmedBody>;
