import { Injectable } from '@nestjs/common';
import { CHINA_ZONE, type CloseRequest, type OutcomeAnswer } from '@medisettle/national';
import { DateTime } from 'luxon';
import { Transactions } from '../database/transactions.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { MsgidTaken, Reservations, type Reservation } from './reservations.js';
import { Tombstones } from './tombstones.js';

/** What became of a message: the question that the national set does not have. */
@Injectable()
export class Outcomes {
  constructor(
    private readonly transactions: Transactions,
    private readonly reservations: Reservations,
    private readonly tombstones: Tombstones,
    private readonly book: SettlementBook,
  ) {}

  /** What is known now. `absent` says nothing of a message that is still on its way. */
  async of(institution: string, msgid: string): Promise<OutcomeAnswer> {
    const found = await this.reservations.find(this.transactions.reader, { institutionCode: institution, msgid });
    if (!found) return { outcome: 'absent', cancelled: false, closed: false, text: null };
    return this.told(found);
  }

  /**
   * What became of the message for certain. Where nothing has, the number is taken as void: a message that arrives after
   * that finds it taken and is refused. A copy that is under way in another transaction is waited for, and if that is
   * done it is the outcome.
   * @throws CommitUnknown when the answer of the database was lost; asked again, the same comes of it
   */
  async close({ institution, msgid, infno, fingerprint }: CloseRequest): Promise<OutcomeAnswer> {
    const at = DateTime.now().setZone(CHINA_ZONE);
    const number = { institutionCode: institution, msgid, infno, fingerprint };
    try {
      return await this.told(await this.transactions.run((db) => this.tombstones.close(db, number, at)));
    } catch (error) {
      if (!(error instanceof MsgidTaken)) throw error;
      return this.of(institution, msgid);
    }
  }

  private async told({ outcome, personId, settlementId, answer }: Reservation): Promise<OutcomeAnswer> {
    if (outcome === 'pending') return { outcome: 'unknown', cancelled: false, closed: false, text: null };
    if (outcome === 'void') return { outcome: 'absent', cancelled: false, closed: true, text: answer };
    const cancelled = personId !== null && settlementId !== null && (await this.undone(personId, settlementId));
    return { outcome, cancelled, closed: false, text: answer };
  }

  /** A settlement that was cancelled and stands again is not undone; a cancellation is when its settlement stands again. */
  private async undone(personId: string, settlementId: string): Promise<boolean> {
    const db = this.transactions.reader;
    const [record, latest] = await Promise.all([
      this.book.find(db, personId, settlementId),
      this.book.latestOf(db, personId, settlementId),
    ]);
    return record?.kind !== latest?.kind;
  }
}
