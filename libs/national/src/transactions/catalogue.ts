import { z } from 'zod';
import { give, may, need, node } from '../message/fields.js';
import { transaction } from './transaction.js';

/** More rows than this are asked for page by page. */
const PAGE_SIZE_MAX = 1000;
const PAGE_MAX = 1_000_000;

/** Which page of an answer, and what every query of the catalogue may be narrowed by. */
const paged = {
  query_date: may.date('查询时间点'),
  insu_admdvs: may.code('参保机构医保区划', 6),
  begndate: may.date('开始日期'),
  vali_flag: may.choice('有效标志', ['0', '1']),
  updt_time: may.dateTime('更新时间'),
  page_num: need.whole('当前页数', 1, PAGE_MAX),
  page_size: need.whole('本页数据量', 1, PAGE_SIZE_MAX),
};

/** Narrowed further, where rows are values of an item. */
const itemValue = {
  ...paged,
  hilist_code: may.text('医保目录编码', 50),
  enddate: may.date('结束日期'),
  rid: may.text('唯一记录号', 200),
  tabname: may.text('表名', 100),
  poolarea_no: may.code('统筹区', 6),
};

/** Who wrote a row and when, at the end of every row. */
const record = {
  vali_flag: give.text('有效标志'),
  rid: give.text('唯一记录号'),
  updt_time: give.text('更新时间'),
  crter_id: give.text('创建人'),
  crter_name: give.text('创建人姓名'),
  crte_time: give.text('创建时间'),
  crte_optins_no: give.text('创建机构'),
  opter_id: give.text('经办人'),
  opter_name: give.text('经办人姓名'),
  opt_time: give.text('经办时间'),
  optins_no: give.text('经办机构'),
  poolarea_no: give.text('统筹区'),
};

const days = { begndate: give.text('开始日期'), enddate: give.textOrNull('结束日期') };

/** A page as running platforms answer it: the rows in `data`, its place among all pages beside it. */
const pageOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({
    data: z.array(z.object(shape)),
    pageNum: give.whole('当前页数'),
    pageSize: give.whole('本页数据量'),
    size: give.whole('本页记录数'),
    startRow: give.whole('起始行'),
    recordCounts: give.whole('总记录数'),
    pages: give.whole('总页数'),
    firstPage: give.flag('是否首页'),
    lastPage: give.flag('是否末页'),
  });

const service = (method: string): string[] => [`catalogqueryservice/${method}`];

