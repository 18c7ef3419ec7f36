import { describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { dayStanding, type DayWord } from './day-states.js';
import { type DayGroup } from './totals.js';

const group = (insuranceType: string, clearingClass = '11'): DayGroup => ({
  ...{ insuranceType, clearingClass, clearingAgency: '310000', day: '2026-03-02', refund: false },
  ...{ rows: 1, pairs: 0, total: fen(100), fund: fen(60), account: fen(30), cash: fen(10) },
});

let moment = 0;

/** A word, later than every one before; without insurance type it is on two keys of one row each. */
function word(insuranceType: string, equal: boolean, clearingClass = '11'): DayWord {
  moment += 1;
  const rows = insuranceType === '' ? 2 : 1;
  return {
    ...{ insuranceType, clearingClass, clearingAgency: '310000', equal, saidAt: new Date(moment) },
    found: { rows, total: fen(100 * rows), fund: fen(60 * rows), account: fen(30 * rows) },
  };
}

const DAY = [group('310'), group('390')];
const stateOf = (...words: DayWord[]): string => dayStanding(DAY, words).state;

describe('a day', () => {
  it('balances once every key of it does, by itself or with its class', () => {
    expect(stateOf()).toBe('open');
    expect(stateOf(word('310', true))).toBe('open');
    expect(stateOf(word('310', true), word('390', true))).toBe('balanced');
    expect(stateOf(word('', true))).toBe('balanced');
    expect(stateOf(word('', true, '21'))).toBe('open');
  });

  it('goes by the last word, of a key or of its class', () => {
    expect(stateOf(word('', true), word('390', false))).toBe('differing');
    expect(stateOf(word('390', false), word('', true))).toBe('balanced');
    expect(stateOf(word('', false), word('310', true))).toBe('differing');
    expect(stateOf(word('', false), word('310', true), word('390', true))).toBe('balanced');
  });

  it('differs where the institution has a class that the centre has not, until it says otherwise', () => {
    const words = [word('', true), word('310', false, '21')];
    expect(stateOf(...words)).toBe('differing');
    expect(stateOf(...words, word('', true, '21'))).toBe('balanced');
  });

  it('is open again when the figures are no longer those of the word', () => {
    expect(dayStanding([...DAY, group('310')], [word('', true)]).state).toBe('open');
  });
});
