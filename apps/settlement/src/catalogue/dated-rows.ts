import { DateTime } from 'luxon';

/** A row that holds for days, both included; no last day means that it holds until further notice. All columns are text. */
export interface DatedRow {
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly [column: string]: string | null;
}

/** What becomes of a new row among those that stand under its key. */
export type Placing<Row extends DatedRow> =
  | { readonly kind: 'unchanged' }
  /** It is added, and the row without end before it ends the day before. */
  | { readonly kind: 'added'; readonly closes: { readonly row: Row; readonly lastDay: string } | null }
  /** The row that is there gets its last day. */
  | { readonly kind: 'ended'; readonly row: Row }
  /** Another row begins on that day, with other content. */
  | { readonly kind: 'conflict'; readonly row: Row }
  | { readonly kind: 'overlap'; readonly row: Row };

const shifted = (day: string, days: number): string => DateTime.fromISO(day).plus({ days }).toFormat('yyyy-MM-dd');

const meet = (a: DatedRow, b: DatedRow): boolean =>
  (a.valid_to === null || a.valid_to >= b.valid_from) && (b.valid_to === null || b.valid_to >= a.valid_from);

/**
 * Places a row among those of its key, so that no day ever has two of them and the past keeps the rules that it had. A row
 * that was sent before is recognised, also after a later one has closed it. Days are `yyyy-MM-dd`.
 * @param standing rows of the same key, which do not overlap
 * @param content the columns that make two rows of one first day the same
 */
export function place<Row extends DatedRow>(
  standing: readonly Row[],
  row: DatedRow,
  content: readonly string[],
): Placing<Row> {
  const same = standing.find((other) => other.valid_from === row.valid_from);
  if (same) {
    if (content.some((column) => same[column] !== row[column])) return { kind: 'conflict', row: same };
    if (same.valid_to === row.valid_to) return { kind: 'unchanged' };
    if (same.valid_to === null) return { kind: 'ended', row: same };
    const follows = shifted(same.valid_to, 1);
    const closed = row.valid_to === null && standing.some((other) => other.valid_from === follows);
    return closed ? { kind: 'unchanged' } : { kind: 'conflict', row: same };
  }
  const open = standing.find((other) => other.valid_to === null && other.valid_from < row.valid_from);
  const clash = standing.find((other) => other !== open && meet(other, row));
  if (clash) return { kind: 'overlap', row: clash };
  return { kind: 'added', closes: open ? { row: open, lastDay: shifted(row.valid_from, -1) } : null };
}
