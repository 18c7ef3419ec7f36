import { Injectable } from '@nestjs/common';
import { fen, formatDecimal, type Fen, type Price, type Quantity, type Rate } from '@medisettle/money';
import { v7 } from 'uuid';
import { decimalOf } from '../catalogue/catalogue.js';
import { type Db } from '../database/transactions.js';
import { billKey, type BillName } from './bill-state.js';

/** One line of a bill, with the catalogue's rule of its day and how it was split. Amounts in fen. */
export interface FeeLine {
  /** `feedetl_sn`, unique within the visit. */
  readonly lineNo: string;
  readonly itemCode: string;
  readonly institutionItemCode: string | null;
  readonly occurredAt: Date;
  readonly price: Price;
  readonly quantity: Quantity;
  readonly amount: Fen;
  /** Null for an item that the catalogue did not have on that day: the person pays it in full. */
  readonly class: 'A' | 'B' | 'C' | null;
  readonly feeCategory: string;
  readonly selfpayRatio: Rate | null;
  readonly selfpayFixed: Price | null;
  readonly priceLimit: Price | null;
  readonly selfFunded: Fen;
  readonly overLimit: Fen;
  readonly classified: Fen;
  readonly inScope: Fen;
  /** The line of the same stay that this one takes back; quantity and amounts are below 0 then. */
  readonly returns: string | null;
}

/** A fee line as its row holds it. */
export interface FeeLineRow {
  line_no: string;
  item_code: string;
  institution_item_code: string | null;
  occurred_at: Date;
  price: string;
  quantity: string;
  amount_fen: number;
  item_class: 'A' | 'B' | 'C' | null;
  fee_category: string;
  selfpay_ratio: string | null;
  selfpay_fixed: string | null;
  price_limit: string | null;
  self_funded_fen: number;
  over_limit_fen: number;
  classified_fen: number;
  in_scope_fen: number;
  returns_line_no: string | null;
}

/** The columns of a {@link FeeLineRow}. */
export const FEE_LINE_COLUMNS = `line_no, item_code, institution_item_code, occurred_at, price, quantity, amount_fen,
  item_class, fee_category, selfpay_ratio, selfpay_fixed, price_limit, self_funded_fen, over_limit_fen, classified_fen,
  in_scope_fen, returns_line_no`;

/** Fee lines of visits. A withdrawn line stays on record and counts for nothing. */
@Injectable()
export class FeeLines {
  /** Adds a batch in one statement. The database refuses a line number that stands already. */
  async add(
    db: Db,
    at: { personId: string; visitId: string; batchNo: string; uploadedAt: Date },
    lines: readonly FeeLine[],
  ): Promise<void> {
    const records = lines.map((line, position) => ({
      line_id: v7(),
      position,
      line_no: line.lineNo,
      item_code: line.itemCode,
      institution_item_code: line.institutionItemCode,
      occurred_at: line.occurredAt,
      price: formatDecimal(line.price),
      quantity: formatDecimal(line.quantity),
      amount_fen: line.amount,
      item_class: line.class,
      fee_category: line.feeCategory,
      selfpay_ratio: line.selfpayRatio && formatDecimal(line.selfpayRatio),
      selfpay_fixed: line.selfpayFixed && formatDecimal(line.selfpayFixed),
      price_limit: line.priceLimit && formatDecimal(line.priceLimit),
      self_funded_fen: line.selfFunded,
      over_limit_fen: line.overLimit,
      classified_fen: line.classified,
      in_scope_fen: line.inScope,
      returns_line_no: line.returns,
    }));
    await db.query(
      `INSERT INTO medisettle.fee_line
         (person_id, visit_id, batch_no, uploaded_at, line_id, line_no, position, item_code, institution_item_code,
          occurred_at, price, quantity, amount_fen, item_class, fee_category, selfpay_ratio, selfpay_fixed,
          price_limit, self_funded_fen, over_limit_fen, classified_fen, in_scope_fen, returns_line_no)
       SELECT $1, $2, $3, $4, l.*
         FROM jsonb_to_recordset($5::jsonb) AS l (
           line_id uuid, line_no text, position integer, item_code text, institution_item_code text,
           occurred_at timestamptz, price numeric, quantity numeric, amount_fen bigint, item_class text,
           fee_category text, selfpay_ratio numeric, selfpay_fixed numeric, price_limit numeric,
           self_funded_fen bigint, over_limit_fen bigint, classified_fen bigint, in_scope_fen bigint,
           returns_line_no text)`,
      [at.personId, at.visitId, at.batchNo, at.uploadedAt, JSON.stringify(records)],
    );
  }

  /** The lines of many bills that stand, each in the order in which they were sent, by {@link billKey}. */
  async ofBills(db: Db, bills: readonly BillName[]): Promise<ReadonlyMap<string, readonly FeeLine[]>> {
    const rows = await db.query<FeeLineRow & BillName>(
      `SELECT person_id AS "personId", visit_id AS "visitId", batch_no AS "batchNo", ${FEE_LINE_COLUMNS}
         FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (person_id, visit_id, batch_no)
         JOIN medisettle.fee_line USING (person_id, visit_id, batch_no)
        WHERE withdrawn_at IS NULL ORDER BY uploaded_at, position`,
      [bills.map((bill) => bill.personId), bills.map((bill) => bill.visitId), bills.map((bill) => bill.batchNo)],
    );
    const found = new Map<string, FeeLine[]>();
    for (const row of rows) {
      const lines = found.get(billKey(row));
      if (lines) lines.push(lineOf(row));
      else found.set(billKey(row), [lineOf(row)]);
    }
    return found;
  }

  /** Numbers and batches of the lines that stand in a visit. */
  async standing(db: Db, personId: string, visitId: string): Promise<{ lineNo: string; batchNo: string }[]> {
    return db.query<{ lineNo: string; batchNo: string }>(
      `SELECT line_no AS "lineNo", batch_no AS "batchNo" FROM medisettle.fee_line
        WHERE person_id = $1 AND visit_id = $2 AND withdrawn_at IS NULL`,
      [personId, visitId],
    );
  }

  async withdraw(db: Db, personId: string, visitId: string, batches: readonly string[], at: Date): Promise<void> {
    await db.query(
      `UPDATE medisettle.fee_line SET withdrawn_at = $4
        WHERE person_id = $1 AND visit_id = $2 AND batch_no = ANY ($3) AND withdrawn_at IS NULL`,
      [personId, visitId, batches, at],
    );
  }
}

/** The line of a row. */
export function lineOf(row: FeeLineRow): FeeLine {
  return {
    lineNo: row.line_no,
    itemCode: row.item_code,
    institutionItemCode: row.institution_item_code,
    occurredAt: row.occurred_at,
    price: decimalOf(row.price, 6),
    quantity: decimalOf(row.quantity, 4),
    amount: fen(row.amount_fen),
    class: row.item_class,
    feeCategory: row.fee_category,
    selfpayRatio: row.selfpay_ratio === null ? null : decimalOf(row.selfpay_ratio, 4),
    selfpayFixed: row.selfpay_fixed === null ? null : decimalOf(row.selfpay_fixed, 6),
    priceLimit: row.price_limit === null ? null : decimalOf(row.price_limit, 6),
    selfFunded: fen(row.self_funded_fen),
    overLimit: fen(row.over_limit_fen),
    classified: fen(row.classified_fen),
    inScope: fen(row.in_scope_fen),
    returns: row.returns_line_no,
  };
}
