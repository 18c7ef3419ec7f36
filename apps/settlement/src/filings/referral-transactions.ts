import { Injectable } from '@nestjs/common';
import { refuse, sameProvince, wireDate, type InputOf } from '@medisettle/national';
import { Insured, mustBeActive, mustBeAlive } from '../insured/insured.js';
import { type Handler, type Occasion } from '../messages/occasion.js';
import { Visits } from '../visits/visits.js';
import { CareFilingDesk } from './care-filing-desk.js';
import { CareFilings } from './care-filings.js';
import { notBefore } from './filing-transactions.js';

/** `refl_type`: to another province. Inside the city (1) and the province (2) nothing is filed. */
const TO_ANOTHER_PROVINCE = '3';
/** An institution's number: its kind and, in six digits, the division that it lies in. */
const INSTITUTION_NUMBER = /^[A-Z](\d{6})/;

type Referral = InputOf<'2501'>['refmedin'];

/** 2501 and 2502: a hospital refers somebody who is insured here to a hospital of another province, and takes it back. */
@Injectable()
export class ReferralTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly visits: Visits,
    private readonly desk: CareFilingDesk,
    private readonly filings: CareFilings,
  ) {}

  /**
   * Files care at the city of the receiving hospital. The same referral told again under another number is the same
   * filing. Refuses REFERRAL-*, FILING-DATES, CARE-FILING-DATES, VISIT-UNKNOWN, PERSON-*, ENROLMENT-*, INSURED-ELSEWHERE.
   */
  readonly file: Handler<'2501'> = async (occasion, { refmedin }) => {
    const { db, institution, division, envelope, at } = occasion;
    mustLead(refmedin, division);
    const from = refmedin.begndate ?? refmedin.refl_date;
    notBefore('begndate', from, refmedin.refl_date);
    notBefore('enddate', refmedin.enddate, from);
    const { personId } = await this.entitled(occasion, refmedin);
    if (refmedin.refl_old_mdtrt_id !== null)
      await this.visits.find(db, personId, refmedin.refl_old_mdtrt_id, institution.institutionCode);
    const filing = await this.desk.fileWith(
      db,
      {
        personId,
        kind: 'referral',
        destination: refmedin.mdtrtarea_admdvs,
        validFrom: from,
        validTo: refmedin.enddate,
        reason: refmedin.refl_rea,
      },
      {
        referringInstitution: institution.institutionCode,
        receivingInstitution: refmedin.reflin_medins_no,
        diagnosisCode: refmedin.diag_code,
        filedBy: envelope.opter,
      },
      at,
    );
    return { output: { result: { trt_dcla_detl_sn: filing.filingId } }, personId };
  };

  /**
   * Withdraws a referral of this hospital by which nothing is settled. Refuses PERSON-UNKNOWN, FILING-UNKNOWN,
   * -INSTITUTION, -CANCELLED, -USED.
   */
  readonly withdraw: Handler<'2502'> = async ({ db, institution, envelope, at }, { data }) => {
    const { personId } = await this.insured.hold(db, data.psn_no);
    const standing = await this.filings.of(db, personId);
    const filing = standing.find(({ filingId }) => filingId === data.trt_dcla_detl_sn);
    if (!filing || filing.referringInstitution === null) refuse('FILING-UNKNOWN');
    if (filing.referringInstitution !== institution.institutionCode) refuse('FILING-INSTITUTION');
    if (filing.cancelledAt !== null) refuse('FILING-CANCELLED');
    if (await this.filings.isUsed(db, filing)) refuse('FILING-USED');
    await this.filings.cancel(db, filing, { at: at.toJSDate(), operator: envelope.opter, reason: data.memo });
    return { output: {}, personId };
  };

  private async entitled({ db, at }: Occasion, { psn_no, insutype }: Referral): Promise<{ readonly personId: string }> {
    const today = wireDate(at);
    const person = await this.insured.hold(db, psn_no);
    mustBeAlive(person, today);
    if (insutype !== null) {
      await this.insured.activeEnrolment(db, person.personId, insutype, today);
      return person;
    }
    const enrolments = await this.insured.enrolments(db, person.personId, today);
    const [first] = enrolments;
    if (!first) refuse('PERSON-NOT-ENROLLED', { insutype: '' });
    if (enrolments.every(({ status }) => status !== 'active')) mustBeActive(first, today);
    return person;
  }
}

/** Refuses REFERRAL-NOT-ACROSS, -NOT-AGREED, -DIVISION, INSURED-ELSEWHERE. */
function mustLead(referral: Referral, here: string): void {
  const { refl_type, mdtrtarea_admdvs: place, insu_optins, reflin_medins_no, hosp_agre_refl_flag } = referral;
  if (insu_optins !== null && !sameProvince(insu_optins, here)) refuse('INSURED-ELSEWHERE');
  if (refl_type !== TO_ANOTHER_PROVINCE || sameProvince(place, here)) refuse('REFERRAL-NOT-ACROSS');
  if (hosp_agre_refl_flag === '0') refuse('REFERRAL-NOT-AGREED');
  const lies = INSTITUTION_NUMBER.exec(reflin_medins_no)?.[1];
  if (lies !== undefined && !sameProvince(lies, place)) refuse('REFERRAL-DIVISION', { place });
}
