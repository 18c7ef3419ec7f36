import { Injectable } from '@nestjs/common';
import { refuse, wireDate, type InputOf } from '@medisettle/national';
import { Credentials } from '../insured/credentials.js';
import { Insured, type Person } from '../insured/insured.js';
import { type Handler, type Occasion } from '../messages/occasion.js';
import { BillState } from '../visits/bill-state.js';
import { FeeLines } from '../visits/fee-lines.js';
import { Visits, type Visit } from '../visits/visits.js';
import { cashCollected } from './cash-collected.js';
import { type SplitBill } from './bill.js';
import { BillSplitter } from './bill-splitter.js';
import { Cancelling } from './cancelling.js';
import { outpatientSetting } from './medical-category.js';
import { Posting, recordOf, type SettlementOrigin } from './posting.js';
import { setldetail, setlinfo } from './setlinfo.js';

type Asked = InputOf<'2207'>['data'];

/** 2206 to 2208: trial, settlement and cancellation of an outpatient bill. */
@Injectable()
export class OutpatientTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly credentials: Credentials,
    private readonly visits: Visits,
    private readonly lines: FeeLines,
    private readonly bills: BillState,
    private readonly splitter: BillSplitter,
    private readonly posting: Posting,
    private readonly cancelling: Cancelling,
  ) {}

  readonly trial: Handler<'2206'> = async (occasion, { data }) => {
    const person = (await this.insured.find(occasion.db, data.psn_no)) ?? refuse('PERSON-UNKNOWN');
    const { split, origin } = await this.split(occasion, data, person);
    const record = recordOf(split, origin);
    return {
      output: {
        setlinfo: { ...setlinfo(record, person, occasion.institution), setl_id: null },
        setldetail: setldetail(record),
      },
    };
  };

  readonly settle: Handler<'2207'> = async (occasion, { data }) => {
    const person = await this.insured.hold(occasion.db, data.psn_no);
    const { split, origin } = await this.split(occasion, data, person);
    const record = await this.posting.settle(occasion.db, split, origin);
    return {
      output: { setlinfo: setlinfo(record, person, occasion.institution), setldetail: setldetail(record) },
      personId: person.personId,
      settlementId: record.settlementId,
    };
  };

  readonly cancel: Handler<'2208'> = (occasion, { data }) => this.cancelling.cancel(occasion, data, '2207');

  /** What a trial shows and a settlement posts; the checks are the same for both. */
  private async split(
    occasion: Occasion,
    data: Asked,
    person: Person,
  ): Promise<{ split: SplitBill; origin: SettlementOrigin }> {
    const { db, institution, at, envelope } = occasion;
    const { personId } = person;
    await this.credentials.confirm(db, data, personId, institution.institutionCode);
    const visit = await this.visits.standing(db, personId, data.mdtrt_id, institution.institutionCode);
    checkVisit(visit, data);
    const settled = await this.bills.settledBatches(db, personId, visit.visitId);
    if (settled.has(data.chrg_bchno)) refuse('BILL-SETTLED');
    const lines = await this.lines.ofBatch(db, personId, visit.visitId, data.chrg_bchno);
    if (lines.length === 0) refuse('LINES-MISSING');
    const enrolment = await this.insured.activeEnrolment(db, personId, data.insutype);
    const split = await this.splitter.split(
      db,
      {
        person,
        enrolment,
        institution,
        setting: outpatientSetting(data.med_type),
        medicalCategory: data.med_type,
        accountFlag: data.acct_used_flag,
        lines,
        day: wireDate(at),
      },
      {
        total: data.medfee_sumamt,
        selfFunded: data.fulamt_ownpay_amt,
        overLimit: data.overlmt_selfpay,
        classified: data.preselfpay_amt,
        inScope: data.inscp_scp_amt,
        cashCollected: cashCollected(data.exp_content),
      },
    );
    const attempts = await this.bills.attempts(db, personId, visit.visitId, data.chrg_bchno);
    return {
      split,
      origin: {
        visitId: visit.visitId,
        batchNo: data.chrg_bchno,
        attempt: attempts + 1,
        msgid: envelope.msgid ?? '',
        infno: '2207',
        operator: envelope.opter,
        invoiceNo: data.invono,
        credentialKind: data.mdtrt_cert_type,
        at: at.toJSDate(),
      },
    };
  }
}

function checkVisit(visit: Visit, data: Asked): void {
  // A registration fee (12) may be settled before or beside the category of the visit itself.
  const differs = visit.medicalCategory !== null && visit.medicalCategory !== data.med_type;
  if (differs && data.med_type !== '12') refuse('VISIT-MED-TYPE');
  if (visit.insuranceType !== data.insutype) refuse('PERSON-NOT-ENROLLED', { insutype: data.insutype });
}
