import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHex, toHex } from '../encodings/hex.js';
import { historicalBytes } from './answer-to-reset.js';

const historyOf = (atr: string): string | null => {
  const bytes = historicalBytes(fromHex(atr));
  return bytes && toHex(bytes);
};

describe('the historical bytes of an answer to reset', () => {
  it('are the thirteen behind TS, T0, TB1 and TC1 on cards of this trade', () => {
    expect(historyOf('3B6D00000081544D31865331000C000001')).toBe('0081544D31865331000C000001');
  });

  it('stand behind all announced interface bytes and before the check byte', () => {
    expect(historyOf('3B8F80018031806549544A3442120FFF8290000C')).toBe('8031806549544A3442120FFF829000');
    expect(historyOf('3B00')).toBe('');
    expect(historyOf('3F6500000102030405')).toBe('0102030405');
  });

  it.each(['', '3B', '3C6D0000', '3B6D0000', '3B8F80'])('are not found in "%s"', (atr) => {
    expect(historyOf(atr)).toBeNull();
  });

  it('never hang or throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void historicalBytes(Uint8Array.of(0x3b, ...bytes))),
    );
  });
});
