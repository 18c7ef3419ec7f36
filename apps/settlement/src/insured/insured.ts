import { Injectable } from '@nestjs/common';
import { fen, type Fen } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { type Db } from '../database/transactions.js';

/** An insured person. Dates are calendar days `yyyy-MM-dd`. */
export interface Person {
  readonly personId: string;
  readonly name: string;
  readonly certificateType: string;
  readonly certificateNumber: string;
  readonly gender: string;
  readonly nation: string;
  readonly birthDate: string;
  readonly workStartDate: string | null;
  readonly retirementDate: string | null;
}

/** A person's membership in one scheme. */
export interface Enrolment {
  readonly insuranceType: string;
  readonly personType: string;
  readonly status: 'active' | 'suspended' | 'arrears' | 'ended';
  readonly enrolledOn: string;
  readonly suspendedOn: string | null;
  readonly division: string;
  /** The person's own ceiling as the insurer keeps it; null where none is on record. */
  readonly ownCeiling: Fen | null;
}

const PERSON = `person_id AS "personId", name, certificate_type AS "certificateType",
  certificate_number AS "certificateNumber", gender, nation, birth_date AS "birthDate",
  work_start_date AS "workStartDate", retirement_date AS "retirementDate"`;

/** Persons and their enrolments. */
@Injectable()
export class Insured {
  async find(db: Db, personId: string): Promise<Person | null> {
    const rows = await db.query<Person>(`SELECT ${PERSON} FROM medisettle.person WHERE person_id = $1`, [personId]);
    return rows[0] ?? null;
  }

  /**
   * Finds a person and holds him until the transaction ends: whatever changes his money, visits or cards goes one after
   * the other. Refuses PERSON-UNKNOWN.
   */
  async hold(db: Db, personId: string): Promise<Person> {
    const rows = await db.query<Person>(
      `SELECT ${PERSON} FROM medisettle.person WHERE person_id = $1 FOR NO KEY UPDATE`,
      [personId],
    );
    return rows[0] ?? refuse('PERSON-UNKNOWN');
  }

  async personOfCertificate(db: Db, number: string): Promise<string | null> {
    const rows = await db.query<{ person_id: string }>(
      `SELECT person_id FROM medisettle.certificate_directory WHERE certificate_number = $1`,
      [number],
    );
    return rows.length === 1 ? (rows[0]?.person_id ?? null) : null;
  }

  async enrolments(db: Db, personId: string): Promise<Enrolment[]> {
    const rows = await db.query<Omit<Enrolment, 'ownCeiling'> & { ownCeiling: number | null }>(
      `SELECT insurance_type AS "insuranceType", person_type AS "personType", status, enrolled_on AS "enrolledOn",
              suspended_on AS "suspendedOn", division, own_ceiling_fen AS "ownCeiling"
         FROM medisettle.enrolment WHERE person_id = $1 ORDER BY insurance_type`,
      [personId],
    );
    return rows.map((row) => ({ ...row, ownCeiling: row.ownCeiling === null ? null : fen(row.ownCeiling) }));
  }

  /** The active enrolment of that kind. Refuses PERSON-NOT-ENROLLED. */
  async activeEnrolment(db: Db, personId: string, insuranceType: string): Promise<Enrolment> {
    const enrolments = await this.enrolments(db, personId);
    return (
      enrolments.find((enrolment) => enrolment.insuranceType === insuranceType && enrolment.status === 'active') ??
      refuse('PERSON-NOT-ENROLLED', { insutype: insuranceType })
    );
  }

  async register(db: Db, person: Person): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.person
         (person_id, name, certificate_type, certificate_number, gender, nation, birth_date, work_start_date,
          retirement_date)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        person.personId,
        person.name,
        person.certificateType,
        person.certificateNumber,
        person.gender,
        person.nation,
        person.birthDate,
        person.workStartDate,
        person.retirementDate,
      ],
    );
    await db.query(
      `INSERT INTO medisettle.certificate_directory (certificate_type, certificate_number, person_id)
       VALUES ($1, $2, $3)`,
      [person.certificateType, person.certificateNumber, person.personId],
    );
  }

  async enrol(db: Db, personId: string, enrolment: Enrolment): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.enrolment
         (person_id, insurance_type, person_type, status, enrolled_on, suspended_on, division, own_ceiling_fen)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        personId,
        enrolment.insuranceType,
        enrolment.personType,
        enrolment.status,
        enrolment.enrolledOn,
        enrolment.suspendedOn,
        enrolment.division,
        enrolment.ownCeiling,
      ],
    );
  }
}
