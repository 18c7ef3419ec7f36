import { z } from 'zod';
import { give, may, need, node, rows } from '../message/fields.js';
import { credentialFields } from './credential.js';
import { feeLineFields, LINES_MAX } from './fee-line.js';
import { LineSplit, Setldetail, Setlinfo, SetlinfoCancelled, SetlinfoTrial } from './settlement-answer.js';
import { transaction } from './transaction.js';

const visit = {
  mdtrt_id: need.code('就诊ID', 30),
  psn_no: need.code('人员编号', 30),
};

const settlementFields = {
  ...visit,
  ...credentialFields,
  psn_type: may.code('人员类别', 6),
  med_type: need.code('医疗类别', 6),
  medfee_sumamt: need.amount('医疗费总额'),
  psn_setlway: need.code('个人结算方式', 6, 2),
  chrg_bchno: need.text('收费批次号', 30),
  acct_used_flag: need.choice('个人账户使用标志', ['0', '1', '2']),
  insutype: need.code('险种类型', 6),
  fulamt_ownpay_amt: may.amount('全自费金额'),
  overlmt_selfpay: may.amount('超限价金额'),
  preselfpay_amt: may.amount('先行自付金额'),
  inscp_scp_amt: may.amount('符合政策范围金额'),
  invono: may.text('发票号', 30),
  exp_content: may.extension('字段扩展'),
};

const nothing = z.object({});

const lines = {
  ...visit,
  ...feeLineFields,
  chrg_bchno: need.text('收费批次号', 30),
  dise_codg: may.text('病种编码', 30),
  bilg_dept_codg: may.text('开单科室编码', 30),
  bilg_dept_name: may.text('开单科室名称', 100),
  bilg_dr_codg: may.text('开单医生编码', 30),
  bilg_dr_name: may.text('开单医师姓名', 50),
  hosp_appr_flag: may.code('医院审批标志', 3),
};

export const OUTPATIENT = {
  '2201': transaction({
    zh: '门诊挂号',
    en: 'Registration',
    paths: ['outpatientDocInfoService/outpatientRregistration'],
    effect: 'change',
    sender: 'any',
    input: z.object({
      data: node({
        psn_no: need.code('人员编号', 30),
        insutype: need.code('险种类型', 6),
        begntime: need.dateTime('开始时间'),
        ...credentialFields,
        psn_type: may.code('人员类别', 6),
        ipt_otp_no: need.text('住院/门诊号', 30),
        atddr_no: may.text('医师编码', 30),
        dr_name: may.text('医师姓名', 50),
        dept_code: may.text('科室编码', 30),
        dept_name: may.text('科室名称', 100),
        caty: may.text('科别', 10),
        exp_content: may.extension('字段扩展'),
      }),
    }),
    output: z.object({
      data: z.object({
        mdtrt_id: give.text('就诊ID'),
        psn_no: give.text('人员编号'),
        ipt_otp_no: give.text('住院/门诊号'),
        exp_content: give.text('字段扩展'),
      }),
    }),
  }),
  '2202': transaction({
    zh: '门诊挂号撤销',
    en: 'Cancel registration',
    paths: ['outpatientDocInfoService/outpatientRegistrationCancel'],
    effect: 'change',
    sender: 'any',
    input: z.object({ data: node({ ...visit, ipt_otp_no: may.text('住院/门诊号', 30) }) }),
    output: nothing,
  }),
  '2203': transaction({
    zh: '门诊就诊信息上传',
    en: 'Visit and diagnoses',
    paths: ['outpatientDocInfoService/outpatientMdtrtinfoUp'],
    effect: 'change',
    sender: 'any',
    input: z.object({
      mdtrtinfo: node({
        ...visit,
        med_type: need.code('医疗类别', 6),
        begntime: need.dateTime('开始时间'),
        main_cond_dscr: may.text('主要病情描述', 1000),
        dise_codg: may.text('病种编码', 30),
        dise_name: may.text('病种名称', 500),
        exp_content: may.extension('字段扩展'),
      }),
      diseinfo: rows(
        {
          diag_type: may.code('诊断类别', 3),
          diag_srt_no: need.code('诊断排序号', 2),
          diag_code: need.text('诊断代码', 30),
          diag_name: need.text('诊断名称', 300),
          diag_dept: may.text('诊断科室', 50),
          dise_dor_no: may.text('诊断医生编码', 30),
          dise_dor_name: may.text('诊断医生姓名', 50),
          diag_time: may.dateTime('诊断时间'),
          vali_flag: may.code('有效标志', 3),
        },
        { most: 99 },
      ),
    }),
    output: nothing,
  }),
  '2204': transaction({
    zh: '门诊费用明细信息上传',
    en: 'Fee lines',
    paths: ['outpatientDocInfoService/outpatientFeeListUp'],
    effect: 'change',
    sender: 'any',
    input: z.object({ feedetail: rows(lines, { most: LINES_MAX }) }),
    output: z.object({ result: z.array(LineSplit) }),
  }),
  '2205': transaction({
    zh: '门诊费用明细信息撤销',
    en: 'Withdraw fee lines',
    paths: ['outpatientDocInfoService/outpatientFeeListUpCancel'],
    effect: 'change',
    sender: 'any',
    input: z.object({ data: node({ ...visit, chrg_bchno: need.text('收费批次号', 30) }) }),
    output: nothing,
  }),
  '2206': transaction({
    zh: '门诊预结算',
    en: 'Trial settlement',
    paths: ['outpatientSettleService/preSettletment'],
    effect: 'read',
    sender: 'any',
    input: z.object({ data: node(settlementFields) }),
    output: z.object({ setlinfo: SetlinfoTrial, setldetail: Setldetail }),
  }),
  '2207': transaction({
    zh: '门诊结算',
    en: 'Settlement',
    paths: ['outpatientSettleService/saveSettletment', 'outpatientSettleService/saveSettletmentV2'],
    effect: 'change',
    sender: 'any',
    input: z.object({ data: node(settlementFields) }),
    output: z.object({ setlinfo: Setlinfo, setldetail: Setldetail }),
  }),
  '2208': transaction({
    zh: '门诊结算撤销',
    en: 'Cancel settlement',
    paths: ['outpatientSettleService/cancleSettletment'],
    effect: 'change',
    sender: 'any',
    input: z.object({ data: node({ ...visit, setl_id: need.code('结算ID', 30) }) }),
    output: z.object({ setlinfo: SetlinfoCancelled, setldetail: Setldetail }),
  }),
};
