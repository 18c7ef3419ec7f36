import { Injectable } from '@nestjs/common';
import { refuse, wireDate, type CredentialFields, type Infno, type InputOf } from '@medisettle/national';
import { type Entitled } from '../cross-province/bodies.js';
import { CareHere, type VisitorMessage } from '../cross-province/care-here.js';
import { checkFlags, isEmergency } from '../cross-province/extension-flags.js';
import { personIn } from '../cross-province/insured-places.js';
import { Intents } from '../cross-province/intents.js';
import { VisitorPurchases } from '../cross-province/visitor-purchases.js';
import { Visitors } from '../cross-province/visitors.js';
import { type Db, Transactions } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { Reservations, type Reservation } from './reservations.js';

/** What is done for persons from other provinces; everything else is refused INSURED-ELSEWHERE. */
const ACROSS: ReadonlySet<Infno> = new Set<Infno>([
  '1101',
  '2161',
  '2163',
  '2166',
  '2167',
  '2170',
  '2171',
  '2181',
  '2201',
  '2202',
  '2203',
  '2204',
  '2205',
  '2206',
  '2207',
  '2208',
  '2301',
  '2302',
  '2303',
  '2304',
  '2305',
  '2401',
  '2402',
  '2403',
  '2404',
  '2405',
  '2601',
  '5201',
  '5203',
]);

/** Purchases of persons who are insured here, and what is sent for everybody else instead. */
const LOCAL_PURCHASES: ReadonlySet<Infno> = new Set<Infno>(['2101', '2102', '2103']);
const ACROSS_PURCHASES = {
  insteadZh: '外省参保人员购药请用异地就医购药交易：2161 识别、2166 试算、2163 退费。',
  insteadEn:
    ' For purchases of persons from other provinces send 2161 (identify), 2166 (trial and order), 2163 (refund).',
};

/** A message with its number and checked input; the pairing of the two is no longer visible here. */
interface Checked {
  readonly infno: Infno;
  readonly input: unknown;
}

const as = <Number_ extends Infno>(checked: Checked, infno: Number_): InputOf<Number_> | null =>
  checked.infno === infno ? (checked.input as InputOf<Number_>) : null;

/**
 * What the message desk leaves to another province: who a visitor is, what his bill comes to. Visits, diagnoses and
 * lines of a visitor are done by the same handlers as everybody's.
 */
@Injectable()
export class VisitorDesk {
  constructor(
    private readonly care: CareHere,
    private readonly purchases: VisitorPurchases,
    private readonly insured: Insured,
    private readonly visitors: Visitors,
    private readonly intents: Intents,
    private readonly reservations: Reservations,
    private readonly book: SettlementBook,
    private readonly transactions: Transactions,
  ) {}

  /** Refuses INSURED-ELSEWHERE, and ACCOUNT-STATEMENT-ELSEWHERE, which says where to ask. */
  mustBeDoneAcross(infno: Infno): void {
    if (infno === 'MS01') refuse('ACCOUNT-STATEMENT-ELSEWHERE');
    if (LOCAL_PURCHASES.has(infno)) refuse('INSURED-ELSEWHERE', ACROSS_PURCHASES);
    if (!ACROSS.has(infno) || !this.care.isConnected) refuse('INSURED-ELSEWHERE');
  }

  /** The output of 1101, 2161, 2206 and 2303; null for what is answered here. */
  async read(message: VisitorMessage, checked: Checked): Promise<unknown> {
    checkExtension(checked);
    const { insuredAt, institution } = message;
    const identified = as(checked, '1101');
    if (identified) return this.care.identify(insuredAt, credentialOf(identified.data), institution);
    const buyer = as(checked, '2161');
    if (buyer) return this.purchases.identify(message, buyer);
    const outpatient = as(checked, '2206');
    if (outpatient) return this.care.trial(insuredAt, { ...message, infno: '2207', data: outpatient.data });
    const stay = as(checked, '2303');
    if (!stay) return null;
    const data = { ...stay.data, acct_used_flag: stay.data.acct_used_flag ?? '1' };
    return this.care.trial(insuredAt, { ...message, infno: '2304', data });
  }

