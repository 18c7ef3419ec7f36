import { type BillLine } from '@medisettle/benefits';
import { type Fen, type Price, type Quantity, type Rate } from '@medisettle/money';

/**
 * What the lines of a bill come to, by the rule that put an amount where it is; in fen. A stay may have thousands of
 * lines; who pays them depends on these six amounts and nothing else, so that the place of care can classify and another
 * place compute.
 */
export interface ClassSums {
  readonly inScope: Fen;
  /** Classified self-pay by a ratio of the item. */
  readonly classifiedByRatio: Fen;
  /** Classified self-pay by a fixed amount of the item. */
  readonly classifiedFixed: Fen;
  readonly overLimit: Fen;
  /** Self-funded: class C. */
  readonly classC: Fen;
  /** Self-funded: items that no catalogue has. */
  readonly unknownItems: Fen;
}

const ONE: Quantity = { units: 10_000n, places: 4 };
const WHOLE: Rate = { units: 10_000n, places: 4 };
const FREE: Price = { units: 0n, places: 6 };
const FEN_IN_PRICE_UNITS = 10_000n;

/**
 * Sums as lines that the benefits engine splits into exactly these sums: one for each amount above 0, of a quantity of
 * 1, whose item gives the whole amount to one part.
 */
export function linesOf(sums: ClassSums): BillLine[] {
  const line = (itemClass: BillLine['class'], amount: Fen, rule: Partial<BillLine> = {}): BillLine[] =>
    amount === 0 ? [] : [{ class: itemClass, amount, quantity: ONE, ...rule }];
  const fixed: Price = { units: BigInt(sums.classifiedFixed) * FEN_IN_PRICE_UNITS, places: 6 };
  return [
    ...line('A', sums.inScope),
    ...line('B', sums.classifiedByRatio, { selfpayRatio: WHOLE }),
    ...line('B', sums.classifiedFixed, { selfpayFixed: fixed }),
    ...line('A', sums.overLimit, { priceLimit: FREE }),
    ...line('C', sums.classC),
    ...line(null, sums.unknownItems),
  ];
}
