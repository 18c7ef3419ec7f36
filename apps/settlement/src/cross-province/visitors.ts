import { Injectable } from '@nestjs/common';
import { refuse } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { type Entitled } from './bodies.js';

/** Somebody who is insured in another province. */
export interface Visitor {
  /** Of the insured place. */
  readonly division: string;
  readonly personType: string;
}

/** Persons who are insured in other provinces and are treated here: no enrolment, no accounts, no way by certificate. */
@Injectable()
export class Visitors {
  /** Where persons are insured, in their order; null for everybody who is no visitor. */
  async divisionsOf(db: Db, personIds: readonly string[]): Promise<(string | null)[]> {
    const rows = await db.query<{ person_id: string; division: string }>(
      'SELECT person_id, division FROM medisettle.visitor WHERE person_id = ANY ($1)',
      [[...new Set(personIds)]],
    );
    const found = new Map(rows.map((row) => [row.person_id, row.division]));
    return personIds.map((personId) => found.get(personId) ?? null);
  }

  /**
   * Notes a visitor as the insured place describes him. Refuses PROVINCE-PERSON-LOCAL.
   *
   * Two counters may see him for the first time at once: the second waits at the first statement for the first, and must
   * look with another one, since a statement does not see what was committed while it waited.
   */
  async note(db: Db, { person, personType }: Entitled, division: string, at: Date): Promise<void> {
    const fresh = await db.query(
      `INSERT INTO medisettle.person
         (person_id, name, certificate_type, certificate_number, gender, nation, birth_date, work_start_date,
          retirement_date)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (person_id) DO NOTHING RETURNING 1 AS noted`,
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
    if (fresh.length === 0) {
      const known = await db.query(
        `UPDATE medisettle.person p SET name = $2, certificate_type = $3, certificate_number = $4
          WHERE person_id = $1 AND EXISTS (SELECT FROM medisettle.visitor v WHERE v.person_id = p.person_id)
         RETURNING 1 AS noted`,
        [person.personId, person.name, person.certificateType, person.certificateNumber],
      );
      if (known.length === 0) refuse('PROVINCE-PERSON-LOCAL');
    }
    await db.query(
      `INSERT INTO medisettle.visitor (person_id, division, person_type, first_seen_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (person_id) DO UPDATE SET division = excluded.division, person_type = excluded.person_type`,
      [person.personId, division, personType, at],
    );
  }
}
