import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';
import { type DayRange } from './booked-rows.js';
import { type DayWord } from './day-states.js';
import { type ClearingKey, type RefundFlag, type Sums, type ToldTotals } from './totals.js';

/** What an institution said once, and what the centre found. */
export interface Statement {
  readonly institutionCode: string;
  readonly statementId: string;
  readonly kind: 'totals' | 'details';
  readonly msgid: string;
  /** Without insurance type for details, which are of all. */
  readonly key: Omit<ClearingKey, 'insuranceType'> & { readonly insuranceType: string | null };
  readonly range: DayRange;
  readonly refundFlag: RefundFlag;
  readonly told: ToldTotals;
  readonly found: Sums;
  readonly equal: boolean;
  /** Number of differences; null for totals. */
  readonly differences: number | null;
  readonly resultFile: string | null;
  readonly madeAt: Date;
}

/** A statement as it is listed. */
export interface ListedStatement extends Pick<
  Statement,
  'statementId' | 'kind' | 'msgid' | 'equal' | 'differences' | 'madeAt'
> {
  readonly insuranceType: string | null;
  readonly clearingClass: string;
  readonly clearingAgency: string;
  readonly from: string;
  readonly to: string;
}

/** A word on a day, with the statement that said it. */
export interface SaidWord extends DayWord {
  readonly day: string;
}

/** Statements, and the last word on each day: added and read; only a newer word takes an older one's place. */
@Injectable()
export class Statements {
  async write(db: Db, statement: Statement): Promise<void> {
    const { key, range } = statement;
    await db.query(
      `INSERT INTO medisettle.statement (institution_code, statement_id, kind, msgid, insurance_type, clearing_class,
         clearing_agency, from_day, to_day, refund_flag, told, found, equal, differences, result_file, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        statement.institutionCode,
        statement.statementId,
        statement.kind,
        statement.msgid,
        key.insuranceType,
        key.clearingClass,
        key.clearingAgency,
        range.from,
        range.to,
        statement.refundFlag,
        JSON.stringify(statement.told),
        JSON.stringify(statement.found),
        statement.equal,
        statement.differences,
        statement.resultFile,
        statement.madeAt,
      ],
    );
  }

  /** Notes words on days of an institution. */
  async say(db: Db, institutionCode: string, statementId: string, words: readonly SaidWord[]): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.day_word AS w (institution_code, day, insurance_type, clearing_class, clearing_agency,
         statement_id, equal, rows, total_fen, fund_fen, account_fen, said_at)
       SELECT $1, day, insurance_type, clearing_class, clearing_agency, $2, equal, rows, total, fund, account, said_at
         FROM json_to_recordset($3::json) AS said (day date, insurance_type text, clearing_class text,
           clearing_agency text, equal boolean, rows integer, total bigint, fund bigint, account bigint,
           said_at timestamptz)
        ORDER BY day, insurance_type
       ON CONFLICT (institution_code, day, insurance_type, clearing_class, clearing_agency) DO UPDATE
         SET statement_id = excluded.statement_id, equal = excluded.equal, rows = excluded.rows,
             total_fen = excluded.total_fen, fund_fen = excluded.fund_fen, account_fen = excluded.account_fen,
             said_at = excluded.said_at
       WHERE w.said_at <= excluded.said_at`,
      [
        institutionCode,
        statementId,
        JSON.stringify(
          words.map(({ day, insuranceType, clearingClass, clearingAgency, equal, found, saidAt }) => ({
            day,
            insurance_type: insuranceType,
            clearing_class: clearingClass,
            clearing_agency: clearingAgency,
            equal,
            rows: found.rows,
            total: found.total,
            fund: found.fund,
            account: found.account,
            said_at: saidAt,
          })),
        ),
      ],
    );
  }

  /** Statements on days of a range, newest first, at most 200. */
  async list(db: Db, institutionCode: string, { from, to }: DayRange): Promise<ListedStatement[]> {
    return db.query<ListedStatement>(
      `SELECT statement_id AS "statementId", kind, msgid, insurance_type AS "insuranceType",
              clearing_class AS "clearingClass", clearing_agency AS "clearingAgency", from_day AS "from",
              to_day AS "to", equal, differences, made_at AS "madeAt"
         FROM medisettle.statement WHERE institution_code = $1 AND from_day <= $3 AND to_day >= $2
        ORDER BY statement_id DESC LIMIT 200`,
      [institutionCode, from, to],
    );
  }

  /** The last words on an institution's days. */
  async words(db: Db, institutionCode: string, { from, to }: DayRange): Promise<SaidWord[]> {
    const rows = await db.query<SaidWord & DayWord['found']>(
      `SELECT day, insurance_type AS "insuranceType", clearing_class AS "clearingClass",
              clearing_agency AS "clearingAgency", equal, rows, total_fen AS total, fund_fen AS fund,
              account_fen AS account, said_at AS "saidAt"
         FROM medisettle.day_word WHERE institution_code = $1 AND day BETWEEN $2 AND $3`,
      [institutionCode, from, to],
    );
    return rows.map(({ rows: count, total, fund, account, ...word }) => ({
      ...word,
      found: { rows: count, total, fund, account },
    }));
  }
}
