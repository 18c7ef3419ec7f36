import { type ProvinceMessage } from '@medisettle/national';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ClearingTables1770000000002, Records1770000000001 } from './records-schema.js';

const LISTED_MAX = 200;

/** A settlement or cancellation as an answer of the insured place names it. */
const Settled = z.object({
  settlementId: z.string().min(1),
  owedFen: z.int(),
  settledAt: z.string().min(1),
});
const AnswerThatSettles = z.object({ answer: z.object({ settled: Settled }) });

/** A centre's table of a month as it answers it to the other one; `side` is its own. */
const AnswerWithTable = z.object({
  answer: z.object({
    table: z.object({
      month: z.string().min(1),
      side: z.enum(['care', 'insured']),
      rows: z.int().min(0),
      owedFen: z.int(),
    }),
  }),
});

/** A month of two provinces: what the hub itself has seen settled, and what each centre has told; null where it has not. */
export interface ClearingTable {
  readonly careDivision: string;
  readonly insuredDivision: string;
  readonly seenFen: number;
  readonly careFen: number | null;
  readonly insuredFen: number | null;
}

/** What one province owes another, in fen, and of how many settlements and cancellations that is the sum. */
export interface ClearingTotal {
  readonly careDivision: string;
  readonly insuredDivision: string;
  readonly count: number;
  readonly owedFen: number;
}

/** Centres name provinces by their own division or by the province's: one name for both. */
const provinceOf = (division: string): string => `${division.slice(0, 2)}0000`;

/** The hub's own store, one SQLite file. Commits are on the disk when they return; they survive its end. */
export class Records {
  private constructor(private readonly source: DataSource) {}

  /** Opens the file, readable by its owner only, and makes it where it is missing. */
  static async open(path: string): Promise<Records> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Made before SQLite opens it, which gives its companions the same permissions.
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    const source = new DataSource({
      type: 'better-sqlite3',
      database: path,
      enableWAL: true,
      migrations: [Records1770000000001, ClearingTables1770000000002],
    });
    await source.initialize();
    await source.runMigrations();
    return new Records(source);
  }

  /** Keeps a message before it is passed on. @returns its position */
  async received({ number, from, to, kind }: ProvinceMessage, text: string): Promise<number> {
    const rows: { position: number }[] = await this.source.query(
      `INSERT INTO message (number, from_division, to_division, kind, text, received_at)
       VALUES (?, ?, ?, ?, ?, ?) RETURNING position`,
      [number, from, to, kind, text, new Date().toISOString()],
    );
    const [row] = rows;
    if (!row) throw new Error('a message was not kept');
    return row.position;
  }

  /** Keeps an answer and the settlement that it names, before the answer is passed on. */
  async answered(position: number, { from, to, kind }: ProvinceMessage, answer: string): Promise<void> {
    await this.source.query('UPDATE message SET answer = ?, answered_at = ? WHERE position = ?', [
      answer,
      new Date().toISOString(),
      position,
    ]);
    // A trial answers what a settlement would be; it is none.
    if (kind === 'trial') return;
    if (kind === 'clearing-table') return this.told(from, to, JSON.parse(answer));
    const settles = AnswerThatSettles.safeParse(JSON.parse(answer));
    if (!settles.success) return;
    const { settlementId, owedFen, settledAt } = settles.data.answer.settled;
    // An answer that was lost comes again with the inquiry; it is the same settlement.
    await this.source.query(
      `INSERT INTO clearing (settlement_id, care_division, insured_division, owed_fen, settled_at)
       VALUES (?, ?, ?, ?, ?) ON CONFLICT (settlement_id) DO NOTHING`,
      [settlementId, from, to, owedFen, settledAt],
    );
  }

  private async told(from: string, to: string, answer: unknown): Promise<void> {
    const read = AnswerWithTable.safeParse(answer);
    if (!read.success) return;
    const { month, side, rows, owedFen } = read.data.answer.table;
    const [care, insured] = (side === 'care' ? [to, from] : [from, to]).map(provinceOf);
    await this.source.query(
      `INSERT INTO clearing_table (month, care_division, insured_division, teller, count, owed_fen, told_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (month, care_division, insured_division, teller) DO UPDATE
         SET count = excluded.count, owed_fen = excluded.owed_fen, told_at = excluded.told_at`,
      [month, care, insured, side, rows, owedFen, new Date().toISOString()],
    );
  }

  /** The tables of a month, for each pair of provinces; what was taken back in the month comes to nothing in either. */
  async clearingTables(month: string): Promise<ClearingTable[]> {
    return this.source.query(
      `WITH seen AS (
         SELECT substr(care_division, 1, 2) || '0000' AS care, substr(insured_division, 1, 2) || '0000' AS insured,
                sum(owed_fen) AS owed FROM clearing
          WHERE strftime('%Y-%m', settled_at, '+8 hours') = ? GROUP BY 1, 2),
       told AS (
         SELECT care_division AS care, insured_division AS insured,
                max(CASE teller WHEN 'care' THEN owed_fen END) AS care_fen,
                max(CASE teller WHEN 'insured' THEN owed_fen END) AS insured_fen
           FROM clearing_table WHERE month = ? GROUP BY 1, 2)
       SELECT care AS careDivision, insured AS insuredDivision, coalesce(seen.owed, 0) AS seenFen,
              care_fen AS careFen, insured_fen AS insuredFen
         FROM told LEFT JOIN seen USING (care, insured) ORDER BY 1, 2`,
      [month, month],
    );
  }

  /** The last messages without their bodies, the newest first. */
  async messages(): Promise<object[]> {
    return this.source.query(
      `SELECT number, from_division AS "from", to_division AS "to", kind, received_at AS receivedAt,
              answered_at AS answeredAt FROM message ORDER BY position DESC LIMIT ?`,
      [LISTED_MAX],
    );
  }

  /** For each pair of provinces, what the insured place owes the place of care. */
  async clearing(): Promise<ClearingTotal[]> {
    return this.source.query(
      `SELECT care_division AS careDivision, insured_division AS insuredDivision, count(*) AS count,
              sum(owed_fen) AS owedFen FROM clearing GROUP BY care_division, insured_division ORDER BY 1, 2`,
    );
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }
}
