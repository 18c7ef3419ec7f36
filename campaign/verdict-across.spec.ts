import { describe, expect, it } from '@jest/globals';
import { type Booking, verdictAcross } from './verdict-across.mjs';

const PAIR = { careDivision: '340100', insuredDivision: '310000' };

const booked = (side: 'care' | 'insured', msgid: string, more: Partial<Booking> = {}): Booking => ({
  ...PAIR,
  institution: 'H34010610000',
  msgid,
  side,
  kind: 'settlement',
  total: 10_000,
  fund: 6_000,
  account: 1_000,
  cash: 3_000,
  owed: 7_000,
  ...more,
});
const both = (msgid: string, more: Partial<Booking> = {}): Booking[] => [
  booked('care', msgid, more),
  booked('insured', msgid, more),
];
const MIRROR = { kind: 'cancellation', total: -10_000, fund: -6_000, account: -1_000, cash: -3_000, owed: -7_000 };

const noted = (owedFen: number) => [{ ...PAIR, count: 1, owedFen }];

const kindsOf = (bookings: readonly Booking[], owedFen: number): string[] =>
  Object.entries(verdictAcross(bookings, noted(owedFen))).flatMap(([kind, found]) => (found.length > 0 ? [kind] : []));

describe('the comparison of two provinces and the hub', () => {
  it('finds nothing where both have booked the same and the hub has noted it', () => {
    expect(kindsOf(both('1'), 7_000)).toEqual([]);
    expect(kindsOf([...both('1'), ...both('2', MIRROR)], 0)).toEqual([]);
  });

  it('finds what one side alone has booked', () => {
    expect(kindsOf([...both('1'), booked('care', '2', { owed: 0 })], 7_000)).toEqual(['lost']);
    expect(kindsOf([...both('1'), booked('insured', '2')], 7_000)).toEqual(['lost']);
  });

  it('finds what was booked twice, and amounts that differ', () => {
    expect(kindsOf([...both('1'), booked('insured', '1')], 7_000)).toEqual(['double']);
    expect(kindsOf([booked('care', '1'), booked('insured', '1', { account: 900 })], 7_000)).toEqual(['unbalanced']);
  });

  it('finds a hub that has noted something else', () => {
    expect(kindsOf(both('1'), 6_999)).toEqual(['unbalanced']);
    expect(kindsOf([], 7_000)).toEqual(['unbalanced']);
  });
});
