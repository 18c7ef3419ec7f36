import { Injectable } from '@nestjs/common';
import { formatYuan, plus, type Fen } from '@medisettle/money';
import {
  refuse,
  sameProvince,
  successText,
  transactionOf,
  wireDate,
  type Infno,
  type InputOf,
  type OutputOf,
} from '@medisettle/national';
import { type DateTime } from 'luxon';
import { newIdentity } from '../database/identity.js';
import { Transactions, type Db } from '../database/transactions.js';
import { Institutions } from '../institutions/institutions.js';
import { Insured } from '../insured/insured.js';
import { MsgidTaken, Reservations } from '../messages/reservations.js';
import { pharmacySetting } from '../settlements/medical-category.js';
import { FeeLineTransactions } from '../visits/fee-line-transactions.js';
import { FeeLines, type FeeLine } from '../visits/fee-lines.js';
import { NO_DOCTOR, Visits } from '../visits/visits.js';
import { Identified, type BillBody, type PayBody } from './bodies.js';
import { CareHere, type VisitorMessage } from './care-here.js';
import { Intents } from './intents.js';
import { sumsOf } from './owed.js';
import { PurchaseOrders, type StandingOrder } from './purchase-orders.js';
import { Visitors } from './visitors.js';

type Offer = InputOf<'2166'>;
type Named = InputOf<'2163'>['n_input'];

/** As which message an order is settled. */
const SETTLED_BY = '2166';

/** Purchases of persons from other provinces at pharmacies here. */
@Injectable()
export class VisitorPurchases {
  constructor(
    private readonly care: CareHere,
    private readonly orders: PurchaseOrders,
    private readonly visitors: Visitors,
    private readonly insured: Insured,
    private readonly institutions: Institutions,
    private readonly visits: Visits,
    private readonly uploads: FeeLineTransactions,
    private readonly lines: FeeLines,
    private readonly intents: Intents,
    private readonly reservations: Reservations,
    private readonly transactions: Transactions,
  ) {}

  /** 2161: who shows a card, as his insured place knows him. Refuses what that refuses, CREDENTIAL-MISMATCH. */
  async identify(message: VisitorMessage, { n_input }: InputOf<'2161'>): Promise<OutputOf<'2161'>> {
    const { insuredAt, institution } = message;
    mustBeOf(institution.institutionCode, n_input.fixmedins_code);
    const answer = await this.care.identify(insuredAt, credentialOf(n_input), institution);
    const { baseinfo, insuinfo } = Identified.parse(answer);
    const active = insuinfo.find(({ psn_insu_stas }) => psn_insu_stas === '1') ?? insuinfo[0];
    if (!active) refuse('PERSON-NOT-ENROLLED', { insutype: '' });
    return {
      n_output: {
        psn_no: baseinfo.psn_no,
        psn_name: baseinfo.psn_name,
        gend: baseinfo.gend,
        brdy: baseinfo.brdy,
        ssn: baseinfo.certno,
        psn_type: active.psn_type,
        insutype: active.insutype,
        emp_name: active.emp_name,
        insuplc_admdvs: active.insuplc_admdvs,
        acct_balc: active.balc,
      },
    };
  }

  /**
   * 2166: tries a bill at the insured place and makes an order of it. The order, its lines and the answer are written in
   * one commit after the trial: a crash before it leaves nothing here, and a trial leaves nothing there. Refuses
   * PURCHASE-SERIAL-USED, TOTAL-MISMATCH, LINE-*, MED-TYPE-UNSUPPORTED, PROVINCE-* and what the insured place refuses.
   */
  async offer(message: VisitorMessage, offer: Offer): Promise<void> {
    const { insuredAt, institution, at } = message;
    const { n_input: said } = offer;
    pharmacySetting(said.med_type);
    mustBeOf(institution.institutionCode, said.fixmedins_code);
    if (said.mdtrtarea !== null && !sameProvince(said.mdtrtarea, institution.division)) refuse('PROVINCE-WRONG');
    const today = wireDate(at);
    if (said.dscg_date !== null && said.dscg_date !== today)
      refuse('MSG-FIELD-INVALID', { field: 'n_input.dscg_date', expectedZh: today, expectedEn: today });
    const lines = await this.transactions.reading((db) => this.split(db, message, offer));
    const bill = billOf(message, offer, lines);
    const { personId, institution: place, credential, insuranceType, medicalCategory, from, day, emergency } = bill;
    const asked = { personId, institution: place, credential, insuranceType, medicalCategory, from, day, emergency };
    const entitled = await this.care.entitle(insuredAt, asked);
    const { amounts } = await this.care.tried(insuredAt, bill);
    const { accountTotal: account, cash } = amounts;
    const n_output = {
      mdtrt_regno: bill.msgid,
      prmmsg: '请提醒参保人在医保应用中核对并支付该订单，当日有效。',
      push_flag: '1',
      medfee_sumamt: amounts.total,
      psn_cashpay: cash,
      acct_payamt: account,
    };
    await this.transactions.run(async (db) => {
      await this.visitors.note(db, entitled, insuredAt, at.toJSDate());
      await this.insured.hold(db, personId);
      await this.intents.mustBeNone(db, personId);
      await this.noteVisit(db, message, offer, bill);
      await this.lines.add(
        db,
        { personId, visitId: bill.visitId, batchNo: bill.batchNo, uploadedAt: at.toJSDate() },
        lines,
      );
      await this.orders.write(db, {
        personId,
        orderNo: bill.msgid,
        institutionCode: institution.institutionCode,
        serialNo: said.mdtrtsn,
        division: insuredAt,
        // What the patient was shown is what he pays: if it no longer holds, the insured place refuses.
        bill: { ...bill, cashCollected: cash },
        account,
        cash,
        madeAt: at.toJSDate(),
      });
      await this.keep(db, message, personId, { n_output });
    });
  }

