import { Injectable } from '@nestjs/common';
import { refuse, wireDate } from '@medisettle/national';
import { filingFor } from '../filings/filed-care.js';
import { confirmed } from '../insured/credentials.js';
import { activeEnrolment, mustBeAlive } from '../insured/insured.js';
import { BillSplitter } from '../settlements/bill-splitter.js';
import { type DecidedBill, type StayBill } from '../settlements/bill-to-settle.js';
import { cashCollected } from '../settlements/cash-collected.js';
import { type Gathered } from '../settlements/gathered.js';
import { staySetting } from '../settlements/medical-category.js';
import { newSettlement } from '../settlements/posting.js';
import { setldetail, setlinfo } from '../settlements/setlinfo.js';
import { standingStay, visitKey, type Visit } from '../visits/visits.js';
import { careDayOf, isMidStay } from './care-day.js';
import { type GatheredStay } from './gathered-stay.js';
import { mustBeInsuredHere } from './insured-place.js';
import { openBatch } from './stay-standing.js';
import { linesOf } from './stay-sums.js';
import { mustBeFrom, mustBeUntil } from './stay-times.js';
import { dayOf } from './stays.js';

/** A stay as its bills name it. */
const stayOf = ({ data }: Pick<StayBill, 'data'>): Pick<Visit, 'personId' | 'visitId'> => ({
  personId: data.psn_no,
  visitId: data.mdtrt_id,
});

/** Decides bills of stays. Trial and settlement go through the same door; a trial need not wait for the discharge. */
@Injectable()
export class StayBills {
  constructor(private readonly splitter: BillSplitter) {}

  /**
   * Who pays what, out of what was gathered; pure. All lines that are not settled yet are the bill. Refuses PERSON-*,
   * CREDENTIAL-*, CARD-*, VISIT-*, STAY-*, ENROLMENT-*, INSURED-ELSEWHERE, MSG-FIELD-INVALID, POLICY-MISSING,
   * TOTAL-MISMATCH, CASH-CHANGED.
   */
  decide(asked: StayBill, gathered: Gathered, purpose: 'trial' | 'settlement'): DecidedBill {
    const { data, institution, at, envelope } = asked;
    const { institutionCode } = institution;
    const name = stayOf(asked);
    const { personId } = name;
    mustBeInsuredHere(data, institution);
    const person = gathered.persons.get(personId) ?? refuse('PERSON-UNKNOWN');
    confirmed(gathered.credentials, { fields: data, institutionCode }, personId);
    const stay = standingStay(gathered.visits.get(visitKey(name)), institutionCode);
    if (stay.insuranceType !== data.insutype) refuse('PERSON-NOT-ENROLLED', { insutype: data.insutype });
    const found = gathered.stays.get(visitKey(name));
    if (!found) throw new Error('a stay was not gathered');
    const day = careDayOf(stay, data, at);
    mayBeSettled(stay, found, asked, day, purpose);
    mustBeAlive(person, day);
    const enrolment = activeEnrolment(found.enrolments.get(day) ?? [], data.insutype, day);
    const unsettled = found.unsettled ?? refuse('STAY-LINES-MISSING');
    const medicalCategory = stay.medicalCategory ?? '';
    const filing = filingFor(gathered.filings.get(personId) ?? [], {
      medicalCategory,
      insuranceType: data.insutype,
      institutionCode,
      illnessCode: stay.diseaseCode,
      day,
    });
    const split = this.splitter.split(
      {
        person,
        enrolment,
        institution,
        setting: staySetting(medicalCategory),
        medicalCategory,
        listedIllness: gathered.listedIllnesses.has(filing?.illnessCode ?? ''),
        accountFlag: data.acct_used_flag,
        lines: linesOf(unsettled.sums),
        day,
        stayDeductibleUsed: found.standing.deductibleUsed,
      },
      {
        total: data.medfee_sumamt,
        selfFunded: data.fulamt_ownpay_amt,
        overLimit: data.overlmt_selfpay,
        classified: data.preselfpay_amt,
        inScope: data.inscp_scp_amt,
        cashCollected: cashCollected(data.exp_content),
      },
      gathered,
    );
    const settlement = newSettlement(split, {
      visitId: stay.visitId,
      batchNo: openBatch(found.standing),
      attempt: 1,
      msgid: envelope.msgid ?? '',
      infno: '2304',
      operator: envelope.opter,
      invoiceNo: data.invono,
      credentialKind: data.mdtrt_cert_type,
      at: at.toJSDate(),
      ofStay: { midStay: isMidStay(data), careUntil: day },
    });
    const { record } = settlement;
    const output = { setlinfo: setlinfo(record, person, institution), setldetail: setldetail(record) };
    return { split, settlement, output };
  }
}

/** Refuses STAY-SETTLED, -DISCHARGED, -NOT-DISCHARGED, -TIMES, -LINES-MISSING. */
export function mayBeSettled(
  stay: Visit,
  { standing, unsettled }: GatheredStay,
  { data, at }: StayBill,
  day: string,
  purpose: 'trial' | 'settlement',
): void {
  if (standing.final) refuse('STAY-SETTLED');
  const field = 'data.dscgTime';
  const { dscgTime: told } = data;
  if (stay.endedAt) {
    if (isMidStay(data)) refuse('STAY-DISCHARGED');
    if (told !== null && told !== day) {
      const reason = `出院日期为 ${day}`;
      refuse('STAY-TIMES', { field, reason, en: `the day of the discharge is ${day}` });
    }
  } else if (purpose === 'settlement' && !isMidStay(data)) refuse('STAY-NOT-DISCHARGED');
  mustBeFrom(field, day, { day: dayOf(stay.beganAt), zh: '早于入院', en: 'it is before the admission' });
  mustBeUntil(field, day, { day: wireDate(at), zh: '晚于今天', en: 'it is after today' });
  const settledUntil = standing.careUntil ?? '';
  mustBeFrom(field, day, { day: settledUntil, zh: `已结算至 ${settledUntil}`, en: `settled until ${settledUntil}` });
  if (!unsettled) return;
  const last = dayOf(unsettled.lastAt);
  mustBeFrom(field, day, { day: last, zh: `有 ${last} 的费用明细`, en: `there is a fee line of ${last}` });
}
