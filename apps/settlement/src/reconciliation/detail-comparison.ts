import { Injectable } from '@nestjs/common';
import { fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { BOOKED, instantsOf, type DayRange } from './booked-rows.js';
import { type Difference, type DifferenceClass, type Elsewhere, type RowAmounts } from './differences.js';

const PAGE_ROWS = 2_000;

/** Whose rows are compared, and which of the centre's. */
export interface Compared {
  readonly institutionCode: string;
  readonly statementId: string;
  readonly range: DayRange;
  /** `med_type` of the clearing class; empty where another agency clears them. */
  readonly categories: readonly string[];
  readonly refundsOnly: boolean;
}

/**
 * Both sides side by side, by person, number and whether it is a refund; what is the same on both falls out. A row that
 * only the institution has is looked up among all of the centre's, to say where it is.
 */
const COMPARE = `${BOOKED},
  centre AS (SELECT * FROM booked WHERE medical_category = ANY ($4) AND (refund OR NOT $5::boolean)),
  told AS (SELECT * FROM told_row WHERE refund OR NOT $5::boolean)
  INSERT INTO medisettle.statement_difference (institution_code, statement_id, position, class, elsewhere, refund,
    person_id, visit_id, settlement_id, msgid, line, told_total_fen, told_fund_fen, told_account_fen, found_total_fen,
    found_fund_fen, found_account_fen)
  SELECT $1, $6, row_number() OVER (ORDER BY t.line, c.settled_at, c.settlement_id),
         CASE WHEN t.line IS NULL THEN 'only-at-centre' WHEN c.settlement_id IS NULL THEN 'only-at-institution'
              ELSE 'amounts-differ' END,
         CASE WHEN t.line IS NULL OR c.settlement_id IS NOT NULL OR o.settlement_id IS NULL THEN 'nowhere'
              WHEN EXISTS (SELECT FROM annulled a
                            WHERE a.person_id = o.person_id AND a.settlement_id = o.settlement_id) THEN 'undone'
              WHEN t.refund AND o.kind = 'settlement' THEN 'standing'
              ELSE 'other-statement' END,
         coalesce(t.refund, c.refund), coalesce(t.person_id, c.person_id), coalesce(t.visit_id, c.visit_id),
         coalesce(t.settlement_id, c.settlement_id), coalesce(c.msgid, o.msgid), t.line, t.total_fen, t.fund_fen, t.account_fen,
         c.total_fen, c.fund_total_fen, c.account_total_fen
    FROM centre c
    FULL JOIN told t ON t.person_id = c.person_id AND t.matched_id = c.settlement_id AND t.refund = c.refund
    LEFT JOIN medisettle.settlement o
      ON c.settlement_id IS NULL AND o.person_id = t.person_id AND o.settlement_id = t.matched_id
   WHERE t.line IS NULL OR c.settlement_id IS NULL
      OR (t.total_fen, t.fund_fen, t.account_fen, t.visit_id)
         IS DISTINCT FROM (c.total_fen, c.fund_total_fen, c.account_total_fen, c.visit_id)`;

interface Row {
  readonly position: number;
  readonly class: DifferenceClass;
  readonly elsewhere: Elsewhere;
  readonly refund: boolean;
  readonly personId: string;
  readonly visitId: string;
  readonly settlementId: string;
  readonly msgid: string | null;
  readonly told: (number | null)[];
  readonly found: (number | null)[];
}

/** Compares the rows of an upload with the books, in the database, and keeps what differs. */
@Injectable()
export class DetailComparison {
  /**
   * Writes the differences between `told_row` and the books under the number of the statement.
   * @returns how many there are
   */
  async compare(db: Db, { institutionCode, statementId, range, categories, refundsOnly }: Compared): Promise<number> {
    await db.query(COMPARE, [institutionCode, ...instantsOf(range), categories, refundsOnly, statementId]);
    const [row] = await db.query<{ found: number }>(
      `SELECT count(*)::int AS found FROM medisettle.statement_difference
        WHERE institution_code = $1 AND statement_id = $2`,
      [institutionCode, statementId],
    );
    return row?.found ?? 0;
  }

  /** The differences of a statement in their order, page by page. */
  async *differences(db: Db, institutionCode: string, statementId: string): AsyncGenerator<Difference> {
    let after = 0;
    for (;;) {
      const page = await this.page(db, institutionCode, statementId, after, PAGE_ROWS);
      for (const { difference } of page) yield difference;
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.position ?? after;
    }
  }

  /** Differences after a position, at most `most` of them. */
  async page(
    db: Db,
    institutionCode: string,
    statementId: string,
    after: number,
    most: number,
  ): Promise<{ position: number; difference: Difference }[]> {
    const rows = await db.query<Row>(
      `SELECT position, class, elsewhere, refund, person_id AS "personId", visit_id AS "visitId",
              settlement_id AS "settlementId", msgid, ARRAY[told_total_fen, told_fund_fen, told_account_fen] AS told,
              ARRAY[found_total_fen, found_fund_fen, found_account_fen] AS found
         FROM medisettle.statement_difference
        WHERE institution_code = $1 AND statement_id = $2 AND position > $3 ORDER BY position LIMIT $4`,
      [institutionCode, statementId, after, most],
    );
    return rows.map(({ position, told, found, ...difference }) => ({
      position,
      difference: { ...difference, told: amountsOf(told), found: amountsOf(found) },
    }));
  }
}

function amountsOf([total, fund, account]: readonly (number | string | null)[]): RowAmounts | null {
  if (total === null || total === undefined) return null;
  // The driver leaves the numbers of an array as text.
  return { total: fen(Number(total)), fund: fen(Number(fund)), account: fen(Number(account)) };
}
