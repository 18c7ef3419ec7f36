import { describe, expect, it } from '@jest/globals';
import { check } from '../message/envelope.js';
import { parseWire } from '../message/json.js';
import { Refused } from '../refusals/refusal.js';
import { CATALOGUE } from './catalogue.js';
import { FILINGS } from './filings.js';

/** Data as it comes: numbers keep their digits. */
const sent = (data: object) => ({ data: parseWire(JSON.stringify(data)) });

const PAGE = { page_num: '1', page_size: 10 };

const refusedField = (infno: keyof typeof CATALOGUE, data: object): string => {
  try {
    check(CATALOGUE[infno].input, sent(data));
  } catch (error) {
    if (error instanceof Refused) return `${error.refusal.code} ${error.refusal.en}`;
    throw error;
  }
  return '';
};

describe('a query of the catalogue', () => {
  it('needs its page alone; all else narrows it, and is read in the spellings that clients have', () => {
    const { data } = check(
      CATALOGUE['1312'].input,
      sent({ ...PAGE, chrgitm_lv: '3', med_chrgitm_type: 9, updt_time: '2026-01-01', hilist_code: 'null' }),
    );
    expect(data).toMatchObject({ page_num: 1, page_size: 10, chrgitm_lv: '03', med_chrgitm_type: '09' });
    expect([data.hilist_code, data.pinyin, data.query_date]).toEqual([null, null, null]);
    expect(data.updt_time?.toISODate()).toBe('2026-01-01');
  });

  it.each(['0', '-1', '1.5', 'a', '99999999999'])('has no page %s', (page_num) => {
    expect(refusedField('1316', { ...PAGE, page_num })).toMatch(/^MSG-FIELD-INVALID The field data.page_num/);
  });

  it.each(['1312', '1316', '1317', '1318', '1319'] as const)('(%s) without its page is refused', (infno) => {
    expect(refusedField(infno, { page_num: 1 })).toMatch(/^MSG-FIELD-MISSING .*data.page_size/);
  });

  it('answers the fields of the interface to the letter', () => {
    const tail = 'vali_flag rid updt_time crter_id crter_name crte_time crte_optins_no opter_id opter_name opt_time';
    const rows = {
      '1312': `hilist_code hilist_name insu_admdvs begndate enddate med_chrgitm_type chrgitm_lv lmt_used_flag list_type
        med_use_flag matn_used_flag hilist_use_type lmt_cpnd_type wubi pinyin memo ${tail} optins_no poolarea_no`,
      '1316': `med_list_codg hilist_code list_type insu_admdvs begndate enddate memo ${tail} optins_no poolarea_no`,
      '1317': `fixmedins_code medins_list_codg medins_list_name insu_admdvs list_type med_list_codg begndate enddate
        aprvno dosform exct_cont item_cont prcunt spec pacspec memo ${tail} optins_no poolarea_no`,
      '1318': `hilist_code hilist_lmtpric_type overlmt_dspo_way insu_admdvs begndate enddate hilist_pric_uplmt_amt
        ${tail} optins_no tabname poolarea_no`,
      '1319': `hilist_code selfpay_prop_psn_type selfpay_prop_type insu_admdvs begndate enddate selfpay_prop
        ${tail} optins_no tabname poolarea_no`,
    } as const;
    for (const [infno, names] of Object.entries(rows) as [keyof typeof rows, string][]) {
      const answered = Object.keys(CATALOGUE[infno].output.shape.data.element.shape);
      expect([infno, answered.toSorted()]).toEqual([infno, names.split(/\s+/).toSorted()]);
    }
  });
});

describe('the filing of an illness', () => {
  it('takes an empty last day for none, and node and array alike', () => {
    const said = {
      psn_no: 'P1',
      insutype: '310',
      opsp_dise_code: 'M1',
      opsp_dise_name: '某病',
      ide_fixmedins_no: 'H1',
      ide_fixmedins_name: '某院',
      hosp_ide_date: '2026-01-05 00:00:00',
      diag_dr_codg: 'D1',
      diag_dr_name: '某',
      begndate: '2026-01-05',
      enddate: '',
    };
    const { data } = check(FILINGS['2503'].input, { data: [said] });
    expect(data).toMatchObject({ hosp_ide_date: '2026-01-05', enddate: null, tel: null });
  });
});
