import { z } from 'zod';
import { may, need, node, rows } from '../message/fields.js';
import { credentialFields } from './credential.js';
import { feeLineFields, LINES_MAX } from './fee-line.js';
import { LineSplit, Setldetail, Setlinfo, SetlinfoCancelled, SetlinfoTrial } from './settlement-answer.js';
import { transaction } from './transaction.js';

const stay = {
  mdtrt_id: need.code('就诊ID', 30),
  psn_no: need.code('人员编号', 30),
};

/** What 2303 and 2304 say. */
const billFields = {
  ...stay,
  ...credentialFields,
  psn_type: may.code('人员类别', 6),
  medfee_sumamt: need.amount('医疗费总额'),
  psn_setlway: need.code('个人结算方式', 6, 2),
  insutype: need.code('险种类型', 6),
  mid_setl_flag: need.choice('中途结算标志', ['0', '1']),
  fulamt_ownpay_amt: may.amount('全自费金额'),
  overlmt_selfpay: may.amount('超限价金额'),
  preselfpay_amt: may.amount('先行自付金额'),
  inscp_scp_amt: may.amount('符合政策范围金额'),
  invono: may.text('发票号', 30),
  dscgTime: may.date('出院时间'),
  insuplc_admdvs: may.code('参保地医保区划', 6),
  mdtrtarea_admvs: may.code('就医地医保区划', 6),
  exp_content: may.extension('字段扩展'),
};

const ACCOUNT_FLAGS = ['0', '1', '2'] as const;

/** Fee lines of a stay, and their settlement. */
export const INPATIENT = {
  '2301': transaction({
    zh: '住院费用明细上传',
    en: 'Fee lines of a stay',
    paths: ['hospFeeDtlService/feeDtlUp'],
    effect: 'change',
    sender: 'hospital',
    input: z.object({
      feedetail: rows(
        {
          ...stay,
          ...feeLineFields,
          det_item_fee_sumamt: need.signedAmount('明细项目费用总额'),
          cnt: need.signedQuantity('数量'),
          init_feedetl_sn: may.text('原费用流水号', 30),
          drord_no: may.text('医嘱号', 30),
          med_type: may.code('医疗类别', 6),
          bilg_dept_codg: may.text('开单科室编码', 30),
          bilg_dept_name: may.text('开单科室名称', 100),
          bilg_dr_codg: may.text('开单医生编码', 30),
          bilg_dr_name: may.text('开单医师姓名', 50),
          hosp_appr_flag: may.code('医院审批标志', 3),
          exp_content: may.extension('字段扩展'),
        },
        { most: LINES_MAX },
      ),
    }),
    output: z.object({ result: z.array(LineSplit) }),
  }),
  '2302': transaction({
    zh: '住院费用明细撤销',
    en: 'Withdraw fee lines of a stay',
    paths: ['hospFeeDtlService/feeDtlCl'],
    effect: 'change',
    sender: 'hospital',
    // One node for each line; "0000" means every unsettled line.
    input: z.object({ data: rows({ ...stay, feedetl_sn: need.text('费用明细流水号', 30) }, { most: LINES_MAX }) }),
    output: z.object({}),
  }),
  '2303': transaction({
    zh: '住院预结算',
    en: 'Trial settlement of a stay',
    paths: ['hospSettService/preSett'],
    effect: 'read',
    sender: 'hospital',
    input: z.object({ data: node({ ...billFields, acct_used_flag: may.choice('个人账户使用标志', ACCOUNT_FLAGS) }) }),
    output: z.object({ setlinfo: SetlinfoTrial, setldetail: Setldetail }),
  }),
  '2304': transaction({
    zh: '住院结算',
    en: 'Settlement of a stay',
    paths: ['hospSettService/settV2'],
    effect: 'change',
    sender: 'hospital',
    input: z.object({ data: node({ ...billFields, acct_used_flag: need.choice('个人账户使用标志', ACCOUNT_FLAGS) }) }),
    output: z.object({ setlinfo: Setlinfo, setldetail: Setldetail }),
  }),
  '2305': transaction({
    zh: '住院结算撤销',
    en: 'Cancel the settlement of a stay',
    paths: ['hospSettService/settCl'],
    effect: 'change',
    sender: 'hospital',
    input: z.object({ data: node({ ...stay, setl_id: need.code('结算ID', 30) }) }),
    output: z.object({ setlinfo: SetlinfoCancelled, setldetail: Setldetail }),
  }),
};
