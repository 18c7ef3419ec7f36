import { Injectable } from '@nestjs/common';
import { refuse, stringifyWire, wireDate, type WireObject } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Db } from '../database/transactions.js';
import { Visits, standingStay, type Registration, type Visit } from '../visits/visits.js';

/** What an admission says beside its registration. What a change leaves out (null) stays as it is. */
export interface AdmissionDetails {
  readonly contactName: string | null;
  readonly contactPhone: string | null;
  readonly recordNo: string | null;
  readonly diagnosisText: string | null;
  readonly bed: string | null;
  readonly mainDiagnosisCode: string | null;
  readonly mainDiagnosisName: string | null;
  readonly operationCode: string | null;
  readonly operationName: string | null;
  readonly diseaseCode: string | null;
  readonly diseaseName: string | null;
  readonly condition: string | null;
  /** `exp_content` as it came. */
  readonly extension: WireObject;
}

/** What a change of admission data says; null for what stays as it is. */
export interface AdmissionChange extends AdmissionDetails {
  readonly medicalCategory: string;
  readonly beganAt: Date;
  readonly institutionVisitNo: string | null;
  readonly doctorCode: string | null;
  readonly doctorName: string | null;
  readonly departmentCode: string | null;
  readonly departmentName: string | null;
}

export interface Discharge {
  readonly endedAt: Date;
  readonly way: string;
  readonly departmentCode: string | null;
  readonly departmentName: string | null;
  readonly bed: string | null;
  readonly diseaseCode: string | null;
  readonly diseaseName: string | null;
  readonly operationCode: string | null;
  readonly operationName: string | null;
  readonly complication: string | null;
  readonly diedOn: string | null;
  readonly extension: WireObject;
  readonly toldAt: Date;
}

/** Another stay of the same person at the same institution. */
interface OtherStay {
  readonly visitId: string;
  readonly endedAt: Date | null;
}

/** A calendar day of Shanghai's time, `yyyy-MM-dd`. */
export const dayOf = (at: Date): string => wireDate(DateTime.fromJSDate(at));

/** Stays in hospital: admission, discharge, and what undoes them. Changes are made while the person is held. */
@Injectable()
export class Stays {
  constructor(private readonly visits: Visits) {}

  /** The stay, if it is that institution's and not withdrawn. Refuses VISIT-UNKNOWN, VISIT-CANCELLED, VISIT-NO-STAY. */
  async standing(db: Db, personId: string, visitId: string, institutionCode: string): Promise<Visit> {
    const [visit] = await this.visits.findAll(db, [{ personId, visitId }]);
    return standingStay(visit, institutionCode);
  }

  /**
   * Refuses times at which the person had another stay at this institution: STAY-OPEN where that one lasts, else
   * STAY-TIMES. Stays at different hospitals may overlap: whoever admits a patient cannot answer for another hospital's
   * late discharge.
   */
  async mustNotOverlap(
    db: Db,
    stay: Pick<Visit, 'personId' | 'visitId' | 'institutionCode' | 'beganAt' | 'endedAt'>,
    field: string,
  ): Promise<void> {
    const [other] = await db.query<OtherStay>(
      `SELECT visit_id AS "visitId", ended_at AS "endedAt" FROM medisettle.visit
        WHERE person_id = $1 AND institution_code = $2 AND visit_id <> $3 AND inpatient AND cancelled_at IS NULL
          AND began_at < coalesce($5::timestamptz, 'infinity') AND coalesce(ended_at, 'infinity') > $4
        ORDER BY ended_at DESC NULLS FIRST LIMIT 1`,
      [stay.personId, stay.institutionCode, stay.visitId, stay.beganAt, stay.endedAt],
    );
    if (!other) return;
    if (other.endedAt === null) refuse('STAY-OPEN', { visit: other.visitId });
    const [reason, en] = [`与住院登记 ${other.visitId} 重叠`, `it overlaps the stay ${other.visitId}`];
    refuse('STAY-TIMES', { field, reason, en });
  }

  /** The database refuses a second open stay of the person at the institution. */
  async admit(db: Db, visit: Registration, details: AdmissionDetails): Promise<void> {
    await this.visits.register(db, visit);
    await db.query(`INSERT INTO medisettle.admission (person_id, visit_id, extension) VALUES ($1, $2, '{}')`, [
      visit.personId,
      visit.visitId,
    ]);
    await this.describe(db, visit, details);
  }

