import { Injectable } from '@nestjs/common';
import { type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { type Institution } from '../institutions/institutions.js';
import { clearingClass } from '../settlements/medical-category.js';
import { instantsOfMonth } from './clearing-month.js';

/** What an institution's settlements of a month come to in one group, cancellations below 0. */
export interface StatementGroup {
  readonly insuranceType: string;
  readonly clearingClass: string;
  /** The province that pays, where it is another one; null for this one. */
  readonly province: string | null;
  readonly rows: number;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly cash: Fen;
}

/** One row of an institution's month. */
export interface StatementRow {
  readonly settlementId: string;
  readonly visitId: string;
  readonly settledAt: Date;
  readonly insuranceType: string;
  readonly clearingClass: string;
  readonly province: string | null;
  readonly refund: boolean;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly cash: Fen;
}

const PAGE_ROWS = 5_000;

const OF_INSTITUTION = `
  FROM medisettle.settlement s
  LEFT JOIN medisettle.province_settlement o USING (person_id, settlement_id)
 WHERE s.institution_code = $1 AND s.settled_at >= $2 AND s.settled_at < $3`;
const PROVINCE = `left(o.other_division, 2) || '0000'`;

/** What a month comes to, for the people who check it on paper or in a spreadsheet. */
@Injectable()
export class MonthStatements {
  /** Sums of an institution's month by insurance type, clearing class and who pays, in their order. */
  async groups(db: Db, { institutionCode }: Institution, month: string): Promise<StatementGroup[]> {
    const found = await db.query<Omit<StatementGroup, 'clearingClass'> & { category: string }>(
      `SELECT s.insurance_type AS "insuranceType", s.medical_category AS category, ${PROVINCE} AS province,
              count(*)::int AS rows, sum(s.total_fen)::bigint AS total, sum(s.fund_total_fen)::bigint AS fund,
              sum(s.account_total_fen)::bigint AS account, sum(s.cash_fen)::bigint AS cash
       ${OF_INSTITUTION} GROUP BY 1, 2, 3 ORDER BY 3 NULLS FIRST, 1, 2`,
      [institutionCode, ...instantsOfMonth(month)],
    );
    return found.map(({ category, ...group }) => ({ ...group, clearingClass: clearingClass(category) }));
  }

  /** Rows of an institution's month in the order of their numbers, page by page. */
  async *each(db: Db, { institutionCode }: Institution, month: string): AsyncGenerator<StatementRow> {
    for (let after = ''; ;) {
      const page = await db.query<Omit<StatementRow, 'clearingClass'> & { category: string }>(
        `SELECT settlement_id AS "settlementId", s.visit_id AS "visitId", s.settled_at AS "settledAt",
                s.insurance_type AS "insuranceType", s.medical_category AS category, ${PROVINCE} AS province,
                s.kind = 'cancellation' AS refund, s.total_fen AS total, s.fund_total_fen AS fund,
                s.account_total_fen AS account, s.cash_fen AS cash
         ${OF_INSTITUTION} AND settlement_id > $4 ORDER BY settlement_id LIMIT $5`,
        [institutionCode, ...instantsOfMonth(month), after, PAGE_ROWS],
      );
      for (const { category, ...row } of page) yield { ...row, clearingClass: clearingClass(category) };
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.settlementId ?? after;
    }
  }
}
