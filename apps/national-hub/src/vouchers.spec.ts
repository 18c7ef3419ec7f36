import { expect, it } from '@jest/globals';
import { ShownVouchers } from './vouchers.js';

it('a voucher leads to its holder until it runs out, and never to anybody else', () => {
  let now = 0;
  const vouchers = new ShownVouchers(() => now);
  const [one, other] = [vouchers.show('310199198603120017'), vouchers.show('310199195705200225')];
  expect(vouchers.holderOf(one)).toBe('310199198603120017');
  expect(vouchers.holderOf(other)).toBe('310199195705200225');
  expect(vouchers.holderOf('x')).toBeNull();
  now = 10 * 60_000;
  expect(vouchers.holderOf(one)).toBeNull();
});
