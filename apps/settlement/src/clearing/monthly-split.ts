import { Injectable } from '@nestjs/common';
import { refuse, wireTime, type InputOf } from '@medisettle/national';
import { DateTime } from 'luxon';
import { newIdentity } from '../database/identity.js';
import { type Db } from '../database/transactions.js';
import { type Handler, type Occasion } from '../messages/occasion.js';
import { isOver } from './clearing-month.js';
import { ClearingRows } from './clearing-rows.js';
import { SplitMonths } from './split-months.js';

const PAGE_ROWS = 100;
/** `fulamt_advpay_flag`: settled at the hospital, not paid by the patient and claimed afterwards. */
const SETTLED_AT_HOSPITAL = '0';
/** What some programs send as `otransid` for all that they have confirmed of a month. */
const ALL = '0';

type Month = Pick<InputOf<'3261'>['data'], 'trt_year' | 'trt_month'>;

const monthOf = ({ trt_year, trt_month }: Month): string => `${trt_year}-${String(trt_month).padStart(2, '0')}`;

/** 3260, 3261 and 3262: a hospital's month of what other provinces pay, listed, confirmed and rolled back. */
@Injectable()
export class MonthlySplit {
  constructor(
    private readonly rows: ClearingRows,
    private readonly months: SplitMonths,
  ) {}

  /**
   * A page of at most 100 rows, in the order of their time. A month that is not over can be listed too; its rows may
   * still become fewer and more. Refuses MSG-FIELD-INVALID.
   */
  readonly list: Handler<'3260'> = async ({ db, institution }, { data }) => {
    const first = startRow(data.startrow);
    const page = await this.rows.page(db, institution.institutionCode, monthOf(data), first - 1, PAGE_ROWS);
    return {
      output: {
        data: page.map((row, index) => ({
          seqno: first + index,
          mdtrtarea: institution.division,
          medins_no: institution.institutionCode,
          certno: row.certificateNumber,
          mdtrt_id: row.visitId,
          mdtrt_setl_time: wireTime(DateTime.fromJSDate(row.settledAt)),
          setl_sn: row.settlementId,
          fulamt_advpay_flag: SETTLED_AT_HOSPITAL,
          medfee_sumamt: row.total,
          optins_pay_sumamt: row.owed,
        })),
      },
    };
  };

  /**
   * Takes a hospital's word on rows of a month: flag 1 confirms, 0 objects; of two words on a row the later counts. All of
   * a message is taken or nothing. Refuses CLEARING-MONTH-OPEN, -MONTH-CLEARED, -ROWS, -ROW.
   */
  readonly confirm: Handler<'3261'> = async (occasion, { data, detail }) => {
    const { db, institution, at } = occasion;
    const month = monthOf(data);
    if (data.totalrow !== detail.length) {
      refuse('CLEARING-ROWS', { told: String(data.totalrow), found: String(detail.length) });
    }
    await this.held(occasion, month);
    const { institutionCode } = institution;
    const words = detail.map((row) => ({
      settlementId: row.setl_sn,
      visitId: row.mdtrt_id,
      total: row.medfee_sumamt,
      owed: row.optins_pay_sumamt,
      agreed: row.cnfm_flag === '1',
    }));
    const wrong = await this.months.firstWrong(db, institutionCode, month, words);
    if (wrong !== null) {
      refuse('CLEARING-ROW', { line: String(wrong), settlement: detail[wrong - 1]?.setl_sn ?? '' });
    }
    const confirmationId = newIdentity('K', at.toJSDate());
    const msgid = occasion.envelope.msgid ?? '';
    await this.months.say(db, { institutionCode, month, confirmationId, msgid, at: at.toJSDate() }, words);
    await this.stand(db, institutionCode, month);
    return {
      output: {
        data: {
          trt_year: String(data.trt_year),
          trt_month: String(data.trt_month).padStart(2, '0'),
          totalrow: detail.length,
          otransid: confirmationId,
        },
      },
    };
  };

  /**
   * Takes a word back: that of the confirmation which `otransid` names by its own number or by that of its message, or
   * with 0 every one of the month. Rolled back again it changes nothing. Refuses CLEARING-CONFIRMATION-UNKNOWN,
   * -MONTH-CLEARED.
   */
  readonly rollBack: Handler<'3262'> = async (occasion, { data }) => {
    const { db, institution, at } = occasion;
    const month = monthOf(data);
    await this.held(occasion, month);
    const { institutionCode } = institution;
    const named = data.otransid === ALL ? null : data.otransid;
    const known = await this.months.rollBack(db, institutionCode, month, named, at.toJSDate());
    if (named !== null && known === 0) refuse('CLEARING-CONFIRMATION-UNKNOWN');
    await this.stand(db, institutionCode, month);
    return { output: {} };
  };

  /** Holds the month until the commit, so that two messages and a clearing follow each other. */
  private async held({ db, institution, at }: Occasion, month: string): Promise<void> {
    if (!isOver(month, at)) refuse('CLEARING-MONTH-OPEN', { month });
    const state = await this.months.hold(db, institution.institutionCode, month);
    if (state === 'cleared') refuse('CLEARING-MONTH-CLEARED', { month });
  }

  private async stand(db: Db, institutionCode: string, month: string): Promise<void> {
    const { rows } = await this.rows.ofHospital(db, institutionCode, month);
    await this.months.stand(db, institutionCode, month, rows);
  }
}

function startRow(text: string | null): number {
  const row = Number(text ?? '1');
  if (Number.isSafeInteger(row) && row >= 0) return Math.max(row, 1);
  return refuse('MSG-FIELD-INVALID', {
    field: 'data.startrow',
    expectedZh: '不小于1的整数',
    expectedEn: 'a whole number from 1',
  });
}
