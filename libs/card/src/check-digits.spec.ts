import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cardNumberCheckCharacter,
  cardNumberChecks,
  citizenNumberCheckCharacter,
  citizenNumberChecks,
} from './check-digits.js';

describe('check characters', () => {
  it.each(['D2143569X', 'T30000010', 'T3000007X'])('the card number %s fits GB 11714', (number) => {
    expect(cardNumberChecks(number)).toBe(true);
  });

  it.each(['D21435690', 'd2143569X', 'D2143569', '', 'D2143569X9'])('the card number "%s" does not', (number) => {
    expect(cardNumberChecks(number)).toBe(false);
  });

  it('the citizen number of the standard’s own example fits GB 11643, in either case of X', () => {
    expect(citizenNumberChecks('11010519491231002X')).toBe(true);
    expect(citizenNumberChecks('11010519491231002x')).toBe(true);
    expect(citizenNumberChecks('110105194912310021')).toBe(false);
    expect(citizenNumberChecks('110105491231002')).toBe(false);
  });

  it('are known for bodies of the right shape only', () => {
    expect(cardNumberCheckCharacter('T300000')).toBeNull();
    expect(citizenNumberCheckCharacter('1101051949123100X')).toBeNull();
  });

  it('notice every single wrong digit of a citizen number', () => {
    const body = fc.stringMatching(/^\d{17}$/);
    fc.assert(
      fc.property(body, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const wrong = digits.slice(0, at) + String((Number(digits.charAt(at)) + by) % 10) + digits.slice(at + 1);
        expect(citizenNumberCheckCharacter(wrong)).not.toBe(citizenNumberCheckCharacter(digits));
      }),
    );
  });
});
