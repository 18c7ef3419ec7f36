import { Injectable } from '@nestjs/common';
import { splitLine, type BillLine } from '@medisettle/benefits';
import { formatYuan, type Fen, type Price, type Quantity, type Rate } from '@medisettle/money';
import { refuse, wireDate, type LineSplitAnswer } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { Catalogue, CLASS_CODE, type ItemUse } from '../catalogue/catalogue.js';
import { type Db } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { type Handler } from '../messages/occasion.js';
import { BillState } from './bill-state.js';
import { FeeLines, type FeeLine } from './fee-lines.js';
import { Visits } from './visits.js';

/** `chrg_bchno` of 2205 that means every batch. */
const EVERY_BATCH = '0000';
/** `med_chrgitm_type` "other", for an item that the catalogue does not have. */
const OTHER_FEES = '14';
/** How running platforms write that there is no price limit. */
const NO_LIMIT: Price = { units: 999_999_000_000n, places: 6 };
const WHOLE: Rate = { units: 10_000n, places: 4 };
const NONE: Rate = { units: 0n, places: 4 };

/** A line as 2204 and 2102 bring it. */
export interface SentLine {
  readonly feedetl_sn: string;
  readonly med_list_codg: string;
  readonly medins_list_codg: string | null;
  readonly fee_ocur_time: DateTime;
  readonly det_item_fee_sumamt: Fen;
  readonly cnt: Quantity;
  readonly pric: Price;
}

/** A line that was just split, with what the answer says about its item. */
export interface SplitFeeLine extends FeeLine {
  readonly limitText: string | null;
}

