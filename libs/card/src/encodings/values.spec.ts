import { describe, expect, it } from '@jest/globals';
import { fromHex } from './hex.js';
import { decodeAscii, decodeDate, decodeDigits, decodeName, isBlank } from './values.js';

describe('values on a card', () => {
  it('are texts without their fill of zero bytes, FF or spaces', () => {
    expect(decodeAscii(fromHex('322E3000'))).toBe('2.0');
    expect(decodeAscii(fromHex('543120FFFF00'))).toBe('T1');
    expect(decodeAscii(fromHex('0000'))).toBe('');
    expect(decodeAscii(fromHex('54C1'))).toBeNull();
    expect(decodeAscii(fromHex('547C31'))).toBeNull();
  });

  it('are digits filled with F on the right', () => {
    expect(decodeDigits(fromHex('310199'))).toBe('310199');
    expect(decodeDigits(fromHex('31019F'))).toBe('31019');
    expect(decodeDigits(fromHex('FFFFFF'))).toBe('');
    expect(decodeDigits(fromHex('3A0199'))).toBeNull();
    expect(decodeDigits(fromHex('3F0199'))).toBeNull();
  });

  it('are dates of the calendar, or not filled in', () => {
    expect(decodeDate(fromHex('20240229'))).toBe('2024-02-29');
    expect(decodeDate(fromHex('20000229'))).toBe('2000-02-29');
    expect(decodeDate(fromHex('FFFFFFFF'))).toBe('');
    expect(decodeDate(fromHex('00000000'))).toBe('');
    for (const wrong of [
      '20230229',
      '19000229',
      '20241301',
      '20240431',
      '20240100',
      '202401FF',
      '2024011A',
      '00000101',
    ]) {
      expect(decodeDate(fromHex(wrong))).toBeNull();
    }
  });

  it('tell the ethnic group 20 from a space', () => {
    expect(isBlank(fromHex('20'), 'text')).toBe(true);
    expect(isBlank(fromHex('20'), 'binary')).toBe(false);
    expect(isBlank(fromHex('FF00'), 'binary')).toBe(true);
  });
});

describe("a holder's name", () => {
  const none = new Uint8Array();

  it('loses the fill of both its parts', () => {
    expect(decodeName(fromHex('D1F9B1BE000000'), fromHex('FFFFFF'))).toEqual({ name: '样本', whole: true });
    expect(decodeName(fromHex('D1F9B1BE202020'), fromHex('202020'))).toEqual({ name: '样本', whole: true });
  });

  it('keeps a space at the cut between its parts', () => {
    expect(decodeName(fromHex('414220'), fromHex('4344FF'))).toEqual({ name: 'AB CD', whole: true });
  });

  it('says when something in it cannot be read', () => {
    expect(decodeName(fromHex('D1F9B1'), none)).toEqual({ name: '样', whole: false });
    expect(decodeName(fromHex('417C42'), none)).toEqual({ name: 'AB', whole: false });
    expect(decodeName(fromHex('41000A42'), none)).toEqual({ name: 'AB', whole: false });
  });
});
