import { Injectable } from '@nestjs/common';
import { refuse, type OutputOf } from '@medisettle/national';
import { z } from 'zod';
import { StayTransactions } from '../inpatient/stay-transactions.js';
import { Insured, type Person } from '../insured/insured.js';
import { type Handled, type Handler, type Occasion } from '../messages/occasion.js';
import { MsgidTaken, Reservations, type Reservation, type ReservationKey } from '../messages/reservations.js';
import { Tombstones } from '../messages/tombstones.js';
import { Cancelling, originOf } from '../settlements/cancelling.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { Visits } from '../visits/visits.js';
import { Restoring } from './restoring.js';

/** 2601 has no output. */
type Nothing = OutputOf<'2601'>;

/** What an answer to 2401 says of its stay. */
const Admitted = z.object({ output: z.object({ result: z.object({ mdtrt_id: z.string() }) }) });

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
    private readonly restoring: Restoring,
    private readonly stays: StayTransactions,
    private readonly visits: Visits,
  ) {}

  /**
   * Undone once: a second reversal of the same message finds that and answers as the first. Refuses
   * REVERSAL-OTHER-MESSAGE, SETTLEMENT-CANCELLED (2208, 2305 or 2103 were first), BILL-SETTLED, REVERSAL-BILL-CHANGED,
   * REVERSAL-MONEY-GONE, and for stays what 2404 and 2305 refuse. The original that is under way at this moment is waited for, at its person or its number.
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
    if (original.outcome === 'pending') refuse('PROVINCE-PENDING');
    if (original.outcome === 'void') return { output: {} };
    if (original.infno !== data.oinfno) refuse('REVERSAL-OTHER-MESSAGE', { found: original.infno });
    if (original.outcome === 'refused') return { output: {} };
    if (original.personId !== person.personId) refuse('REVERSAL-OTHER-MESSAGE', { found: 'psn_no' });
    if (original.infno === '2401') return this.withdraw(occasion, original, person);
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
    // Settled elsewhere since the desk has looked: repeated, the message goes there.
    if (latest?.kind === 'settlement' && occasion.insuredAt !== null) refuse('PROVINCE-PENDING');
    if (latest?.kind === 'settlement')
      return this.done(await this.cancelling.undo(occasion.db, person, latest, originOf(occasion)));
    return latest?.infno === '2601' ? { output: {} } : refuse('SETTLEMENT-CANCELLED');
  }

  private async restore(occasion: Occasion, cancellation: SettlementRecord): Promise<Handled<Nothing>> {
    const latest = await this.book.latestOf(occasion.db, cancellation.personId, cancellation.settlementId);
    if (latest?.settlementId !== cancellation.settlementId) return { output: {} };
    return this.done(await this.restoring.restore(occasion, cancellation));
  }

  /** An admission is taken back as by 2404, where that may be; one that was taken back is. */
  private async withdraw(occasion: Occasion, { answer }: Reservation, person: Person): Promise<Handled<Nothing>> {
    const { result } = Admitted.parse(JSON.parse(answer)).output;
    const { personId } = person;
    const [stay] = await this.visits.findAll(occasion.db, [{ personId, visitId: result.mdtrt_id }]);
    if (stay?.cancelledAt) return { output: {} };
    return this.stays.withdraw(occasion, { data: { psn_no: personId, mdtrt_id: result.mdtrt_id } });
  }

  private done({ personId, settlementId }: SettlementRecord): Handled<Nothing> {
    return { output: {}, personId, settlementId };
  }
}