/** 2204 and 2205: fee lines come, are split by the catalogue of their day, and are withdrawn. */
@Injectable()
export class FeeLineTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly visits: Visits,
    private readonly catalogue: Catalogue,
    private readonly lines: FeeLines,
    private readonly bills: BillState,
  ) {}

  readonly upload: Handler<'2204'> = async ({ db, institution, division, at }, { feedetail }) => {
    const [first] = feedetail;
    if (!first) throw new Error('the schema lets no empty upload through');
    feedetail.forEach((line, index) => {
      if (line.psn_no !== first.psn_no) refuse('LINES-OF-SEVERAL', { field: `feedetail[${index}].psn_no` });
      if (line.mdtrt_id !== first.mdtrt_id) refuse('LINES-OF-SEVERAL', { field: `feedetail[${index}].mdtrt_id` });
    });
    const { personId } = await this.insured.hold(db, first.psn_no);
    const visit = await this.visits.standing(db, personId, first.mdtrt_id, institution.institutionCode);
    const standing = await this.lines.standing(db, personId, visit.visitId);
    const enrolments = await this.insured.enrolments(db, personId, wireDate(at));
    const enrolment = enrolments.find(({ insuranceType }) => insuranceType === visit.insuranceType);
    const use = {
      insuranceType: visit.insuranceType,
      division: enrolment?.division ?? division,
      institutionLevel: institution.level,
    };
    const split = await this.split(db, feedetail, use, new Set(standing.map((line) => line.lineNo)));
    const batches = new Set(feedetail.map((line) => line.chrg_bchno));
    const settled = await this.bills.settledBatches(db, personId, visit.visitId);
    if (standing.some((line) => batches.has(line.batchNo)) || [...batches].some((batch) => settled.has(batch))) {
      refuse('BATCH-UPLOADED');
    }
    for (const batchNo of batches) {
      await this.lines.add(
        db,
        { personId, visitId: visit.visitId, batchNo, uploadedAt: at.toJSDate() },
        split.filter((_, index) => feedetail[index]?.chrg_bchno === batchNo),
      );
    }
    return { output: { result: split.map(lineAnswer) }, personId };
  };

  readonly withdraw: Handler<'2205'> = async ({ db, institution, at }, { data }) => {
    const { personId } = await this.insured.hold(db, data.psn_no);
    const visit = await this.visits.standing(db, personId, data.mdtrt_id, institution.institutionCode);
    const standing = await this.lines.standing(db, personId, visit.visitId);
    const settled = await this.bills.settledBatches(db, personId, visit.visitId);
    const every = data.chrg_bchno === EVERY_BATCH;
    if (!every && settled.has(data.chrg_bchno)) refuse('VISIT-SETTLED');
    const open = new Set(standing.map((line) => line.batchNo).filter((batch) => !settled.has(batch)));
    // "0000" is sent before every retry, also when nothing is there; a named batch must be there.
    if (!every && !open.has(data.chrg_bchno)) refuse('LINES-MISSING');
    await this.lines.withdraw(db, personId, visit.visitId, every ? [...open] : [data.chrg_bchno], at.toJSDate());
    return { output: {}, personId };
  };

  /**
   * Splits lines by the catalogue of the day on which each arose. Refuses a number that stands twice or stood before,
   * and an amount that is not price × quantity.
   */
  async split(
    db: Db,
    sent: readonly SentLine[],
    use: ItemUse,
    taken: ReadonlySet<string> = new Set(),
  ): Promise<SplitFeeLine[]> {
    const seen = new Set(taken);
    for (const line of sent) {
      if (seen.has(line.feedetl_sn)) refuse('LINE-TWICE', { line: line.feedetl_sn });
      seen.add(line.feedetl_sn);
    }
    const items = await this.catalogue.find(
      db,
      sent.map((line) => ({ itemCode: line.med_list_codg, on: wireDate(line.fee_ocur_time) })),
      use,
    );
    return sent.map((line, index) => {
      const item = items[index] ?? null;
      const rule: BillLine = {
        class: item?.class ?? null,
        amount: line.det_item_fee_sumamt,
        quantity: line.cnt,
        price: line.pric,
        selfpayRatio: item?.selfpayRatio ?? null,
        selfpayFixed: item?.selfpayFixed ?? null,
        priceLimit: item?.priceLimit ?? null,
      };
      const split = splitLine(rule);
      if (!split.ok) {
        if (split.problem.code === 'LINE-AMOUNT') refuse('LINE-AMOUNT', { line: line.feedetl_sn });
        refuse('LINE-INVALID', { line: line.feedetl_sn, reason: split.problem.reason.zh, en: split.problem.reason.en });
      }
      return {
        lineNo: line.feedetl_sn,
        itemCode: line.med_list_codg,
        institutionItemCode: line.medins_list_codg,
        occurredAt: line.fee_ocur_time.toJSDate(),
        price: line.pric,
        quantity: line.cnt,
        amount: line.det_item_fee_sumamt,
        class: item?.class ?? null,
        feeCategory: item?.feeCategory ?? OTHER_FEES,
        selfpayRatio: item?.selfpayRatio ?? null,
        selfpayFixed: item?.selfpayFixed ?? null,
        priceLimit: item?.priceLimit ?? null,
        selfFunded: split.value.fulamtOwnpayAmt,
        overLimit: split.value.overlmtAmt,
        classified: split.value.preselfpayAmt,
        inScope: split.value.inscpScpAmt,
        returns: null,
        limitText: item?.limitText ?? null,
      };
    });
  }
}

/** A split line as 2204 and 2102 answer it. */
export function lineAnswer(line: SplitFeeLine): LineSplitAnswer {
  const fixed = line.selfpayFixed ? [`定额自付 ${formatYuan(line.classified)} 元`] : [];
  const restricted = line.limitText === null ? [] : [`限：${line.limitText}`];
  return {
    feedetl_sn: line.lineNo,
    det_item_fee_sumamt: line.amount,
    cnt: line.quantity,
    pric: line.price,
    pric_uplmt_amt: line.priceLimit ?? NO_LIMIT,
    selfpay_prop: line.class === null || line.class === 'C' ? WHOLE : (line.selfpayRatio ?? NONE),
    fulamt_ownpay_amt: line.selfFunded,
    overlmt_amt: line.overLimit,
    preselfpay_amt: line.classified,
    inscp_scp_amt: line.inScope,
    chrgitm_lv: CLASS_CODE[line.class ?? 'C'],
    med_chrgitm_type: line.feeCategory,
    lmt_used_flag: line.limitText === null ? '0' : '1',
    memo: line.class === null ? '目录中没有该项目，全额自费' : [...fixed, ...restricted].join('；'),
  };
}
