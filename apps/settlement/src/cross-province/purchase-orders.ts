import { Injectable } from '@nestjs/common';
import { type Fen } from '@medisettle/money';
import { refuse, wireDate } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Db } from '../database/transactions.js';
import { BillBody } from './bodies.js';

/** A visitor's bill at a pharmacy here, tried at the insured place, which the patient may pay. */
export interface PurchaseOrder {
  readonly personId: string;
  /** `mdtrt_regno`; also the batch of its lines, and the message number of its settlement. */
  readonly orderNo: string;
  readonly institutionCode: string;
  /** `mdtrtsn`, the pharmacy's own. */
  readonly serialNo: string;
  /** Of the insured place. */
  readonly division: string;
  readonly bill: BillBody;
  /** What the trial came to. */
  readonly account: Fen;
  readonly cash: Fen;
  readonly madeAt: Date;
}

/** An order as it stands now. */
export interface StandingOrder extends PurchaseOrder {
  readonly state: OrderState;
  /** Of whoever has paid, refunded or not. */
  readonly settlementId: string | null;
}

/**
 * `paying`: the insured place was asked to settle and has not said yet. `closed`: nothing was settled and nothing will
 * be; an order that nobody has paid is so on the next day.
 */
export type OrderState = 'open' | 'paying' | 'paid' | 'refunded' | 'cancelled' | 'closed';

/** What orders are looked for by; at most 100 are found, the newest. */
interface Wanted {
  readonly institutionCode: string;
  readonly orderNo: string | null;
  readonly serialNo: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

type Row = Omit<PurchaseOrder, 'bill'> & {
  readonly bill: unknown;
  readonly cancelledAt: Date | null;
  readonly outcome: 'settled' | 'refused' | 'void' | 'pending' | null;
  readonly settlementId: string | null;
  readonly refunded: boolean;
};

/** Orders of visitors. What became of one is read from its settlement's message number, so that there is one truth. */
@Injectable()
export class PurchaseOrders {
  /** Refuses PURCHASE-SERIAL-USED. */
  async write(db: Db, order: PurchaseOrder): Promise<void> {
    const written = await db.query(
      `INSERT INTO medisettle.purchase_order
         (person_id, order_no, institution_code, serial_no, division, bill, account_fen, cash_fen, made_at)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9)
       ON CONFLICT (institution_code, serial_no) DO NOTHING RETURNING 1 AS written`,
      [
        order.personId,
        order.orderNo,
        order.institutionCode,
        order.serialNo,
        order.division,
        JSON.stringify(order.bill),
        order.account,
        order.cash,
        order.madeAt,
      ],
    );
    if (written.length > 0) return;
    const [standing] = await this.search(db, { ...order, orderNo: null, from: null, to: null }, order.madeAt);
    refuse('PURCHASE-SERIAL-USED', { order: standing?.orderNo ?? '' });
  }

  /** Refuses PURCHASE-ORDER-UNKNOWN. */
  async find(db: Db, institutionCode: string, orderNo: string, at: Date): Promise<StandingOrder> {
    const wanted = { institutionCode, orderNo, serialNo: null, from: null, to: null };
    return (await this.search(db, wanted, at))[0] ?? refuse('PURCHASE-ORDER-UNKNOWN');
  }

  /** @param at the moment at which they stand so */
  async search(db: Db, wanted: Wanted, at: Date): Promise<StandingOrder[]> {
    const rows = await db.query<Row>(
      `SELECT o.person_id AS "personId", o.order_no AS "orderNo", o.institution_code AS "institutionCode",
              o.serial_no AS "serialNo", o.division, o.bill, o.account_fen AS account, o.cash_fen AS cash,
              o.made_at AS "madeAt", o.cancelled_at AS "cancelledAt", r.outcome, r.settlement_id AS "settlementId",
              EXISTS (SELECT FROM medisettle.settlement c
                       WHERE c.person_id = o.person_id AND c.cancels = r.settlement_id) AS refunded
         FROM medisettle.purchase_order o
         LEFT JOIN medisettle.reservation r ON r.institution_code = o.institution_code AND r.msgid = o.order_no
        WHERE o.institution_code = $1 AND ($2::text IS NULL OR o.order_no = $2)
          AND ($3::text IS NULL OR o.serial_no = $3)
          AND ($4::timestamptz IS NULL OR o.made_at >= $4) AND ($5::timestamptz IS NULL OR o.made_at < $5)
        ORDER BY o.made_at DESC, o.order_no DESC LIMIT 100`,
      [wanted.institutionCode, wanted.orderNo, wanted.serialNo, wanted.from, wanted.to],
    );
    return rows.map((row) => standingOf(row, at));
  }

  /** Where the person of an order is insured; null where there is no such order. */
  async divisionOf(db: Db, institutionCode: string, orderNo: string): Promise<string | null> {
    const [row] = await db.query<{ division: string }>(
      'SELECT division FROM medisettle.purchase_order WHERE institution_code = $1 AND order_no = $2',
      [institutionCode, orderNo],
    );
    return row?.division ?? null;
  }

  /** The person is held, and the order is open. */
  async cancel(db: Db, { personId, orderNo }: PurchaseOrder, at: Date): Promise<void> {
    await db.query('UPDATE medisettle.purchase_order SET cancelled_at = $3 WHERE person_id = $1 AND order_no = $2', [
      personId,
      orderNo,
      at,
    ]);
  }
}

function standingOf({ cancelledAt, outcome, refunded, ...row }: Row, at: Date): StandingOrder {
  const bill = BillBody.parse(row.bill);
  const ofToday = bill.day === wireDate(DateTime.fromJSDate(at));
  return { ...row, bill, state: stateOf({ cancelledAt, outcome, refunded }, ofToday) };
}

function stateOf(
  { cancelledAt, outcome, refunded }: Pick<Row, 'cancelledAt' | 'outcome' | 'refunded'>,
  ofToday: boolean,
): OrderState {
  if (cancelledAt !== null) return 'cancelled';
  switch (outcome) {
    case null:
      return ofToday ? 'open' : 'closed';
    case 'pending':
      return 'paying';
    case 'settled':
      return refunded ? 'refunded' : 'paid';
    case 'refused':
    case 'void':
      return 'closed';
  }
}
