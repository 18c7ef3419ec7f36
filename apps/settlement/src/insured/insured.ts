import { Injectable } from '@nestjs/common';
import { fen, type Fen } from '@medisettle/money';
import { refuse, type RefusalCode } from '@medisettle/national';
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
  /** Day of death; null for the living. */
  readonly diedOn: string | null;
  /** The number under which this person goes on, where two numbers were one human being. */
  readonly mergedInto: string | null;
}

/** What a registration says of a person. */
export type PersonDescription = Omit<Person, 'diedOn' | 'mergedInto'>;

/** A person's membership in one scheme, as it stands on one day. */
export interface Enrolment {
  readonly insuranceType: string;
  readonly personType: string;
  readonly status: 'active' | 'suspended' | 'arrears' | 'ended';
  readonly enrolledOn: string;
  /** First day of a status that is not active. */
  readonly suspendedOn: string | null;
  readonly division: string;
  /** The person's own ceiling as the insurer keeps it; null where none is on record. */
  readonly ownCeiling: Fen | null;
  /** Where the person's care relationship is; null where it never left the insured place. */
  readonly careDivision: string | null;
}

/** Whether the care relationship was moved out of the province of the insured place. */
export const isMovedOut = ({ division, careDivision }: Pick<Enrolment, 'division' | 'careDivision'>): boolean =>
  careDivision !== null && careDivision.slice(0, 2) !== division.slice(0, 2);

const PERSON = `person_id AS "personId", name, certificate_type AS "certificateType",
  certificate_number AS "certificateNumber", gender, nation, birth_date AS "birthDate",
  work_start_date AS "workStartDate", retirement_date AS "retirementDate", died_on AS "diedOn",
  merged_into AS "mergedInto"`;

type EnrolmentRow = Omit<Enrolment, 'ownCeiling'> & { readonly personId: string; readonly ownCeiling: number | null };

const byId = (persons: readonly Person[]): Map<string, Person> =>
  new Map(persons.map((person) => [person.personId, person]));

/** The one of that kind, which must be active on the day. Refuses PERSON-NOT-ENROLLED, ENROLMENT-*. */
export function activeEnrolment(enrolments: readonly Enrolment[], insuranceType: string, day: string): Enrolment {
  const found = enrolments.find((enrolment) => enrolment.insuranceType === insuranceType);
  return found === undefined ? refuse('PERSON-NOT-ENROLLED', { insutype: insuranceType }) : mustBeActive(found, day);
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

  /** All enrolments of a person as they stand on a day, in the order of their insurance types. */
  async enrolments(db: Db, personId: string, day: string): Promise<readonly Enrolment[]> {
    return (await this.enrolmentsOf(db, [personId], day)).get(personId) ?? [];
  }

  /**
   * Person → enrolments as they stand on a day: the latest status and place of care that had begun by then. Who has none
   * is left out.
   */
  async enrolmentsOf(db: Db, personIds: readonly string[], day: string): Promise<Map<string, Enrolment[]>> {
    const rows = await db.query<EnrolmentRow>(
      `SELECT e.person_id AS "personId", e.insurance_type AS "insuranceType", e.person_type AS "personType",
              e.enrolled_on AS "enrolledOn", coalesce(s.status, e.status) AS status,
              CASE WHEN s.status IS NULL THEN e.suspended_on WHEN s.status <> 'active' THEN s.since END AS "suspendedOn",
              e.division, e.own_ceiling_fen AS "ownCeiling", r.division AS "careDivision"
         FROM medisettle.enrolment e
         LEFT JOIN LATERAL (
           SELECT status, since FROM medisettle.enrolment_status
            WHERE person_id = e.person_id AND insurance_type = e.insurance_type AND since <= $2
            ORDER BY since DESC LIMIT 1) s ON true
         LEFT JOIN LATERAL (
           SELECT division FROM medisettle.residence
            WHERE person_id = e.person_id AND insurance_type = e.insurance_type AND since <= $2
            ORDER BY since DESC LIMIT 1) r ON true
        WHERE e.person_id = ANY ($1) ORDER BY e.insurance_type`,
      [personIds, day],
    );
    const found = new Map<string, Enrolment[]>();
    for (const { personId, ...row } of rows) {
      const enrolment = { ...row, ownCeiling: row.ownCeiling === null ? null : fen(row.ownCeiling) };
      found.set(personId, [...(found.get(personId) ?? []), enrolment]);
    }
    return found;
  }

  /** The enrolment of that kind, active on the day. Refuses PERSON-NOT-ENROLLED, ENROLMENT-*. */
  async activeEnrolment(db: Db, personId: string, insuranceType: string, day: string): Promise<Enrolment> {
    return activeEnrolment(await this.enrolments(db, personId, day), insuranceType, day);
  }

  async register(db: Db, person: PersonDescription): Promise<void> {
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

  async enrol(db: Db, personId: string, enrolment: Omit<Enrolment, 'careDivision'>): Promise<void> {
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

const NOT_ACTIVE = {
  suspended: 'ENROLMENT-SUSPENDED',
  arrears: 'ENROLMENT-ARREARS',
  ended: 'ENROLMENT-ENDED',
} as const satisfies Record<Exclude<Enrolment['status'], 'active'>, RefusalCode>;

/** Refuses with the reason why an enrolment gives no benefits on a day: ENROLMENT-*, or PERSON-NOT-ENROLLED before it begins. */
export function mustBeActive(enrolment: Enrolment, day: string): Enrolment {
  const { status, insuranceType: insutype, enrolledOn, suspendedOn } = enrolment;
  if (status !== 'active') refuse(NOT_ACTIVE[status], { insutype, date: suspendedOn ?? enrolledOn });
  return enrolledOn <= day ? enrolment : refuse('PERSON-NOT-ENROLLED', { insutype });
}

/** Nothing is registered or settled after the day of death. Refuses PERSON-DECEASED. */
export function mustBeAlive({ diedOn }: Pick<Person, 'diedOn'>, day: string): void {
  if (diedOn !== null && day > diedOn) refuse('PERSON-DECEASED', { date: diedOn });
}
