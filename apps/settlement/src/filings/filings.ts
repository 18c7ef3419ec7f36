import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';

/** What an institution has filed for a person, so that some care is paid by rules of its own. Days include both ends. */
export interface Filing {
  readonly personId: string;
  readonly filingId: string;
  /** `biz_appy_type` of the national dictionary: 01 chronic and special illness, 04 home sickbed, … */
  readonly kind: string;
  readonly insuranceType: string;
  readonly illnessCode: string | null;
  readonly institutionCode: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly cancelledAt: Date | null;
}

/** A filing as it is made. */
export interface NewFiling extends Omit<Filing, 'cancelledAt'> {
  readonly identifiedOn: string | null;
  readonly doctorCode: string | null;
  readonly filedAt: Date;
  readonly filedBy: string | null;
}

/** An illness that can be filed. */
export interface FiledIllness {
  readonly illnessCode: string;
  readonly name: string;
  readonly kind: string;
  /** Critical-illness insurance lists it. */
  readonly listed: boolean;
}

const COLUMNS = `person_id AS "personId", filing_id AS "filingId", kind, insurance_type AS "insuranceType",
  illness_code AS "illnessCode", institution_code AS "institutionCode", valid_from AS "validFrom",
  valid_to AS "validTo", cancelled_at AS "cancelledAt"`;

/** Filings of persons, and the illnesses for which there are any. A filing is never deleted. */
@Injectable()
export class Filings {
  /** All filings of these persons, cancelled ones too, by person; who has none is left out. */
  async ofPersons(db: Db, personIds: readonly string[]): Promise<ReadonlyMap<string, readonly Filing[]>> {
    const rows = await db.query<Filing>(
      `SELECT ${COLUMNS} FROM medisettle.filing WHERE person_id = ANY ($1::text[]) ORDER BY person_id, valid_from, filing_id`,
      [personIds],
    );
    const found = new Map<string, Filing[]>();
    for (const row of rows) found.set(row.personId, [...(found.get(row.personId) ?? []), row]);
    return found;
  }

  /** The illnesses of these codes as the list of a day has them, by code. */
  async illnesses(db: Db, codes: readonly string[], day: string): Promise<ReadonlyMap<string, FiledIllness>> {
    const rows = await db.query<FiledIllness>(
      `SELECT illness_code AS "illnessCode", name, kind, listed FROM medisettle.filed_illness
        WHERE illness_code = ANY ($1::text[]) AND $2::date BETWEEN valid_from AND coalesce(valid_to, 'infinity')`,
      [codes, day],
    );
    return new Map(rows.map((row) => [row.illnessCode, row]));
  }

  /** The person is held, and nothing of the same illness overlaps. */
  async file(db: Db, filing: NewFiling): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.filing
         (person_id, filing_id, kind, insurance_type, illness_code, institution_code, valid_from, valid_to,
          identified_on, doctor_code, filed_at, filed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        filing.personId,
        filing.filingId,
        filing.kind,
        filing.insuranceType,
        filing.illnessCode,
        filing.institutionCode,
        filing.validFrom,
        filing.validTo,
        filing.identifiedOn,
        filing.doctorCode,
        filing.filedAt,
        filing.filedBy,
      ],
    );
  }

  /** From now on it counts for nothing; what was settled by it stays settled. */
  async cancel(
    db: Db,
    { personId, filingId }: Filing,
    by: { readonly at: Date; readonly operator: string | null; readonly reason: string | null },
  ): Promise<void> {
    await db.query(
      `UPDATE medisettle.filing SET cancelled_at = $3, cancelled_by = $4, cancellation_reason = $5
        WHERE person_id = $1 AND filing_id = $2`,
      [personId, filingId, by.at, by.operator, by.reason],
    );
  }
}
