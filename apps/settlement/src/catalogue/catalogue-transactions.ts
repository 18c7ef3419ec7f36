import { Inject, Injectable } from '@nestjs/common';
import { type Policy } from '@medisettle/benefits';
import { wireDate, wireTime, type OutputOf } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Handler } from '../messages/occasion.js';
import { POLICY } from '../policies/policies.js';
import { CLASS_CODE, decimalOf } from './catalogue.js';
import { ITEMS, limitsOf, MATCHES, RATIOS } from './listed-rows.js';
import type { ItemRow, LimitRow, MatchRow, RatioRow } from './listed-rows.js';
import { datedConditions, pageOf, refuseFilters, type Condition, type ListedRow, type Page } from './pages.js';

/** What every answered row ends with. */
type Recorded = Omit<OutputOf<'1316'>['data'][number], 'med_list_codg' | 'hilist_code' | 'list_type' | 'memo'>;

/** 1312 and 1316 to 1319: what the catalogue says, page by page. Medical and insurance catalogue share their codes. */
@Injectable()
export class CatalogueTransactions {
  constructor(@Inject(POLICY) private readonly policy: Policy) {}

  readonly items: Handler<'1312'> = async ({ db, at, division }, { data }) => {
    refuseFilters(data, 'wubi', 'pinyin', 'med_use_flag', 'matn_used_flag', 'hilist_use_type', 'lmt_cpnd_type');
    const today = wireDate(at);
    const page = await pageOf<ItemRow>(
      db,
      ITEMS,
      [
        ...datedConditions(data, today),
        ofProvince(division, data.insu_admdvs),
        ['item_code = ?', data.hilist_code],
        ['position(? in name) > 0', data.hilist_name],
        ['fee_category = ?', data.med_chrgitm_type],
        ['class = ?', data.chrgitm_lv === null ? null : (CLASS_OF[data.chrgitm_lv] ?? '')],
        ["(limit_text IS NOT NULL) = (?::text = '1')", data.lmt_used_flag],
        ['list_type = ?', data.list_type],
      ],
      data,
    );
    return told(page, (row) => ({
      hilist_code: row.code,
      hilist_name: row.name,
      med_chrgitm_type: row.feeCategory,
      chrgitm_lv: CLASS_CODE[row.class],
      lmt_used_flag: row.limitText === null ? '0' : '1',
      list_type: row.listType,
      med_use_flag: '',
      matn_used_flag: '',
      hilist_use_type: '',
      lmt_cpnd_type: '',
      wubi: '',
      pinyin: '',
      memo: [row.selfpayFixed === null ? '' : `每单位定额自付 ${row.selfpayFixed} 元`, row.limitText ?? '']
        .filter((text) => text !== '')
        .join('；'),
      ...recordOf(row, row.code, division, today),
    }));
  };

  readonly catalogueMatches: Handler<'1316'> = async ({ db, at, division }, { data }) => {
    const today = wireDate(at);
    const page = await pageOf<ItemRow>(
      db,
      ITEMS,
      [
        ...datedConditions(data, today),
        ofProvince(division, data.insu_admdvs),
        ['item_code = ?', data.med_list_codg],
        ['item_code = ?', data.medins_list_codg],
        ['item_code = ?', data.hilist_code],
        ['list_type = ?', data.list_type],
      ],
      data,
    );
    return told(page, (row) => ({
      med_list_codg: row.code,
      hilist_code: row.code,
      list_type: row.listType,
      memo: '',
      ...recordOf(row, row.code, division, today),
    }));
  };

  readonly institutionMatches: Handler<'1317'> = async ({ db, at, division, institution }, { data }) => {
    const today = wireDate(at);
    const page = await pageOf<MatchRow>(
      db,
      MATCHES,
      [
        ...datedConditions(data, today),
        ofProvince(division, data.insu_admdvs),
        ['institution_code = ?', data.fixmedins_code ?? institution.institutionCode],
        ['own_code = ?', data.medins_list_codg],
        ['position(? in own_name) > 0', data.medins_list_name],
        ['list_type = ?', data.list_type],
        ['item_code = ?', data.med_list_codg],
      ],
      data,
    );
    return told(page, (row) => ({
      fixmedins_code: row.institution,
      medins_list_codg: row.ownCode,
      medins_list_name: row.ownName,
      list_type: row.listType ?? '',
      med_list_codg: row.code,
      aprvno: '',
      dosform: '',
      exct_cont: '',
      item_cont: '',
      prcunt: row.unit ?? '',
      spec: row.specification ?? '',
      pacspec: '',
      memo: '',
      ...recordOf(row, `${row.institution}:${row.ownCode}`, division, today),
    }));
  };

