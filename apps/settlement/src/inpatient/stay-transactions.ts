import { Injectable } from '@nestjs/common';
import { refuse, wireDate, type InputOf } from '@medisettle/national';
import { newIdentity } from '../database/identity.js';
import { Credentials } from '../insured/credentials.js';
import { Insured, mustBeAlive } from '../insured/insured.js';
import { type Handler, type Occasion } from '../messages/occasion.js';
import { DAY_SURGERY, staySetting } from '../settlements/medical-category.js';
import { type Visit } from '../visits/visits.js';
import { mustBeInsuredHere } from './insured-place.js';
import { mustBeDistinct, ON_ADMISSION, StayDiagnoses } from './stay-diagnoses.js';
import { StayLines } from './stay-lines.js';
import { isSettled, StayStandings, type StayStanding } from './stay-standing.js';
import { mustBeFrom, mustBeUntil } from './stay-times.js';
import { dayOf, Stays, type AdmissionDetails } from './stays.js';

/** 2401 to 2405: a stay begins, is described, ends, and may be taken back. */
@Injectable()
export class StayTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly credentials: Credentials,
    private readonly stays: Stays,
    private readonly diagnoses: StayDiagnoses,
    private readonly lines: StayLines,
    private readonly standings: StayStandings,
  ) {}

  readonly admit: Handler<'2401'> = async ({ db, institution, at, insuredAt }, { mdtrtinfo: said, diseinfo }) => {
    mustBeDistinct(diseinfo);
    if (insuredAt === null) mustBeInsuredHere(said, institution);
    staySetting(said.med_type);
    if (said.med_type === DAY_SURGERY && said.oprn_oprt_code === null) {
      refuse('MSG-FIELD-MISSING', { field: 'mdtrtinfo.oprn_oprt_code' });
    }
    const institutionVisitNo =
      said.ipt_no ?? said.ipt_otp_no ?? refuse('MSG-FIELD-MISSING', { field: 'mdtrtinfo.ipt_no' });
    const person = await this.insured.hold(db, said.psn_no);
    const { personId } = person;
    const { institutionCode } = institution;
    const shown = { ...said, psn_cert_type: said.psn_cert_type ?? said.cert_type };
    if (insuredAt === null) {
      await this.credentials.confirm(db, shown, personId, institutionCode);
      await this.insured.activeEnrolment(db, personId, said.insutype, wireDate(at));
    }
    const began = wireDate(said.begntime);
    mustBeAlive(person, began);
    mustBeUntil('mdtrtinfo.begntime', began, { day: wireDate(at), zh: '晚于今天', en: 'it is after today' });
    const stay = {
      personId,
      visitId: newIdentity('V', at.toJSDate()),
      institutionCode,
      institutionVisitNo,
      insuranceType: said.insutype,
      medicalCategory: said.med_type,
      beganAt: said.begntime.toJSDate(),
      credentialKind: said.mdtrt_cert_type,
      doctorCode: said.atddr_no,
      doctorName: said.chfpdr_name,
      departmentCode: said.adm_dept_codg,
      departmentName: said.adm_dept_name,
      specialty: null,
      registeredAt: at.toJSDate(),
      inpatient: true,
    };
    await this.stays.mustNotOverlap(db, { ...stay, endedAt: null }, 'mdtrtinfo.begntime');
    await this.stays.admit(db, stay, detailsOf(said));
    await this.diagnoses.put(db, stay, ON_ADMISSION, diseinfo);
    return { output: { result: { mdtrt_id: stay.visitId, exp_content: '' } }, personId };
  };

  readonly discharge: Handler<'2402'> = async (occasion, { dscginfo: said, diseinfo }) => {
    mustBeDistinct(diseinfo);
    const { db, at } = occasion;
    const { stay, standing } = await this.held(occasion, said);
    if (stay.endedAt) refuse('STAY-DISCHARGED');
    if (stay.insuranceType !== said.insutype) refuse('PERSON-NOT-ENROLLED', { insutype: said.insutype });
    const began = dayOf(stay.beganAt);
    if (said.endtime.toJSDate() < stay.beganAt) {
      refuse('STAY-TIMES', { field: 'dscginfo.endtime', reason: '早于入院时间', en: 'it is before the admission' });
    }
    const ended = wireDate(said.endtime);
    mustBeUntil('dscginfo.endtime', ended, { day: wireDate(at), zh: '晚于今天', en: 'it is after today' });
    await this.mustCoverCare(occasion, stay, standing, 'dscginfo.endtime', { from: began, to: ended });
    if (said.die_date !== null) {
      mustBeFrom('dscginfo.die_date', said.die_date, { day: began, zh: '早于入院', en: 'it is before the admission' });
      mustBeUntil('dscginfo.die_date', said.die_date, { day: ended, zh: '晚于出院', en: 'it is after the discharge' });
    }
    const dischargeNo = await this.stays.discharge(db, stay, {
      endedAt: said.endtime.toJSDate(),
      way: said.dscg_way,
      departmentCode: said.dscg_dept_codg,
      departmentName: said.dscg_dept_name,
      bed: said.dscg_bed,
      diseaseCode: said.dise_codg,
      diseaseName: said.dise_name,
      operationCode: said.oprn_oprt_code,
      operationName: said.oprn_oprt_name,
      complication: said.cop_flag,
      diedOn: said.die_date,
      extension: said.exp_content,
      toldAt: at.toJSDate(),
    });
    await this.diagnoses.put(db, stay, dischargeNo, diseinfo);
    return { output: {}, personId: stay.personId };
  };

  readonly change: Handler<'2403'> = async (occasion, { adminfo: said, diseinfo }) => {
    mustBeDistinct(diseinfo);
    staySetting(said.med_type);
    const { db, at } = occasion;
    const { stay, standing } = await this.held(occasion, said);
    if (standing.final) refuse('VISIT-SETTLED');
    const beganAt = said.begntime.toJSDate();
    const changed = said.med_type !== stay.medicalCategory || beganAt.getTime() !== stay.beganAt.getTime();
    if (changed && isSettled(standing)) refuse('VISIT-SETTLED');
    if (said.endtime && !stay.endedAt) refuse('STAY-NOT-DISCHARGED');
    if (said.endtime && said.endtime.toMillis() !== stay.endedAt?.getTime()) {
      const en = 'a discharge is changed by undoing it (2405)';
      refuse('STAY-TIMES', { field: 'adminfo.endtime', reason: '与出院办理不同，请撤销出院（2405）后重新办理', en });
    }
    const from = wireDate(said.begntime);
    const today = wireDate(at);
    mustBeUntil('adminfo.begntime', from, { day: today, zh: '晚于今天', en: 'it is after today' });
    if (stay.endedAt && beganAt > stay.endedAt) {
      refuse('STAY-TIMES', { field: 'adminfo.begntime', reason: '晚于出院时间', en: 'it is after the discharge' });
    }
    await this.mustCoverCare(occasion, stay, standing, 'adminfo.begntime', { from, to: today });
    await this.stays.mustNotOverlap(db, { ...stay, beganAt }, 'adminfo.begntime');
    await this.stays.change(db, stay, {
      ...detailsOf(said),
      medicalCategory: said.med_type,
      beganAt,
      institutionVisitNo: said.ipt_otp_no ?? said.ipt_no,
      doctorCode: said.atddr_no,
      doctorName: said.chfpdr_name,
      departmentCode: said.adm_dept_codg,
      departmentName: said.adm_dept_name,
    });
    if (diseinfo.length > 0) await this.diagnoses.put(db, stay, ON_ADMISSION, diseinfo);
    return { output: {}, personId: stay.personId };
  };

  readonly withdraw: Handler<'2404'> = async (occasion, { data }) => {
    const { db, at } = occasion;
    const { stay, standing } = await this.held(occasion, data);
    if (isSettled(standing)) refuse('VISIT-SETTLED');
    if (stay.endedAt) refuse('STAY-DISCHARGED');
    if (await this.lines.span(db, stay)) refuse('STAY-LINES-STAND');
    await this.stays.withdraw(db, stay, at.toJSDate());
    return { output: {}, personId: stay.personId };
  };

  readonly undoDischarge: Handler<'2405'> = async (occasion, { data }) => {
    const { db, at } = occasion;
    const { stay, standing } = await this.held(occasion, data);
    if (!stay.endedAt) refuse('STAY-NOT-DISCHARGED');
    if (standing.final) refuse('VISIT-SETTLED');
    // The patient may have been admitted again meanwhile.
    await this.stays.mustNotOverlap(db, { ...stay, endedAt: null }, 'data.mdtrt_id');
    await this.stays.undoDischarge(db, stay, at.toJSDate());
    return { output: {}, personId: stay.personId };
  };

  private async held(
    { db, institution }: Occasion,
    named: { readonly psn_no: string; readonly mdtrt_id: string },
  ): Promise<{ stay: Visit; standing: StayStanding }> {
    const { personId } = await this.insured.hold(db, named.psn_no);
    const stay = await this.stays.standing(db, personId, named.mdtrt_id, institution.institutionCode);
    return { stay, standing: await this.standings.of(db, stay) };
  }

  /** Lines and settlements must lie within the stay's days. Refuses STAY-TIMES. */
  private async mustCoverCare(
    { db }: Occasion,
    stay: Visit,
    { careUntil }: StayStanding,
    field: string,
    days: { readonly from: string; readonly to: string },
  ): Promise<void> {
    const span = await this.lines.span(db, stay);
    const last = [span ? dayOf(span.last) : '', careUntil ?? ''].toSorted().at(-1) ?? '';
    const [zh, en] = ['有费用明细或结算在此日期之外', 'a fee line or a settlement lies beyond it'];
    mustBeFrom(field, days.to, { day: last, zh, en });
    if (span) mustBeUntil(field, days.from, { day: dayOf(span.first), zh, en });
  }
}

/** What 2401 and 2403 say alike. */
function detailsOf(said: InputOf<'2401'>['mdtrtinfo'] | InputOf<'2403'>['adminfo']): AdmissionDetails {
  return {
    contactName: said.coner_name,
    contactPhone: said.tel,
    recordNo: said.medrcdno,
    diagnosisText: said.adm_diag_dscr,
    bed: said.adm_bed,
    mainDiagnosisCode: said.dscg_maindiag_code,
    mainDiagnosisName: said.dscg_maindiag_name,
    operationCode: said.oprn_oprt_code,
    operationName: said.oprn_oprt_name,
    diseaseCode: said.dise_codg,
    diseaseName: said.dise_name,
    condition: said.main_cond_dscr,
    extension: said.exp_content,
  };
}
