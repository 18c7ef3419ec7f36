import { Injectable } from '@nestjs/common';
import { refuse, wireDate, type InputOf } from '@medisettle/national';
import { type YearChange } from '@medisettle/benefits';
import { YearAccumulators } from '../accounts/year-accumulators.js';
import { newIdentity } from '../database/identity.js';
import { Credentials } from '../insured/credentials.js';
import { Insured, mustBeAlive, type Person } from '../insured/insured.js';
import { type Handler, type Occasion } from '../messages/occasion.js';
import { YearChanges } from '../year-change/year-changes.js';
import { FeeLineTransactions, lineAnswer, type SplitFeeLine } from '../visits/fee-line-transactions.js';
import { FeeLines } from '../visits/fee-lines.js';
import { NO_DOCTOR, Visits } from '../visits/visits.js';
import { cashCollected } from './cash-collected.js';
import { type SplitBill } from './bill.js';
import { BillSplitter } from './bill-splitter.js';
import { Cancelling } from './cancelling.js';
import { pharmacySetting } from './medical-category.js';
import { newSettlement, Posting, type SettlementOrigin } from './posting.js';
import { setldetail, setlinfo, trialSetlinfo } from './setlinfo.js';

type Purchase = InputOf<'2102'>;

/** The one batch of a purchase. */
const BATCH = 'PURCHASE';

/** 2101 to 2103: a pharmacy purchase is visit, lines and settlement in one message. */
@Injectable()
export class PharmacyTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly credentials: Credentials,
    private readonly visits: Visits,
    private readonly uploads: FeeLineTransactions,
    private readonly lines: FeeLines,
    private readonly years: YearChanges,
    private readonly accumulators: YearAccumulators,
    private readonly splitter: BillSplitter,
    private readonly posting: Posting,
    private readonly cancelling: Cancelling,
  ) {}

  readonly trial: Handler<'2101'> = async (occasion, purchase) => {
    const person = (await this.insured.find(occasion.db, purchase.druginfo.psn_no)) ?? refuse('PERSON-UNKNOWN');
    const { split, lines } = await this.split(occasion, purchase, person);
    const { record } = newSettlement(split, origin(occasion, purchase, newIdentity('T', occasion.at.toJSDate())));
    return {
      output: {
        setlinfo: trialSetlinfo(record, person, occasion.institution, split.answer),
        setldetail: setldetail(record),
        detlcutinfo: lines.map(lineAnswer),
      },
    };
  };

  readonly settle: Handler<'2102'> = async (occasion, purchase) => {
    const { db, institution, at } = occasion;
    const { druginfo } = purchase;
    const person = await this.insured.hold(db, druginfo.psn_no);
    const { personId } = person;
    const { split, lines, due } = await this.split(occasion, purchase, person);
    const visitId = newIdentity('V', at.toJSDate());
    await this.visits.register(db, {
      personId,
      visitId,
      institutionCode: institution.institutionCode,
      institutionVisitNo: occasion.envelope.msgid ?? '',
      insuranceType: druginfo.insutype,
      medicalCategory: druginfo.med_type,
      beganAt: druginfo.begntime.toJSDate(),
      credentialKind: druginfo.mdtrt_cert_type,
      ...NO_DOCTOR,
      registeredAt: at.toJSDate(),
      inpatient: false,
    });
    await this.lines.add(db, { personId, visitId, batchNo: BATCH, uploadedAt: at.toJSDate() }, lines);
    const settlement = newSettlement(split, origin(occasion, purchase, visitId));
    await this.posting.settle(db, [settlement], new Map([[personId, due]]));
    const { record } = settlement;
    return {
      output: {
        setlinfo: setlinfo(record, person, institution),
        setldetail: setldetail(record),
        detlcutinfo: lines.map(lineAnswer),
      },
      personId,
      settlementId: record.settlementId,
    };
  };

  readonly cancel: Handler<'2103'> = (occasion, { data }) => this.cancelling.cancel(occasion, data, '2102');

  private async split(
    { db, institution, at }: Occasion,
    { druginfo, drugdetail }: Purchase,
    person: Person,
  ): Promise<{ split: SplitBill; lines: SplitFeeLine[]; due: readonly YearChange[] }> {
    await this.credentials.confirm(db, druginfo, person.personId, institution.institutionCode);
    mustBeAlive(person, wireDate(at));
    const enrolment = await this.insured.activeEnrolment(db, person.personId, druginfo.insutype, wireDate(at));
    const lines = await this.uploads.split(db, drugdetail, {
      insuranceType: enrolment.insuranceType,
      division: enrolment.division,
      institutionLevel: institution.level,
    });
    const [{ balances, due }, accumulators] = await Promise.all([
      this.years.standing(db, person.personId, wireDate(at)),
      this.accumulators.ofPersons(db, [person.personId]),
    ]);
    const split = this.splitter.split(
      {
        person,
        enrolment,
        institution,
        setting: pharmacySetting(druginfo.med_type),
        medicalCategory: druginfo.med_type,
        listedIllness: false,
        accountFlag: druginfo.acct_used_flag,
        lines,
        day: wireDate(at),
      },
      {
        total: druginfo.medfee_sumamt,
        selfFunded: null,
        overLimit: null,
        classified: null,
        inScope: null,
        cashCollected: cashCollected(druginfo.exp_content),
      },
      { balances: new Map([[person.personId, balances]]), accumulators },
    );
    return { split, lines, due };
  }
}

function origin({ envelope, at }: Occasion, { druginfo }: Purchase, visitId: string): SettlementOrigin {
  return {
    visitId,
    batchNo: BATCH,
    attempt: 1,
    msgid: envelope.msgid ?? '',
    infno: '2102',
    operator: envelope.opter,
    invoiceNo: druginfo.invono,
    credentialKind: druginfo.mdtrt_cert_type,
    at: at.toJSDate(),
  };
}
