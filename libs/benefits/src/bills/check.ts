import { fen, formatYuan, type Fen } from '@medisettle/money';
import { isDay } from '../calendar/dates.js';
import { checkLine } from '../lines/check-line.js';
import { ACCOUNT_FLAGS } from '../policy/words.js';
import type { Bill } from './bill.js';
import { problem, type BillProblem } from './problem.js';

/** 1,000,000,000,000.00 yuan: above what anybody pays, and sums of such amounts stay exact. */
const AMOUNT_MAX = 100_000_000_000_000;

function checkAmount(amount: Fen | null | undefined, field: string): BillProblem | null {
  if (amount === null || amount === undefined) return null;
  if (Number.isSafeInteger(amount) && amount >= 0 && amount <= AMOUNT_MAX) return null;
  return problem('AMOUNT-INVALID', field, '金额为负数或超出范围。', 'The amount is negative or out of range.');
}

function checkContent(bill: Bill): BillProblem | null {
  const { lines, inScope, total } = bill;
  if ((lines === undefined) === (inScope === undefined)) {
    return problem(
      'BILL-EMPTY',
      'lines',
      '费用明细与范围内金额必须且只能提供一项。',
      'Give either fee lines or the amount in scope.',
    );
  }
  let sum: number = inScope ?? 0;
  for (const [position, line] of (lines ?? []).entries()) {
    const wrong = checkLine(line, `lines[${position}]`);
    if (wrong) return wrong;
    sum += line.amount;
  }
  if (sum > AMOUNT_MAX) {
    return problem('AMOUNT-INVALID', 'total', '费用总额超出范围。', 'The total is out of range.');
  }
  if (total !== undefined && total !== sum) {
    const [said, made] = [formatYuan(total), formatYuan(fen(sum))];
    return problem(
      'TOTAL-MISMATCH',
      'total',
      `费用总额${said}与明细合计${made}不一致。`,
      `The total ${said} is not the sum of the lines, ${made}.`,
    );
  }
  return null;
}

/** What is wrong with a bill before any policy is asked, or null. Also catches what the types rule out. */
export function checkBill(bill: Bill): BillProblem | null {
  if (!isDay(bill.date)) return problem('DATE-INVALID', 'date', '费用日期无效。', 'The date of the bill is not a day.');
  if (![1, 2, 3, null].includes(bill.institutionLevel)) {
    return problem(
      'LEVEL-UNKNOWN',
      'institutionLevel',
      '医疗机构等级不明。',
      'The level of the institution is unknown.',
    );
  }
  if (!ACCOUNT_FLAGS.includes(bill.acctUsedFlag)) {
    return problem('FLAG-UNKNOWN', 'acctUsedFlag', '个人账户使用标志不明。', 'The account flag is unknown.');
  }
  const amounts: [string, Fen | null | undefined][] = [
    ...Object.entries(bill.state).map(([name, amount]): [string, Fen | undefined] => [`state.${name}`, amount]),
    ['inScope', bill.inScope],
    ['total', bill.total],
    ['overrides.ceiling', bill.overrides?.ceiling],
    ['overrides.deductible', bill.overrides?.deductible],
  ];
  for (const [field, amount] of amounts) {
    const wrong = checkAmount(amount, field);
    if (wrong) return wrong;
  }
  return checkContent(bill);
}
