import { z } from 'zod';
import { give, may, need, node, rows } from '../message/fields.js';
import { isWireObject } from '../message/json.js';
import { transaction } from './transaction.js';

const month = {
  trt_year: need.whole('结算年度', 2000, 2999),
  trt_month: need.whole('结算月份', 1, 12),
};

/** Some programs put the fields into `input` itself, without the node `data`. */
const flat = (input: unknown): unknown => (isWireObject(input) && input.data === undefined ? { data: input } : input);

/** Rows of one 3261; more go with another message. */
const CONFIRMED_MAX = 1_000;

/**
 * The month of a hospital's settlements that other provinces pay: listed page by page, confirmed row by row, rolled back.
 * No edition that was read gives them a path of their own.
 */
export const CLEARING = {
  '3260': transaction({
    zh: '提取异地清分明细',
    en: 'List the monthly split',
    paths: [],
    effect: 'read',
    sender: 'hospital',
    input: z.preprocess(
      flat,
      z.object({
        data: node({
          ...month,
          /** From 1; empty or 0 is the first. */
          startrow: may.text('开始行数', 9),
        }),
      }),
    ),
    output: z.object({
      data: z.array(
        z.object({
          seqno: give.whole('顺序号'),
          mdtrtarea: give.text('就医地医保区划'),
          medins_no: give.text('医疗机构编号'),
          certno: give.text('证件号码'),
          mdtrt_id: give.text('就诊登记号'),
          mdtrt_setl_time: give.text('就诊结算时间'),
          setl_sn: give.text('结算流水号'),
          fulamt_advpay_flag: give.text('全额垫付标志'),
          medfee_sumamt: give.amount('总费用'),
          optins_pay_sumamt: give.amount('经办机构支付总额'),
        }),
      ),
    }),
  }),
  '3261': transaction({
    zh: '异地清分结果确认',
    en: 'Confirm the monthly split',
    paths: [],
    effect: 'change',
    sender: 'hospital',
    input: z.object({
      data: node({ ...month, totalrow: need.whole('总行数', 1, CONFIRMED_MAX) }),
      detail: rows(
        {
          certno: may.text('证件号码', 50),
          mdtrt_id: need.code('就诊登记号', 30),
          mdtrt_setl_time: may.dateTime('就诊结算时间'),
          setl_sn: need.code('结算流水号', 30),
          medfee_sumamt: need.signedAmount('总费用'),
          optins_pay_sumamt: need.signedAmount('经办机构支付总额'),
          cnfm_flag: need.choice('确认标志', ['0', '1']),
        },
        { most: CONFIRMED_MAX },
      ),
    }),
    output: z.object({
      data: z.object({
        trt_year: give.text('结算年度'),
        trt_month: give.text('结算月份'),
        totalrow: give.whole('总行数'),
        otransid: give.text('清分确认编号'),
      }),
    }),
  }),
  '3262': transaction({
    zh: '异地清分结果确认回退',
    en: 'Roll a confirmed split back',
    paths: [],
    effect: 'change',
    sender: 'hospital',
    input: z.preprocess(flat, z.object({ data: node({ ...month, otransid: need.code('原清分确认编号', 64) }) })),
    output: z.object({}),
  }),
};
