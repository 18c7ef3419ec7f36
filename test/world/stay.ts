import { formatYuan, plus, type Fen } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { objectOf, now, type His, type HisAnswer } from './his.js';
import { good, type DemoLine } from './visit.js';

/** What differs from the usual in an admission. */
export interface Admission {
  readonly begntime?: string;
  readonly insutype?: string;
  readonly more?: object;
}

const diagnosis = (code: string, name: string) => ({
  diag_type: '1',
  maindiag_flag: '1',
  diag_srt_no: 1,
  diag_code: code,
  diag_name: name,
  diag_dept: 'A01',
  dise_dor_no: 'D1',
  dise_dor_name: '医师',
  diag_time: now(),
});

export const PNEUMONIA = diagnosis('J18.900', '肺炎');

/** The 2401 of somebody. */
export const admissionOf = (psnNo: string, credential: object, { begntime, insutype, more }: Admission = {}) => ({
  mdtrtinfo: {
    psn_no: psnNo,
    insutype: insutype ?? '310',
    coner_name: '联系人',
    tel: '02100000000',
    begntime: begntime ?? now(),
    ...credential,
    cert_type: '01',
    med_type: '2101',
    ipt_no: 'I1',
    atddr_no: 'D1',
    chfpdr_name: '医师',
    adm_diag_dscr: '肺炎',
    adm_dept_codg: 'A01',
    adm_dept_name: '内科',
    adm_bed: '12',
    dscg_maindiag_code: 'J18.900',
    dscg_maindiag_name: '肺炎',
    insuplc_admdvs: '310000',
    mdtrtarea_admvs: '310000',
    ...more,
  },
  diseinfo: [PNEUMONIA],
});

/** A patient in hospital, whose software goes the usual way: 2401 → 2301 → 2402 → 2303 → 2304. */
export class InpatientStay {
  private constructor(
    readonly his: His,
    readonly psnNo: string,
    readonly credential: object,
    readonly insutype: string,
    readonly visitId: string,
  ) {}

  static async begin(his: His, psnNo: string, credential: object, admission: Admission = {}): Promise<InpatientStay> {
    const admitted = good(await his.send('2401', admissionOf(psnNo, credential, admission)));
    const visitId = textOf(objectOf(admitted.output.result).mdtrt_id) ?? '';
    return new InpatientStay(his, psnNo, credential, admission.insutype ?? '310', visitId);
  }

  get names() {
    return { mdtrt_id: this.visitId, psn_no: this.psnNo };
  }

  /** 2301. Lines are numbered by their place behind `prefix`. */
  upload(prefix: string, lines: readonly DemoLine[], more: object = {}): Promise<HisAnswer> {
    return this.his.send('2301', {
      feedetail: lines.map((line, index) => ({
        ...this.names,
        feedetl_sn: `${prefix}${index + 1}`,
        med_type: '2101',
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
        ...more,
      })),
    });
  }

  withdraw(lineNo: string): Promise<HisAnswer> {
    return this.his.send('2302', { data: { ...this.names, feedetl_sn: lineNo } });
  }

  discharge(endtime = now(), more: object = {}): Promise<HisAnswer> {
    return this.his.send('2402', {
      dscginfo: {
        ...this.names,
        insutype: this.insutype,
        endtime,
        dscg_dept_codg: 'A01',
        dscg_dept_name: '内科',
        dscg_bed: '12',
        dscg_way: '1',
        ...more,
      },
      diseinfo: [PNEUMONIA],
    });
  }

  /** The body of 2303 and 2304. */
  bill(total: Fen, more: object = {}) {
    return {
      data: {
        ...this.names,
        ...this.credential,
        medfee_sumamt: formatYuan(total),
        psn_setlway: '01',
        acct_used_flag: '1',
        insutype: this.insutype,
        mid_setl_flag: '0',
        insuplc_admdvs: '310000',
        mdtrtarea_admvs: '310000',
        ...more,
      },
    };
  }

  settle(total: Fen, more: object = {}): Promise<HisAnswer> {
    return this.his.send('2304', this.bill(total, more));
  }

  settleMidStay(total: Fen, more: object = {}): Promise<HisAnswer> {
    return this.settle(total, { mid_setl_flag: '1', ...more });
  }

  cancel(settlementId: string): Promise<HisAnswer> {
    return this.his.send('2305', { data: { ...this.names, setl_id: settlementId } });
  }

  undoDischarge(): Promise<HisAnswer> {
    return this.his.send('2405', { data: this.names });
  }

  withdrawAdmission(): Promise<HisAnswer> {
    return this.his.send('2404', { data: this.names });
  }
}

/** What lines come to. */
export const totalOf = (lines: readonly DemoLine[]): Fen => plus(...lines.map((line) => line.amount));
