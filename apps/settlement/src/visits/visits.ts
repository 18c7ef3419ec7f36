import { Injectable } from '@nestjs/common';
import { refuse } from '@medisettle/national';
import { type Db } from '../database/transactions.js';

/** A registration at an institution, from which everything else hangs. */
export interface Visit {
  readonly personId: string;
  readonly visitId: string;
  readonly institutionCode: string;
  readonly institutionVisitNo: string;
  readonly insuranceType: string;
  /** `med_type`; null until the visit was uploaded (2203). */
  readonly medicalCategory: string | null;
  readonly beganAt: Date;
  readonly credentialKind: string;
  readonly diseaseCode: string | null;
  readonly diseaseName: string | null;
  readonly cancelledAt: Date | null;
  /** A stay in hospital; it has transactions of its own. */
  readonly inpatient: boolean;
  /** When the stay ended; null while it lasts, and for every other visit. */
  readonly endedAt: Date | null;
}

/** What a registration says. */
export interface Registration extends Omit<Visit, 'diseaseCode' | 'diseaseName' | 'cancelledAt' | 'endedAt'> {
  readonly doctorCode: string | null;
  readonly doctorName: string | null;
  readonly departmentCode: string | null;
  readonly departmentName: string | null;
  readonly specialty: string | null;
  readonly registeredAt: Date;
}

/** Of a registration that names neither a doctor nor a department. */
export const NO_DOCTOR = {
  doctorCode: null,
  doctorName: null,
  departmentCode: null,
  departmentName: null,
  specialty: null,
} as const;

export interface Diagnosis {
  readonly sequenceNo: string;
  readonly kind: string;
  readonly code: string;
  readonly name: string;
  readonly department: string | null;
  readonly doctorCode: string | null;
  readonly doctorName: string | null;
  readonly diagnosedAt: Date | null;
  readonly valid: boolean;
}

const COLUMNS = `person_id AS "personId", visit_id AS "visitId", institution_code AS "institutionCode",
  institution_visit_no AS "institutionVisitNo", insurance_type AS "insuranceType",
  medical_category AS "medicalCategory", began_at AS "beganAt", credential_kind AS "credentialKind",
  disease_code AS "diseaseCode", disease_name AS "diseaseName", cancelled_at AS "cancelledAt", inpatient,
  ended_at AS "endedAt"`;

/** A visit's name as a key. */
export const visitKey = ({ personId, visitId }: Pick<Visit, 'personId' | 'visitId'>): string =>
  JSON.stringify([personId, visitId]);

/** The outpatient visit, if it is that institution's and not cancelled. Refuses VISIT-UNKNOWN, -CANCELLED, -IS-STAY. */
export function standingVisit(visit: Visit | undefined, institutionCode: string): Visit {
  const standing = notCancelled(visit, institutionCode);
  return standing.inpatient ? refuse('VISIT-IS-STAY') : standing;
}

/** As {@link standingVisit}, for a stay. Refuses VISIT-UNKNOWN, VISIT-CANCELLED, VISIT-NO-STAY. */
export function standingStay(visit: Visit | undefined, institutionCode: string): Visit {
  const standing = notCancelled(visit, institutionCode);
  return standing.inpatient ? standing : refuse('VISIT-NO-STAY');
}

function notCancelled(visit: Visit | undefined, institutionCode: string): Visit {
  if (visit?.institutionCode !== institutionCode) refuse('VISIT-UNKNOWN');
  return visit.cancelledAt ? refuse('VISIT-CANCELLED') : visit;
}

