import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';

/**
 * A filing of care in another province, kept at the insured place: `relocation` (08, valid until changed), `emergency`
 * (07), `referral` (to a hospital of another province), `temporary`. Days include both ends.
 */
export interface CareFiling {
  readonly personId: string;
  readonly filingId: string;
  readonly kind: 'relocation' | 'emergency' | 'referral' | 'temporary';
  /** Division of the city or municipality. */
  readonly destination: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly reason: string | null;
  /** The hospital that refers the patient, and the one that it sends him to; null for what an operator has filed. */
  readonly referringInstitution: string | null;
  readonly receivingInstitution: string | null;
  readonly filedAt: Date;
  readonly cancelledAt: Date | null;
}

/** What of a filing is kept besides: who filed it, and of a referral the diagnosis. */
export interface NewCareFilingRow extends Omit<CareFiling, 'cancelledAt'> {
  readonly diagnosisCode: string | null;
  readonly filedBy: string | null;
}

const COLUMNS = `person_id AS "personId", filing_id AS "filingId", kind, destination, valid_from AS "validFrom",
  valid_to AS "validTo", reason, referring_institution AS "referringInstitution",
  receiving_institution AS "receivingInstitution", filed_at AS "filedAt", cancelled_at AS "cancelledAt"`;

/** Filings of care elsewhere. None is ever deleted. */
@Injectable()
export class CareFilings {
  /** All of a person, cancelled ones too, the oldest first. */
  of(db: Db, personId: string): Promise<CareFiling[]> {
    return db.query<CareFiling>(
      `SELECT ${COLUMNS} FROM medisettle.care_filing WHERE person_id = $1 ORDER BY valid_from, filing_id`,
      [personId],
    );
  }

  async file(db: Db, filing: NewCareFilingRow): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.care_filing
         (person_id, filing_id, kind, destination, valid_from, valid_to, reason, filed_at, referring_institution,
          receiving_institution, diagnosis_code, filed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        filing.personId,
        filing.filingId,
        filing.kind,
        filing.destination,
        filing.validFrom,
        filing.validTo,
        filing.reason,
        filing.filedAt,
        filing.referringInstitution,
        filing.receivingInstitution,
        filing.diagnosisCode,
        filing.filedBy,
      ],
    );
  }

  /** From now on it counts for nothing; what was settled by it stays settled. */
  async cancel(
    db: Db,
    { personId, filingId }: CareFiling,
    by: { readonly at: Date; readonly operator: string | null; readonly reason: string | null },
  ): Promise<void> {
    await db.query(
      `UPDATE medisettle.care_filing SET cancelled_at = $3, cancelled_by = $4, cancellation_reason = $5
        WHERE person_id = $1 AND filing_id = $2`,
      [personId, filingId, by.at, by.operator, by.reason],
    );
  }

  /** Whether a settlement that stands was paid by it. */
  async isUsed(db: Db, { personId, filingId }: CareFiling): Promise<boolean> {
    const used = await db.query(
      `SELECT 1 AS used FROM medisettle.province_settlement p
        WHERE p.person_id = $1 AND p.filing_id = $2
          AND NOT EXISTS (SELECT FROM medisettle.settlement c
                           WHERE c.person_id = p.person_id AND c.cancels = p.settlement_id)
        LIMIT 1`,
      [personId, filingId],
    );
    return used.length > 0;
  }

  /** It ends with this day, since another one follows it. */
  async endWith(db: Db, { personId, filingId }: CareFiling, day: string): Promise<void> {
    await db.query('UPDATE medisettle.care_filing SET valid_to = $3 WHERE person_id = $1 AND filing_id = $2', [
      personId,
      filingId,
      day,
    ]);
  }
}
