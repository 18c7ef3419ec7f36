import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { excess, fen, formatYuan, larger, minus, negate, parseYuan, plus, smaller, ZERO_FEN } from './fen.js';

const anyFen = fc.maxSafeInteger().map(fen);
const smallFen = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(fen);

describe('amounts in yuan', () => {
  it.each([
    ['12', 1200],
    ['12.5', 1250],
    ['12.50', 1250],
    ['12.5000', 1250],
    ['0.01', 1],
    ['-3.07', -307],
    ['-0.00', 0],
    ['007.10', 710],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('%s is read as %d fen', (text, count) => {
    expect(parseYuan(text)).toBe(count);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '5.',
    '1,000.00',
    '1e3',
    '0.001',
    '1.005',
    '--1',
    'NaN',
    '一',
    '90071992547409.92',
  ])('"%s" is no amount', (text) => {
    expect(parseYuan(text)).toBeNull();
  });

  it('what is written is read back as the same amount', () => {
    fc.assert(
      fc.property(anyFen, (amount) => {
        expect(formatYuan(amount)).toMatch(/^-?\d+\.\d{2}$/);
        expect(parseYuan(formatYuan(amount))).toBe(amount);
      }),
    );
  });

  it('zero has no sign', () => {
    expect(Object.is(fen(-0), 0)).toBe(true);
    expect(Object.is(negate(ZERO_FEN), 0)).toBe(true);
    expect(formatYuan(negate(ZERO_FEN))).toBe('0.00');
  });
});

describe('arithmetic', () => {
  it.each([0.5, NaN, Infinity, 2 ** 53])('%d is no whole number of fen', (count) => {
    expect(() => fen(count)).toThrow(RangeError);
  });

  it('refuses a sum that is no longer exact', () => {
    expect(() => plus(fen(Number.MAX_SAFE_INTEGER), fen(1))).toThrow(RangeError);
  });

  it('sums undo differences, and a mirrored amount cancels', () => {
    fc.assert(
      fc.property(smallFen, smallFen, (a, b) => {
        expect(plus(minus(a, b), b)).toBe(a);
        expect(plus(a, negate(a))).toBe(0);
      }),
    );
  });

  it('what is left is never below zero, and with the smaller part makes the whole', () => {
    fc.assert(
      fc.property(smallFen, smallFen, (a, b) => {
        expect(excess(a, b)).toBeGreaterThanOrEqual(0);
        expect(plus(smaller(a, b), excess(a, b))).toBe(a);
        expect(plus(smaller(a, b), larger(a, b))).toBe(plus(a, b));
      }),
    );
  });

  it('the sum of nothing is zero', () => {
    expect(plus()).toBe(0);
  });
});
