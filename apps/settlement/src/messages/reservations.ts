import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';

/** What is kept of a message that was done or refused, for as long as records are kept. */
export interface Reservation {
  readonly institutionCode: string;
  readonly msgid: string;
  /** Fingerprint of the content, see `readMessage`. */
  readonly fingerprint: string;
  readonly infno: string;
  readonly outcome: 'settled' | 'refused';
  readonly personId: string | null;
  readonly settlementId: string | null;
  /** The answer's exact text. */
  readonly answer: string;
  readonly reservedAt: Date;
}

/** Another message has this number already; the transaction that finds out is undone. */
export class MsgidTaken extends Error {
  constructor() {
    super('the msgid is reserved');
    this.name = 'MsgidTaken';
  }
}

/** Once only: one row for (institution, msgid), written by the transaction that does the work. */
@Injectable()
export class Reservations {
  async find(db: Db, institutionCode: string, msgid: string): Promise<Reservation | null> {
    const [row] = await db.query<Reservation>(
      `SELECT institution_code AS "institutionCode", msgid, fingerprint, infno, outcome, person_id AS "personId",
              settlement_id AS "settlementId", answer, reserved_at AS "reservedAt"
         FROM medisettle.reservation WHERE institution_code = $1 AND msgid = $2`,
      [institutionCode, msgid],
    );
    return row ?? null;
  }

  /**
   * Reserves the number for this message. Where a copy of the message is under way in another transaction, this waits
   * for its end: if it commits, the number is taken; if it is undone, the number is ours.
   * @throws MsgidTaken
   */
  async reserve(db: Db, reservation: Reservation): Promise<void> {
    const reserved = await db.query(
      `INSERT INTO medisettle.reservation
         (institution_code, msgid, fingerprint, infno, outcome, person_id, settlement_id, answer, reserved_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (institution_code, msgid) DO NOTHING RETURNING 1 AS reserved`,
      [
        reservation.institutionCode,
        reservation.msgid,
        reservation.fingerprint,
        reservation.infno,
        reservation.outcome,
        reservation.personId,
        reservation.settlementId,
        reservation.answer,
        reservation.reservedAt,
      ],
    );
    if (reserved.length === 0) throw new MsgidTaken();
  }

  /** Whether the settlement was cancelled since. */
  async cancelled(db: Db, personId: string, settlementId: string): Promise<boolean> {
    const rows = await db.query(`SELECT 1 AS found FROM medisettle.settlement WHERE person_id = $1 AND cancels = $2`, [
      personId,
      settlementId,
    ]);
    return rows.length > 0;
  }
}
