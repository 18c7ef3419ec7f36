import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inCapitals } from './capitals.js';
import { fen, negate } from './fen.js';

/** Reads capitals back, by other means than they are written. */
function amountOf(capitals: string): number {
  const digits = '零壹贰叁肆伍陆柒捌玖';
  const places: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1_000 };
  const [whole = '', small = ''] = capitals.includes('元') ? capitals.split('元') : ['', capitals];
  const groupOf = (text: string): bigint => {
    let sum = 0;
    let value = 0;
    for (const character of text) {
      if (places[character] === undefined) value = digits.indexOf(character);
      else {
        sum += value * places[character];
        value = 0;
      }
    }
    return BigInt(sum + value);
  };
  const yuanOf = (text: string): bigint => {
    const [high, low] = text.includes('亿')
      ? [text.slice(0, text.lastIndexOf('亿')), text.slice(text.lastIndexOf('亿') + 1)]
      : ['', text];
    const below = (part: string): bigint => {
      const [tens, ones] = part.includes('万') ? part.split('万') : ['', part];
      return groupOf(tens ?? '') * 10_000n + groupOf(ones ?? '');
    };
    return below(high) * 100_000_000n + below(low);
  };
  const [, jiao = '零'] = /(.)角/.exec(small) ?? [];
  const [, cent = '零'] = /(.)分/.exec(small) ?? [];
  return Number(yuanOf(whole) * 100n) + digits.indexOf(jiao) * 10 + digits.indexOf(cent);
}

describe('an amount in Chinese capitals', () => {
  it.each([
    [0, '零元整'],
    [1, '壹分'],
    [10, '壹角整'],
    [105, '壹元零伍分'],
    [30000, '叁佰元整'],
    [102405, '壹仟零贰拾肆元零伍分'],
    [107050, '壹仟零柒拾元伍角整'],
    [278000, '贰仟柒佰捌拾元整'],
    [1_000_000, '壹万元整'],
    [1_000_100, '壹万零壹元整'],
    [10_005_000_000, '壹亿零伍万元整'],
    [100_000_000_100, '壹拾亿零壹元整'],
  ])('%i fen is %s', (amount, words) => {
    expect(inCapitals(fen(amount))).toBe(words);
  });

  it('reads back as the same amount, says no zero twice and never ends its yuan with one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999_999_999 }), (amount) => {
        const words = inCapitals(fen(amount));
        expect(amountOf(words)).toBe(amount);
        expect(words).not.toMatch(/零零|零元|零万|零亿/);
        expect(inCapitals(negate(fen(amount)))).toBe(`负${words}`);
      }),
    );
  });
});
