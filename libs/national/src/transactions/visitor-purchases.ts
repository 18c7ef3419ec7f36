import { z } from 'zod';
import { give, may, need, node, rows } from '../message/fields.js';
import { credentialFields } from './credential.js';
import { LINES_MAX } from './fee-line.js';
import { transaction } from './transaction.js';

/** What 2181 reverses: trial and order, settlement, refund. */
const STATUS = ['1106', '1107', '1203'] as const;

const amounts = {
  medfee_sumamt: give.amount('医疗费总额'),
  psn_cashpay: give.amount('个人现金支付'),
  acct_payamt: give.amount('个人账户支付'),
};

const person = {
  psn_no: give.text('人员编号'),
  psn_name: give.text('人员姓名'),
  gend: give.text('性别'),
  brdy: give.text('出生日期'),
  ssn: give.text('社会保障号码'),
  psn_type: give.text('人员类别'),
  insutype: give.text('险种类型'),
};

const order = {
  fixmedins_code: may.code('定点医药机构编号', 30),
  mdtrt_regno: need.code('就医登记号（订单）', 30),
  opter_name: may.text('经办人姓名', 50),
};

const status = {
  status: give.text('业务状态（1106 试算，1107 结算，1203 退费；其他为空）'),
  status_name: give.text('订单状态名称'),
};

const answered = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ n_output: z.object(shape) });

const settled = answered({
  mdtrt_regno: give.text('就医登记号（订单）'),
  setl_id: give.text('结算ID'),
  setl_time: give.text('结算时间'),
  ...amounts,
  ...person,
  ...status,
  prmmsg: give.text('提示信息'),
});

/**
 * Purchases of persons from other provinces at pharmacies (national interface §3.10). 2166 tries a bill and makes an order
 * of it, which the patient pays in his application; 2170 and 2171 tell what became of it. 2167 cancels one that is not
 * paid, 2163 refunds one that is. The credential is asked for beside the fields of the family: only the national card
 * settles in another province.
 */
export const VISITOR_PURCHASES = {
  '2161': transaction({
    zh: '异地就医购药获取人员信息',
    en: 'Cross-area purchase: who it is',
    paths: [],
    effect: 'read',
    sender: 'pharmacy',
    input: z.object({
      n_input: node({
        ssn: need.code('社会保障号码', 18),
        insuplc: need.code('参保地医保区划', 6),
        fixmedins_code: may.code('定点医药机构编号', 30),
        ...credentialFields,
      }),
    }),
    output: answered({
      ...person,
      emp_name: give.text('单位名称'),
      insuplc_admdvs: give.text('参保地医保区划'),
      acct_balc: give.amount('个人账户余额'),
    }),
  }),
  '2163': transaction({
    zh: '异地就医购药退费',
    en: 'Cross-area purchase: refund',
    paths: [],
    effect: 'change',
    sender: 'pharmacy',
    input: z.object({ n_input: node(order) }),
    output: settled,
  }),
  '2166': transaction({
    zh: '异地就医购药试算',
    en: 'Cross-area purchase: trial and order',
    paths: [],
    effect: 'change',
    sender: 'pharmacy',
    input: z.object({
      n_input: node({
        ec_token: may.text('电子凭证令牌', 64),
        ...credentialFields,
        fixmedins_code: may.code('定点医药机构编号', 30),
        insuplc: need.code('参保地医保区划', 6),
        mdtrtarea: may.code('就医地医保区划', 6),
        psn_no: need.code('人员编号', 30),
        ssn: need.code('社会保障号码', 18),
        gend: may.code('性别', 6),
        brdy: may.date('出生日期'),
        mdtrtsn: need.code('购药流水号', 20),
        med_type: need.code('医疗类别', 6),
        psn_type: may.code('人员类别', 6),
        insutype: need.code('险种类型', 6),
        dscg_date: may.date('购药日期'),
        medfee_sumamt: need.amount('医疗费总额'),
        acct_used_flag: may.choice('个人账户使用标志', ['0', '1', '2']),
        opter_name: may.text('经办人姓名', 50),
      }),
      feedetl: rows(
        {
          medins_list_codg: may.text('医药机构目录编码', 150),
          medins_list_name: may.text('医药机构目录名称', 200),
          hilist_code: need.text('医保目录编码', 50),
          hilist_name: may.text('医保目录名称', 200),
          hilist_type: may.code('医保目录类别', 6),
          chrgitm_lv: may.code('收费项目等级', 3),
          med_invo_item_type: may.code('发票项目类别', 6),
          pric: need.price('单价'),
          cnt: need.quantity('数量'),
          amt: need.amount('金额'),
        },
        { most: LINES_MAX },
      ),
    }),
    output: answered({
      mdtrt_regno: give.text('就医登记号（订单）'),
      prmmsg: give.text('提示信息'),
      push_flag: give.text('推送标志'),
      ...amounts,
    }),
  }),
  '2167': transaction({
    zh: '异地就医购药取消订单',
    en: 'Cross-area purchase: cancel an order',
    paths: [],
    effect: 'change',
    sender: 'pharmacy',
    input: z.object({ n_input: node(order) }),
    output: z.object({}),
  }),
  '2170': transaction({
    zh: '异地就医购药订单查询',
    en: 'Cross-area purchase: orders',
    paths: [],
    effect: 'read',
    sender: 'pharmacy',
    input: z.object({
      n_input: node({
        fixmedins_code: may.code('定点医药机构编号', 30),
        mdtrt_regno: may.code('就医登记号（订单）', 30),
        mdtrtsn: may.code('购药流水号', 20),
        begndate: may.date('开始日期'),
        enddate: may.date('结束日期'),
      }),
    }),
    output: answered({
      parameters: z.array(
        z.object({
          mdtrt_regno: give.text('就医登记号（订单）'),
          mdtrtsn: give.text('购药流水号'),
          psn_no: give.text('人员编号'),
          ...amounts,
          ...status,
          crte_time: give.text('创建时间'),
        }),
      ),
    }),
  }),
  '2171': transaction({
    zh: '异地就医购药结算信息查询',
    en: 'Cross-area purchase: settlement',
    paths: [],
    effect: 'read',
    sender: 'pharmacy',
    input: z.object({ n_input: node(order) }),
    output: settled,
  }),
  '2181': transaction({
    zh: '异地就医购药冲正',
    en: 'Cross-area purchase: reversal',
    paths: [],
    effect: 'change',
    sender: 'pharmacy',
    input: z.object({
      n_input: node({ ...order, ssn: need.code('社会保障号码', 18), status: need.choice('业务状态', STATUS) }),
    }),
    output: z.object({}),
  }),
};
