import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apportion } from './apportion.js';
import { fen, plus } from './fen.js';

const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 12 });

describe('dividing an amount over weights', () => {
  it('gives one fen over three equal weights to one of them', () => {
    expect(apportion(fen(100), [1, 1, 1])).toEqual([33, 34, 33]);
  });

  it('gives nothing to a zero weight', () => {
    expect(apportion(fen(7), [0, 1, 0])).toEqual([0, 7, 0]);
  });

  it('divides nothing over nothing, but no amount', () => {
    expect(apportion(fen(0), [0, 0])).toEqual([0, 0]);
    expect(apportion(fen(0), [])).toEqual([]);
    expect(() => apportion(fen(1), [0, 0])).toThrow(RangeError);
    expect(() => apportion(fen(1), [])).toThrow(RangeError);
  });

  it.each([[[-1, 2]], [[0.5]], [[NaN]]])('refuses the weights %j', (wrong) => {
    expect(() => apportion(fen(1), wrong)).toThrow(RangeError);
  });

  it('loses and makes no fen, and gives nobody a part of the other sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), weights, (total, given) => {
        fc.pre(given.some((weight) => weight > 0));
        const parts = apportion(fen(total), given);
        expect(plus(...parts)).toBe(total);
        expect(parts.every((part) => part === 0 || part > 0 === total > 0)).toBe(true);
      }),
    );
  });

  it('gives each weight its exact part to less than one fen', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 6), weights, (total, given) => {
        const sum = given.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        apportion(fen(total), given).forEach((part, position) => {
          const off = BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(given[position] ?? 0);
          expect(off <= BigInt(sum) && off >= -BigInt(sum)).toBe(true);
        });
      }),
    );
  });
});
