import { splitLine } from '@medisettle/benefits';
import { extend, formatDecimal, formatYuan, minus, negate, plus, type Fen, type Quantity } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { type SentLine } from '../visits/fee-line-transactions.js';
import { type FeeLine } from '../visits/fee-lines.js';

/** One fen: what an amount may differ from price × quantity. */
const TOLERANCE_FEN = 1;

const PARTS = ['selfFunded', 'overLimit', 'classified', 'inScope'] as const;

/** A line of a stay as it is sent: a return names its original and is below 0. */
export interface SentStayLine extends SentLine {
  readonly init_feedetl_sn: string | null;
}

const ofQuantity = (units: bigint): Quantity => ({ units, places: 4 });

/** Whether a line takes another one back. Refuses RETURN-ORIGINAL for what is neither one nor the other. */
export function isReturn(line: SentStayLine): boolean {
  const back = line.init_feedetl_sn !== null;
  const signs = back
    ? line.cnt.units < 0n && line.det_item_fee_sumamt <= 0
    : line.cnt.units > 0n && line.det_item_fee_sumamt >= 0;
  return signs ? back : refuse('RETURN-ORIGINAL', { line: line.feedetl_sn });
}

/** What is left of a line after its returns. */
export function leftOf(original: FeeLine, returns: readonly FeeLine[]): FeeLine {
  return returns.reduce(
    (left, back) => ({
      ...left,
      quantity: ofQuantity(left.quantity.units + back.quantity.units),
      amount: plus(left.amount, back.amount),
      ...Object.fromEntries(PARTS.map((part) => [part, plus(left[part], back[part])])),
    }),
    original,
  );
}

/**
 * The return of a line, or of some of it. What stays of the line is split again by the rule of its day, and the return is
 * the difference, so that line and returns together never have a part below 0, and nothing is left of a line that was
 * returned whole. Pure. Refuses RETURN-ITEM, RETURN-TOO-MUCH, LINE-AMOUNT.
 * @param left the original as the returns before have left it
 */
export function takenBack(left: FeeLine, sent: SentStayLine): FeeLine {
  const line = sent.feedetl_sn;
  if (sent.med_list_codg !== left.itemCode || sent.pric.units !== left.price.units) refuse('RETURN-ITEM', { line });
  // The last pieces bring back what is left, also where the roundings of those before add up to more than a fen.
  const isRest = left.quantity.units + sent.cnt.units === 0n && left.amount + sent.det_item_fee_sumamt === 0;
  const exact = extend(sent.pric, sent.cnt);
  const isExact = exact !== null && Math.abs(exact - sent.det_item_fee_sumamt) <= TOLERANCE_FEN;
  if (!isRest && !isExact) refuse('LINE-AMOUNT', { line });
  const rest = restAfter(left, sent);
  const parts = Object.fromEntries(PARTS.map((part) => [part, minus(rest[part], left[part])]));
  return {
    ...left,
    lineNo: line,
    institutionItemCode: sent.medins_list_codg,
    occurredAt: sent.fee_ocur_time.toJSDate(),
    price: sent.pric,
    quantity: sent.cnt,
    amount: sent.det_item_fee_sumamt,
    ...(parts as Record<(typeof PARTS)[number], Fen>),
    returns: left.lineNo,
  };
}

/** The four parts of what stays. */
function restAfter(left: FeeLine, sent: SentStayLine): Record<(typeof PARTS)[number], Fen> {
  const quantity = ofQuantity(left.quantity.units + sent.cnt.units);
  const amount = plus(left.amount, sent.det_item_fee_sumamt);
  const tooMuch = (): never =>
    refuse('RETURN-TOO-MUCH', {
      line: sent.feedetl_sn,
      quantity: formatDecimal(left.quantity),
      amount: formatYuan(left.amount),
    });
  if (quantity.units < 0n || amount < 0) tooMuch();
  if (quantity.units === 0n) {
    if (amount !== 0) tooMuch();
    const nothing = negate(amount);
    return { selfFunded: nothing, overLimit: nothing, classified: nothing, inScope: nothing };
  }
  const split = splitLine({
    class: left.class,
    amount,
    quantity,
    selfpayRatio: left.selfpayRatio,
    selfpayFixed: left.selfpayFixed,
    priceLimit: left.priceLimit,
  });
  if (!split.ok) {
    const { zh, en } = split.problem.reason;
    return refuse('LINE-INVALID', { line: sent.feedetl_sn, reason: zh, en });
  }
  const { fulamtOwnpayAmt, overlmtAmt, preselfpayAmt, inscpScpAmt } = split.value;
  return { selfFunded: fulamtOwnpayAmt, overLimit: overlmtAmt, classified: preselfpayAmt, inScope: inscpScpAmt };
}
