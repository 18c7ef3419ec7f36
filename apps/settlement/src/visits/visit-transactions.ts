import { Injectable } from '@nestjs/common';
import { refuse, wireDate } from '@medisettle/national';
import { newIdentity } from '../database/identity.js';
import { filedSetting, filingFor } from '../filings/filed-care.js';
import { Filings } from '../filings/filings.js';
import { Credentials } from '../insured/credentials.js';
import { Insured, mustBeAlive } from '../insured/insured.js';
import { type Handler } from '../messages/occasion.js';
import { BillState } from './bill-state.js';
import { Visits } from './visits.js';

/** 2201 to 2203: a visit begins, is described, and may be taken back. */
@Injectable()
export class VisitTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly credentials: Credentials,
    private readonly visits: Visits,
    private readonly filings: Filings,
    private readonly bills: BillState,
  ) {}

  readonly register: Handler<'2201'> = async ({ db, institution, at, insuredAt }, { data }) => {
    const person = await this.insured.hold(db, data.psn_no);
    const { personId } = person;
    mustBeAlive(person, wireDate(at));
    if (insuredAt === null) {
      await this.credentials.confirm(db, data, personId, institution.institutionCode);
      await this.insured.activeEnrolment(db, personId, data.insutype, wireDate(at));
    }
    const visitId = newIdentity('V', at.toJSDate());
    await this.visits.register(db, {
      personId,
      visitId,
      institutionCode: institution.institutionCode,
      institutionVisitNo: data.ipt_otp_no,
      insuranceType: data.insutype,
      medicalCategory: null,
      beganAt: data.begntime.toJSDate(),
      credentialKind: data.mdtrt_cert_type,
      doctorCode: data.atddr_no,
      doctorName: data.dr_name,
      departmentCode: data.dept_code,
      departmentName: data.dept_name,
      specialty: data.caty,
      registeredAt: at.toJSDate(),
      inpatient: false,
    });
    const answer = { mdtrt_id: visitId, psn_no: personId, ipt_otp_no: data.ipt_otp_no, exp_content: '' };
    return { output: { data: answer }, personId };
  };

  readonly cancel: Handler<'2202'> = async ({ db, institution, at }, { data }) => {
    const { personId } = await this.insured.hold(db, data.psn_no);
    const visit = await this.visits.standing(db, personId, data.mdtrt_id, institution.institutionCode);
    if (await this.bills.anySettled(db, personId, visit.visitId)) refuse('VISIT-SETTLED');
    await this.visits.cancel(db, visit, at.toJSDate());
    return { output: {}, personId };
  };

  readonly describe: Handler<'2203'> = async ({ db, institution, at }, { mdtrtinfo, diseinfo }) => {
    const numbers = diseinfo.map((diagnosis) => diagnosis.diag_srt_no);
    const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
    if (twice !== undefined) refuse('DIAGNOSIS-TWICE', { number: twice });
    const { personId } = await this.insured.hold(db, mdtrtinfo.psn_no);
    const visit = await this.visits.standing(db, personId, mdtrtinfo.mdtrt_id, institution.institutionCode);
    // One visit has one medical category; once money moved by it, it stays.
    const changed = visit.medicalCategory !== null && visit.medicalCategory !== mdtrtinfo.med_type;
    if (changed && (await this.bills.anySettled(db, personId, visit.visitId))) refuse('VISIT-SETTLED');
    if (filedSetting(mdtrtinfo.med_type) !== null) {
      // Told while the patient is with the doctor, not first when he pays.
      filingFor((await this.filings.ofPersons(db, [personId])).get(personId) ?? [], {
        medicalCategory: mdtrtinfo.med_type,
        insuranceType: visit.insuranceType,
        institutionCode: institution.institutionCode,
        illnessCode: mdtrtinfo.dise_codg,
        day: wireDate(at),
      });
    }
    await this.visits.describe(db, visit, {
      medicalCategory: mdtrtinfo.med_type,
      beganAt: mdtrtinfo.begntime.toJSDate(),
      diseaseCode: mdtrtinfo.dise_codg,
      diseaseName: mdtrtinfo.dise_name,
      condition: mdtrtinfo.main_cond_dscr,
    });
    await this.visits.diagnose(
      db,
      visit,
      diseinfo.map((diagnosis) => ({
        sequenceNo: diagnosis.diag_srt_no,
        kind: diagnosis.diag_type ?? '1',
        code: diagnosis.diag_code,
        name: diagnosis.diag_name,
        department: diagnosis.diag_dept,
        doctorCode: diagnosis.dise_dor_no,
        doctorName: diagnosis.dise_dor_name,
        diagnosedAt: diagnosis.diag_time?.toJSDate() ?? null,
        valid: Number(diagnosis.vali_flag ?? '1') !== 0,
      })),
    );
    return { output: {}, personId };
  };
}
