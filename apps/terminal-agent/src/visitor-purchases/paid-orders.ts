import { Subject, type Observable } from 'rxjs';
import { type SettlementRow } from '../cashier-page/settlement-rows.js';
import { type DeskBook } from '../desk-book/desk-book.js';
import { isGood } from '../his-gateway/answer-code.js';
import { type CarriedMessage, type CheckedMessage, type MessageCarrier } from '../his-gateway/message-carrier.js';
import { type Journal } from '../journal/journal.js';
import { inputOf, textIn } from '../journal/kept-words.js';
import { purchaseIn, type PurchaseAmounts } from './purchase-answer.js';

/** Names an order of a pharmacy (`mdtrt_regno`). */
interface OrderName {
  readonly institution: string;
  readonly order: string;
}

const placeOf = ({ institution, order }: OrderName): string => JSON.stringify([institution, order, 'paid-order']);

/** What this counter has heard of orders that visitors have paid, so that lists and receipts need no centre. */
export class PaidOrders {
  private readonly news = new Subject<OrderName>();

  constructor(
    private readonly book: DeskBook,
    private readonly journal: Pick<Journal, 'seals'>,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Which order was just heard to be paid, after it is on disk. */
  get changes(): Observable<OrderName> {
    return this.news;
  }

  /** Notes the answer to 2171; heard twice it is noted once. */
  async note(name: OrderName, answer: string): Promise<void> {
    const sealed = this.journal.seals.seal(answer, placeOf(name));
    let added = false;
    await this.book.write(async () => {
      const rows = await this.book.rows(
        `INSERT INTO paid_order (institution, order_no, answer, noted_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (institution, order_no) DO NOTHING RETURNING order_no`,
        [name.institution, name.order, sealed, this.clock()],
      );
      added = rows.length > 0;
    });
    if (added) this.news.next(name);
  }

  /** What an order came to; undefined while nobody has heard that it is paid, or where that cannot be read any more. */
  async find(name: OrderName): Promise<PurchaseAmounts | undefined> {
    const [row] = await this.book.rows('SELECT answer FROM paid_order WHERE institution = ? AND order_no = ?', [
      name.institution,
      name.order,
    ]);
    if (row === undefined) return undefined;
    return purchaseIn(this.journal.seals.open(row['answer'] as Uint8Array, placeOf(name)));
  }

  /** Rows of the list with what is known of their orders' payment. */
  async told(rows: readonly SettlementRow[]): Promise<SettlementRow[]> {
    const told: SettlementRow[] = [];
    for (const row of rows) {
      const { institution, order } = row;
      const paid = order ? await this.find({ institution, order: order.number }) : undefined;
      const state = order?.state === 'waiting' ? 'paid' : order?.state;
      if (!order || !paid || !state) told.push(row);
      else told.push({ ...row, order: { ...order, state }, settled: { ...paid, visitId: order.number } });
    }
    return told;
  }

  close(): void {
    this.news.complete();
  }
}

/** Lets messages pass, and notes what the centre says of orders that were paid (2171). */
export class HearsPayments implements MessageCarrier {
  constructor(
    private readonly inner: MessageCarrier,
    private readonly orders: PaidOrders,
  ) {}

  async carry(message: CheckedMessage): Promise<CarriedMessage> {
    const carried = await this.inner.carry(message);
    const { infno, institution } = message.envelope;
    if (infno !== '2171' || carried.outcome !== 'answered' || !isGood(carried.text)) return carried;
    const order = textIn(inputOf(message.text), 'mdtrt_regno');
    if (order !== '' && purchaseIn(carried.text)) await this.orders.note({ institution, order }, carried.text);
    return carried;
  }
}
