import { z } from 'zod';
import { may, need, node, rows } from '../message/fields.js';
import { credentialFields } from './credential.js';
import { LineSplit, Setldetail, Setlinfo, SetlinfoCancelled, SetlinfoTrial } from './settlement-answer.js';
import { transaction } from './transaction.js';

const LINES_MAX = 2000;

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
  drugdetail: rows(
    {
      feedetl_sn: need.text('费用明细流水号', 30),
      rxno: may.text('处方号', 30),
      rx_circ_flag: may.code('外购处方标志', 3),
      fee_ocur_time: need.dateTime('费用发生时间'),
      med_list_codg: need.text('医疗目录编码', 50),
      medins_list_codg: may.text('医药机构目录编码', 150),
      det_item_fee_sumamt: need.amount('明细项目费用总额'),
      cnt: need.quantity('数量'),
      pric: need.price('单价'),
    },
    { most: LINES_MAX },
  ),
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
