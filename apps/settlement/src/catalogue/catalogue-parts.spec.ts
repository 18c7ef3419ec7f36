import { describe, expect, it } from '@jest/globals';
import { CATALOGUE_PARTS, problemOf } from './catalogue-parts.js';

const ITEM = { code: 'X1', from: '2026-01-01', name: '某药', class: 'B', listType: '101', feeCategory: '09' };

const read = (row: object) => CATALOGUE_PARTS.items.shape.safeParse(row);

describe('an item of the import', () => {
  it('becomes the row that the database would show, so that it is known when it comes again', () => {
    const item = CATALOGUE_PARTS.items.shape.parse({ ...ITEM, selfpayRatio: '0.1', priceLimit: '48', unit: '盒' });
    expect(CATALOGUE_PARTS.items.rowOf(item)).toMatchObject({
      item_code: 'X1',
      valid_from: '2026-01-01',
      valid_to: null,
      selfpay_ratio: '0.1000',
      selfpay_fixed: null,
      price_limit: '48.000000',
      unit: '盒',
      ward: null,
    });
  });

  it.each([
    ['a class that is none', { class: 'D' }, 'class'],
    ['a day that is none', { from: '2026-02-30' }, 'from'],
    ['a ratio above 1', { selfpayRatio: '1.0001' }, 'selfpayRatio'],
    ['a ratio with 5 places', { selfpayRatio: '0.12345' }, 'selfpayRatio'],
    ['a negative limit', { priceLimit: '-1' }, 'priceLimit'],
    ['a ward that is none', { ward: 'attic' }, 'ward'],
    ['no name', { name: ' ' }, 'name'],
  ])('with %s is refused by its field', (_, wrong, field) => {
    expect(read({ ...ITEM, ...wrong }).error?.issues[0]?.path).toEqual([field]);
  });

  it('with a column that nobody knows is refused: it may be one that is misspelt', () => {
    expect(read({ ...ITEM, selfPayRatio: '0.1' }).success).toBe(false);
  });

  it('does not end before it begins, and has one rule for what is paid first', () => {
    expect(problemOf({ from: '2026-01-02', to: '2026-01-01' })?.code).toBe('CATALOGUE-DATES');
    expect(problemOf({ from: '2026-01-02', to: '2026-01-02' })).toBeNull();
    expect(problemOf({ from: '2026-01-01', selfpayRatio: '0.1000', selfpayFixed: '1.000000' })?.code).toBe(
      'CATALOGUE-TWO-RULES',
    );
  });
});
