import { z } from 'zod';
import { give } from '../message/fields.js';

/** The amounts of a settlement answer (national interface §3.7, §6). */
const amounts = {
  medfee_sumamt: give.amount('医疗费总额'),
  fulamt_ownpay_amt: give.amount('全自费金额'),
  overlmt_selfpay: give.amount('超限价自费费用'),
  preselfpay_amt: give.amount('先行自付金额'),
  inscp_scp_amt: give.amount('符合政策范围金额'),
  act_pay_dedc: give.amount('实际支付起付线'),
  hifp_pay: give.amount('基本医疗保险统筹基金支出'),
  pool_prop_selfpay: give.rate('基本医疗保险统筹基金支付比例'),
  cvlserv_pay: give.amount('公务员医疗补助资金支出'),
  hifes_pay: give.amount('企业补充医疗保险基金支出'),
  hifmi_pay: give.amount('居民大病保险资金支出'),
  hifob_pay: give.amount('职工大额医疗费用补助基金支出'),
  maf_pay: give.amount('医疗救助基金支出'),
  hifdm_pay: give.amount('伤残人员医疗保障基金支出'),
  oth_pay: give.amount('其他支出'),
  fund_pay_sumamt: give.amount('基金支付总额'),
  psn_part_amt: give.amount('个人负担总金额'),
  acct_pay: give.amount('个人账户支出'),
  psn_cash_pay: give.amount('个人现金支出'),
  hosp_part_amt: give.amount('医院负担金额'),
  balc: give.amount('余额'),
  acct_mulaid_pay: give.amount('个人账户共济支付金额'),
};

const person = {
  mdtrt_id: give.text('就诊ID'),
  psn_no: give.text('人员编号'),
  psn_name: give.text('人员姓名'),
  psn_cert_type: give.text('人员证件类型'),
  certno: give.text('证件号码'),
  gend: give.text('性别'),
  naty: give.text('民族'),
  brdy: give.text('出生日期'),
  age: give.whole('年龄'),
  insutype: give.text('险种类型'),
  psn_type: give.text('人员类别'),
  cvlserv_flag: give.text('公务员标志'),
  mdtrt_cert_type: give.text('就诊凭证类型'),
  med_type: give.text('医疗类别'),
};

const place = {
  medins_setl_id: give.text('医药机构结算ID（发送方报文ID）'),
  clr_optins: give.text('清算经办机构'),
  clr_way: give.text('清算方式'),
  clr_type: give.text('清算类别'),
  exp_content: give.text('字段扩展'),
};

export const SetlinfoTrial = z.object({
  ...person,
  ...amounts,
  ...place,
  setl_id: give.textOrNull('结算ID（预结算为空）'),
  setl_time: give.text('结算时间'),
});

export const Setlinfo = SetlinfoTrial.extend({ setl_id: give.text('结算ID') });

/** A cancellation answers the same fields negative, cash under both of its spellings. */
export const SetlinfoCancelled = Setlinfo.extend({ pdn_cash_pay: give.amount('个人现金支出') });

/** 5203 has names of its own beside those of the settlement. */
export const SetlinfoQueried = Setlinfo.extend({
  psn_pay: give.amount('个人支付金额'),
  cash_payamt: give.amount('现金支付金额'),
  begndate: give.text('开始日期'),
  enddate: give.text('结束日期'),
  pay_loc: give.text('支付地点类别'),
  fixmedins_code: give.text('定点医药机构编号'),
  fixmedins_name: give.text('定点医药机构名称'),
  hosp_lv: give.text('医院等级'),
  refd_setl_flag: give.text('退费结算标志'),
  year: give.text('年度'),
  invono: give.text('发票号'),
  opter_id: give.text('经办人ID'),
  opt_time: give.text('经办时间'),
});

export const Setldetail = z.array(
  z.object({
    fund_pay_type: give.text('基金支付类型'),
    fund_pay_type_name: give.text('基金名称'),
    inscp_scp_amt: give.amount('符合政策范围金额'),
    crt_payb_lmt_amt: give.amount('本次可支付限额金额'),
    fund_payamt: give.amount('基金支付金额'),
    setl_proc_info: give.text('结算过程信息'),
  }),
);

/** How one fee line was split (national interface §3.8). */
export const LineSplit = z.object({
  feedetl_sn: give.text('费用明细流水号'),
  det_item_fee_sumamt: give.amount('明细项目费用总额'),
  cnt: give.decimal('数量'),
  pric: give.decimal('单价'),
  pric_uplmt_amt: give.decimal('定价上限金额'),
  selfpay_prop: give.rate('自付比例'),
  fulamt_ownpay_amt: give.amount('全自费金额'),
  overlmt_amt: give.amount('超限价金额'),
  preselfpay_amt: give.amount('先行自付金额'),
  inscp_scp_amt: give.amount('符合政策范围金额'),
  chrgitm_lv: give.text('收费项目等级'),
  med_chrgitm_type: give.text('医疗收费项目类别'),
  lmt_used_flag: give.text('限制使用标志'),
  memo: give.text('备注'),
});

export type SettlementAnswer = z.input<typeof Setlinfo>;
export type LineSplitAnswer = z.input<typeof LineSplit>;
export type FundAnswer = z.input<typeof Setldetail>[number];
