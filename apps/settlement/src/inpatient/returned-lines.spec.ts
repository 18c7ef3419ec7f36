import { describe, expect, it } from '@jest/globals';
import { splitLine } from '@medisettle/benefits';
import { extend, fen, parseDecimal, ZERO_FEN, type Fen, type Price, type Quantity } from '@medisettle/money';
import { Refused } from '@medisettle/national';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type FeeLine } from '../visits/fee-lines.js';
import { isReturn, leftOf, takenBack, type SentStayLine } from './returned-lines.js';

const price = (text: string): Price => parseDecimal(text, 6) ?? { units: 0n, places: 6 };
const quantity = (text: string): Quantity => parseDecimal(text, 4) ?? { units: 0n, places: 4 };
const amountOf = (each: string, pieces: string): Fen => extend(price(each), quantity(pieces)) ?? ZERO_FEN;

/** A class B item of which a tenth is paid first, limited to 35.00 a piece. */
function original(pieces: string, each: string): FeeLine {
  const rule = {
    class: 'B' as const,
    quantity: quantity(pieces),
    amount: amountOf(each, pieces),
    selfpayRatio: { units: 1_000n, places: 4 as const },
    selfpayFixed: null,
    priceLimit: price('35'),
  };
  const split = splitLine(rule);
  if (!split.ok) throw new Error(split.problem.reason.en);
  return {
    ...rule,
    lineNo: '1',
    itemCode: 'X',
    institutionItemCode: null,
    occurredAt: new Date(0),
    price: price(each),
    feeCategory: '09',
    selfFunded: split.value.fulamtOwnpayAmt,
    overLimit: split.value.overlmtAmt,
    classified: split.value.preselfpayAmt,
    inScope: split.value.inscpScpAmt,
    returns: null,
  };
}

const sent = (pieces: string, each: string, amount: number, more: Partial<SentStayLine> = {}): SentStayLine => ({
  feedetl_sn: '2',
  med_list_codg: 'X',
  medins_list_codg: null,
  fee_ocur_time: DateTime.fromMillis(0),
  det_item_fee_sumamt: fen(amount),
  cnt: quantity(pieces),
  pric: price(each),
  init_feedetl_sn: '1',
  ...more,
});

const refusalOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return error.refusal.code;
    throw error;
  }
  return '';
};

const parts = (line: FeeLine) => [line.amount, line.selfFunded, line.overLimit, line.classified, line.inScope];

describe('the return of a line', () => {
  it('is refused, not more, when its price and pieces come to more than any bill', () => {
    const line = { ...original('3', '40'), price: price('9999999999') };
    expect(refusalOf(() => takenBack(line, sent('-999999999999', '9999999999', -100)))).toBe('LINE-AMOUNT');
  });

  it('takes back what the pieces were split into', () => {
    const line = original('3', '40');
    expect(parts(line)).toEqual([12_000, 0, 1_500, 1_050, 9_450]);
    const back = takenBack(line, sent('-1', '40', -4_000));
    expect(parts(back)).toEqual([-4_000, 0, -500, -350, -3_150]);
    expect(parts(leftOf(line, [back]))).toEqual([8_000, 0, 1_000, 700, 6_300]);
  });

  it('leaves no fen of a line that is returned piece by piece, and never a part below 0', () => {
    const piece = fc.integer({ min: 1, max: 30_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999 }),
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        (each, pieces) => {
          const unit = `${Math.floor(each / 1000)}.${String(each % 1000).padStart(3, '0')}`;
          const whole = pieces.reduce((sum, units) => sum + units, 0);
          const text = (units: number): string =>
            `${Math.floor(units / 10_000)}.${String(units % 10_000).padStart(4, '0')}`;
          const line = original(text(whole), unit);
          let left = line;
          for (const [index, units] of pieces.entries()) {
            const last = index === pieces.length - 1;
            const exact = amountOf(unit, text(units));
            const amount = last ? left.amount : Math.min(exact, left.amount);
            // A dear piece that the roundings before it have taken more than a fen of cannot come back alone.
            if (!last && exact - amount > 1) return;
            const back = takenBack(left, sent(`-${text(units)}`, unit, -amount));
            expect(back.amount).toBe(back.selfFunded + back.overLimit + back.classified + back.inScope);
            left = leftOf(left, [back]);
            expect(Math.min(...parts(left))).toBeGreaterThanOrEqual(0);
          }
          expect([left.quantity.units, ...parts(left)]).toEqual([0n, 0, 0, 0, 0, 0]);
        },
      ),
    );
  });

  it.each([
    ['more pieces than are left', sent('-4', '40', -16_000), 'RETURN-TOO-MUCH'],
    ['more money than is left', sent('-3', '40', -12_001), 'RETURN-TOO-MUCH'],
    ['all pieces and not all money', sent('-3', '40', -11_999), 'RETURN-TOO-MUCH'],
    ['another price', sent('-3', '30', -9_000), 'RETURN-ITEM'],
    ['another item', sent('-1', '40', -4_000, { med_list_codg: 'Y' }), 'RETURN-ITEM'],
    ['an amount that is not price × quantity', sent('-1', '40', -4_002), 'LINE-AMOUNT'],
  ])('is refused: %s', (_, line, code) => {
    expect(refusalOf(() => takenBack(original('3', '40'), line))).toBe(code);
  });

  it.each([
    ['a return above 0', sent('1', '40', 4_000)],
    ['a quantity below 0 that names no original', sent('-1', '40', -4_000, { init_feedetl_sn: null })],
    ['an amount below 0 of a quantity above it', sent('1', '40', -4_000, { init_feedetl_sn: null })],
    ['a return that asks for money', sent('-1', '40', 4_000)],
  ])('is told from a charge; %s is neither', (_, line) => {
    expect(refusalOf(() => isReturn(line))).toBe('RETURN-ORIGINAL');
  });
});
