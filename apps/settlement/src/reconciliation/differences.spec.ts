import { describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { cureOf, resultRow, type Difference } from './differences.js';

const AMOUNTS = { total: fen(1_250), fund: fen(1_000), account: fen(0) };
const LACKING: Difference = {
  ...{ class: 'only-at-centre', elsewhere: 'nowhere', refund: false },
  ...{ personId: 'P1', visitId: 'V1', settlementId: 'S1', msgid: 'M1', told: null, found: AMOUNTS },
};

describe('a difference', () => {
  it.each([
    ['only-at-centre', 'nowhere', false, 'reverse-or-book'],
    ['only-at-centre', 'nowhere', true, 'book-refund'],
    ['only-at-institution', 'nowhere', false, 'void'],
    ['only-at-institution', 'undone', false, 'void'],
    ['only-at-institution', 'other-statement', true, 'reconcile-on-its-day'],
    ['only-at-institution', 'standing', true, 'cancel-at-centre'],
    ['amounts-differ', 'nowhere', false, 'take-over-amounts'],
  ] as const)('%s (%s, refund: %s) is cured by %s', (kind, elsewhere, refund, cure) => {
    expect(cureOf({ class: kind, elsewhere, refund }).cure).toBe(cure);
  });

  it('is a row of ten columns; what the institution lacks has its msgid and no numbers of the centre', () => {
    const columns = resultRow(LACKING).split('\t');
    expect(columns).toHaveLength(10);
    expect([...columns.slice(0, 6), ...columns.slice(7)]).toEqual([
      'P1',
      'null',
      'null',
      'M1',
      '1',
      '0',
      '12.50',
      '10.00',
      '0.00',
    ]);
    const invented = { ...LACKING, class: 'only-at-institution', msgid: null, told: AMOUNTS, found: null } as const;
    expect(resultRow(invented).split('\t').slice(0, 4)).toEqual(['P1', 'V1', 'S1', 'null']);
    expect(columns[6]?.length).toBeLessThanOrEqual(500);
  });
});
