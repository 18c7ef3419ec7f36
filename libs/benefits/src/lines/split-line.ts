import { divideHalfUp, fen, minus, portion, ZERO_FEN, type Fen, type Price, type Quantity } from '@medisettle/money';
import type { BillLine } from '../bills/bill.js';
import { found, missing, type Found } from '../bills/problem.js';
import type { Day } from '../calendar/dates.js';
import { rowAt, type Policy } from '../policy/policy.js';
import type { ItemRow } from '../policy/rows.js';
import { checkLine } from './check-line.js';

/** A line's amount cut in four; the parts add up to it (names of the national line answers). */
export interface LineSplit {
  readonly fulamtOwnpayAmt: Fen;
  readonly overlmtAmt: Fen;
  readonly preselfpayAmt: Fen;
  readonly inscpScpAmt: Fen;
}

/** The item rules of one day. */
export interface ItemRules {
  readonly classC: ItemRow;
  readonly unknown: ItemRow;
  readonly priceLimit: ItemRow;
  readonly fixed: ItemRow;
  readonly ratio: ItemRow;
}

/** Per unit × quantity in fen, half up, but never more than `most`: limits are often written as 99999999. */
function perUnit(price: Price, quantity: Quantity, most: Fen): Fen {
  const exact = divideHalfUp(price.units * quantity.units, 100_000_000n);
  return exact >= BigInt(most) ? most : fen(Number(exact));
}

/**
 * Cuts a line that was checked: self-funded (class C or unknown), above the price limit, paid first by the person (of
 * what is within the limit), and the rest in scope. Ratio and fixed amount are the catalogue's, for class A as for B.
 */
export function cutLine(line: BillLine): LineSplit {
  if (line.class === null || line.class === 'C') {
    return { fulamtOwnpayAmt: line.amount, overlmtAmt: ZERO_FEN, preselfpayAmt: ZERO_FEN, inscpScpAmt: ZERO_FEN };
  }
  const within = line.priceLimit ? perUnit(line.priceLimit, line.quantity, line.amount) : line.amount;
  let first = ZERO_FEN;
  if (line.selfpayFixed) first = perUnit(line.selfpayFixed, line.quantity, within);
  if (line.selfpayRatio && first === 0) first = portion(within, line.selfpayRatio);
  return {
    fulamtOwnpayAmt: ZERO_FEN,
    overlmtAmt: minus(line.amount, within),
    preselfpayAmt: first,
    inscpScpAmt: minus(within, first),
  };
}

export function itemRulesAt(policy: Policy, date: Day): Found<ItemRules> {
  const { items } = policy.index;
  const classC = rowAt(items, 'class-c', date);
  const unknown = rowAt(items, 'unknown', date);
  const priceLimit = rowAt(items, 'price-limit', date);
  const fixed = rowAt(items, 'fixed', date);
  const ratio = rowAt(items, 'ratio', date);
  if (classC && unknown && priceLimit && fixed && ratio) return found({ classC, unknown, priceLimit, fixed, ratio });
  return missing('POLICY-NONE', 'date', `${date} 没有项目分类规则。`, `No item rules are in force on ${date}.`);
}

/** The rule by which a line's first part is the person's. */
export const firstPartRule = (line: BillLine, rules: ItemRules): ItemRow =>
  line.selfpayFixed && line.selfpayFixed.units > 0n ? rules.fixed : rules.ratio;

/**
 * Splits one fee line, as the answer to its upload shows it. Independent of scheme, person and account.
 * Refuses a line with a negative amount, a quantity of 0 or less, a ratio outside 0 to 1, both kinds of first part, or
 * an amount that is not price × quantity (±0.01).
 */
export function splitLine(line: BillLine): Found<LineSplit> {
  const wrong = checkLine(line, 'line');
  return wrong ? { ok: false, problem: wrong } : found(cutLine(line));
}
