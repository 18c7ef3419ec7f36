import { Injectable } from '@nestjs/common';
import { entitlementOf, type Setting } from '@medisettle/benefits';
import { Refused, refuse, wireDate, type OutputOf } from '@medisettle/national';
import { Institutions } from '../institutions/institutions.js';
import { Insured } from '../insured/insured.js';
import { type Handler } from '../messages/occasion.js';
import { Policies } from '../policies/policies.js';
import { isStay, outpatientSetting, PHARMACY_PURCHASE } from '../settlements/medical-category.js';
import { filingFor } from './filed-care.js';
import { Filings, type Filing } from './filings.js';

/** `trt_chk_type`: whether a fund pays. */
const FUND_CHECK = '01';
/** `fund_pay_type` of the personal account. */
const PERSONAL_ACCOUNT = '310200';

type Checked = OutputOf<'2001'>['trtinfo'][number];

/** Why nobody but the patient would pay; null when funds would. */
interface Standing {
  readonly filing: Filing | null;
  readonly against: string | null;
}

/** 2001: who would pay a share of some care, told before there is a bill. */
@Injectable()
export class BenefitCheck {
  constructor(
    private readonly insured: Insured,
    private readonly institutions: Institutions,
    private readonly policies: Policies,
    private readonly filings: Filings,
  ) {}

  /**
   * One row for each fund of the scheme, and one for the personal account. A fund that does not pay says why: no active
   * enrolment, no filing, or no rule. Refuses PERSON-UNKNOWN, MSG-INSTITUTION-UNKNOWN, MED-TYPE-UNSUPPORTED,
   * POLICY-MISSING.
   */
  readonly check: Handler<'2001'> = async ({ db, institution: sender }, { data }) => {
    const person = (await this.insured.find(db, data.psn_no)) ?? refuse('PERSON-UNKNOWN');
    const institution =
      (data.fixmedins_code === null ? sender : (await this.institutions.findAll(db, [data.fixmedins_code]))[0]) ??
      refuse('MSG-INSTITUTION-UNKNOWN');
    const day = wireDate(data.begntime);
    const setting = settingOf(data.med_type);
    const enrolments = await this.insured.enrolments(db, person.personId, day);
    const enrolled = enrolments.find(({ insuranceType }) => insuranceType === data.insutype);
    const filings = (await this.filings.ofPersons(db, [person.personId])).get(person.personId) ?? [];
    const { filing, against } =
      enrolled?.status === 'active'
        ? standingOf(filings, {
            medicalCategory: data.med_type,
            insuranceType: data.insutype,
            institutionCode: institution.institutionCode,
            illnessCode: data.dise_codg,
            day,
          })
        : { filing: null, against: `险种 ${data.insutype} 没有正常参保` };
    const illness = filing?.illnessCode ?? null;
    const listed = illness === null ? undefined : (await this.filings.illnesses(db, [illness], day)).get(illness);
    const entitled = entitlementOf(this.policies.policy, {
      date: day,
      scheme: this.policies.schemeOf(data.insutype),
      person,
      setting,
      institutionLevel: institution.level,
      listedIllness: listed?.listed === true,
    });
    if (!entitled.ok) refuse('POLICY-MISSING', { reason: entitled.problem.reason.zh, en: entitled.problem.reason.en });
    const until = data.endtime && wireDate(data.endtime);
    const row = (fundPayType: string, name: string, pays: boolean, from: string, to: string | null): Checked => ({
      psn_no: person.personId,
      trt_chk_type: FUND_CHECK,
      fund_pay_type: fundPayType,
      trt_enjymnt_flag: pays && against === null ? '1' : '0',
      begndate: [day, from, filing?.validFrom ?? from].toSorted().at(-1) ?? day,
      enddate: [until, to, filing?.validTo ?? null].filter((end) => end !== null).toSorted()[0] ?? null,
      trt_chk_rslt: against ?? (pays ? `${name}：可以享受` : `${name}：该医疗类别不支付`),
      exp_content: '',
    });
    const funds = entitled.value.funds.map(({ fundPayType, fundPayTypeName, pays, from, to }) =>
      row(fundPayType, fundPayTypeName, pays, from, to),
    );
    const account = entitled.value.personalAccount
      ? [row(PERSONAL_ACCOUNT, '个人账户', true, enrolled?.enrolledOn ?? day, null)]
      : [];
    return { output: { trtinfo: [...funds, ...account] } };
  };
}

/** Refuses MED-TYPE-UNSUPPORTED. */
function settingOf(medicalCategory: string): Setting {
  if (medicalCategory === PHARMACY_PURCHASE) return 'pharmacy';
  return isStay(medicalCategory) ? 'inpatient' : outpatientSetting(medicalCategory);
}

/** A missing filing is what the question is about, so that it is an answer here. */
function standingOf(filings: readonly Filing[], care: Parameters<typeof filingFor>[1]): Standing {
  try {
    return { filing: filingFor(filings, care), against: null };
  } catch (error) {
    if (error instanceof Refused) return { filing: null, against: `[${error.refusal.code}] ${error.refusal.zh}` };
    throw error;
  }
}
