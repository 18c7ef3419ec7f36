import { Injectable } from '@nestjs/common';
import { CHINA_ZONE, refuse } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Db } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { type Handler, type Occasion } from '../messages/occasion.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { Visits } from '../visits/visits.js';
import { Intents } from './intents.js';
import { orderAnswer, purchaseAnswer } from './purchase-answers.js';
import { PurchaseOrders, type StandingOrder } from './purchase-orders.js';
import { mustBeOf } from './visitor-purchases.js';

/** What of the purchases of visitors is done in the books here alone; the rest is asked at the insured place. */
@Injectable()
export class PurchaseTransactions {
  constructor(
    private readonly orders: PurchaseOrders,
    private readonly insured: Insured,
    private readonly intents: Intents,
    private readonly visits: Visits,
    private readonly book: SettlementBook,
  ) {}

  /** 2161 and 2166 of somebody who is insured here. */
  readonly local: Handler<'2161' | '2166'> = () => refuse('PURCHASE-LOCAL');

  /** 2163 of an order that leads to no other province. */
  readonly refund: Handler<'2163'> = () => refuse('PURCHASE-ORDER-UNKNOWN');

  /** 2167. Refuses PURCHASE-ORDER-UNKNOWN, -PAID, -CLOSED, PROVINCE-PENDING. */
  readonly cancel: Handler<'2167'> = async (occasion, { n_input }) => {
    const order = await this.held(occasion, n_input);
    if (order.state === 'paid' || order.state === 'refunded') refuse('PURCHASE-ORDER-PAID');
    if (order.state === 'cancelled') refuse('PURCHASE-ORDER-CLOSED');
    await this.close(occasion, order);
    return { output: {}, personId: order.personId };
  };

  /**
   * 2181 of a trial (1106), of a settlement (1107) that is not there, and of a refund (1203), which stands: what was
   * refunded is bought anew. Reversed twice it is reversed once. Refuses PURCHASE-ORDER-UNKNOWN, -PAID, PROVINCE-PENDING,
   * PROVINCE-NO-RESTORE.
   */
  readonly reverse: Handler<'2181'> = async (occasion, { n_input }) => {
    const order = await this.held(occasion, n_input);
    const person = await this.insured.find(occasion.db, order.personId);
    if (person?.certificateNumber !== n_input.ssn.toUpperCase()) refuse('PURCHASE-ORDER-UNKNOWN');
    if (n_input.status === '1203' && order.state === 'refunded') refuse('PROVINCE-NO-RESTORE');
    if (n_input.status === '1106' && order.state === 'paid') refuse('PURCHASE-ORDER-PAID');
    // Paid since the desk has looked: repeated, the message goes to the insured place.
    if (n_input.status === '1107' && order.state === 'paid') refuse('PROVINCE-PENDING');
    if (n_input.status !== '1203' && order.state === 'open') await this.close(occasion, order);
    return { output: {}, personId: order.personId };
  };

  /** 2170: orders of this pharmacy, by number, by its own serial, or of some days. */
  readonly query: Handler<'2170'> = async ({ db, institution, at }, { n_input }) => {
    const { institutionCode } = institution;
    mustBeOf(institutionCode, n_input.fixmedins_code);
    const start = (day: string | null): DateTime | null =>
      day === null ? null : DateTime.fromISO(day, { zone: CHINA_ZONE });
    const found = await this.orders.search(
      db,
      {
        institutionCode,
        orderNo: n_input.mdtrt_regno,
        serialNo: n_input.mdtrtsn,
        from: start(n_input.begndate)?.toJSDate() ?? null,
        to: start(n_input.enddate)?.plus({ days: 1 }).toJSDate() ?? null,
      },
      at.toJSDate(),
    );
    return { output: { n_output: { parameters: found.map(orderAnswer) } } };
  };

  /** 2171. Refuses PURCHASE-ORDER-UNKNOWN, -UNPAID, PROVINCE-PENDING. */
  readonly settlement: Handler<'2171'> = async (occasion, { n_input }) => {
    const { db } = occasion;
    const order = await this.find(db, occasion, n_input);
    if (order.state === 'paying') refuse('PROVINCE-PENDING');
    const { personId, settlementId } = order;
    const person = await this.insured.find(db, personId);
    const record = settlementId === null ? null : await this.book.find(db, personId, settlementId);
    if (!record || !person) refuse('PURCHASE-ORDER-UNPAID');
    return { output: purchaseAnswer(record, person, order.state) };
  };

  private find(
    db: Db,
    { institution, at }: Occasion,
    named: { readonly mdtrt_regno: string; readonly fixmedins_code: string | null },
  ): Promise<StandingOrder> {
    mustBeOf(institution.institutionCode, named.fixmedins_code);
    return this.orders.find(db, institution.institutionCode, named.mdtrt_regno, at.toJSDate());
  }

  /** The order as it stands while its person is held, and nothing of him is open elsewhere. */
  private async held(occasion: Occasion, named: Parameters<PurchaseTransactions['find']>[2]): Promise<StandingOrder> {
    const { personId } = await this.find(occasion.db, occasion, named);
    await this.insured.hold(occasion.db, personId);
    await this.intents.mustBeNone(occasion.db, personId);
    return this.find(occasion.db, occasion, named);
  }

  private async close({ db, institution, at }: Occasion, order: StandingOrder): Promise<void> {
    await this.orders.cancel(db, order, at.toJSDate());
    const { personId, bill } = order;
    const visit = await this.visits.find(db, personId, bill.visitId, institution.institutionCode);
    await this.visits.cancel(db, visit, at.toJSDate());
  }
}
