import { formatYuan, plus, type Fen } from '@medisettle/money';
import { objectOf, fenOf, now, type His, type HisAnswer } from './his.js';
import { textOf } from '@medisettle/national';

/** A line of the demo catalogue: code, price in yuan, quantity, amount in fen. */
export interface DemoLine {
  readonly item: string;
  readonly price: string;
  readonly count: string;
  readonly amount: Fen;
}

/** A patient at a hospital whose software goes the usual way: 2201 → 2203 → 2204 → 2206 → 2207. */
export class OutpatientVisit {
  private constructor(
    readonly his: His,
    readonly psnNo: string,
    readonly credential: object,
    readonly visitId: string,
  ) {}

  static async begin(
    his: His,
    psnNo: string,
    credential: object,
    medType = '11',
    insutype = '310',
  ): Promise<OutpatientVisit> {
    const registered = await his.send('2201', {
      data: {
        psn_no: psnNo,
        insutype,
        begntime: now(),
        ...credential,
        ipt_otp_no: `O${Date.now()}`,
        atddr_no: 'D1',
        dr_name: '医师',
        dept_code: 'A01',
        dept_name: '内科',
        caty: 'A03',
      },
    });
    good(registered);
    const visit = new OutpatientVisit(his, psnNo, credential, textOf(objectOf(registered.output.data).mdtrt_id) ?? '');
    good(
      await his.send('2203', {
        mdtrtinfo: {
          ...visit.names,
          med_type: medType,
          begntime: now(),
          dise_codg: 'J00.x00',
          dise_name: '急性鼻咽炎[感冒]',
        },
        diseinfo: [
          {
            diag_type: '1',
            diag_srt_no: 1,
            diag_code: 'J00.x00',
            diag_name: '急性鼻咽炎[感冒]',
            diag_dept: 'A01',
            dise_dor_no: 'D1',
            dise_dor_name: '医师',
            diag_time: now(),
            vali_flag: '1',
          },
        ],
      }),
    );
    return visit;
  }

  get names() {
    return { mdtrt_id: this.visitId, psn_no: this.psnNo };
  }

  upload(batch: string, lines: readonly DemoLine[]): Promise<HisAnswer> {
    return this.his.send('2204', {
      feedetail: lines.map((line, index) => ({
        ...this.names,
        feedetl_sn: `${batch}${index + 1}`,
        chrg_bchno: batch,
        rx_circ_flag: '0',
        fee_ocur_time: now(),
        med_list_codg: line.item,
        medins_list_codg: line.item,
        det_item_fee_sumamt: formatYuan(line.amount),
        cnt: line.count,
        pric: line.price,
        bilg_dept_codg: 'A01',
        bilg_dept_name: '内科',
        bilg_dr_codg: 'D1',
        bilg_dr_name: '医师',
        hosp_appr_flag: '0',
      })),
    });
  }

  /** The body of 2206 and 2207. */
  bill(batch: string, lines: readonly DemoLine[], more: object = {}) {
    return {
      data: {
        ...this.names,
        ...this.credential,
        med_type: '11',
        medfee_sumamt: formatYuan(plus(...lines.map((line) => line.amount))),
        psn_setlway: '01',
        chrg_bchno: batch,
        acct_used_flag: '1',
        insutype: '310',
        ...more,
      },
    };
  }

  cancel(settlementId: string): Promise<HisAnswer> {
    return this.his.send('2208', { data: { ...this.names, setl_id: settlementId } });
  }
}

/** Fails with the refusal's text when an answer is not good. */
export function good(answer: HisAnswer): HisAnswer {
  if (answer.infcode !== 0) throw new Error(`refused: ${answer.text}`);
  return answer;
}

export function settlementIdOf(answer: HisAnswer): string {
  return textOf(objectOf(answer.output.setlinfo).setl_id) ?? '';
}

/** The identities that every settlement answer holds, as differences in fen: all 0 when it is right. */
export function identities(setlinfo: Parameters<typeof fenOf>[0]) {
  const of = (field: string): number => fenOf(setlinfo, field);
  const funds = ['hifp', 'cvlserv', 'hifes', 'hifmi', 'hifob', 'maf', 'hifdm', 'oth'];
  return {
    I1: of('medfee_sumamt') - of('fund_pay_sumamt') - of('psn_part_amt') - of('hosp_part_amt'),
    I2: of('psn_part_amt') - of('acct_pay') - of('psn_cash_pay'),
    I4: of('fund_pay_sumamt') - funds.reduce((sum, fund) => sum + of(`${fund}_pay`), 0),
    I5:
      of('medfee_sumamt') -
      of('fulamt_ownpay_amt') -
      of('overlmt_selfpay') -
      of('preselfpay_amt') -
      of('inscp_scp_amt'),
  };
}

export const RIGHT = { I1: 0, I2: 0, I4: 0, I5: 0 };
