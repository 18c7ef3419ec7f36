import { Inject, Injectable } from '@nestjs/common';
import {
  CHINA_ZONE,
  receiverMessageId,
  refusal,
  refusalText,
  type CloseRequest,
  type OutcomeAnswer,
} from '@medisettle/national';
import { DateTime } from 'luxon';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { Transactions } from '../database/transactions.js';
import { MsgidTaken, Reservations, type Reservation } from './reservations.js';

/** What became of a message: the question that the national set does not have. */
@Injectable()
export class Outcomes {
  /** Apart from the numbers that the message desk gives at the same time. */
  private serial = 5_000_000_000;

  constructor(
    private readonly transactions: Transactions,
    private readonly reservations: Reservations,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {}

  /** What is known now. `absent` says nothing of a message that is still on its way. */
  async of(institution: string, msgid: string): Promise<OutcomeAnswer> {
    const [found] = await this.reservations.findAll(this.transactions.reader, [
      { institutionCode: institution, msgid },
    ]);
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
    this.serial += 1;
    const refMsgid = receiverMessageId(this.configuration.CENTRE_DIVISION, at, this.serial);
    const tombstone: Reservation = {
      institutionCode: institution,
      msgid,
      fingerprint,
      infno,
      outcome: 'void',
      personId: null,
      settlementId: null,
      answer: refusalText({ refMsgid, receivedAt: at, answeredAt: at }, refusal('MSG-CLOSED')),
      reservedAt: at.toJSDate(),
    };
    try {
      await this.transactions.run((db) => this.reservations.reserve(db, [tombstone]));
      return this.told(tombstone);
    } catch (error) {
      if (!(error instanceof MsgidTaken)) throw error;
      return this.of(institution, msgid);
    }
  }

  private async told({ outcome, personId, settlementId, answer }: Reservation): Promise<OutcomeAnswer> {
    if (outcome === 'void') return { outcome: 'absent', cancelled: false, closed: true, text: answer };
    const cancelled =
      personId !== null &&
      settlementId !== null &&
      (await this.reservations.cancelled(this.transactions.reader, personId, settlementId));
    return { outcome, cancelled, closed: false, text: answer };
  }
}
