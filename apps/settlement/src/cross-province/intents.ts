import { Injectable } from '@nestjs/common';
import { refuse } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { type OfStay } from '../settlements/settlement-record.js';
import { type BillBody, type CancelBody } from './bodies.js';

/** How a message was received, for its answer. */
interface Frame {
  readonly refMsgid: string;
  /** ISO 8601. */
  readonly receivedAt: string;
}

/** A settlement that the insured place is asked for. */
export interface SettleContent {
  readonly body: BillBody;
  readonly ofStay: OfStay | null;
  readonly attempt: number;
  readonly frame: Frame;
}

/** A cancellation that the insured place is asked for. `infno` of the body says as which message. */
export interface CancelContent {
  readonly body: CancelBody;
  readonly frame: Frame;
}

interface IntentName {
  readonly personId: string;
  readonly institutionCode: string;
  readonly msgid: string;
}

/**
 * What the insured place was asked to change and whose end is not booked yet. `take-back`: it settled amounts that do
 * not add up, and is asked to cancel that.
 */
export type Intent = IntentName & {
  /** Of the insured place. */
  readonly division: string;
  readonly madeAt: Date;
} & (
    | { readonly kind: 'settle'; readonly content: SettleContent }
    | { readonly kind: 'cancel' | 'take-back'; readonly content: CancelContent }
  );

const COLUMNS = `person_id AS "personId", institution_code AS "institutionCode", msgid, kind, division, content,
  made_at AS "madeAt"`;

/** Intents: written before the insured place is asked, ended in the transaction that books what came of it. */
@Injectable()
export class Intents {
  /** Refuses PROVINCE-PENDING while something of the person, who is held, has no end. */
  async mustBeNone(db: Db, personId: string): Promise<void> {
    const open = await db.query(
      'SELECT 1 AS open FROM medisettle.province_intent WHERE person_id = $1 AND ended_at IS NULL',
      [personId],
    );
    if (open.length > 0) refuse('PROVINCE-PENDING');
  }

  async write(db: Db, intent: Intent): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.province_intent (person_id, institution_code, msgid, kind, division, content, made_at)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)`,
      [
        intent.personId,
        intent.institutionCode,
        intent.msgid,
        intent.kind,
        intent.division,
        JSON.stringify(intent.content),
        intent.madeAt,
      ],
    );
  }

  /** Of all persons, the oldest first. */
  open(db: Db, limit: number): Promise<Intent[]> {
    return db.query<Intent>(
      `SELECT ${COLUMNS} FROM medisettle.province_intent WHERE ended_at IS NULL ORDER BY made_at LIMIT $1`,
      [limit],
    );
  }

  /** The intent as it stands, while it has no end. */
  async find(db: Db, { personId, institutionCode, msgid }: IntentName): Promise<Intent | null> {
    const [intent] = await db.query<Intent>(
      `SELECT ${COLUMNS} FROM medisettle.province_intent
        WHERE person_id = $1 AND institution_code = $2 AND msgid = $3 AND ended_at IS NULL`,
      [personId, institutionCode, msgid],
    );
    return intent ?? null;
  }

  /** A settlement that must be taken back now. */
  async takeBack(db: Db, { personId, institutionCode, msgid }: Intent, content: CancelContent): Promise<void> {
    await db.query(
      `UPDATE medisettle.province_intent SET kind = 'take-back', content = $4::jsonb
        WHERE person_id = $1 AND institution_code = $2 AND msgid = $3`,
      [personId, institutionCode, msgid, JSON.stringify(content)],
    );
  }

  async end(db: Db, { personId, institutionCode, msgid }: IntentName, at: Date): Promise<void> {
    await db.query(
      `UPDATE medisettle.province_intent SET ended_at = $4
        WHERE person_id = $1 AND institution_code = $2 AND msgid = $3`,
      [personId, institutionCode, msgid, at],
    );
  }

  /** Nothing was sent, or nothing was done for certain and the same message may come again. */
  async drop(db: Db, { personId, institutionCode, msgid }: IntentName): Promise<void> {
    await db.query(
      `DELETE FROM medisettle.province_intent
        WHERE person_id = $1 AND institution_code = $2 AND msgid = $3 AND ended_at IS NULL`,
      [personId, institutionCode, msgid],
    );
  }
}
