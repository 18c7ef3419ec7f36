import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';
import { certificateKey, type FedEnrolment, type FedPeriod, type FedPerson } from './person-batch.js';
import { type PersonRow } from './person-row.js';

/** A column of values for `unnest`. */
const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] => rows.map((row) => row[key]);

const told = (name: string, alias: string): string =>
  `to_char(${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${alias}"`;

/** Persons, enrolments and rows of their feed in the database, many at a time. */
@Injectable()
export class PersonStore {
  /** Holds persons until the transaction ends, in the order of their numbers, and loads what the feed may change. */
  async hold(db: Db, personIds: readonly string[]): Promise<Map<string, FedPerson>> {
    const persons = await db.query<Omit<FedPerson, 'enrolments'>>(
      `SELECT person_id AS "personId", name, certificate_type AS "certificateType",
              certificate_number AS "certificateNumber", gender, nation, birth_date AS "birthDate",
              work_start_date AS "workStartDate", retirement_date AS "retirementDate", died_on AS "diedOn",
              merged_into AS "mergedInto", ${told('described_at', 'describedAt')},
              ${told('employed_at', 'employedAt')}, ${told('death_told_at', 'deathToldAt')}
         FROM medisettle.person WHERE person_id = ANY($1) ORDER BY person_id FOR NO KEY UPDATE`,
      [personIds],
    );
    const held = new Map(
      persons.map((row): [string, FedPerson] => [
        row.personId,
        { ...row, enrolments: new Map<string, FedEnrolment>() },
      ]),
    );
    const enrolments = await db.query<FedEnrolment>(
      `SELECT person_id AS "personId", insurance_type AS "insuranceType", person_type AS "personType",
              enrolled_on AS "enrolledOn", division, own_ceiling_fen AS "ownCeiling", ${told('told_at', 'toldAt')}
         FROM medisettle.enrolment WHERE person_id = ANY($1)`,
      [[...held.keys()]],
    );
    for (const row of enrolments) held.get(row.personId)?.enrolments.set(row.insuranceType, row);
    return held;
  }

  /** Certificates that lead to somebody, by {@link certificateKey}. */
  async certificates(db: Db, numbers: readonly string[]): Promise<Map<string, string>> {
    const rows = await db.query<{ type: string; number: string; personId: string }>(
      `SELECT certificate_type AS type, certificate_number AS number, person_id AS "personId"
         FROM medisettle.certificate_directory WHERE certificate_number = ANY($1)`,
      [numbers],
    );
    return new Map(rows.map(({ type, number, personId }) => [certificateKey(type, number), personId]));
  }

  /** Row number → fingerprint of what was taken or waits under it. */
  async known(db: Db, eventIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await db.query<{ event_id: string; fingerprint: string }>(
      `SELECT event_id, fingerprint FROM medisettle.person_row_receipt WHERE event_id = ANY($1)
       UNION ALL
       SELECT event_id, fingerprint FROM medisettle.person_row_waiting WHERE event_id = ANY($1)`,
      [eventIds],
    );
    return new Map(rows.map((row) => [row.event_id, row.fingerprint]));
  }

