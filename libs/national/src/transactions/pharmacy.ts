import { z } from 'zod';
import { may, need, node, rows } from '../message/fields.js';
import { credentialFields } from './credential.js';
import { feeLineFields, LINES_MAX } from './fee-line.js';
import { LineSplit, Setldetail, Setlinfo, SetlinfoCancelled, SetlinfoTrial } from './settlement-answer.js';
import { transaction } from './transaction.js';

const purchase = {
  druginfo: node({
    psn_no: need.code('人员编号', 30),
    ...credentialFields,
    psn_type: may.code('人员类别', 6),
    begntime: need.dateTime('购药时间'),
    medfee_sumamt: need.amount('医疗费总额'),
    invono: may.text('发票号', 30),
    insutype: need.code('险种类型', 6),
    dise_codg: may.text('病种编码', 30),
    dise_name: may.text('病种名称', 500),
    acct_used_flag: need.choice('个人账户使用标志', ['0', '1', '2']),
    med_type: need.code('医疗类别', 6),
    exp_content: may.extension('字段扩展'),
  }),
  drugdetail: rows(feeLineFields, { most: LINES_MAX }),
};

const lineSplits = { detlcutinfo: z.array(LineSplit) };

export const PHARMACY = {
  '2101': transaction({
    zh: '药店预结算',
    en: 'Pharmacy trial settlement',
    paths: [],
    effect: 'read',
    sender: 'pharmacy',
    input: z.object(purchase),
    output: z.object({ setlinfo: SetlinfoTrial, setldetail: Setldetail, ...lineSplits }),
  }),
  '2102': transaction({
    zh: '药店结算',
    en: 'Pharmacy settlement',
    paths: [],
    effect: 'change',
    sender: 'pharmacy',
    input: z.object(purchase),
    output: z.object({ setlinfo: Setlinfo, setldetail: Setldetail, ...lineSplits }),
  }),
  '2103': transaction({
    zh: '药店结算撤销',
    en: 'Cancel pharmacy settlement',
    paths: [],
    effect: 'change',
    sender: 'pharmacy',
    input: z.object({
      data: node({
        setl_id: need.code('结算ID', 30),
        mdtrt_id: need.code('就诊ID', 30),
        psn_no: need.code('人员编号', 30),
      }),
    }),
    output: z.object({ setlinfo: SetlinfoCancelled, setldetail: Setldetail }),
  }),
};
