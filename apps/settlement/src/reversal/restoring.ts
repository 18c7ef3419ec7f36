import { Injectable } from '@nestjs/common';
import { plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { StayLines } from '../inpatient/stay-lines.js';
import { StayStandings } from '../inpatient/stay-standing.js';
import { dayOf, Stays } from '../inpatient/stays.js';
import { type Occasion } from '../messages/occasion.js';
import { Posting } from '../settlements/posting.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { BillState, billKey } from '../visits/bill-state.js';
import { FeeLines } from '../visits/fee-lines.js';
import { visitKey, Visits } from '../visits/visits.js';

/** Lets a cancelled settlement stand again, where nothing has happened since that stands against it. */
@Injectable()
export class Restoring {
  constructor(
    private readonly book: SettlementBook,
    private readonly posting: Posting,
    private readonly visits: Visits,
    private readonly lines: FeeLines,
    private readonly bills: BillState,
    private readonly stays: Stays,
    private readonly stayLines: StayLines,
    private readonly standings: StayStandings,
  ) {}

  /**
   * Undoes a cancellation that stands. The person is held. Refuses VISIT-*, BILL-SETTLED, REVERSAL-BILL-CHANGED and
   * REVERSAL-MONEY-GONE.
   */
  async restore(occasion: Occasion, cancellation: SettlementRecord): Promise<SettlementRecord> {
    const { db, envelope, at } = occasion;
    const { personId, visitId, batchNo, cancels } = cancellation;
    const cancelled = await this.book.find(db, personId, cancels ?? '');
    if (!cancelled) throw new Error('a cancellation names no settlement');
    const left = cancelled.ofStay
      ? await this.leftOfStay(occasion, cancelled)
      : await this.leftOfVisit(occasion, cancelled);
    const standing = (await this.bills.of(db, [{ personId, visitId, batchNo }])).get(
      billKey({ personId, visitId, batchNo }),
    );
    if (standing?.settled) refuse('BILL-SETTLED');
    if (left !== cancelled.amounts.total) refuse('REVERSAL-BILL-CHANGED');
    const attempt = (standing?.attempts ?? 0) + 1;
    const origin = { msgid: envelope.msgid ?? '', infno: envelope.infno, operator: envelope.opter, at: at.toJSDate() };
    return this.posting.restore(db, { cancelled, cancellation, attempt }, origin);
  }

  /** What the lines of the bill come to. */
  private async leftOfVisit(
    { db, institution }: Occasion,
    { personId, visitId, batchNo }: SettlementRecord,
  ): Promise<Fen> {
    await this.visits.standing(db, personId, visitId, institution.institutionCode);
    const bill = { personId, visitId, batchNo };
    const lines = (await this.lines.ofBills(db, [bill])).get(billKey(bill)) ?? [];
    return plus(ZERO_FEN, ...lines.map(({ amount }) => amount));
  }

  /** What a bill of the stay would come to now: all that is not settled, and the stay ends on the day that counted. */
  private async leftOfStay(
    { db, institution }: Occasion,
    { personId, visitId, batchNo, ofStay }: SettlementRecord,
  ): Promise<Fen> {
    const stay = await this.stays.standing(db, personId, visitId, institution.institutionCode);
    const { settledTo } = await this.standings.of(db, stay);
    if (settledTo >= batchNo) refuse('BILL-SETTLED');
    const endedOn = stay.endedAt && dayOf(stay.endedAt);
    if (endedOn === null ? ofStay?.midStay === false : endedOn !== ofStay?.careUntil) refuse('REVERSAL-BILL-CHANGED');
    const unsettled = await this.stayLines.unsettled(db, [{ personId, visitId, settledTo }]);
    const sums = unsettled.get(visitKey(stay))?.sums;
    return sums ? plus(...Object.values<Fen>({ ...sums })) : ZERO_FEN;
  }
}
