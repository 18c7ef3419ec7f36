import { z } from 'zod';
import { give, may, need, node } from '../message/fields.js';
import { transaction } from './transaction.js';

/** 10⁹ is more than `wholeKind` reads; a province has fewer settlements in a year. */
const SETTLEMENTS_MAX = 999_999_999;

/** What both transactions say of the days and amounts. Days are those of the insurer's `setl_time`. */
const told = {
  clr_type: need.code('清算类别', 6),
  setl_optins: may.code('结算经办机构', 6),
  // So called by Guangdong's edition.
  clr_optins: may.code('清算经办机构', 6),
  stmt_begndate: need.date('对账开始日期'),
  stmt_enddate: need.date('对账结束日期'),
  medfee_sumamt: need.signedAmount('医疗费总额'),
  fund_pay_sumamt: need.signedAmount('基金支付总额'),
  fixmedins_setl_cnt: need.whole('定点医药机构结算笔数', 0, SETTLEMENTS_MAX),
  refd_setl_flag: may.choice('退费结算标志', ['0', '1']),
  fixmedins_refd_setl_flag: may.choice('定点医药机构退费结算标志', ['0', '1']),
};

export const RECONCILIATION = {
  '3201': transaction({
    zh: '医药机构费用结算对总账',
    en: 'Reconcile totals',
    paths: ['ybSettlementStmtService/stmt'],
    effect: 'change',
    sender: 'any',
    input: z.object({
      data: node({
        ...told,
        insutype: need.code('险种', 6),
        acct_pay: may.signedAmount('个人账户支付金额'),
        cash_payamt: may.signedAmount('现金支付金额'),
      }),
    }),
    output: z.object({
      stmtinfo: z.object({
        setl_optins: give.text('结算经办机构'),
        stmt_rslt: give.text('对账结果'),
        stmt_rslt_dscr: give.text('对账结果说明'),
      }),
    }),
  }),
  '3202': transaction({
    zh: '医药机构费用结算对明细账',
    en: 'Reconcile details',
    paths: ['ybSettlementStmtService/stmtDetail'],
    effect: 'change',
    sender: 'any',
    input: z.object({
      data: node({
        ...told,
        file_qury_no: need.code('文件查询号', 30),
        cash_payamt: may.signedAmount('现金支付金额'),
      }),
    }),
    output: z.object({
      fileinfo: z.object({
        file_qury_no: give.text('文件查询号'),
        filename: give.text('文件名称'),
        dld_endtime: give.text('下载截止时间'),
      }),
    }),
  }),
};
