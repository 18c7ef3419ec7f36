import { describe, expect, it } from '@jest/globals';
import { formatYuan } from '@medisettle/money';
import type { BillLine } from '../bills/bill.js';
import { decimal, line } from '../bills/examples.js';
import { splitLine } from './split-line.js';

function cut(given: BillLine): string[] {
  const split = splitLine(given);
  if (!split.ok) return [split.problem.code];
  const { fulamtOwnpayAmt, overlmtAmt, preselfpayAmt, inscpScpAmt } = split.value;
  return [fulamtOwnpayAmt, overlmtAmt, preselfpayAmt, inscpScpAmt].map(formatYuan);
}

describe('a fee line (self-funded, over limit, paid first, in scope)', () => {
  it.each<[string, BillLine, string[]]>([
    ['of class A enters in full', line('A', '12.50'), ['0.00', '0.00', '0.00', '12.50']],
    ['of class C is self-funded', line('C', '80.00'), ['80.00', '0.00', '0.00', '0.00']],
    [
      'of class C is self-funded whatever its limit and ratio',
      line('C', '80.00', { priceLimit: decimal('10', 6), selfpayRatio: decimal('0.5', 4) }),
      ['80.00', '0.00', '0.00', '0.00'],
    ],
    ['that the catalogue does not have is self-funded', line(null, '9.99'), ['9.99', '0.00', '0.00', '0.00']],
    [
      'of class B has its ratio paid first',
      line('B', '100.00', { selfpayRatio: decimal('0.2', 4) }),
      ['0.00', '0.00', '20.00', '80.00'],
    ],
    [
      'has half a fen of the ratio rounded up',
      line('B', '0.05', { selfpayRatio: decimal('0.1', 4) }),
      ['0.00', '0.00', '0.01', '0.04'],
    ],
    [
      'above its price limit: a bed for three days',
      line('A', '165.00', { quantity: decimal('3', 4), priceLimit: decimal('48', 6) }),
      ['0.00', '21.00', '0.00', '144.00'],
    ],
    [
      'has the ratio taken of what is within the limit',
      line('B', '100.00', { priceLimit: decimal('80', 6), selfpayRatio: decimal('0.1', 4) }),
      ['0.00', '20.00', '8.00', '72.00'],
    ],
    [
      'has a fixed amount paid first for each unit',
      line('B', '24600.00', { quantity: decimal('2', 4), selfpayFixed: decimal('2300', 6) }),
      ['0.00', '0.00', '4600.00', '20000.00'],
    ],
    [
      'is never paid first above its amount',
      line('B', '10.00', { selfpayFixed: decimal('2300', 6) }),
      ['0.00', '0.00', '10.00', '0.00'],
    ],
    [
      'knows 99999999 as no limit, in any quantity',
      line('A', '10.00', { quantity: decimal('99999999999', 4), priceLimit: decimal('99999999', 6) }),
      ['0.00', '0.00', '0.00', '10.00'],
    ],
    ['with a negative amount is refused', line('A', '-1.00'), ['AMOUNT-INVALID']],
  ])('%s', (_, given, parts) => {
    expect(cut(given)).toEqual(parts);
  });
});
