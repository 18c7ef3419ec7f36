import { refuse } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { type Db } from '../database/transactions.js';

/** Which page is asked for. */
export interface PageAsked {
  readonly page_num: number;
  readonly page_size: number;
}

/** A page of rows and its place among all pages, in the names of running platforms. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly pageNum: number;
  readonly pageSize: number;
  readonly size: number;
  readonly startRow: number;
  readonly recordCounts: number;
  readonly pages: number;
  readonly firstPage: boolean;
  readonly lastPage: boolean;
}

/** A condition on rows: SQL with `?` where its value goes. A value of null asks for nothing. */
export type Condition = readonly [sql: string, value: unknown];

/** What a dated row says about itself, whatever else it says. */
export interface ListedRow {
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly updatedAt: Date;
}

/** What may be asked of every dated row. */
export interface ListFilters extends PageAsked {
  readonly query_date: string | null;
  readonly begndate: string | null;
  readonly enddate?: string | null;
  readonly vali_flag: string | null;
  readonly updt_time: DateTime | null;
}

const IN_FORCE = "?::date BETWEEN valid_from AND coalesce(valid_to, 'infinity')";

/** The conditions of {@link ListFilters}. `today` decides what is in force. */
export function datedConditions(asked: ListFilters, today: string): Condition[] {
  const valid = asked.vali_flag;
  return [
    [IN_FORCE, asked.query_date],
    ['valid_from >= ?', asked.begndate],
    ['valid_to <= ?', asked.enddate ?? null],
    [IN_FORCE, valid === '1' ? today : null],
    [`NOT (${IN_FORCE})`, valid === '0' ? today : null],
    ['updated_at >= ?', asked.updt_time?.toJSDate() ?? null],
  ];
}

/** Stops at a filter for which the catalogue has no data: passing it over would answer another question. */
export function refuseFilters(asked: Readonly<Record<string, unknown>>, ...fields: readonly string[]): void {
  const field = fields.find((name) => asked[name] !== null && asked[name] !== undefined);
  if (field !== undefined) refuse('QUERY-FILTER', { field });
}

/** What is listed: where its rows come from, what they say, and in which order. */
export interface Listing {
  readonly source: string;
  readonly columns: string;
  readonly order: string;
  readonly given?: readonly unknown[];
}

/**
 * One page of a query, and how many rows all pages have.
 * @param source a FROM item, for instance a table or a query in parentheses with an alias; `$1` in it and so on are `given`
 * @param order columns that tell every two rows apart, so that pages neither repeat nor lose one
 */
export async function pageOf<Row extends object>(
  db: Db,
  { source, columns, order, given = [] }: Listing,
  conditions: readonly Condition[],
  { page_num: pageNum, page_size: pageSize }: PageAsked,
): Promise<Page<Row>> {
  const set = conditions.filter(([, value]) => value !== null);
  const where = set.map(([sql], index) => sql.replaceAll('?', `$${given.length + index + 1}`));
  const values = [...given, ...set.map(([, value]) => value)];
  const from = `FROM ${source}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`;
  const [counted] = await db.query<{ count: number }>(`SELECT count(*)::int AS count ${from}`, values);
  const recordCounts = counted?.count ?? 0;
  const startRow = (pageNum - 1) * pageSize;
  const data = await db.query<Row>(
    `SELECT ${columns} ${from} ORDER BY ${order} LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
    [...values, pageSize, startRow],
  );
  const pages = Math.ceil(recordCounts / pageSize);
  return {
    data,
    pageNum,
    pageSize,
    size: data.length,
    startRow: data.length > 0 ? startRow + 1 : 0,
    recordCounts,
    pages,
    firstPage: pageNum === 1,
    lastPage: pageNum >= pages,
  };
}