/** Queries of the insurance catalogue. */
export const CATALOGUE = {
  '1312': transaction({
    zh: '医保目录信息查询',
    en: 'Insurance catalogue',
    paths: service('queryHilist'),
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        ...paged,
        hilist_code: may.text('医保目录编码', 50),
        hilist_name: may.text('医保目录名称', 200),
        wubi: may.text('五笔助记码', 30),
        pinyin: may.text('拼音助记码', 30),
        med_chrgitm_type: may.code('医疗收费项目类别', 6, 2),
        chrgitm_lv: may.code('收费项目等级', 3, 2),
        lmt_used_flag: may.choice('限制使用标志', ['0', '1']),
        list_type: may.code('目录类别', 6),
        med_use_flag: may.code('医疗使用标志', 3),
        matn_used_flag: may.code('生育使用标志', 3),
        hilist_use_type: may.code('医保目录使用类别', 6),
        lmt_cpnd_type: may.code('限复方使用类型', 6),
      }),
    }),
    output: pageOf({
      hilist_code: give.text('医保目录编码'),
      hilist_name: give.text('医保目录名称'),
      insu_admdvs: give.text('参保机构医保区划'),
      ...days,
      med_chrgitm_type: give.text('医疗收费项目类别'),
      chrgitm_lv: give.text('收费项目等级'),
      lmt_used_flag: give.text('限制使用标志'),
      list_type: give.text('目录类别'),
      med_use_flag: give.text('医疗使用标志'),
      matn_used_flag: give.text('生育使用标志'),
      hilist_use_type: give.text('医保目录使用类别'),
      lmt_cpnd_type: give.text('限复方使用类型'),
      wubi: give.text('五笔助记码'),
      pinyin: give.text('拼音助记码'),
      memo: give.text('备注'),
      ...record,
    }),
  }),
  '1316': transaction({
    zh: '医疗目录与医保目录匹配信息查询',
    en: 'Match between medical and insurance catalogue',
    paths: service('queryMedinsHilistMapByPage'),
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        ...paged,
        med_list_codg: may.text('医疗目录编码', 50),
        // So spelt by some editions, which have no other field for the code of the medical catalogue.
        medins_list_codg: may.text('定点医药机构目录编号', 150),
        hilist_code: may.text('医保目录编码', 50),
        list_type: may.code('目录类别', 6),
      }),
    }),
    output: pageOf({
      med_list_codg: give.text('医疗目录编码'),
      hilist_code: give.text('医保目录编码'),
      list_type: give.text('目录类别'),
      insu_admdvs: give.text('参保机构医保区划'),
      ...days,
      memo: give.text('备注'),
      ...record,
    }),
  }),
  '1317': transaction({
    zh: '医药机构目录匹配信息查询',
    en: "Match of an institution's own codes",
    paths: service('queryMedListMapByPage'),
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        ...paged,
        fixmedins_code: may.code('定点医药机构编号', 30),
        medins_list_codg: may.text('定点医药机构目录编号', 150),
        medins_list_name: may.text('定点医药机构目录名称', 200),
        list_type: may.code('目录类别', 6),
        med_list_codg: may.text('医疗目录编码', 50),
      }),
    }),
    output: pageOf({
      fixmedins_code: give.text('定点医药机构编号'),
      medins_list_codg: give.text('定点医药机构目录编号'),
      medins_list_name: give.text('定点医药机构目录名称'),
      insu_admdvs: give.text('参保机构医保区划'),
      list_type: give.text('目录类别'),
      med_list_codg: give.text('医疗目录编码'),
      ...days,
      aprvno: give.text('批准文号'),
      dosform: give.text('剂型'),
      exct_cont: give.text('除外内容'),
      item_cont: give.text('项目内涵'),
      prcunt: give.text('计价单位'),
      spec: give.text('规格'),
      pacspec: give.text('包装规格'),
      memo: give.text('备注'),
      ...record,
    }),
  }),
  '1318': transaction({
    zh: '医保目录限价信息查询',
    en: 'Price limits',
    paths: service('queryLmtprcByPage'),
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        ...itemValue,
        hilist_lmtpric_type: may.code('医保目录限价类型', 6),
        overlmt_dspo_way: may.code('医保目录超限处理方式', 6),
      }),
    }),
    output: pageOf({
      hilist_code: give.text('医保目录编码'),
      hilist_lmtpric_type: give.text('医保目录限价类型'),
      overlmt_dspo_way: give.text('医保目录超限处理方式'),
      insu_admdvs: give.text('参保机构医保区划'),
      ...days,
      hilist_pric_uplmt_amt: give.decimal('医保目录定价上限金额'),
      ...record,
      tabname: give.text('表名'),
    }),
  }),
  '1319': transaction({
    zh: '医保目录先自付比例信息查询',
    en: 'First-portion self-pay ratios',
    paths: service('querySelfpayByPage'),
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        ...itemValue,
        selfpay_prop_psn_type: may.code('医保目录自付比例人员类别', 6),
        selfpay_prop_type: may.code('目录自付比例类别', 6),
      }),
    }),
    output: pageOf({
      hilist_code: give.text('医保目录编码'),
      selfpay_prop_psn_type: give.text('医保目录自付比例人员类别'),
      selfpay_prop_type: give.text('目录自付比例类别'),
      insu_admdvs: give.text('参保机构医保区划'),
      ...days,
      selfpay_prop: give.rate('自付比例'),
      ...record,
      tabname: give.text('表名'),
    }),
  }),
};
