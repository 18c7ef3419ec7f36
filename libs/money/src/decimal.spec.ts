import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideHalfUp, extend, formatDecimal, parseDecimal, portion, type Decimal } from './decimal.js';
import { fen } from './fen.js';

function decimal<Places extends number>(text: string, places: Places): Decimal<Places> {
  const value = parseDecimal(text, places);
  if (value === null) throw new Error(`no decimal: ${text}`);
  return value;
}

describe('exact decimals', () => {
  it.each([
    ['0.1', 4, '0.1000'],
    ['12', 6, '12.000000'],
    ['-0.5', 4, '-0.5000'],
    ['1.2300000000', 2, '1.23'],
    ['0.000001', 6, '0.000001'],
    ['7', 0, '7'],
  ])('%s with %d places is written %s', (text, places, written) => {
    expect(formatDecimal(decimal(text, places))).toBe(written);
  });

  it.each([
    ['0.12345', 4],
    ['1.', 2],
    ['.5', 2],
    ['1e2', 2],
    ['', 2],
    ['1 2', 2],
    ['12345678901234567', 2],
  ])('"%s" is no decimal of %d places', (text, places) => {
    expect(parseDecimal(text, places)).toBeNull();
  });

  it('what is written is read back as the same value', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.integer({ min: 0, max: 6 }),
        (units, places) => {
          const text = formatDecimal({ units, places });
          expect(parseDecimal(text, places)?.units === units).toBe(true);
        },
      ),
    );
  });
});

describe('rounding half up', () => {
  it.each([
    [5n, 10n, '1'],
    [4n, 10n, '0'],
    [-5n, 10n, '-1'],
    [-4n, 10n, '0'],
    [25n, -10n, '-3'],
    [0n, 7n, '0'],
  ])('%d of %d is %s', (numerator, denominator, rounded) => {
    expect(String(divideHalfUp(numerator, denominator))).toBe(rounded);
  });

  it('is never more than half a unit away, and the same for both signs', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 6n), (numerator, denominator) => {
        const rounded = divideHalfUp(numerator, denominator);
        const twice = 2n * (rounded * denominator - numerator);
        expect(twice <= denominator && twice >= -denominator).toBe(true);
        expect(divideHalfUp(-numerator, denominator) === -rounded).toBe(true);
      }),
    );
  });

  it.each([
    [101, '0.5', 51],
    [1, '0.4999', 0],
    [1, '0.5', 1],
    [1_250, '0.1', 125],
    [-101, '0.5', -51],
  ])('%d fen at rate %s give %d', (amount, rate, part) => {
    expect(portion(fen(amount), decimal(rate, 4))).toBe(part);
  });

  it('a portion at a rate of 0 to 1 is between nothing and the amount, and grows with it', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.nat(10 ** 6), fc.bigInt(0n, 10_000n), (amount, more, units) => {
        const rate = { units, places: 4 } as const;
        const part = portion(fen(amount), rate);
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(amount);
        expect(portion(fen(amount + more), rate)).toBeGreaterThanOrEqual(part);
      }),
    );
  });
});

describe('price times quantity', () => {
  it.each([
    ['12.5', '3', 3750],
    ['0.333333', '3', 100],
    ['0.005', '1', 1],
    ['0.004999', '1', 0],
    ['12300', '1', 1_230_000],
    ['1.23', '0.5', 62],
  ])('%s × %s is %d fen', (price, quantity, amount) => {
    expect(extend(decimal(price, 6), decimal(quantity, 4))).toBe(amount);
  });

  it.each([
    ['10000000000', '1', 1_000_000_000_000],
    ['10000000000', '-1', -1_000_000_000_000],
    ['10000000000.01', '1', null],
    ['999.5', '6901234567890', null],
    ['999.5', '-6901234567890', null],
    ['9999999999999999', '9999999999999999', null],
  ])('%s × %s is more than a bill comes to, or just not: %s', (price, quantity, amount) => {
    expect(extend(decimal(price, 6), decimal(quantity, 4))).toBe(amount);
  });
});
