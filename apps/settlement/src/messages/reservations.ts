import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';

/** What is kept of a message that was done or refused, for as long as records are kept. */
export interface Reservation {
  readonly institutionCode: string;
  readonly msgid: string;
  /** Fingerprint of the content, see `readMessage`. */
  readonly fingerprint: string;
  readonly infno: string;
  /**
   * `void`: nothing was done and nothing will be; the number is taken so that a late message is refused. `pending`:
   * another province was asked and has not said yet; there is no answer, and the outcome is not known.
   */
  readonly outcome: 'settled' | 'refused' | 'void' | 'pending';
  readonly personId: string | null;
  readonly settlementId: string | null;
  /** The answer's exact text. */
  readonly answer: string;
  readonly reservedAt: Date;
}

/** Under which number a message is kept. */
export type ReservationKey = Pick<Reservation, 'institutionCode' | 'msgid'>;

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
  /** What stands under a number. */
  async find(db: Db, key: ReservationKey): Promise<Reservation | null> {
    return (await this.findAll(db, [key]))[0] ?? null;
  }

  /** What stands under the numbers, in their order; null for one that is free. */
  async findAll(db: Db, keys: readonly ReservationKey[]): Promise<(Reservation | null)[]> {
    const rows = await db.query<Reservation & { position: number }>(
      `SELECT k.position, r.institution_code AS "institutionCode", r.msgid, r.fingerprint, r.infno, r.outcome,
              r.person_id AS "personId", r.settlement_id AS "settlementId", r.answer, r.reserved_at AS "reservedAt"
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (institution_code, msgid, position)
         JOIN medisettle.reservation r ON r.institution_code = k.institution_code AND r.msgid = k.msgid`,
      [keys.map((key) => key.institutionCode), keys.map((key) => key.msgid)],
    );
    const found = new Map(rows.map(({ position, ...row }) => [position, row]));
    return keys.map((_, index) => found.get(index + 1) ?? null);
  }

  /**
   * Reserves numbers for messages, all or none. Where a copy of a message is under way in another transaction, this
   * waits for its end: if it commits, the number is taken; if it is undone, the number is ours. Numbers are taken in
   * their order, so that two transactions never wait for each other.
   * @throws MsgidTaken when one of them is; unless there was only one, the caller's transaction must be undone then
   */
  async reserve(db: Db, reservations: readonly Reservation[]): Promise<void> {
    const reserved = await db.query(
      `INSERT INTO medisettle.reservation
         (institution_code, msgid, fingerprint, infno, outcome, person_id, settlement_id, answer, reserved_at)
       SELECT "institutionCode", msgid, fingerprint, infno, outcome, "personId", "settlementId", answer, "reservedAt"
         FROM json_to_recordset($1::json) AS r (
           "institutionCode" text, msgid text, fingerprint text, infno text, outcome text, "personId" text,
           "settlementId" text, answer text, "reservedAt" timestamptz)
        ORDER BY "institutionCode", msgid
       ON CONFLICT (institution_code, msgid) DO NOTHING RETURNING 1 AS reserved`,
      [JSON.stringify(reservations)],
    );
    if (reserved.length < reservations.length) throw new MsgidTaken();
  }

  /** Gives a number that was taken as pending its end, in the transaction that books it. */
  async conclude(
    db: Db,
    {
      institutionCode,
      msgid,
      outcome,
      settlementId,
      answer,
    }: Omit<Reservation, 'fingerprint' | 'infno' | 'personId' | 'reservedAt'>,
  ): Promise<void> {
    const ended = await db.query(
      `UPDATE medisettle.reservation SET outcome = $3, settlement_id = $4, answer = $5
        WHERE institution_code = $1 AND msgid = $2 AND outcome = 'pending' RETURNING 1 AS ended`,
      [institutionCode, msgid, outcome, settlementId, answer],
    );
    if (ended.length !== 1) throw new Error('a message that was to end is not pending');
  }

  /** Frees a number that was taken as pending: nothing was done, and the same message may come again. */
  async release(db: Db, { institutionCode, msgid }: ReservationKey): Promise<void> {
    await db.query(
      `DELETE FROM medisettle.reservation WHERE institution_code = $1 AND msgid = $2 AND outcome = 'pending'`,
      [institutionCode, msgid],
    );
  }
}
