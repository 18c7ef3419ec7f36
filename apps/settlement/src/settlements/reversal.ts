import { Injectable } from '@nestjs/common';
import { plus, ZERO_FEN } from '@medisettle/money';
import { refuse, type OutputOf } from '@medisettle/national';
import { Insured, type Person } from '../insured/insured.js';
import { type Handled, type Handler, type Occasion } from '../messages/occasion.js';
import { MsgidTaken, Reservations, type Reservation, type ReservationKey } from '../messages/reservations.js';
import { Tombstones } from '../messages/tombstones.js';
import { BillState, billKey } from '../visits/bill-state.js';
import { FeeLines } from '../visits/fee-lines.js';
import { Visits } from '../visits/visits.js';
import { Cancelling } from './cancelling.js';
import { Posting } from './posting.js';
import { SettlementBook } from './settlement-book.js';
import { type SettlementRecord } from './settlement-record.js';

/** 2601 has no output. */
type Nothing = OutputOf<'2601'>;

/**
 * 2601: undoes a message of the same institution by its number, whatever has become of it. What was settled is taken
 * back; what was cancelled stands again; what was refused is left; and what has never arrived never will be done, since
 * its number is closed.
 */
@Injectable()
export class Reversal {
  constructor(
    private readonly insured: Insured,
    private readonly reservations: Reservations,
    private readonly tombstones: Tombstones,
    private readonly book: SettlementBook,
    private readonly cancelling: Cancelling,
    private readonly posting: Posting,
    private readonly visits: Visits,
    private readonly lines: FeeLines,
    private readonly bills: BillState,
  ) {}

  /**
   * Undone once: a second reversal of the same message finds that and answers as the first. Refuses
   * REVERSAL-OTHER-MESSAGE, SETTLEMENT-CANCELLED (2208 or 2103 were first), BILL-SETTLED, REVERSAL-BILL-CHANGED and
   * REVERSAL-MONEY-GONE. The original that is under way at this moment is waited for, at its person or its number.
   */
  readonly reverse: Handler<'2601'> = async (occasion, { data }) => {
    const { db, institution, envelope, at } = occasion;
    if (data.omsgid === envelope.msgid) refuse('REVERSAL-OTHER-MESSAGE', { found: '2601' });
    const person = await this.insured.hold(db, data.psn_no);
    const number = { institutionCode: institution.institutionCode, msgid: data.omsgid };
    const closing = { ...number, infno: data.oinfno, fingerprint: null };
    const original =
      (await this.reservations.find(db, number)) ??
      (await this.tombstones.close(db, closing, at).catch((error: unknown) => this.taken(occasion, number, error)));
    if (original.outcome === 'void') return { output: {} };
    if (original.infno !== data.oinfno) refuse('REVERSAL-OTHER-MESSAGE', { found: original.infno });
    if (original.outcome === 'refused') return { output: {} };
    if (original.personId !== person.personId) refuse('REVERSAL-OTHER-MESSAGE', { found: 'psn_no' });
    const made = await this.madeBy(occasion, original);
    return made.kind === 'settlement' ? this.undo(occasion, person, made) : this.restore(occasion, made);
  };

  /** Somebody has taken the number between the look and the tombstone; what he did is committed by now. */
  private async taken({ db }: Occasion, number: ReservationKey, error: unknown): Promise<Reservation> {
    if (!(error instanceof MsgidTaken)) throw error;
    const found = await this.reservations.find(db, number);
    if (!found) throw new Error('a taken number stands nowhere', { cause: error });
    return found;
  }

  private async madeBy({ db }: Occasion, { personId, settlementId, infno }: Reservation): Promise<SettlementRecord> {
    const made = personId && settlementId ? await this.book.find(db, personId, settlementId) : null;
    if (!made) throw new Error(`a message ${infno} that can be reversed has left no settlement`);
    return made;
  }

  private async undo(occasion: Occasion, person: Person, settled: SettlementRecord): Promise<Handled<Nothing>> {
    const latest = await this.book.latestOf(occasion.db, settled.personId, settled.settlementId);
    if (latest?.kind === 'settlement') return this.done(await this.cancelling.undo(occasion, person, latest));
    return latest?.infno === '2601' ? { output: {} } : refuse('SETTLEMENT-CANCELLED');
  }

  private async restore(
    { db, envelope, institution, at }: Occasion,
    cancellation: SettlementRecord,
  ): Promise<Handled<Nothing>> {
    const { personId, visitId, batchNo, cancels } = cancellation;
    const latest = await this.book.latestOf(db, personId, cancellation.settlementId);
    if (latest?.settlementId !== cancellation.settlementId) return { output: {} };
    const cancelled = await this.book.find(db, personId, cancels ?? '');
    if (!cancelled) throw new Error('a cancellation names no settlement');
    await this.visits.standing(db, personId, visitId, institution.institutionCode);
    const bill = { personId, visitId, batchNo };
    const standing = (await this.bills.of(db, [bill])).get(billKey(bill));
    if (standing?.settled) refuse('BILL-SETTLED');
    const lines = (await this.lines.ofBills(db, [bill])).get(billKey(bill)) ?? [];
    if (plus(ZERO_FEN, ...lines.map(({ amount }) => amount)) !== cancelled.amounts.total)
      refuse('REVERSAL-BILL-CHANGED');
    const attempt = (standing?.attempts ?? 0) + 1;
    const origin = { msgid: envelope.msgid ?? '', infno: envelope.infno, operator: envelope.opter, at: at.toJSDate() };
    return this.done(await this.posting.restore(db, { cancelled, cancellation, attempt }, origin));
  }

  private done({ personId, settlementId }: SettlementRecord): Handled<Nothing> {
    return { output: {}, personId, settlementId };
  }
}