  /**
   * Settles and cancels. @returns whether the message is one of these, and its answer stands under its number
   * @throws as {@link CareHere.settle}
   */
  async change(message: VisitorMessage, checked: Checked): Promise<boolean> {
    checkExtension(checked);
    const [outpatient, stay] = [as(checked, '2207'), as(checked, '2304')];
    const [visitBack, stayBack] = [as(checked, '2208'), as(checked, '2305')];
    const reversal = as(checked, '2601');
    const [offer, refund, reversed] = [as(checked, '2166'), as(checked, '2163'), as(checked, '2181')];
    if (outpatient) await this.care.settle(message, { ...message, infno: '2207', data: outpatient.data });
    else if (stay) await this.care.settle(message, { ...message, infno: '2304', data: stay.data });
    else if (visitBack) await this.care.cancel(message, visitBack.data, '2207');
    else if (stayBack) await this.care.cancel(message, stayBack.data, '2304');
    else if (offer) await this.purchases.offer(message, offer);
    else if (refund) await this.purchases.refund(message, refund.n_input);
    else if (reversed) return this.purchases.reverse(message, reversed);
    else return reversal ? this.reverse(message, reversal) : false;
    return true;
  }

  /** Who a visit or a stay begins for, found entitled; null for every other message. */
  async entitled(message: VisitorMessage, checked: Checked): Promise<Entitled | null> {
    const { insuredAt, institution, at } = message;
    const today = wireDate(at);
    const stay = as(checked, '2401')?.mdtrtinfo;
    if (stay) {
      const began = wireDate(stay.begntime);
      return this.care.entitle(insuredAt, {
        institution,
        credential: credentialOf({ ...stay, psn_cert_type: stay.psn_cert_type ?? stay.cert_type }),
        personId: stay.psn_no,
        insuranceType: stay.insutype,
        medicalCategory: stay.med_type,
        from: began < today ? began : today,
        day: today,
        emergency: isEmergency(stay.med_type, stay.exp_content),
      });
    }
    const visit = as(checked, '2201')?.data;
    if (!visit) return null;
    return this.care.entitle(insuredAt, {
      institution,
      credential: credentialOf(visit),
      personId: visit.psn_no,
      insuranceType: visit.insutype,
      medicalCategory: '11',
      from: today,
      day: today,
      // Whether it is an emergency is told with the diagnoses; the filing is asked for with the bill.
      emergency: true,
    });
  }

  /**
   * Holds the visitor, so that his visits and lines do not change under a bill that is settled elsewhere at this moment.
   * Refuses PROVINCE-PENDING, PROVINCE-PERSON-LOCAL.
   */
  async hold(db: Db, { insuredAt, input, at }: VisitorMessage, entitled: Entitled | null): Promise<void> {
    if (entitled) await this.visitors.note(db, entitled, insuredAt, at.toJSDate());
    const personId = personIn(input);
    if (personId === null) return;
    await this.insured.hold(db, personId);
    await this.intents.mustBeNone(db, personId);
  }

  /** @throws Refused UNKNOWN-PROVINCE while a pending message has no end */
  inquire(pending: Reservation): Promise<void> {
    return this.care.inquire(pending);
  }

  /** A settlement is taken back elsewhere; whatever else a visitor's message has done is undone here. */
  private async reverse(message: VisitorMessage, { data }: InputOf<'2601'>): Promise<boolean> {
    const { institutionCode } = message.institution;
    const key = { institutionCode, msgid: data.omsgid };
    const original = await this.reservations.find(this.transactions.reader, key);
    if (original?.outcome !== 'settled' || original.infno !== data.oinfno || original.settlementId === null)
      return false;
    if (original.personId !== data.psn_no) return false;
    if (original.infno === '2305' || original.infno === '2208') refuse('PROVINCE-NO-RESTORE');
    const latest = await this.book.latestOf(this.transactions.reader, data.psn_no, original.settlementId);
    if (latest?.kind !== 'settlement') return false;
    await this.care.cancel(message, { psn_no: data.psn_no, mdtrt_id: null, setl_id: original.settlementId }, null);
    return true;
  }
}

/** Refuses what {@link checkFlags} refuses, for the messages that carry such flags. */
function checkExtension(checked: Checked): void {
  const node =
    as(checked, '2401')?.mdtrtinfo ??
    as(checked, '2403')?.adminfo ??
    as(checked, '2203')?.mdtrtinfo ??
    as(checked, '2206')?.data ??
    as(checked, '2207')?.data;
  if (node) checkFlags(node.med_type, node.exp_content);
}

function credentialOf(fields: CredentialFields): CredentialFields {
  const { mdtrt_cert_type, mdtrt_cert_no, card_sn, psn_cert_type, certno, psn_name } = fields;
  return { mdtrt_cert_type, mdtrt_cert_no, card_sn, psn_cert_type, certno, psn_name };
}
