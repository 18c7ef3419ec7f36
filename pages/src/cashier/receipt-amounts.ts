import { minus, plus, type Fen } from '@medisettle/money';
import { fenOf } from '../money-bar/shares.js';
import { type Node, readExactly } from './his.js';

/** Lines of a receipt in the order in which those of Shanghai print them. */
export const RECEIPT_LINES = [
  'selfFunded',
  'classified',
  'selfPay',
  'currentYear',
  'accumulated',
  'family',
  'pool',
  'additional',
  'criticalIllness',
  'otherFunds',
  'cash',
] as const;
export type ReceiptLine = (typeof RECEIPT_LINES)[number];

/** Lines that are printed also when they are zero. */
export const ALWAYS: ReadonlySet<ReceiptLine> = new Set(['selfFunded', 'classified', 'selfPay', 'cash']);

export interface ReceiptAmounts {
  readonly total: Fen;
  readonly lines: Readonly<Record<ReceiptLine, Fen>>;
}

/**
 * The amounts of a receipt out of `setlinfo`. What is over a limit is self-funded there; self-pay is what is left of the
 * person's part. Accounts, funds and cash add up to the bill, and self-funded, classified and self-pay to the person's part.
 */
export function receiptAmounts(setlinfo: Node): ReceiptAmounts {
  const of = (name: string): Fen => fenOf(setlinfo[name] || '0');
  const more = readExactly(setlinfo['exp_content'] || '{}') as Node;
  const selfFunded = plus(of('fulamt_ownpay_amt'), of('overlmt_selfpay'));
  const [classified, family] = [of('preselfpay_amt'), of('acct_mulaid_pay')];
  const [pool, additional, criticalIllness] = [of('hifp_pay'), of('hifob_pay'), of('hifmi_pay')];
  const currentYear = fenOf(more['crtYearPay'] ?? '0');
  return {
    total: of('medfee_sumamt'),
    lines: {
      selfFunded,
      classified,
      selfPay: minus(of('psn_part_amt'), plus(selfFunded, classified)),
      currentYear,
      accumulated: minus(of('acct_pay'), plus(currentYear, family)),
      family,
      pool,
      additional,
      criticalIllness,
      otherFunds: minus(of('fund_pay_sumamt'), plus(pool, additional, criticalIllness)),
      cash: of('psn_cash_pay'),
    },
  };
}
