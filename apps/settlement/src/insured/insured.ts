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

type EnrolmentRow = Omit<Enrolment, 'ownCeiling'> & { readonly personId: string; readonly ownCeiling: number | null };

const byId = (persons: readonly Person[]): Map<string, Person> =>
  new Map(persons.map((person) => [person.personId, person]));

/** The active one of that kind. Refuses PERSON-NOT-ENROLLED. */
export function activeEnrolment(enrolments: readonly Enrolment[], insuranceType: string): Enrolment {
  return (
    enrolments.find((enrolment) => enrolment.insuranceType === insuranceType && enrolment.status === 'active') ??
    refuse('PERSON-NOT-ENROLLED', { insutype: insuranceType })
  );
}

/** Persons and their enrolments. */
@Injectable()
export class Insured {
  async find(db: Db, personId: string): Promise<Person | null> {
    return (await this.findAll(db, [personId])).get(personId) ?? null;
  }

  async findAll(db: Db, personIds: readonly string[]): Promise<Map<string, Person>> {
    return byId(
      await db.query<Person>(`SELECT ${PERSON} FROM medisettle.person WHERE person_id = ANY ($1)`, [personIds]),
    );
  }

  /**
   * Finds a person and holds him until the transaction ends: whatever changes his money, visits or cards goes one after
   * the other. Refuses PERSON-UNKNOWN.
   */
  async hold(db: Db, personId: string): Promise<Person> {
    return (await this.holdAll(db, [personId])).get(personId) ?? refuse('PERSON-UNKNOWN');
  }

  /** As `hold`, for many, in the order of their numbers so that two transactions never wait for each other. */
  async holdAll(db: Db, personIds: readonly string[]): Promise<Map<string, Person>> {
    return byId(
      await db.query<Person>(
        `SELECT ${PERSON} FROM medisettle.person WHERE person_id = ANY ($1) ORDER BY person_id FOR NO KEY UPDATE`,
        [personIds],
      ),
    );
  }

  /**
   * As `holdAll`, without ever waiting: `free` are those whom nobody else held, and only they are held now; `held`
   * belong to another transaction. Who is in neither is not known.
   */
  async holdFree(
    db: Db,
    personIds: readonly string[],
  ): Promise<{ free: Map<string, Person>; held: ReadonlySet<string> }> {
    const free = byId(
      await db.query<Person>(
        `SELECT ${PERSON} FROM medisettle.person
          WHERE person_id = ANY ($1) ORDER BY person_id FOR NO KEY UPDATE SKIP LOCKED`,
        [personIds],
      ),
    );
    const missing = personIds.filter((personId) => !free.has(personId));
    const held = missing.length === 0 ? [] : (await this.findAll(db, missing)).keys();
    return { free, held: new Set(held) };
  }

  /** Certificate number → person, for numbers that lead to exactly one. */
  async personsOfCertificates(db: Db, numbers: readonly string[]): Promise<Map<string, string>> {
    const rows = await db.query<{ certificate_number: string; person_id: string }>(
      `SELECT certificate_number, min(person_id) AS person_id FROM medisettle.certificate_directory
        WHERE certificate_number = ANY ($1) GROUP BY certificate_number HAVING count(*) = 1`,
      [numbers],
    );
    return new Map(rows.map((row) => [row.certificate_number, row.person_id]));
  }

  async enrolments(db: Db, personId: string): Promise<readonly Enrolment[]> {
    return (await this.enrolmentsOf(db, [personId])).get(personId) ?? [];
  }

  /** Person → enrolments in the order of their insurance types; who has none is left out. */
  async enrolmentsOf(db: Db, personIds: readonly string[]): Promise<Map<string, Enrolment[]>> {
    const rows = await db.query<EnrolmentRow>(
      `SELECT person_id AS "personId", insurance_type AS "insuranceType", person_type AS "personType", status,
              enrolled_on AS "enrolledOn", suspended_on AS "suspendedOn", division, own_ceiling_fen AS "ownCeiling"
         FROM medisettle.enrolment WHERE person_id = ANY ($1) ORDER BY insurance_type`,
      [personIds],
    );
    const found = new Map<string, Enrolment[]>();
    for (const { personId, ...row } of rows) {
      const enrolment = { ...row, ownCeiling: row.ownCeiling === null ? null : fen(row.ownCeiling) };
      found.set(personId, [...(found.get(personId) ?? []), enrolment]);
    }
    return found;
  }

  /** The active enrolment of that kind. Refuses PERSON-NOT-ENROLLED. */
  async activeEnrolment(db: Db, personId: string, insuranceType: string): Promise<Enrolment> {
    return activeEnrolment(await this.enrolments(db, personId), insuranceType);
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
