import { divideHalfUp } from '@medisettle/money';
import type { BillLine } from '../bills/bill.js';
import { problem, type BillProblem } from '../bills/problem.js';

/** Price (6 places) × quantity (4 places) counts yuan to 10 places, that is fen to 8. */
const UNITS_PER_FEN = 100_000_000n;

/** A line's amount may differ from price × quantity by one fen. */
const TOLERANCE_FEN = 1n;

/** What is wrong with a line, or null. `field` is where the line stands in the bill. */
export function checkLine(line: BillLine, field: string): BillProblem | null {
  const wrong = (name: string, zh: string, en: string): BillProblem =>
    problem('LINE-INVALID', `${field}.${name}`, zh, en);
  const { price, selfpayRatio, selfpayFixed, priceLimit } = line;

  if (line.class !== null && !['A', 'B', 'C'].includes(line.class)) {
    return wrong('class', '收费项目等级不明。', 'The class of the item is unknown.');
  }
  if (!Number.isSafeInteger(line.amount) || line.amount < 0) {
    return problem(
      'AMOUNT-INVALID',
      `${field}.amount`,
      '明细金额为负数或无效。',
      'The amount of the line is negative.',
    );
  }
  if (line.quantity.units <= 0n) return wrong('quantity', '数量必须大于零。', 'The quantity must be above 0.');
  if (selfpayRatio && (selfpayRatio.units < 0n || selfpayRatio.units > 10_000n)) {
    return wrong('selfpayRatio', '自付比例不在0与1之间。', 'The self-pay ratio is not between 0 and 1.');
  }
  if (selfpayFixed && selfpayFixed.units < 0n) {
    return wrong('selfpayFixed', '定额自付为负数。', 'The fixed self-pay amount is negative.');
  }
  if (selfpayRatio && selfpayRatio.units > 0n && selfpayFixed && selfpayFixed.units > 0n) {
    return wrong(
      'selfpayFixed',
      '自付比例与定额自付不能并存。',
      'A ratio and a fixed self-pay amount exclude each other.',
    );
  }
  if (priceLimit && priceLimit.units < 0n) return wrong('priceLimit', '限价为负数。', 'The price limit is negative.');
  if (price) {
    if (price.units < 0n) return wrong('price', '单价为负数。', 'The price is negative.');
    const difference = divideHalfUp(price.units * line.quantity.units, UNITS_PER_FEN) - BigInt(line.amount);
    if (difference > TOLERANCE_FEN || difference < -TOLERANCE_FEN) {
      return problem(
        'LINE-AMOUNT',
        `${field}.amount`,
        '明细金额与单价×数量相差超过0.01元。',
        'The amount of the line differs from price × quantity by more than 0.01.',
      );
    }
  }
  return null;
}
