import { Injectable } from '@nestjs/common';
import {
  refusal,
  refusalText,
  successText,
  transactionOf,
  wireDate,
  type AnswerFrame,
  type Infno,
  type RefusalCode,
} from '@medisettle/national';
import { DateTime } from 'luxon';
import { Ledger, mirrored } from '../accounts/ledger.js';
import { NOTHING } from '../accounts/year-accumulators.js';
import { type Db } from '../database/transactions.js';
import { Institutions } from '../institutions/institutions.js';
import { Insured } from '../insured/insured.js';
import { Reservations } from '../messages/reservations.js';
import { Posting } from '../settlements/posting.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { setldetail, setlinfo } from '../settlements/setlinfo.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { type SettledElsewhere } from './bodies.js';
import { Intents, type CancelContent, type Intent, type SettleContent } from './intents.js';
import { claimed, takenBack, type Agreed } from './owed.js';
import { PHARMACY_PURCHASE } from '../settlements/medical-category.js';
import { purchaseAnswer } from './purchase-answers.js';
import { ProvinceSettlements } from './province-settlements.js';
import { type VisitorBill } from './visitor-bills.js';

type Named = Pick<Intent, 'personId' | 'institutionCode' | 'msgid' | 'division'>;

/** Books at the place of care what the insured place has made of a visitor's bill. It is stored, never computed again. */
@Injectable()
export class CareBooks {
  constructor(
    private readonly insured: Insured,
    private readonly institutions: Institutions,
    private readonly posting: Posting,
    private readonly ledger: Ledger,
    private readonly book: SettlementBook,
    private readonly provinces: ProvinceSettlements,
    private readonly reservations: Reservations,
    private readonly intents: Intents,
  ) {}

  /** Books a settlement and ends its message. The person is held. @returns the answer's text */
  async settle(db: Db, named: Named, content: SettleContent, { settled, differenceFen }: Agreed): Promise<string> {
    const record = recordOf(content, settled);
    await this.posting.enter(db, [{ record, transfers: claimed(record.amounts) }]);
    return this.keep(db, named, content, record, differenceFen);
  }

  /** Books a cancellation and ends its message. The person is held. @returns the answer's text */
  async cancel(db: Db, named: Named, content: CancelContent, answered: SettledElsewhere): Promise<string> {
    const { personId, settlementId, msgid, infno, operator } = content.body;
    const settled = await this.book.find(db, personId, settlementId);
    if (!settled) throw new Error('a settlement that was cancelled elsewhere is not there');
    const back = takenBack(answered, settled.amounts, wireDate(DateTime.fromJSDate(settled.settledAt)));
    if (!back) throw new Error('a cancellation elsewhere differs from its settlement');
    const record: SettlementRecord = {
      ...settled,
      kind: 'cancellation',
      cancels: settlementId,
      restores: null,
      settlementId: back.settlementId,
      msgid,
      infno,
      operator,
      settledAt: new Date(back.settledAt),
      balanceAfter: back.balanceAfter,
      amounts: back.amounts,
      funds: back.funds,
      explanation: back.explanation,
    };
    const transfers = mirrored(await this.ledger.transfersOf(db, personId, settlementId));
    await this.posting.enter(db, [{ record, transfers }]);
    return this.keep(db, named, content, record);
  }

  /** Ends a message that was not done, for good. @returns the answer's text */
  async end(
    db: Db,
    named: Named,
    { frame }: Pick<SettleContent, 'frame'>,
    why: RefusalCode,
    outcome: 'refused' | 'void',
  ): Promise<string> {
    const answer = refusalText(frameOf(frame), refusal(why));
    await this.reservations.conclude(db, { ...named, outcome, settlementId: null, answer });
    await this.intents.end(db, named, new Date());
    return answer;
  }

  /** The output that a bill would have. */
  async outputOf(db: Db, bill: VisitorBill, settled: SettledElsewhere): Promise<object> {
    return this.output(db, recordOf(bill, settled));
  }

  private async keep(
    db: Db,
    named: Named,
    { frame }: SettleContent | CancelContent,
    record: SettlementRecord,
    differenceFen = 0,
  ): Promise<string> {
    const { settlementId } = record;
    await this.provinces.write(db, record, { side: 'care', otherDivision: named.division, differenceFen });
    const answer = successText(frameOf(frame), await this.answered(db, record));
    await this.reservations.conclude(db, { ...named, outcome: 'settled', settlementId, answer });
    await this.intents.end(db, named, new Date());
    return answer;
  }

  /** The output of the message that a row was made by; an order is paid by none of its own, and read with 2171. */
  private async answered(db: Db, record: SettlementRecord): Promise<unknown> {
    const infno = record.infno as Infno;
    if (infno === '2601' || infno === '2181') return {};
    if (record.medicalCategory !== PHARMACY_PURCHASE)
      return transactionOf(infno).output.parse(await this.output(db, record));
    const person = await this.insured.find(db, record.personId);
    if (!person) throw new Error('a settlement names nobody');
    const state = record.kind === 'cancellation' ? 'refunded' : 'paid';
    return transactionOf('2171').output.parse(purchaseAnswer(record, person, state));
  }

  private async output(db: Db, record: SettlementRecord): Promise<object> {
    const { personId, institutionCode } = record;
    const [person, [institution]] = await Promise.all([
      this.insured.find(db, personId),
      this.institutions.findAll(db, [institutionCode]),
    ]);
    if (!person || !institution) throw new Error('a settlement names nobody, or no institution');
    const answer = setlinfo(record, person, institution);
    const back = record.kind === 'cancellation' ? { pdn_cash_pay: answer.psn_cash_pay } : {};
    return { setlinfo: { ...answer, ...back }, setldetail: setldetail(record) };
  }
}

const frameOf = ({ refMsgid, receivedAt }: SettleContent['frame']): AnswerFrame => ({
  refMsgid,
  receivedAt: DateTime.fromISO(receivedAt),
  answeredAt: DateTime.now(),
});

/** The row of a visitor's settlement: what it is for is ours, who pays what is the insured place's. */
function recordOf({ body, ofStay, attempt }: VisitorBill, settled: SettledElsewhere): SettlementRecord {
  return {
    personId: body.personId,
    settlementId: settled.settlementId,
    kind: 'settlement',
    cancels: null,
    restores: null,
    visitId: body.visitId,
    batchNo: body.batchNo,
    attempt,
    institutionCode: body.institution.institutionCode,
    msgid: body.msgid,
    infno: body.infno,
    operator: body.operator,
    invoiceNo: body.invoiceNo,
    insuranceType: body.insuranceType,
    personType: settled.personType,
    medicalCategory: body.medicalCategory,
    credentialKind: body.credential.mdtrt_cert_type,
    ofStay,
    accountFlag: body.accountFlag,
    settledAt: new Date(settled.settledAt),
    insuranceYearFrom: settled.insuranceYearFrom,
    insuranceYearTo: settled.insuranceYearTo,
    poolRateUnits: settled.poolRateUnits,
    balanceAfter: settled.balanceAfter,
    amounts: settled.amounts,
    // What counts up over a year counts at the insured place.
    moved: NOTHING,
    funds: settled.funds,
    explanation: settled.explanation,
  };
}
