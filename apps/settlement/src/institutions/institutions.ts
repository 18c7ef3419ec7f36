import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';

/** A hospital or pharmacy of the network. */
export interface Institution {
  readonly institutionCode: string;
  readonly name: string;
  /** Unified social credit code. */
  readonly uscc: string;
  readonly kind: 'hospital' | 'pharmacy';
  /** `hosp_lv` of the national dictionary. */
  readonly hospitalGrade: string;
  /** Benefit level 1 to 3; null for a pharmacy. */
  readonly level: 1 | 2 | 3 | null;
  readonly division: string;
}

const COLUMNS = `institution_code AS "institutionCode", name, uscc, kind, hospital_grade AS "hospitalGrade", level, division`;

/** Reference data: read often, written by feeds, never by a settlement. */
@Injectable()
export class Institutions {
  /** By code, in the order of the codes; null for a code that nobody has. */
  async findAll(db: Db, codes: readonly string[]): Promise<(Institution | null)[]> {
    const rows = await db.query<Institution>(
      `SELECT ${COLUMNS} FROM medisettle.institution WHERE institution_code = ANY ($1)`,
      [[...new Set(codes)]],
    );
    const found = new Map(rows.map((row) => [row.institutionCode, row]));
    return codes.map((code) => found.get(code) ?? null);
  }

  /** By code, or by a part of the name; at most 50, in order of their codes. */
  async search(
    db: Db,
    kind: Institution['kind'],
    by: { code: string | null; name: string | null },
  ): Promise<Institution[]> {
    return db.query<Institution>(
      `SELECT ${COLUMNS} FROM medisettle.institution
        WHERE kind = $1 AND ($2::text IS NULL OR institution_code = $2)
          AND ($3::text IS NULL OR position($3 in name) > 0)
        ORDER BY institution_code LIMIT 50`,
      [kind, by.code, by.name],
    );
  }

  async register(db: Db, institution: Institution): Promise<void> {
    await this.registerAll(db, [institution]);
  }

  /** Registers institutions, each named once. @returns the codes of those that are new or differ from what was known */
  async registerAll(db: Db, institutions: readonly Institution[]): Promise<Set<string>> {
    const rows = await db.query<{ code: string }>(
      `INSERT INTO medisettle.institution AS i
         (institution_code, name, uscc, kind, hospital_grade, level, division)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::text[])
         AS told (code, name, uscc, kind, grade, level, division) ORDER BY code
       ON CONFLICT (institution_code) DO UPDATE
         SET name = excluded.name, uscc = excluded.uscc, kind = excluded.kind,
             hospital_grade = excluded.hospital_grade, level = excluded.level, division = excluded.division
       WHERE (i.name, i.uscc, i.kind, i.hospital_grade, i.level, i.division) IS DISTINCT FROM
             (excluded.name, excluded.uscc, excluded.kind, excluded.hospital_grade, excluded.level, excluded.division)
       RETURNING institution_code AS code`,
      [
        institutions.map(({ institutionCode }) => institutionCode),
        institutions.map(({ name }) => name),
        institutions.map(({ uscc }) => uscc),
        institutions.map(({ kind }) => kind),
        institutions.map(({ hospitalGrade }) => hospitalGrade),
        institutions.map(({ level }) => level),
        institutions.map(({ division }) => division),
      ],
    );
    return new Set(rows.map(({ code }) => code));
  }
}
