import { Injectable } from '@nestjs/common';
import { formatYuan, type Fen } from '@medisettle/money';
import { refuse, wireDate, type WireObject } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { careDayOf, isMidStay } from '../inpatient/care-day.js';
import { GatheringStays } from '../inpatient/gathered-stay.js';
import { mayBeSettled } from '../inpatient/stay-bills.js';
import { openBatch } from '../inpatient/stay-standing.js';
import { dayOf, Stays } from '../inpatient/stays.js';
import { type ClassSums } from '../inpatient/stay-sums.js';
import { type Person } from '../insured/insured.js';
import { type BillToSettle, type OutpatientBill, type StayBill } from '../settlements/bill-to-settle.js';
import { cashCollected } from '../settlements/cash-collected.js';
import { checkVisit } from '../settlements/outpatient-bills.js';
import { type OfStay } from '../settlements/settlement-record.js';
import { billKey, BillState } from '../visits/bill-state.js';
import { FeeLines } from '../visits/fee-lines.js';
import { standingStay, standingVisit, visitKey, Visits, type Visit } from '../visits/visits.js';
import { type BillBody } from './bodies.js';
import { isEmergency } from './extension-flags.js';
import { partsOf, sumsOf, totalOf } from './owed.js';

/** A visitor's bill as it is asked elsewhere. */
export interface VisitorBill {
  readonly body: BillBody;
  /** Null outside of a stay. */
  readonly ofStay: OfStay | null;
  /** Which settlement of these lines it is here; the insured place counts for itself. */
  readonly attempt: number;
}

/** What of a bill differs between stays and other visits. */
interface Part {
  readonly visit: Visit;
  readonly medicalCategory: string;
  readonly day: string;
  readonly batchNo: string;
  readonly attempt: number;
  readonly sums: ClassSums;
  readonly ofStay: OfStay | null;
  readonly extension: WireObject;
}

/** Makes bills of visitors: the lines are classified by our catalogue, the insured place computes from their sums. */
@Injectable()
export class VisitorBills {
  constructor(
    private readonly visits: Visits,
    private readonly stays: Stays,
    private readonly gathering: GatheringStays,
    private readonly bills: BillState,
    private readonly lines: FeeLines,
  ) {}

  /** For a settlement the person is held. Refuses VISIT-*, STAY-*, BILL-SETTLED, LINES-MISSING, TOTAL-MISMATCH. */
  async make(db: Db, asked: BillToSettle, person: Person, purpose: 'trial' | 'settlement'): Promise<VisitorBill> {
    const { data, institution, envelope } = asked;
    const part =
      asked.infno === '2304' ? await this.ofStay(db, asked, person, purpose) : await this.ofVisit(db, asked, person);
    const { visit, medicalCategory, day, sums } = part;
    mustCome(data, sums);
    const { mdtrt_cert_type, mdtrt_cert_no, card_sn, psn_cert_type, certno, psn_name } = data;
    return {
      ofStay: part.ofStay,
      attempt: part.attempt,
      body: {
        personId: person.personId,
        institution,
        credential: { mdtrt_cert_type, mdtrt_cert_no, card_sn, psn_cert_type, certno, psn_name },
        insuranceType: data.insutype,
        medicalCategory,
        from: dayOf(visit.beganAt) < day ? dayOf(visit.beganAt) : day,
        day,
        emergency: isEmergency(medicalCategory, part.extension),
        msgid: envelope.msgid ?? '',
        infno: asked.infno,
        visitId: visit.visitId,
        visitBeganAt: visit.beganAt.toISOString(),
        batchNo: part.batchNo,
        accountFlag: data.acct_used_flag,
        sums,
        cashCollected: cashCollected(data.exp_content),
        operator: envelope.opter,
        invoiceNo: data.invono,
      },
    };
  }

  private async ofStay(db: Db, asked: StayBill, person: Person, purpose: 'trial' | 'settlement'): Promise<Part> {
    const { data, institution, at } = asked;
    const name = { personId: person.personId, visitId: data.mdtrt_id };
    const [found] = await this.visits.findAll(db, [name]);
    const visit = standingStay(found, institution.institutionCode);
    if (visit.insuranceType !== data.insutype) refuse('PERSON-NOT-ENROLLED', { insutype: data.insutype });
    const [ofVisit, ofPerson] = [new Map([[visitKey(visit), visit]]), new Map([[person.personId, person]])];
    const gathered = (await this.gathering.load(db, [asked], ofVisit, ofPerson)).get(visitKey(visit));
    if (!gathered) throw new Error('a stay was not gathered');
    const day = careDayOf(visit, data, at);
    mayBeSettled(visit, gathered, asked, day, purpose);
    const { sums } = gathered.unsettled ?? refuse('STAY-LINES-MISSING');
    return {
      visit,
      medicalCategory: visit.medicalCategory ?? '',
      day,
      batchNo: openBatch(gathered.standing),
      attempt: 1,
      sums,
      ofStay: { midStay: isMidStay(data), careUntil: day },
      extension: { ...(await this.stays.extensionOf(db, visit)), ...data.exp_content },
    };
  }

  private async ofVisit(db: Db, { data, institution, at }: OutpatientBill, person: Person): Promise<Part> {
    const bill = { personId: person.personId, visitId: data.mdtrt_id, batchNo: data.chrg_bchno };
    const [found] = await this.visits.findAll(db, [bill]);
    const visit = standingVisit(found, institution.institutionCode);
    checkVisit(visit, data);
    const { attempts, settled } = (await this.bills.of(db, [bill])).get(billKey(bill)) ?? {
      attempts: 0,
      settled: false,
    };
    if (settled) refuse('BILL-SETTLED');
    const lines = (await this.lines.ofBills(db, [bill])).get(billKey(bill)) ?? refuse('LINES-MISSING');
    return {
      visit,
      medicalCategory: data.med_type,
      day: wireDate(at),
      batchNo: bill.batchNo,
      attempt: attempts + 1,
      sums: sumsOf(lines),
      ofStay: null,
      extension: data.exp_content,
    };
  }
}

/** What HIS says that the bill comes to must be what its lines come to. Refuses TOTAL-MISMATCH. */
function mustCome(data: BillToSettle['data'], sums: ClassSums): void {
  const parts = partsOf(sums);
  const told: [string, Fen, Fen | null][] = [
    ['medfee_sumamt', totalOf(sums), data.medfee_sumamt],
    ['fulamt_ownpay_amt', parts.selfFunded, data.fulamt_ownpay_amt],
    ['overlmt_selfpay', parts.overLimit, data.overlmt_selfpay],
    ['preselfpay_amt', parts.classified, data.preselfpay_amt],
    ['inscp_scp_amt', parts.inScope, data.inscp_scp_amt],
  ];
  for (const [field, right, said] of told) {
    if (said === null || said === right) continue;
    refuse('TOTAL-MISMATCH', { field, expected: formatYuan(right), got: formatYuan(said) });
  }
}