  /**
   * The patient pays an order in the application of his insured place. Paid twice it is paid once.
   * @returns the order as it stands
   * @throws Refused PURCHASE-ORDER-UNKNOWN, -CLOSED; UNKNOWN-PROVINCE while the outcome is not known; and what the insured
   *   place refuses, with which the order stays open
   */
  async pay({ institutionCode, orderNo, certificateNumber }: PayBody, from: string, at: DateTime): Promise<object> {
    const find = (db: Db): Promise<StandingOrder> => this.orders.find(db, institutionCode, orderNo, at.toJSDate());
    const order = await find(this.transactions.reader);
    const { personId, division, bill } = order;
    const person = await this.insured.find(this.transactions.reader, personId);
    if (!sameProvince(division, from) || person?.certificateNumber !== certificateNumber.toUpperCase())
      refuse('PURCHASE-ORDER-UNKNOWN');
    if (order.state === 'paying') await this.care.inquire({ personId, institutionCode, msgid: orderNo });
    if (order.state === 'open') {
      const [institution] = await this.institutions.findAll(this.transactions.reader, [institutionCode]);
      if (!institution) throw new Error('an order is of no institution');
      const envelope = { infno: SETTLED_BY, msgid: orderNo, opter: bill.operator };
      const message = { envelope, institution, at, insuredAt: division, fingerprint: '', refMsgid: orderNo };
      try {
        await this.care.settleMade(message, personId, async (db) => {
          // It may have been cancelled since the look.
          if ((await find(db)).state !== 'open') refuse('PURCHASE-ORDER-CLOSED');
          return { body: bill, ofStay: null, attempt: 1 };
        });
      } catch (error) {
        // Somebody else has paid it at the same moment.
        if (!(error instanceof MsgidTaken)) throw error;
      }
    }
    const { state, account, cash } = await find(this.transactions.reader);
    if (state !== 'paid') refuse('PURCHASE-ORDER-CLOSED');
    return { orderNo, state, accountFen: account, cashFen: cash };
  }

  /** 2163: takes a settled order back. Refuses PURCHASE-ORDER-UNKNOWN, -UNPAID, -CLOSED, PROVINCE-PENDING. */
  async refund(message: VisitorMessage, named: Named): Promise<void> {
    const { institution, at } = message;
    mustBeOf(institution.institutionCode, named.fixmedins_code);
    const { reader } = this.transactions;
    const order = await this.orders.find(reader, institution.institutionCode, named.mdtrt_regno, at.toJSDate());
    if (order.state === 'open') refuse('PURCHASE-ORDER-UNPAID');
    if (order.state === 'paying') refuse('PROVINCE-PENDING');
    if (order.state !== 'paid' || order.settlementId === null) refuse('PURCHASE-ORDER-CLOSED');
    await this.takeBack(message, order.personId, order.settlementId);
  }

  /**
   * 2181 of a settlement (1107) that stands. @returns whether it is one; everything else is undone in the books here alone
   */
  async reverse(message: VisitorMessage, { n_input }: InputOf<'2181'>): Promise<boolean> {
    const { institution, at } = message;
    const { reader } = this.transactions;
    const order = await this.orders.find(reader, institution.institutionCode, n_input.mdtrt_regno, at.toJSDate());
    const standing = n_input.status === '1107' && order.state === 'paid' ? order.settlementId : null;
    if (standing === null) return false;
    const person = await this.insured.find(reader, order.personId);
    if (person?.certificateNumber !== n_input.ssn.toUpperCase()) refuse('PURCHASE-ORDER-UNKNOWN');
    await this.takeBack(message, order.personId, standing);
    return true;
  }

