import { minus, parseYuan, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { type WireObject } from '@medisettle/national';
import { extensionIn, textIn } from '../journal/kept-words.js';

/** Lines of a receipt in the order in which those of Shanghai print them. */
const RECEIPT_LINES = [
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

/** What papers print: of a visitor's purchase it is only known what accounts paid, not which. */
export type PrintedLine = ReceiptLine | 'account';

/** Lines that are printed also when they are zero. */
const ALWAYS: ReadonlySet<ReceiptLine> = new Set(['selfFunded', 'classified', 'selfPay', 'cash']);

export interface ReceiptAmounts {
  readonly total: Fen;
  readonly lines: Readonly<Record<ReceiptLine, Fen>>;
}

/** An amount of an answer of the centre, which writes nothing else; a field that is not there is zero. */
export function amountIn(node: WireObject, field: string): Fen {
  const amount = parseYuan(textIn(node, field) || '0');
  if (amount === null) throw new Error('The answer has an amount that is none.');
  return amount;
}

/**
 * The amounts of a receipt out of `setlinfo`. What is over a limit is self-funded there; self-pay is what is left of the
 * person's part. Accounts, funds and cash add up to the bill, and self-funded, classified and self-pay to the person's part.
 */
export function receiptAmounts(setlinfo: WireObject): ReceiptAmounts {
  const of = (name: string): Fen => amountIn(setlinfo, name);
  const selfFunded = plus(of('fulamt_ownpay_amt'), of('overlmt_selfpay'));
  const [classified, family] = [of('preselfpay_amt'), of('acct_mulaid_pay')];
  const [pool, additional, criticalIllness] = [of('hifp_pay'), of('hifob_pay'), of('hifmi_pay')];
  const currentYear = amountIn(extensionIn(setlinfo, 'exp_content'), 'crtYearPay');
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

/** The lines that a receipt prints, in its order. */
export const printedLines = ({ lines }: ReceiptAmounts): readonly ReceiptLine[] =>
  RECEIPT_LINES.filter((line) => ALWAYS.has(line) || lines[line] !== ZERO_FEN);
