import { describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { compareTotals, foundInWords, type DayGroup, type ToldTotals } from './totals.js';

const KEY = { insuranceType: '310', clearingClass: '11', clearingAgency: '310000', day: '2026-03-02' };

/** Three settlements of 10.00, one of which was cancelled. */
const SETTLED: DayGroup = {
  ...{ ...KEY, refund: false, rows: 3, pairs: 0 },
  ...{ total: fen(3_000), fund: fen(1_800), account: fen(900), cash: fen(300) },
};
const REFUNDED: DayGroup = {
  ...{ ...KEY, refund: true, rows: 1, pairs: 1 },
  ...{ total: fen(-1_000), fund: fen(-600), account: fen(-300), cash: fen(-100) },
};
const DAY = [SETTLED, REFUNDED];

const told = (count: number, thirds = 2, more: Partial<ToldTotals> = {}): ToldTotals => ({
  count,
  total: fen(1_000 * thirds),
  fund: fen(600 * thirds),
  account: fen(300 * thirds),
  cash: null,
  ...more,
});

describe('totals', () => {
  it('are equal to the fen, with a refunded pair as two rows or as none', () => {
    expect(compareTotals(told(4), DAY, null)).toMatchObject({ equal: true, whole: true });
    expect(compareTotals(told(2), DAY, null)).toMatchObject({ equal: true, whole: true });
    expect(compareTotals(told(3), DAY, null).equal).toBe(false);
    for (const amount of ['total', 'fund', 'account'] as const) {
      expect(compareTotals(told(4, 2, { [amount]: fen(1) }), DAY, null).equal).toBe(false);
    }
  });

  it('need not say what an edition of the interface does not ask for', () => {
    expect(compareTotals(told(4, 2, { account: null }), DAY, null).equal).toBe(true);
    expect(compareTotals(told(4, 2, { account: null, cash: fen(200) }), DAY, null).equal).toBe(true);
    expect(compareTotals(told(4, 2, { account: null, cash: fen(201) }), DAY, null).equal).toBe(false);
  });

  it('of settlements alone or of refunds alone say nothing of the whole day', () => {
    expect(compareTotals(told(3, 3), DAY, '0')).toMatchObject({ equal: true, whole: false });
    expect(compareTotals(told(3, 3), DAY, null).equal).toBe(false);
    expect(compareTotals(told(3, 3), [SETTLED], '0')).toMatchObject({ equal: true, whole: true });
    expect(compareTotals(told(1, -1), DAY, '1')).toMatchObject({ equal: true, whole: false });
    expect(compareTotals(told(4), DAY, '1').equal).toBe(false);
  });

  it('are told in a sentence that fits the answer', () => {
    const most = fen(1_000_000_000_000);
    const large = { rows: 999_999_999, pairs: 99_999_999, total: most, fund: most, account: most, cash: most };
    expect(foundInWords(false, large).length).toBeLessThanOrEqual(200);
    expect(foundInWords(true, SETTLED)).toBe('平。中心：3笔，医疗费总额30.00，基金18.00，个人账户9.00，现金3.00');
  });
});