  private takeBack(message: VisitorMessage, personId: string, settlementId: string): Promise<void> {
    return this.care.cancel(message, { psn_no: personId, mdtrt_id: null, setl_id: settlementId }, SETTLED_BY);
  }

  /** The rows split by our catalogue. Refuses TOTAL-MISMATCH and what a bill's lines are refused for. */
  private async split(db: Db, { institution, at }: VisitorMessage, { n_input, feedetl }: Offer): Promise<FeeLine[]> {
    const sent = feedetl.map((row, index) => ({
      feedetl_sn: String(index + 1),
      med_list_codg: row.hilist_code,
      medins_list_codg: row.medins_list_codg,
      fee_ocur_time: at,
      det_item_fee_sumamt: row.amt,
      cnt: row.cnt,
      pric: row.pric,
    }));
    const lines = await this.uploads.split(db, sent, {
      insuranceType: n_input.insutype,
      division: institution.division,
      institutionLevel: institution.level,
    });
    mustCome(plus(...lines.map(({ amount }) => amount)), n_input.medfee_sumamt);
    return lines;
  }

  private noteVisit(db: Db, { institution, at }: VisitorMessage, { n_input }: Offer, bill: BillBody): Promise<void> {
    return this.visits.register(db, {
      personId: bill.personId,
      visitId: bill.visitId,
      institutionCode: institution.institutionCode,
      institutionVisitNo: n_input.mdtrtsn,
      insuranceType: n_input.insutype,
      medicalCategory: n_input.med_type,
      beganAt: at.toJSDate(),
      credentialKind: n_input.mdtrt_cert_type,
      ...NO_DOCTOR,
      registeredAt: at.toJSDate(),
      inpatient: false,
    });
  }

  private keep(db: Db, message: VisitorMessage, personId: string, output: OutputOf<'2166'>): Promise<void> {
    const { institution, envelope, at, fingerprint, refMsgid } = message;
    const infno: Infno = '2166';
    const frame = { refMsgid, receivedAt: at, answeredAt: at };
    return this.reservations.reserve(db, [
      {
        institutionCode: institution.institutionCode,
        msgid: envelope.msgid ?? refuse('MSG-MSGID-MISSING'),
        fingerprint,
        infno,
        outcome: 'settled',
        personId,
        settlementId: null,
        answer: successText(frame, transactionOf(infno).output.parse(output)),
        reservedAt: at.toJSDate(),
      },
    ]);
  }
}

/** Refuses MSG-FIELD-INVALID for a body that names another institution than its envelope. */
export function mustBeOf(institutionCode: string, said: string | null): void {
  if (said === null || said === institutionCode) return;
  refuse('MSG-FIELD-INVALID', {
    field: 'n_input.fixmedins_code',
    expectedZh: institutionCode,
    expectedEn: institutionCode,
  });
}

function mustCome(right: Fen, said: Fen): void {
  if (right === said) return;
  refuse('TOTAL-MISMATCH', { field: 'medfee_sumamt', expected: formatYuan(right), got: formatYuan(said) });
}

/** The number of the document that the family names (`ssn`) is the one that must be the card holder's. */
function credentialOf({ ssn, certno, ...shown }: InputOf<'2161'>['n_input']): BillBody['credential'] {
  if (certno !== null && certno.toUpperCase() !== ssn.toUpperCase()) refuse('CREDENTIAL-MISMATCH', { field: 'ssn' });
  const { mdtrt_cert_type, mdtrt_cert_no, card_sn, psn_cert_type, psn_name } = shown;
  return { mdtrt_cert_type, mdtrt_cert_no, card_sn, psn_cert_type, certno: ssn, psn_name };
}

function billOf({ institution, envelope, at }: VisitorMessage, { n_input }: Offer, lines: FeeLine[]): BillBody {
  const [orderNo, visitId] = [newIdentity('O', at.toJSDate()), newIdentity('V', at.toJSDate())];
  const day = wireDate(at);
  return {
    personId: n_input.psn_no,
    institution,
    credential: credentialOf(n_input),
    insuranceType: n_input.insutype,
    medicalCategory: n_input.med_type,
    from: day,
    day,
    emergency: false,
    msgid: orderNo,
    infno: SETTLED_BY,
    visitId,
    visitBeganAt: at.toJSDate().toISOString(),
    batchNo: orderNo,
    accountFlag: n_input.acct_used_flag ?? '1',
    sums: sumsOf(lines),
    cashCollected: null,
    operator: envelope.opter,
    invoiceNo: null,
  };
}
