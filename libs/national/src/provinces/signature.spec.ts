import { expect, it } from '@jest/globals';
import { isSigned, sign } from './signature.js';

const NOW = 1_795_000_000_000;
const KEY = 'a-key-of-two';

it('a signature holds for its key, its text and its time, and for nothing else', () => {
  const signed = sign(KEY, '{"a":1}', NOW);
  expect(isSigned(KEY, '{"a":1}', signed, NOW + 1000)).toBe(true);
  expect(isSigned('another', '{"a":1}', signed, NOW)).toBe(false);
  expect(isSigned(KEY, '{"a":2}', signed, NOW)).toBe(false);
  expect(isSigned(KEY, '{"a":1}', { ...signed, timestamp: String(NOW + 1) }, NOW)).toBe(false);
  expect(isSigned(KEY, '{"a":1}', signed, NOW + 6 * 60_000)).toBe(false);
  expect(isSigned(KEY, '{"a":1}', { ...signed, signature: 'nonsense' }, NOW)).toBe(false);
});
