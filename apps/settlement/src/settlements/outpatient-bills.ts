import { Injectable } from '@nestjs/common';
import { refuse, wireDate } from '@medisettle/national';
import { filingFor } from '../filings/filed-care.js';
import { confirmed } from '../insured/credentials.js';
import { activeEnrolment, mustBeAlive } from '../insured/insured.js';
import { billKey, type BillName } from '../visits/bill-state.js';
import { standingVisit, visitKey, type Visit } from '../visits/visits.js';
import { BillSplitter } from './bill-splitter.js';
import { type DecidedBill, type OutpatientBill } from './bill-to-settle.js';
import { cashCollected } from './cash-collected.js';
import { type Gathered } from './gathered.js';
import { outpatientSetting } from './medical-category.js';
import { newSettlement } from './posting.js';
import { setldetail, setlinfo } from './setlinfo.js';

/** The lines that a message asks to settle. */
export const billOf = ({ data }: Pick<OutpatientBill, 'data'>): BillName => ({
  personId: data.psn_no,
  visitId: data.mdtrt_id,
  batchNo: data.chrg_bchno,
});

/** Decides outpatient bills. Trial and settlement go through the same door. */
@Injectable()
export class OutpatientBills {
  constructor(private readonly splitter: BillSplitter) {}

  /**
   * Who pays what, out of what was gathered; pure. Refuses PERSON-*, CREDENTIAL-*, CARD-*, VISIT-*, BILL-SETTLED,
   * LINES-MISSING, MED-TYPE-UNSUPPORTED, FILING-*, MSG-FIELD-INVALID, POLICY-MISSING, TOTAL-MISMATCH, CASH-CHANGED.
   */
  decide(asked: OutpatientBill, gathered: Gathered): DecidedBill {
    const { data, institution, at, envelope } = asked;
    const { institutionCode } = institution;
    const bill = billOf(asked);
    const { personId } = bill;
    const person = gathered.persons.get(personId) ?? refuse('PERSON-UNKNOWN');
    const day = wireDate(at);
    confirmed(gathered.credentials, { fields: data, institutionCode }, personId);
    mustBeAlive(person, day);
    const visit = standingVisit(gathered.visits.get(visitKey(bill)), institutionCode);
    checkVisit(visit, data);
    const { attempts, settled } = gathered.bills.get(billKey(bill)) ?? { attempts: 0, settled: false };
    if (settled) refuse('BILL-SETTLED');
    const lines = gathered.lines.get(billKey(bill)) ?? refuse('LINES-MISSING');
    const enrolment = activeEnrolment(gathered.enrolments.get(personId) ?? [], data.insutype, day);
    const setting = outpatientSetting(data.med_type);
    const filing = filingFor(gathered.filings.get(personId) ?? [], {
      medicalCategory: data.med_type,
      insuranceType: data.insutype,
      institutionCode,
      illnessCode: visit.diseaseCode,
      day,
    });
    const split = this.splitter.split(
      {
        person,
        enrolment,
        institution,
        setting,
        medicalCategory: data.med_type,
        listedIllness: gathered.listedIllnesses.has(filing?.illnessCode ?? ''),
        accountFlag: data.acct_used_flag,
        lines,
        day,
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
      visitId: visit.visitId,
      batchNo: data.chrg_bchno,
      attempt: attempts + 1,
      msgid: envelope.msgid ?? '',
      infno: '2207',
      operator: envelope.opter,
      invoiceNo: data.invono,
      credentialKind: data.mdtrt_cert_type,
      at: at.toJSDate(),
    });
    const { record } = settlement;
    const output = { setlinfo: setlinfo(record, person, institution), setldetail: setldetail(record) };
    return { split, settlement, output };
  }
}

/** The bill fits its visit. Refuses VISIT-MED-TYPE, PERSON-NOT-ENROLLED. */
export function checkVisit(visit: Visit, data: OutpatientBill['data']): void {
  // A registration fee (12) may be settled before or beside the category of the visit itself.
  const differs = visit.medicalCategory !== null && visit.medicalCategory !== data.med_type;
  if (differs && data.med_type !== '12') refuse('VISIT-MED-TYPE');
  if (visit.insuranceType !== data.insutype) refuse('PERSON-NOT-ENROLLED', { insutype: data.insutype });
}
