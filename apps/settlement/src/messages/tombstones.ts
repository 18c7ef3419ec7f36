import { Inject, Injectable } from '@nestjs/common';
import { receiverMessageId, refusal, refusalText } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { type Db } from '../database/transactions.js';
import { Reservations, type Reservation } from './reservations.js';

/** Which message number is closed. */
export interface ClosedNumber {
  readonly institutionCode: string;
  readonly msgid: string;
  readonly infno: string;
  /** Null where who closes it has never seen the message. */
  readonly fingerprint: string | null;
}

/** Closes message numbers: a message that arrives after that finds its number taken and is refused. */
@Injectable()
export class Tombstones {
  /** Apart from the numbers that the message desk gives at the same time. */
  private serial = 5_000_000_000;

  constructor(
    private readonly reservations: Reservations,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {}

  /**
   * Takes the number as void. A copy of the message that is under way in another transaction is waited for.
   * @throws MsgidTaken when the number is taken; the transaction can go on
   */
  async close(db: Db, { fingerprint, ...number }: ClosedNumber, at: DateTime): Promise<Reservation> {
    this.serial += 1;
    const refMsgid = receiverMessageId(this.configuration.CENTRE_DIVISION, at, this.serial);
    const tombstone: Reservation = {
      ...number,
      fingerprint: fingerprint ?? '',
      outcome: 'void',
      personId: null,
      settlementId: null,
      answer: refusalText({ refMsgid, receivedAt: at, answeredAt: at }, refusal('MSG-CLOSED')),
      reservedAt: at.toJSDate(),
    };
    await this.reservations.reserve(db, [tombstone]);
    return tombstone;
  }
}
