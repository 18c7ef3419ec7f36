import { describe, expect, it } from '@jest/globals';
import { fromHex, toHex } from '../encodings/hex.js';
import { cardKey, proofOf } from './card-keys.js';
import { sm4 } from './sm4.js';

const KEY = fromHex('0123456789ABCDEFFEDCBA9876543210');
const ATR = fromHex('3B6D00000081544D31865331000C000008');

describe('SM4', () => {
  it('gives the example of the standard', () => {
    expect(toHex(sm4(KEY, KEY))).toBe('681EDF34D206965E86B3E94F536E4246');
  });

  it('takes whole blocks only', () => {
    expect(() => sm4(KEY, KEY.subarray(1))).toThrow(RangeError);
  });
});

describe('the key of a card', () => {
  it('is made from the master key by region and card', () => {
    const region = sm4(KEY, fromHex('3331303030307378CCCECFCFCFCF8C87'));
    expect(cardKey(KEY, '310000', ATR)).toEqual(sm4(region, fromHex('865331000C00000879ACCEFFF3FFFFF7')));
  });

  it('is another one for every card and region', () => {
    const other = Uint8Array.from(ATR);
    other[16] = 9;
    const keys = [cardKey(KEY, '310000', ATR), cardKey(KEY, '340100', ATR), cardKey(KEY, '310000', other)];
    expect(new Set(keys.map((key) => toHex(key ?? new Uint8Array()))).size).toBe(3);
  });

  it.each([
    ['', ATR],
    ['31000X', ATR],
    ['310000', ATR.subarray(0, 7)],
  ])('cannot be made from the division "%s" and an answer to reset of other shape', (division, atr) => {
    expect(cardKey(KEY, division, atr)).toBeNull();
  });

  it('proves itself differently for each factor and each challenge', () => {
    const [one, two] = [fromHex('0102030405060708'), fromHex('0807060504030201')];
    const proofs = [proofOf(KEY, one, two), proofOf(KEY, two, one), proofOf(KEY, one, one)].map(toHex);
    expect(new Set(proofs).size).toBe(3);
    expect(proofs[0]).toHaveLength(16);
  });
});