/** Registrations, their medical category and diagnoses. Changes are made while the person is held. */
@Injectable()
export class Visits {
  async register(db: Db, visit: Registration): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.visit
         (person_id, visit_id, institution_code, institution_visit_no, insurance_type, medical_category, began_at,
          credential_kind, doctor_code, doctor_name, department_code, department_name, specialty, registered_at,
          inpatient)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        visit.personId,
        visit.visitId,
        visit.institutionCode,
        visit.institutionVisitNo,
        visit.insuranceType,
        visit.medicalCategory,
        visit.beganAt,
        visit.credentialKind,
        visit.doctorCode,
        visit.doctorName,
        visit.departmentCode,
        visit.departmentName,
        visit.specialty,
        visit.registeredAt,
        visit.inpatient,
      ],
    );
  }

  /** The visit, if it is that institution's, cancelled or not. Refuses VISIT-UNKNOWN. */
  async find(db: Db, personId: string, visitId: string, institutionCode: string): Promise<Visit> {
    const [visit] = await this.findAll(db, [{ personId, visitId }]);
    return visit?.institutionCode === institutionCode ? visit : refuse('VISIT-UNKNOWN');
  }

  /** As `find`, and an outpatient one that is not cancelled. Refuses VISIT-UNKNOWN, VISIT-CANCELLED, VISIT-IS-STAY. */
  async standing(db: Db, personId: string, visitId: string, institutionCode: string): Promise<Visit> {
    const [visit] = await this.findAll(db, [{ personId, visitId }]);
    return standingVisit(visit, institutionCode);
  }

  /** Visits of any institution, cancelled or not; those that are not there are left out. */
  async findAll(db: Db, visits: readonly Pick<Visit, 'personId' | 'visitId'>[]): Promise<Visit[]> {
    return db.query<Visit>(
      `SELECT ${COLUMNS} FROM unnest($1::text[], $2::text[]) AS wanted (person_id, visit_id)
         JOIN medisettle.visit USING (person_id, visit_id)`,
      [visits.map(({ personId }) => personId), visits.map(({ visitId }) => visitId)],
    );
  }

  /** Visits of a person at an institution that began in the span, the newest first, at most 100. */
  async search(
    db: Db,
    by: {
      personId: string;
      institutionCode: string;
      from: Date;
      to: Date;
      visitId: string | null;
      medicalCategory: string | null;
    },
  ): Promise<Visit[]> {
    return db.query<Visit>(
      `SELECT ${COLUMNS} FROM medisettle.visit
        WHERE person_id = $1 AND institution_code = $2 AND began_at BETWEEN $3 AND $4
          AND ($5::text IS NULL OR visit_id = $5) AND ($6::text IS NULL OR medical_category = $6)
        ORDER BY began_at DESC, visit_id DESC LIMIT 100`,
      [by.personId, by.institutionCode, by.from, by.to, by.visitId, by.medicalCategory],
    );
  }

  async describe(
    db: Db,
    visit: Visit,
    said: {
      medicalCategory: string;
      beganAt: Date;
      diseaseCode: string | null;
      diseaseName: string | null;
      condition: string | null;
    },
  ): Promise<void> {
    await db.query(
      `UPDATE medisettle.visit
          SET medical_category = $3, began_at = $4, disease_code = $5, disease_name = $6, condition = $7
        WHERE person_id = $1 AND visit_id = $2`,
      [
        visit.personId,
        visit.visitId,
        said.medicalCategory,
        said.beganAt,
        said.diseaseCode,
        said.diseaseName,
        said.condition,
      ],
    );
  }

  /**
   * A diagnosis with a number that is there already replaces it; one that is no longer valid stays, marked so. Numbers
   * must differ within one call.
   */
  async diagnose(db: Db, visit: Visit, diagnoses: readonly Diagnosis[]): Promise<void> {
    const records = diagnoses.map((diagnosis) => ({
      sequence_no: diagnosis.sequenceNo,
      kind: diagnosis.kind,
      code: diagnosis.code,
      name: diagnosis.name,
      department: diagnosis.department,
      doctor_code: diagnosis.doctorCode,
      doctor_name: diagnosis.doctorName,
      diagnosed_at: diagnosis.diagnosedAt,
      valid: diagnosis.valid,
    }));
    await db.query(
      `INSERT INTO medisettle.diagnosis
         (person_id, visit_id, sequence_no, kind, code, name, department, doctor_code, doctor_name, diagnosed_at, valid)
       SELECT $1, $2, d.*
         FROM jsonb_to_recordset($3::jsonb) AS d (
           sequence_no text, kind text, code text, name text, department text, doctor_code text, doctor_name text,
           diagnosed_at timestamptz, valid boolean)
       ON CONFLICT (person_id, visit_id, sequence_no) DO UPDATE SET
         kind = excluded.kind, code = excluded.code, name = excluded.name, department = excluded.department,
         doctor_code = excluded.doctor_code, doctor_name = excluded.doctor_name,
         diagnosed_at = excluded.diagnosed_at, valid = excluded.valid`,
      [visit.personId, visit.visitId, JSON.stringify(records)],
    );
  }

  async cancel(db: Db, visit: Visit, at: Date): Promise<void> {
    await db.query(`UPDATE medisettle.visit SET cancelled_at = $3 WHERE person_id = $1 AND visit_id = $2`, [
      visit.personId,
      visit.visitId,
      at,
    ]);
  }
}
