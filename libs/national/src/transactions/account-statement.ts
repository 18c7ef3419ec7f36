import { z } from 'zod';
import { give, may, node } from '../message/fields.js';
import { credentialFields } from './credential.js';
import { transaction } from './transaction.js';

/** Why money of a personal account moved. */
export const ACCOUNT_MOVEMENTS = [
  /** What was there when the account came to this centre. */
  'opening',
  /** The yearly credit out of contributions. */
  'year-credit',
  /** Any other credit that the agency told: late, or an adjustment. */
  'credit',
  /** What was left of the current-year account becomes accumulated money. */
  'year-change',
  'interest',
  /** From another number of the same person. */
  'merge',
  'settlement',
  'cancellation',
  /** A settlement that 2601 took back. */
  'reversal',
  /** A settlement that stands again, since 2601 took its cancellation back. */
  'restoration',
] as const;
export type AccountMovement = (typeof ACCOUNT_MOVEMENTS)[number];

/** Amounts on the three accounts of a person. */
const onAccounts = (what: string) => ({
  crt_year: give.amount(`当年账户${what}`),
  cal_year: give.amount(`历年账户${what}`),
  mulaid: give.amount(`家庭共济账户${what}`),
});

/**
 * An enquiry of this house: the national set has single settlements (5203) and accumulators, and no transaction that
 * says how the balance of a personal account came about. It goes through the same door, with the same checks.
 */
export const ACCOUNT_STATEMENT = {
  MS01: transaction({
    zh: '个人账户对账单查询（本系统自有交易）',
    en: "Statement of a person's account (of this house, not national)",
    paths: [],
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        ...credentialFields,
        psn_no: may.code('人员编号（填写时须与凭证一致）', 30),
        begndate: may.date('开始日期（默认本医保年度首日）'),
        enddate: may.date('结束日期（默认今天）'),
      }),
    }),
    output: z.object({
      stmtinfo: z.object({
        psn_no: give.text('人员编号'),
        psn_name: give.text('人员姓名'),
        certno: give.text('证件号码（仅末四位）'),
        mdtrt_cert_no: give.text('就诊凭证编号（仅末四位）'),
        fixmedins_code: give.text('定点医药机构编号'),
        fixmedins_name: give.text('定点医药机构名称'),
        begndate: give.text('开始日期'),
        enddate: give.text('结束日期'),
        acct_year_begndate: give.text('当前账户年度首日'),
        made_time: give.text('生成时间'),
      }),
      begnbalc: z.object(onAccounts('期初余额')),
      detail: z.array(
        z.object({
          move_time: give.text('记账时间'),
          move_type: z.enum(ACCOUNT_MOVEMENTS).meta({ description: '变动类型' }),
          memo: give.text('入账事由'),
          pend_flag: give.text('待记账标志（1：年度结转已计算、尚未记账）'),
          infno: give.textOrNull('交易编号'),
          setl_id: give.textOrNull('结算ID'),
          init_setl_id: give.textOrNull('被撤销、冲正或恢复的结算ID'),
          fixmedins_code: give.textOrNull('定点医药机构编号'),
          fixmedins_name: give.textOrNull('定点医药机构名称'),
          mdtrtarea_admvs: give.textOrNull('就医地医保区划'),
          amt: z.object(onAccounts('变动金额（支出为负）')),
          balc: z.object(onAccounts('变动后余额')),
        }),
      ),
      endbalc: z.object(onAccounts('期末余额')),
      yearinfo: z.array(
        z.object({
          insutype: give.text('险种类型'),
          begndate: give.text('医保年度首日'),
          enddate: give.text('医保年度末日'),
          outpatient_segment_used: give.amount('门诊自负段已用'),
          inpatient_deductible_used: give.amount('住院起付线已用'),
          ceiling_expenses_used: give.amount('最高支付限额内累计'),
        }),
      ),
    }),
  }),
};