  /** New persons. One whom another transaction has registered meanwhile breaks the unique key, and the batch starts anew. */
  async register(db: Db, persons: readonly FedPerson[]): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.person
         (person_id, name, certificate_type, certificate_number, gender, nation, birth_date, work_start_date,
          retirement_date, died_on, described_at, employed_at, death_told_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[],
                            $8::date[], $9::date[], $10::date[], $11::timestamptz[], $12::timestamptz[],
                            $13::timestamptz[])`,
      columnsOf(persons),
    );
  }

  async change(db: Db, persons: readonly FedPerson[]): Promise<void> {
    await db.query(
      `UPDATE medisettle.person p
          SET name = n.name, certificate_type = n.certificate_type, certificate_number = n.certificate_number,
              gender = n.gender, nation = n.nation, birth_date = n.birth_date, work_start_date = n.work_start_date,
              retirement_date = n.retirement_date, died_on = n.died_on, described_at = n.described_at,
              employed_at = n.employed_at, death_told_at = n.death_told_at
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[],
                     $9::date[], $10::date[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[])
           AS n (person_id, name, certificate_type, certificate_number, gender, nation, birth_date, work_start_date,
                 retirement_date, died_on, described_at, employed_at, death_told_at)
        WHERE p.person_id = n.person_id`,
      columnsOf(persons),
    );
  }

  /** @returns how many certificates a transaction of somebody else has taken meanwhile */
  async enter(db: Db, certificates: ReadonlyMap<string, string>): Promise<number> {
    const entries = [...certificates].map(([key, personId]) => ({
      type: key.slice(0, 2),
      number: key.slice(3),
      personId,
    }));
    const entered = await db.query(
      `INSERT INTO medisettle.certificate_directory (certificate_type, certificate_number, person_id)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS entry (type, number, person_id) ORDER BY type, number
       ON CONFLICT DO NOTHING RETURNING 1 AS entered`,
      [column(entries, 'type'), column(entries, 'number'), column(entries, 'personId')],
    );
    return entries.length - entered.length;
  }

  /** An enrolment that is new begins as active; what it is on a day, its statuses say. */
  async enrol(db: Db, enrolments: readonly FedEnrolment[]): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.enrolment
         (person_id, insurance_type, person_type, enrolled_on, division, own_ceiling_fen, told_at, status)
       SELECT *, 'active' FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::text[], $6::bigint[],
                                      $7::timestamptz[])
       ON CONFLICT (person_id, insurance_type) DO UPDATE
         SET person_type = excluded.person_type, enrolled_on = excluded.enrolled_on, division = excluded.division,
             own_ceiling_fen = excluded.own_ceiling_fen, told_at = excluded.told_at`,
      [
        column(enrolments, 'personId'),
        column(enrolments, 'insuranceType'),
        column(enrolments, 'personType'),
        column(enrolments, 'enrolledOn'),
        column(enrolments, 'division'),
        column(enrolments, 'ownCeiling'),
        column(enrolments, 'toldAt'),
      ],
    );
  }

  /** What is told of the same day later replaces what was told before. */
  async keepStatuses(db: Db, periods: readonly FedPeriod[]): Promise<void> {
    await this.keepPeriods(db, 'enrolment_status', 'status', periods);
  }

  async keepResidences(db: Db, periods: readonly FedPeriod[]): Promise<void> {
    await this.keepPeriods(db, 'residence', 'division', periods);
  }

  async acknowledge(db: Db, taken: readonly { eventId: string; fingerprint: string }[], at: Date): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.person_row_receipt (event_id, fingerprint, received_at)
       SELECT *, $3::timestamptz FROM unnest($1::text[], $2::text[]) AS taken (event_id, fingerprint) ORDER BY event_id`,
      [column(taken, 'eventId'), column(taken, 'fingerprint'), at],
    );
  }

  async keepWaiting(
    db: Db,
    waiting: readonly { row: PersonRow; fingerprint: string; awaits: string }[],
    at: Date,
  ): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.person_row_waiting (event_id, awaits, fingerprint, told, received_at)
       SELECT event_id, awaits, fingerprint, told::jsonb, $5::timestamptz
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS w (event_id, awaits, fingerprint, told)
        ORDER BY event_id`,
      [
        waiting.map(({ row }) => row.eventId),
        column(waiting, 'awaits'),
        column(waiting, 'fingerprint'),
        waiting.map(({ row }) => JSON.stringify(row)),
        at,
      ],
    );
  }

  /** Keeps why rows that had waited could not be taken: their upload was answered long before. */
  async keepRejections(db: Db, rejections: readonly { row: PersonRow; code: string }[], at: Date): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.person_row_rejection (event_id, person_id, told_type, code, rejected_at)
       SELECT *, $5::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
       ON CONFLICT (event_id) DO UPDATE SET code = excluded.code, rejected_at = excluded.rejected_at`,
      [
        rejections.map(({ row }) => row.eventId),
        rejections.map(({ row }) => row.personNumber),
        rejections.map(({ row }) => row.type),
        column(rejections, 'code'),
        at,
      ],
    );
  }

  /** The latest of those, at most 1,000. */
  async rejections(db: Db): Promise<{ eventId: string; personNumber: string; type: string; code: string }[]> {
    return db.query(
      `SELECT event_id AS "eventId", person_id AS "personNumber", told_type AS type, code
         FROM medisettle.person_row_rejection ORDER BY rejected_at DESC, event_id LIMIT 1000`,
    );
  }

  /** Takes out rows whose person has arrived since; what another centre holds is passed over. */
  async arrived(db: Db, most: number): Promise<PersonRow[]> {
    const rows = await db.query<{ told: PersonRow }>(
      `DELETE FROM medisettle.person_row_waiting WHERE event_id IN (
         SELECT w.event_id FROM medisettle.person_row_waiting w
          WHERE EXISTS (SELECT FROM medisettle.person p WHERE p.person_id = w.awaits)
          LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING told`,
      [most],
    );
    return rows.map((row) => row.told);
  }

  private async keepPeriods(
    db: Db,
    table: 'enrolment_status' | 'residence',
    value: 'status' | 'division',
    periods: readonly FedPeriod[],
  ): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.${table} AS kept (person_id, insurance_type, since, ${value}, told_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::timestamptz[])
       ON CONFLICT (person_id, insurance_type, since) DO UPDATE
         SET ${value} = excluded.${value}, told_at = excluded.told_at WHERE excluded.told_at >= kept.told_at`,
      [
        column(periods, 'personId'),
        column(periods, 'insuranceType'),
        column(periods, 'since'),
        column(periods, 'value'),
        column(periods, 'toldAt'),
      ],
    );
  }
}

const columnsOf = (persons: readonly FedPerson[]): unknown[] => [
  column(persons, 'personId'),
  column(persons, 'name'),
  column(persons, 'certificateType'),
  column(persons, 'certificateNumber'),
  column(persons, 'gender'),
  column(persons, 'nation'),
  column(persons, 'birthDate'),
  column(persons, 'workStartDate'),
  column(persons, 'retirementDate'),
  column(persons, 'diedOn'),
  column(persons, 'describedAt'),
  column(persons, 'employedAt'),
  column(persons, 'deathToldAt'),
];
