import { Injectable } from '@nestjs/common';
import { fen, type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { instantsOfMonth } from './clearing-month.js';

/** `care`: treated here, the other province owes; `insured`: insured here, this province owes. */
export const SIDES = ['care', 'insured'] as const;
export type Side = (typeof SIDES)[number];

export const otherSide = (side: Side): Side => (side === 'care' ? 'insured' : 'care');

/** A province by any division of it: `340100` belongs to `340000`. */
export const provinceOf = (division: string): string => `${division.slice(0, 2)}0000`;

/** What is cleared with one province on one side. */
export interface ClearingKey {
  readonly month: string;
  readonly province: string;
  readonly side: Side;
}

/** Counts and amounts of a month, in fen; `owed` is what funds and accounts of the insured place pay. */
export interface ClearingSums {
  readonly rows: number;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly owed: Fen;
}

export const NOTHING_TO_CLEAR: ClearingSums = { rows: 0, total: fen(0), fund: fen(0), account: fen(0), owed: fen(0) };

/** A settlement across provinces, or a cancellation of one of an earlier month. */
export interface ClearingRow {
  readonly personId: string;
  readonly settlementId: string;
  readonly visitId: string;
  readonly institutionCode: string;
  readonly settledAt: Date;
  readonly insuranceType: string;
  readonly medicalCategory: string;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly owed: Fen;
}

/**
 * What a month ($1 to before $2) comes to across provinces. What was taken back in the same month is left out together
 * with what it takes back, on both sides alike: also what a place of care has refused to book and has had taken back at
 * once, which never stood in its books.
 */
const across = (narrowed = ''): string => `
  WITH across AS (
    SELECT s.person_id, s.settlement_id, s.visit_id, s.institution_code, s.settled_at, s.insurance_type,
           s.medical_category, s.total_fen, s.fund_total_fen, s.account_total_fen, o.owed_fen, o.side,
           left(o.other_division, 2) || '0000' AS province
      FROM medisettle.settlement s
      JOIN medisettle.province_settlement o USING (person_id, settlement_id)
     WHERE s.settled_at >= $1 AND s.settled_at < $2 ${narrowed}
       AND NOT EXISTS (SELECT FROM medisettle.settlement c
                        WHERE c.person_id = s.person_id AND c.cancels = s.settlement_id
                          AND c.settled_at >= $1 AND c.settled_at < $2)
       AND NOT EXISTS (SELECT FROM medisettle.settlement c
                        WHERE c.person_id = s.person_id AND c.settlement_id = s.cancels
                          AND c.settled_at >= $1 AND c.settled_at < $2))`;

/** As {@link across}, of the province $3 on the side $4. */
export const OF_PROVINCE = across(`AND left(o.other_division, 2) = left($3, 2) AND o.side = $4`);
/** As {@link across}, of the hospital $3. */
export const OF_HOSPITAL = across(`AND s.institution_code = $3 AND o.side = 'care'`);

const COLUMNS = `person_id AS "personId", settlement_id AS "settlementId", visit_id AS "visitId",
  institution_code AS "institutionCode", settled_at AS "settledAt", insurance_type AS "insuranceType",
  medical_category AS "medicalCategory", total_fen AS total, fund_total_fen AS fund, account_total_fen AS account,
  owed_fen AS owed`;

const SUMS = `count(*)::int AS rows, coalesce(sum(total_fen), 0)::bigint AS total,
  coalesce(sum(fund_total_fen), 0)::bigint AS fund, coalesce(sum(account_total_fen), 0)::bigint AS account,
  coalesce(sum(owed_fen), 0)::bigint AS owed`;

const PAGE_ROWS = 5_000;

/** The settlements across provinces of a month, as the books have them. */
@Injectable()
export class ClearingRows {
  async sums(db: Db, { month, province, side }: ClearingKey): Promise<ClearingSums> {
    const parameters = [...instantsOfMonth(month), province, side];
    const [row] = await db.query<ClearingSums>(`${OF_PROVINCE} SELECT ${SUMS} FROM across`, parameters);
    return row ?? NOTHING_TO_CLEAR;
  }

  /** Sums of every province and side that a month has anything of, in their order. */
  async all(db: Db, month: string): Promise<(ClearingSums & Omit<ClearingKey, 'month'>)[]> {
    return db.query<ClearingSums & Omit<ClearingKey, 'month'>>(
      `${across()} SELECT province, side, ${SUMS} FROM across GROUP BY 1, 2 ORDER BY 1, 2`,
      instantsOfMonth(month),
    );
  }

  /** As {@link sums}, for each institution by itself. */
  async byInstitution(
    db: Db,
    { month, province, side }: ClearingKey,
  ): Promise<(ClearingSums & { readonly institutionCode: string })[]> {
    return db.query<ClearingSums & { readonly institutionCode: string }>(
      `${OF_PROVINCE} SELECT institution_code AS "institutionCode", ${SUMS} FROM across GROUP BY 1 ORDER BY 1`,
      [...instantsOfMonth(month), province, side],
    );
  }

  /** Rows in the order of their numbers, those after one. */
  async after(db: Db, { month, province, side }: ClearingKey, after: string, most: number): Promise<ClearingRow[]> {
    return db.query<ClearingRow>(
      `${OF_PROVINCE} SELECT ${COLUMNS} FROM across WHERE settlement_id > $5 ORDER BY settlement_id LIMIT $6`,
      [...instantsOfMonth(month), province, side, after, most],
    );
  }

  /** All rows of a province's month, page by page. */
  async *each(db: Db, key: ClearingKey): AsyncGenerator<ClearingRow> {
    for (let after = ''; ;) {
      const page = await this.after(db, key, after, PAGE_ROWS);
      yield* page;
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.settlementId ?? after;
    }
  }

  /** What a hospital's month comes to. */
  async ofHospital(db: Db, institutionCode: string, month: string): Promise<ClearingSums> {
    const parameters = [...instantsOfMonth(month), institutionCode];
    const [row] = await db.query<ClearingSums>(`${OF_HOSPITAL} SELECT ${SUMS} FROM across`, parameters);
    return row ?? NOTHING_TO_CLEAR;
  }

  /** Rows of a hospital in the order of their time, after the first so many. */
  async page(
    db: Db,
    institutionCode: string,
    month: string,
    skipped: number,
    most: number,
  ): Promise<(ClearingRow & { readonly certificateNumber: string })[]> {
    return db.query<ClearingRow & { readonly certificateNumber: string }>(
      `${OF_HOSPITAL}, page AS (SELECT * FROM across ORDER BY settled_at, settlement_id OFFSET $4 LIMIT $5)
       SELECT ${COLUMNS}, certificate_number AS "certificateNumber" FROM page
         JOIN medisettle.person USING (person_id) ORDER BY settled_at, settlement_id`,
      [...instantsOfMonth(month), institutionCode, skipped, most],
    );
  }
}
