import { Injectable } from '@nestjs/common';
import { refuse, type InputOf } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { type Visit } from '../visits/visits.js';

type SentDiagnosis = InputOf<'2401'>['diseinfo'][number];

/** In place of a discharge's number: the diagnoses on admission. */
export const ON_ADMISSION = 0;

/** A western diagnosis, where none of the kinds is named. */
const WESTERN = '1';

/** Refuses DIAGNOSIS-TWICE and DIAGNOSIS-MAIN for what cannot be the diagnoses of one message. */
export function mustBeDistinct(diagnoses: readonly SentDiagnosis[]): void {
  const numbers = diagnoses.map(({ diag_srt_no }) => diag_srt_no);
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) refuse('DIAGNOSIS-TWICE', { number: twice });
  if (diagnoses.filter(isMain).length > 1) refuse('DIAGNOSIS-MAIN');
}

const isMain = ({ maindiag_flag }: SentDiagnosis): boolean => Number(maindiag_flag ?? '0') === 1;

/** Diagnoses of stays, those on admission and those of each discharge. */
@Injectable()
export class StayDiagnoses {
  /** One with a number that is there already replaces it; another one that was the main diagnosis no longer is. */
  async put(
    db: Db,
    { personId, visitId }: Pick<Visit, 'personId' | 'visitId'>,
    dischargeNo: number,
    diagnoses: readonly SentDiagnosis[],
  ): Promise<void> {
    if (diagnoses.some(isMain)) {
      await db.query(
        `UPDATE medisettle.stay_diagnosis SET main = false
          WHERE person_id = $1 AND visit_id = $2 AND discharge_no = $3 AND main`,
        [personId, visitId, dischargeNo],
      );
    }
    const rows = diagnoses.map((diagnosis) => ({
      sequence_no: diagnosis.diag_srt_no,
      kind: diagnosis.diag_type ?? WESTERN,
      main: isMain(diagnosis),
      code: diagnosis.diag_code,
      name: diagnosis.diag_name,
      condition: diagnosis.adm_cond,
      department: diagnosis.diag_dept,
      doctor_code: diagnosis.dise_dor_no,
      doctor_name: diagnosis.dise_dor_name,
      diagnosed_at: diagnosis.diag_time?.toJSDate() ?? null,
    }));
    await db.query(
      `INSERT INTO medisettle.stay_diagnosis
         (person_id, visit_id, discharge_no, sequence_no, kind, main, code, name, condition, department, doctor_code,
          doctor_name, diagnosed_at)
       SELECT $1, $2, $3, d.*
         FROM jsonb_to_recordset($4::jsonb) AS d (
           sequence_no text, kind text, main boolean, code text, name text, condition text, department text,
           doctor_code text, doctor_name text, diagnosed_at timestamptz)
       ON CONFLICT (person_id, visit_id, discharge_no, sequence_no) DO UPDATE SET
         kind = excluded.kind, main = excluded.main, code = excluded.code, name = excluded.name,
         condition = excluded.condition, department = excluded.department, doctor_code = excluded.doctor_code,
         doctor_name = excluded.doctor_name, diagnosed_at = excluded.diagnosed_at`,
      [personId, visitId, dischargeNo, JSON.stringify(rows)],
    );
  }
}
