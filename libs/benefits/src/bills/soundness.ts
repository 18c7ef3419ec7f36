import { fen, plus, type Fen } from '@medisettle/money';
import type { BillAnswer, PayerRow } from './answer.js';
import type { Bill } from './bill.js';

const total = (amounts: readonly Fen[]): Fen => plus(fen(0), ...amounts);

/** Sum of the rows of each segment. */
function bySegment(rows: readonly Pick<PayerRow, 'segment' | 'amount'>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { segment, amount } of rows) sums.set(segment, (sums.get(segment) ?? 0) + amount);
  return sums;
}

const alike = (one: Map<string, number>, other: Map<string, number>): boolean =>
  one.size === other.size && [...one].every(([segment, sum]) => other.get(segment) === sum);

/**
 * What an answer breaks of all that must hold whatever the bill: the identities of the national interface by their
 * number, that nobody pays less than nothing or more than there is, and that every fen is explained once. Empty for a
 * sound answer.
 */
export function unsound(bill: Bill, answer: BillAnswer): string[] {
  const { split, payers, explanation, movements, setldetail, lines } = answer;
  const { accounts, accumulators } = movements;
  const { state } = bill;
  const payersOnly = (end: string): Fen =>
    total(payers.filter(({ payer }) => payer.endsWith(end)).map(({ amount }) => amount));
  const lineParts = lines.map((cut) => [cut.fulamtOwnpayAmt, cut.overlmtAmt, cut.preselfpayAmt, cut.inscpScpAmt]);
  const holds: Record<string, boolean> = {
    'I1 funds and person make the bill': plus(split.fundPaySumamt, split.psnPartAmt) === split.medfeeSumamt,
    'I2 accounts and cash make the person’s part': plus(split.acctPay, split.psnCashPay) === split.psnPartAmt,
    'I3 the family’s money is within account money': split.acctMulaidPay <= split.acctPay,
    'I4 the funds make their sum': plus(split.hifpPay, split.hifobPay, split.hifmiPay) === split.fundPaySumamt,
    'I5 the four classes make the bill':
      plus(split.fulamtOwnpayAmt, split.overlmtSelfpay, split.preselfpayAmt, split.inscpScpAmt) === split.medfeeSumamt,
    'I7 the parts of a line make the line':
      lineParts.length === (bill.lines ?? []).length &&
      lineParts.every((parts, place) => total(parts) === bill.lines?.[place]?.amount),
    'I8 the lines make the bill':
      split.medfeeSumamt === (bill.inScope ?? total((bill.lines ?? []).map(({ amount }) => amount))),
    'the payers make the bill': total(payers.map(({ amount }) => amount)) === split.medfeeSumamt,
    'the payers are the sums of the split':
      payersOnly('-fund') === split.fundPaySumamt &&
      payersOnly('-account') === split.acctPay &&
      payersOnly('cash') === split.psnCashPay,
    'the fund details make the funds’ sum': total(setldetail.map((row) => row.fundPayamt)) === split.fundPaySumamt,
    'no payer pays nothing or less': payers.every(({ amount }) => amount > 0),
    'no amount is negative':
      [...Object.values<Fen>(accounts), ...Object.values<Fen>(accumulators), ...lineParts.flat()].every(
        (amount) => amount >= 0,
      ) && [split.psnCashPay, split.psnPartAmt, split.actPayDedc, split.fundPaySumamt].every((amount) => amount >= 0),
    'every fen is explained once, in its segment': alike(bySegment(explanation), bySegment(payers)),
    'each explanation names rule, source and grade': explanation.every(
      ({ rule, source, grade, from, amount }) => amount > 0 && rule && source && grade && from <= bill.date,
    ),
    'no account is overdrawn':
      accounts.currentYear <= (state.currentYearBalance ?? 0) &&
      accounts.accumulated <= (state.accumulatedBalance ?? 0) &&
      accounts.family <= (state.familyBalance ?? 0),
    'what leaves the accounts is what they pay': total(Object.values<Fen>(accounts)) === split.acctPay,
    'what is used stays below the ceiling': !(
      accumulators.ceilingExpensesUsed > 0 &&
      plus(state.ceilingExpensesUsed ?? fen(0), accumulators.ceilingExpensesUsed) >
        (bill.overrides?.ceiling ?? Number.MAX_SAFE_INTEGER)
    ),
    'accounts of others stay closed':
      (bill.acctUsedFlag === '2' || accounts.family === 0) && (bill.acctUsedFlag !== '0' || accounts.accumulated === 0),
  };
  return Object.entries(holds).flatMap(([what, so]) => (so ? [] : [what]));
}
