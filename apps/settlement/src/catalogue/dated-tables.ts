import { Injectable } from '@nestjs/common';
import { refusal, type Refusal } from '@medisettle/national';
import { Transactions, type Db } from '../database/transactions.js';
import { place, type DatedRow } from './dated-rows.js';

/** A table of dated rows. Its names are ours and never come from outside. */
export interface DatedTable {
  readonly name: string;
  /** What a row is about; under one key no two rows hold on one day. */
  readonly key: readonly string[];
  readonly content: readonly string[];
  /** Columns whose value must be registered elsewhere, and the query of those that are among `$1::text[]`. */
  readonly references: readonly { readonly column: string; readonly field: string; readonly known: string }[];
}

/** What became of one row. */
export type PlacedRow =
  { readonly kind: 'applied' | 'unchanged' } | { readonly kind: 'rejected'; readonly refusal: Refusal };

/** A row under way: as it stands in the database, or as this batch leaves it. */
interface StandingRow extends DatedRow {
  valid_to: string | null;
}

const END = '…';

/** Writes rows into dated tables: no day gets two rows under one key, and what was sent before changes nothing. */
@Injectable()
export class DatedTables {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Takes rows in one transaction. It locks the table against other writers (readers go on), so that two imports at once
   * cannot both find a day free. Rejected rows carry CATALOGUE-REFERENCE, -CONFLICT or -OVERLAP and leave nothing behind.
   */
  take(table: DatedTable, rows: readonly DatedRow[], at: Date): Promise<PlacedRow[]> {
    return this.transactions.run((db) => this.write(db, table, rows, at));
  }

  /** As `take`, inside a transaction of the caller. */
  async write(db: Db, table: DatedTable, rows: readonly DatedRow[], at: Date): Promise<PlacedRow[]> {
    await db.query(`LOCK TABLE medisettle.${table.name} IN SHARE ROW EXCLUSIVE MODE`);
    const keyOf = (row: DatedRow): string => JSON.stringify(table.key.map((column) => row[column]));
    const standing = new Map<string, StandingRow[]>();
    for (const row of await this.standing(db, table, rows)) {
      standing.set(keyOf(row), [...(standing.get(keyOf(row)) ?? []), row]);
    }
    const known = await this.known(db, table, rows);
    const added = new Set<StandingRow>();
    const changed = new Set<StandingRow>();
    const outcomes = rows.map((row): PlacedRow => {
      const stranger = table.references.find(({ column }) => !known.get(column)?.has(row[column] ?? ''));
      if (stranger) {
        const { field, column } = stranger;
        return rejected(refusal('CATALOGUE-REFERENCE', { field, value: row[column] ?? '' }));
      }
      const others = standing.get(keyOf(row)) ?? [];
      const placing = place(others, row, table.content);
      switch (placing.kind) {
        case 'unchanged':
          return { kind: 'unchanged' };
        case 'conflict':
          return rejected(refusal('CATALOGUE-CONFLICT', { from: placing.row.valid_from }));
        case 'overlap':
          return rejected(
            refusal('CATALOGUE-OVERLAP', { from: placing.row.valid_from, to: placing.row.valid_to ?? END }),
          );
        case 'ended':
          placing.row.valid_to = row.valid_to;
          changed.add(placing.row);
          return { kind: 'applied' };
        case 'added': {
          const { closes } = placing;
          if (closes) {
            closes.row.valid_to = closes.lastDay;
            changed.add(closes.row);
          }
          const mine: StandingRow = { ...row };
          added.add(mine);
          standing.set(keyOf(row), [...others, mine]);
          return { kind: 'applied' };
        }
      }
    });
    await this.end(
      db,
      table,
      [...changed].filter((row) => !added.has(row)),
      at,
    );
    await this.add(db, table, [...added], at);
    return outcomes;
  }

  private standing(db: Db, table: DatedTable, rows: readonly DatedRow[]): Promise<StandingRow[]> {
    const keys = table.key.join(', ');
    const columns = columnsOf(table).map((column) => `t.${column}::text AS ${column}`);
    return db.query<StandingRow>(
      `SELECT ${columns.join(', ')}
         FROM (SELECT DISTINCT ${keys} FROM jsonb_populate_recordset(NULL::medisettle.${table.name}, $1::jsonb)) AS w
         JOIN medisettle.${table.name} t USING (${keys})`,
      [JSON.stringify(rows)],
    );
  }

  private async known(
    db: Db,
    table: DatedTable,
    rows: readonly DatedRow[],
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const known = new Map<string, ReadonlySet<string>>();
    for (const { column, known: query } of table.references) {
      const found = await db.query<{ value: string }>(query, [[...new Set(rows.map((row) => row[column]))]]);
      known.set(column, new Set(found.map(({ value }) => value)));
    }
    return known;
  }

  private async end(db: Db, table: DatedTable, rows: readonly StandingRow[], at: Date): Promise<void> {
    if (rows.length === 0) return;
    const same = [...table.key, 'valid_from'].map((column) => `t.${column} = w.${column}`);
    await db.query(
      `UPDATE medisettle.${table.name} t SET valid_to = w.valid_to, updated_at = $2
         FROM jsonb_populate_recordset(NULL::medisettle.${table.name}, $1::jsonb) AS w WHERE ${same.join(' AND ')}`,
      [JSON.stringify(rows), at],
    );
  }

  private async add(db: Db, table: DatedTable, rows: readonly StandingRow[], at: Date): Promise<void> {
    if (rows.length === 0) return;
    const columns = columnsOf(table).join(', ');
    await db.query(
      `INSERT INTO medisettle.${table.name} (${columns}, updated_at)
       SELECT ${columns}, $2 FROM jsonb_populate_recordset(NULL::medisettle.${table.name}, $1::jsonb)`,
      [JSON.stringify(rows), at],
    );
  }
}

const columnsOf = (table: DatedTable): string[] => [...table.key, 'valid_from', 'valid_to', ...table.content];

const rejected = (why: Refusal): PlacedRow => ({ kind: 'rejected', refusal: why });
