import { Injectable } from '@nestjs/common';
import { type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { instantsOfMonth } from './clearing-month.js';
import { OF_HOSPITAL } from './clearing-rows.js';
import { SPLIT_CYCLE, splitHappening, type SplitState } from './clearing-states.js';

/** A hospital's word on one settlement. Amounts in fen. */
interface SplitWord {
  readonly settlementId: string;
  readonly visitId: string;
  readonly total: Fen;
  readonly owed: Fen;
  /** Whether it is confirmed; an objection otherwise. */
  readonly agreed: boolean;
}

/** Whose words they are, of which month, and in which message they came. */
interface Confirmation {
  readonly institutionCode: string;
  readonly month: string;
  readonly confirmationId: string;
  readonly msgid: string;
  readonly at: Date;
}

/** How a hospital's month stands. */
export interface SplitStanding {
  readonly institutionCode: string;
  readonly state: SplitState;
  readonly confirmed: number;
  readonly objected: number;
}

/** The last word on each settlement of a month, of those that were not rolled back. */
const LAST_WORDS = `
  SELECT DISTINCT ON (w.institution_code, w.settlement_id) w.institution_code, w.settlement_id, w.agreed
    FROM medisettle.split_confirmation k
    JOIN medisettle.split_word w USING (institution_code, confirmation_id)
   WHERE k.month = $1 AND ($2::text IS NULL OR k.institution_code = $2) AND k.rolled_back_at IS NULL
   ORDER BY w.institution_code, w.settlement_id, k.confirmed_at DESC, k.confirmation_id DESC`;

/** What hospitals said of their months. */
@Injectable()
export class SplitMonths {
  /** Holds a month of a hospital until the commit. @returns how it stands */
  async hold(db: Db, institutionCode: string, month: string): Promise<SplitState> {
    await db.query(
      `INSERT INTO medisettle.split_month (institution_code, month, state) VALUES ($1, $2, 'open')
       ON CONFLICT (institution_code, month) DO NOTHING`,
      [institutionCode, month],
    );
    const [row] = await db.query<{ state: SplitState }>(
      'SELECT state FROM medisettle.split_month WHERE institution_code = $1 AND month = $2 FOR UPDATE',
      [institutionCode, month],
    );
    if (!row) throw new Error('a month that was written is not there');
    return row.state;
  }

  /** The number of the first word, from 1, that is of no row of the month, says other figures or comes twice; else null. */
  async firstWrong(
    db: Db,
    institutionCode: string,
    month: string,
    words: readonly SplitWord[],
  ): Promise<number | null> {
    const [row] = await db.query<{ line: number | null }>(
      `${OF_HOSPITAL}, told AS (
         SELECT *, row_number() OVER (PARTITION BY settlement_id ORDER BY line) AS time
           FROM unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[]) WITH ORDINALITY
             AS told (settlement_id, visit_id, total, owed, line))
       SELECT min(t.line)::int AS line FROM told t
         LEFT JOIN across a ON a.settlement_id = t.settlement_id
        WHERE t.time > 1 OR (a.visit_id, a.total_fen, a.owed_fen) IS DISTINCT FROM (t.visit_id, t.total, t.owed)`,
      [
        ...instantsOfMonth(month),
        institutionCode,
        words.map(({ settlementId }) => settlementId),
        words.map(({ visitId }) => visitId),
        words.map(({ total }) => total),
        words.map(({ owed }) => owed),
      ],
    );
    return row?.line ?? null;
  }

  async say(db: Db, confirmation: Confirmation, words: readonly SplitWord[]): Promise<void> {
    const { institutionCode, month, confirmationId, msgid, at } = confirmation;
    await db.query(
      `INSERT INTO medisettle.split_confirmation (institution_code, confirmation_id, month, msgid, confirmed_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [institutionCode, confirmationId, month, msgid, at],
    );
    await db.query(
      `INSERT INTO medisettle.split_word (institution_code, confirmation_id, settlement_id, agreed)
       SELECT $1, $2, settlement_id, agreed FROM unnest($3::text[], $4::boolean[]) AS word (settlement_id, agreed)`,
      [
        institutionCode,
        confirmationId,
        words.map(({ settlementId }) => settlementId),
        words.map(({ agreed }) => agreed),
      ],
    );
  }

  /** @param named a confirmation by its number or its message's; null for all. @returns how many there are of that name */
  async rollBack(db: Db, institutionCode: string, month: string, named: string | null, at: Date): Promise<number> {
    const rows = await db.query(
      `UPDATE medisettle.split_confirmation SET rolled_back_at = coalesce(rolled_back_at, $4)
        WHERE institution_code = $1 AND month = $2 AND ($3::text IS NULL OR $3 IN (confirmation_id, msgid))
        RETURNING confirmation_id`,
      [institutionCode, month, named, at],
    );
    return rows.length;
  }

  /** Brings a month, which is held, to where the words that stand put it. @param rows how many the month has */
  async stand(db: Db, institutionCode: string, month: string, rows: number): Promise<void> {
    const [said] = await db.query<{ confirmed: number; objected: number }>(
      `SELECT count(*) FILTER (WHERE agreed)::int AS confirmed, count(*) FILTER (WHERE NOT agreed)::int AS objected
         FROM (${LAST_WORDS}) word`,
      [month, institutionCode],
    );
    const state = await this.hold(db, institutionCode, month);
    await db.query('UPDATE medisettle.split_month SET state = $3 WHERE institution_code = $1 AND month = $2', [
      institutionCode,
      month,
      SPLIT_CYCLE[state][splitHappening(rows, said?.confirmed ?? 0, said?.objected ?? 0)],
    ]);
  }

  /** Ends the month of hospitals: a province has confirmed what is owed for it. */
  async clear(db: Db, month: string, institutionCodes: readonly string[]): Promise<void> {
    for (const institutionCode of [...institutionCodes].sort()) {
      const state = await this.hold(db, institutionCode, month);
      await db.query('UPDATE medisettle.split_month SET state = $3 WHERE institution_code = $1 AND month = $2', [
        institutionCode,
        month,
        SPLIT_CYCLE[state].cleared,
      ]);
    }
  }

  /** Every hospital that has said something of a month, or whose month is cleared. */
  async standings(db: Db, month: string): Promise<SplitStanding[]> {
    return db.query<SplitStanding>(
      `SELECT m.institution_code AS "institutionCode", m.state,
              count(*) FILTER (WHERE w.agreed)::int AS confirmed, count(*) FILTER (WHERE NOT w.agreed)::int AS objected
         FROM medisettle.split_month m
         LEFT JOIN (${LAST_WORDS}) w USING (institution_code)
        WHERE m.month = $1 GROUP BY 1, 2 ORDER BY 1`,
      [month, null],
    );
  }
}