  readonly priceLimits: Handler<'1318'> = async ({ db, at, division }, { data }) => {
    refuseFilters(data, 'rid', 'tabname', 'overlmt_dspo_way');
    const today = wireDate(at);
    const page = await pageOf<LimitRow>(
      db,
      limitsOf(this.policy),
      [
        ...datedConditions(data, today),
        ...ofDivision(division, data.insu_admdvs),
        ...ofDivision(division, data.poolarea_no),
        ['item_code = ?', data.hilist_code],
        ['hospital_level = ?', data.hilist_lmtpric_type],
      ],
      data,
    );
    return told(page, (row) => ({
      hilist_code: row.code,
      hilist_lmtpric_type: row.level,
      // The dictionary of this field is not known; what is over the limit is the person's.
      overlmt_dspo_way: '',
      hilist_pric_uplmt_amt: decimalOf(row.priceLimit, 6),
      ...recordOf(row, `${row.code}:${row.level}:${row.division}`, row.division || division, today),
      tabname: '',
    }));
  };

  readonly selfpayRatios: Handler<'1319'> = async ({ db, at, division }, { data }) => {
    refuseFilters(data, 'rid', 'tabname', 'selfpay_prop_type');
    const today = wireDate(at);
    const page = await pageOf<RatioRow>(
      db,
      RATIOS,
      [
        ...datedConditions(data, today),
        ...ofDivision(division, data.insu_admdvs),
        ...ofDivision(division, data.poolarea_no),
        ['item_code = ?', data.hilist_code],
        ['insurance_type = ?', data.selfpay_prop_psn_type],
      ],
      data,
    );
    return told(page, (row) => ({
      hilist_code: row.code,
      selfpay_prop_psn_type: row.insuranceType,
      // The dictionary of this field is not known.
      selfpay_prop_type: '',
      selfpay_prop: decimalOf(row.ratio, 4),
      ...recordOf(row, `${row.code}:${row.insuranceType}:${row.division}`, row.division || division, today),
      tabname: '',
    }));
  };
}

const CLASS_OF: Readonly<Record<string, string>> = { '01': 'A', '02': 'B', '03': 'C' };

const province = (division: string): string => division.slice(0, 2);

/** Rows without a division of their own hold in this province and nowhere else. */
const ofProvince = (centre: string, asked: string | null): Condition => [
  '?::boolean',
  asked === null ? null : province(asked) === province(centre),
];

/** Rows that hold in a division: its own, its province's, and those that hold everywhere here. */
const ofDivision = (centre: string, asked: string | null): Condition[] => [
  ofProvince(centre, asked),
  ['division = ANY (?::text[])', asked === null ? null : ['', asked, `${province(asked)}0000`]],
];

const told = <From, To>(page: Page<From>, row: (from: From) => To) => ({
  output: { ...page, data: page.data.map(row) },
});

/** The end of a row. Who wrote it is not kept for reference data; its number is its key and first day. */
function recordOf(row: ListedRow, key: string, division: string, today: string): Recorded {
  const inForce = row.validFrom <= today && (row.validTo === null || row.validTo >= today);
  const updated = wireTime(DateTime.fromJSDate(row.updatedAt));
  return {
    insu_admdvs: division,
    begndate: row.validFrom,
    enddate: row.validTo,
    vali_flag: inForce ? '1' : '0',
    rid: `${key}:${row.validFrom}`,
    updt_time: updated,
    crter_id: '',
    crter_name: '',
    crte_time: updated,
    crte_optins_no: '',
    opter_id: '',
    opter_name: '',
    opt_time: updated,
    optins_no: '',
    poolarea_no: division,
  };
}
