import { Injectable } from '@nestjs/common';
import { type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { instantsOfMonth } from './clearing-month.js';
import { NOTHING_TO_CLEAR, OF_PROVINCE, type ClearingKey, type ClearingSums } from './clearing-rows.js';
import { type ClearingState } from './clearing-states.js';

/** A month with a province on one side: what it came to when the tables were compared last, and what was done about it. */
export interface Clearing extends ClearingKey, ClearingSums {
  readonly state: ClearingState;
  /** Null before the first comparison. */
  readonly differences: number | null;
  readonly comparedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly confirmedBy: string | null;
  /** When the other province has confirmed. */
  readonly confirmedThereAt: Date | null;
  readonly paidAt: Date | null;
  readonly paidBy: string | null;
}

/** A settlement on which two tables differ, with what is owed for it on either side. */
export interface ClearingDifference {
  readonly class: 'only-here' | 'only-there' | 'amounts-differ';
  readonly settlementId: string;
  readonly here: Fen | null;
  readonly there: Fen | null;
}

/** Tables of a month that are in one state on one side. */
export interface MonthTables extends Pick<Clearing, 'month' | 'side' | 'state' | 'owed'> {
  readonly tables: number;
}

/** What another province says is owed for a settlement. */
export interface ToldRow {
  readonly settlementId: string;
  readonly owed: Fen;
}

const COLUMNS = `month, province, side, state, rows, total_fen AS total, fund_fen AS fund, account_fen AS account,
  owed_fen AS owed, differences, compared_at AS "comparedAt", confirmed_at AS "confirmedAt",
  confirmed_by AS "confirmedBy", confirmed_there_at AS "confirmedThereAt", paid_at AS "paidAt", paid_by AS "paidBy"`;

const ONE = 'month = $1 AND province = $2 AND side = $3';
const keyOf = ({ month, province, side }: ClearingKey): string[] => [month, province, side];

const DIFFERENCES_LISTED_MAX = 500;
const MONTHS_LISTED_MAX = 24;

/** The tables of months between provinces. */
@Injectable()
export class Clearings {
  /** Holds a clearing until the commit, and makes it where there is none yet. */
  async hold(db: Db, key: ClearingKey): Promise<Clearing> {
    const { rows, total, fund, account, owed } = NOTHING_TO_CLEAR;
    await db.query(
      `INSERT INTO medisettle.clearing (month, province, side, state, rows, total_fen, fund_fen, account_fen, owed_fen)
       VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8) ON CONFLICT (month, province, side) DO NOTHING`,
      [...keyOf(key), rows, total, fund, account, owed],
    );
    const [row] = await db.query<Clearing>(
      `SELECT ${COLUMNS} FROM medisettle.clearing WHERE ${ONE} FOR UPDATE`,
      keyOf(key),
    );
    if (!row) throw new Error('a clearing that was written is not there');
    return row;
  }

  ofMonth(db: Db, month: string): Promise<Clearing[]> {
    return db.query<Clearing>(`SELECT ${COLUMNS} FROM medisettle.clearing WHERE month = $1 ORDER BY province, side`, [
      month,
    ]);
  }

  /** How many tables of which months are in which state, with what they come to; the newest month first. */
  months(db: Db): Promise<MonthTables[]> {
    return db.query<MonthTables>(
      `SELECT month, side, state, count(*)::int AS tables, sum(owed_fen)::bigint AS owed
         FROM medisettle.clearing
        WHERE month IN (SELECT DISTINCT month FROM medisettle.clearing ORDER BY month DESC LIMIT ${MONTHS_LISTED_MAX})
        GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3`,
    );
  }

  /** What is owed to provinces for months that were compared and are not paid. */
  unpaid(db: Db): Promise<{ month: string; province: string; owed: Fen }[]> {
    return db.query<{ month: string; province: string; owed: Fen }>(
      `SELECT month, province, owed_fen AS owed FROM medisettle.clearing
        WHERE side = 'insured' AND state <> 'paid' AND compared_at IS NOT NULL`,
    );
  }

  /** Keeps a page of what another province has told, under the number of one comparison. */
  async tell(db: Db, comparisonId: string, rows: readonly ToldRow[], at: Date): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.clearing_told (comparison_id, settlement_id, owed_fen, told_at)
       SELECT $1, settlement_id, owed, $4 FROM unnest($2::text[], $3::bigint[]) AS told (settlement_id, owed)
       ON CONFLICT (comparison_id, settlement_id) DO NOTHING`,
      [comparisonId, rows.map(({ settlementId }) => settlementId), rows.map(({ owed }) => owed), at],
    );
  }

  /** Forgets what was told for a comparison, and what is left of others that never ended. */
  async forget(db: Db, comparisonId: string, before: Date): Promise<void> {
    await db.query('DELETE FROM medisettle.clearing_told WHERE comparison_id = $1 OR told_at < $2', [
      comparisonId,
      before,
    ]);
  }

  /** Writes where the books and what was told differ, in place of what was found before. @returns how many there are */
  async compare(db: Db, key: ClearingKey, comparisonId: string): Promise<number> {
    const { month, province, side } = key;
    await db.query(`DELETE FROM medisettle.clearing_difference WHERE ${ONE}`, keyOf(key));
    const rows = await db.query(
      `${OF_PROVINCE},
       told AS (SELECT settlement_id, owed_fen FROM medisettle.clearing_told WHERE comparison_id = $5)
       INSERT INTO medisettle.clearing_difference (month, province, side, settlement_id, class, here_fen, there_fen)
       SELECT $6, $3, $4, settlement_id,
              CASE WHEN t.owed_fen IS NULL THEN 'only-here' WHEN a.owed_fen IS NULL THEN 'only-there'
                   ELSE 'amounts-differ' END, a.owed_fen, t.owed_fen
         FROM across a FULL JOIN told t USING (settlement_id)
        WHERE a.owed_fen IS DISTINCT FROM t.owed_fen
       RETURNING settlement_id`,
      [...instantsOfMonth(month), province, side, comparisonId, month],
    );
    return rows.length;
  }

  /** The first differences of a clearing. */
  differences(db: Db, key: ClearingKey): Promise<ClearingDifference[]> {
    return db.query<ClearingDifference>(
      `SELECT class, settlement_id AS "settlementId", here_fen AS here, there_fen AS there
         FROM medisettle.clearing_difference WHERE ${ONE} ORDER BY settlement_id LIMIT ${DIFFERENCES_LISTED_MAX}`,
      keyOf(key),
    );
  }

  /** Writes what a comparison has found, of a clearing that is held. */
  async compared(
    db: Db,
    key: ClearingKey,
    found: { state: ClearingState; sums: ClearingSums; differences: number; at: Date },
  ): Promise<void> {
    const { state, sums, differences, at } = found;
    await db.query(
      `UPDATE medisettle.clearing SET state = $4, rows = $5, total_fen = $6, fund_fen = $7, account_fen = $8,
              owed_fen = $9, differences = $10, compared_at = $11 WHERE ${ONE}`,
      [...keyOf(key), state, sums.rows, sums.total, sums.fund, sums.account, sums.owed, differences, at],
    );
  }

  async confirmed(db: Db, key: ClearingKey, state: ClearingState, operator: string, at: Date): Promise<void> {
    await db.query(`UPDATE medisettle.clearing SET state = $4, confirmed_at = $5, confirmed_by = $6 WHERE ${ONE}`, [
      ...keyOf(key),
      state,
      at,
      operator,
    ]);
  }

  async confirmedThere(db: Db, key: ClearingKey, at: Date): Promise<void> {
    await db.query(
      `UPDATE medisettle.clearing SET confirmed_there_at = coalesce(confirmed_there_at, $4) WHERE ${ONE}`,
      [...keyOf(key), at],
    );
  }

  async paid(db: Db, key: ClearingKey, state: ClearingState, operator: string, at: Date): Promise<void> {
    await db.query(`UPDATE medisettle.clearing SET state = $4, paid_at = $5, paid_by = $6 WHERE ${ONE}`, [
      ...keyOf(key),
      state,
      at,
      operator,
    ]);
  }

  /** Hospitals that have rows in a province's month, when it is their side. */
  async hospitalsOf(db: Db, { month, province, side }: ClearingKey): Promise<string[]> {
    const rows = await db.query<{ code: string }>(
      `${OF_PROVINCE} SELECT DISTINCT institution_code AS code FROM across ORDER BY 1`,
      [...instantsOfMonth(month), province, side],
    );
    return rows.map(({ code }) => code);
  }
}