  /** Changes admission data; what is null stays as it is. */
  async change(db: Db, stay: Visit, said: AdmissionChange): Promise<void> {
    await db.query(
      `UPDATE medisettle.visit
          SET medical_category = $3, began_at = $4, institution_visit_no = coalesce($5, institution_visit_no),
              doctor_code = coalesce($6, doctor_code), doctor_name = coalesce($7, doctor_name),
              department_code = coalesce($8, department_code), department_name = coalesce($9, department_name)
        WHERE person_id = $1 AND visit_id = $2`,
      [
        stay.personId,
        stay.visitId,
        said.medicalCategory,
        said.beganAt,
        said.institutionVisitNo,
        said.doctorCode,
        said.doctorName,
        said.departmentCode,
        said.departmentName,
      ],
    );
    await this.describe(db, stay, said);
  }

  /** What `exp_content` said on admission and since. */
  async extensionOf(db: Db, { personId, visitId }: Pick<Visit, 'personId' | 'visitId'>): Promise<WireObject> {
    const [row] = await db.query<{ extension: WireObject }>(
      'SELECT extension FROM medisettle.admission WHERE person_id = $1 AND visit_id = $2',
      [personId, visitId],
    );
    return row?.extension ?? {};
  }

  private async describe(
    db: Db,
    { personId, visitId }: Pick<Visit, 'personId' | 'visitId'>,
    said: AdmissionDetails,
  ): Promise<void> {
    await db.query(
      `UPDATE medisettle.visit
          SET disease_code = coalesce($3, disease_code), disease_name = coalesce($4, disease_name),
              condition = coalesce($5, condition)
        WHERE person_id = $1 AND visit_id = $2`,
      [personId, visitId, said.diseaseCode, said.diseaseName, said.condition],
    );
    await db.query(
      `UPDATE medisettle.admission
          SET contact_name = coalesce($3, contact_name), contact_phone = coalesce($4, contact_phone),
              record_no = coalesce($5, record_no), diagnosis_text = coalesce($6, diagnosis_text),
              bed = coalesce($7, bed), main_diagnosis_code = coalesce($8, main_diagnosis_code),
              main_diagnosis_name = coalesce($9, main_diagnosis_name), operation_code = coalesce($10, operation_code),
              operation_name = coalesce($11, operation_name), extension = extension || $12::jsonb
        WHERE person_id = $1 AND visit_id = $2`,
      [
        personId,
        visitId,
        said.contactName,
        said.contactPhone,
        said.recordNo,
        said.diagnosisText,
        said.bed,
        said.mainDiagnosisCode,
        said.mainDiagnosisName,
        said.operationCode,
        said.operationName,
        stringifyWire(said.extension),
      ],
    );
  }

  /** Ends a stay. @returns the number of this discharge, from 1 */
  async discharge(db: Db, { personId, visitId }: Visit, said: Discharge): Promise<number> {
    await db.query(
      `UPDATE medisettle.visit
          SET ended_at = $3, disease_code = coalesce($4, disease_code), disease_name = coalesce($5, disease_name)
        WHERE person_id = $1 AND visit_id = $2`,
      [personId, visitId, said.endedAt, said.diseaseCode, said.diseaseName],
    );
    const [row] = await db.query<{ discharge_no: number }>(
      `INSERT INTO medisettle.discharge
         (person_id, visit_id, discharge_no, ended_at, way, department_code, department_name, bed, operation_code,
          operation_name, complication, died_on, extension, told_at)
       SELECT $1, $2, count(*) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13
         FROM medisettle.discharge WHERE person_id = $1 AND visit_id = $2
       RETURNING discharge_no`,
      [
        personId,
        visitId,
        said.endedAt,
        said.way,
        said.departmentCode,
        said.departmentName,
        said.bed,
        said.operationCode,
        said.operationName,
        said.complication,
        said.diedOn,
        stringifyWire(said.extension),
        said.toldAt,
      ],
    );
    if (!row) throw new Error('a discharge was not written');
    return row.discharge_no;
  }

  /** The stay goes on; the discharge stays on record with its diagnoses. */
  async undoDischarge(db: Db, { personId, visitId }: Visit, at: Date): Promise<void> {
    await db.query(`UPDATE medisettle.visit SET ended_at = NULL WHERE person_id = $1 AND visit_id = $2`, [
      personId,
      visitId,
    ]);
    await db.query(
      `UPDATE medisettle.discharge SET undone_at = $3 WHERE person_id = $1 AND visit_id = $2 AND undone_at IS NULL`,
      [personId, visitId, at],
    );
  }

  async withdraw(db: Db, stay: Visit, at: Date): Promise<void> {
    await this.visits.cancel(db, stay, at);
  }
}
