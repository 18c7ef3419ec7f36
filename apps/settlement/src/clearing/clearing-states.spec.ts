import { describe, expect, it } from '@jest/globals';
import { chinaTime } from '@medisettle/national';
import { isOver, lastDayOf, monthsFrom } from './clearing-month.js';
import { CLEARING_CYCLE, CLEARING_STATES, SPLIT_CYCLE, splitHappening } from './clearing-states.js';

describe('a month that is cleared', () => {
  it('is paid only after it was confirmed, and confirmed only after both tables agreed', () => {
    const leadingTo = (state: string): string[] =>
      CLEARING_STATES.filter((from) => from !== state && Object.values(CLEARING_CYCLE[from]).includes(state as never));
    expect([leadingTo('paid'), leadingTo('confirmed')]).toEqual([['confirmed'], ['agreed']]);
    expect(new Set(Object.values(CLEARING_CYCLE.paid))).toEqual(new Set(['paid']));
  });

  it('of a hospital is ended for good once it is cleared', () => {
    expect(new Set(Object.values(SPLIT_CYCLE.cleared))).toEqual(new Set(['cleared']));
    expect(SPLIT_CYCLE.confirmed['nothing-said']).toBe('open');
  });

  it.each([
    [3, 0, 0, 'nothing-said'],
    [3, 2, 0, 'some-confirmed'],
    [3, 3, 0, 'all-confirmed'],
    [3, 2, 1, 'objected'],
    [0, 0, 0, 'nothing-said'],
  ])('of %i rows with %i confirmed and %i objected to stands as "%s"', (rows, confirmed, objected, happening) => {
    expect(splitHappening(rows, confirmed, objected)).toBe(happening);
  });

  it('is over ten minutes after its last midnight in China', () => {
    const at = (time: string) => chinaTime(Date.parse(time));
    expect(isOver('2026-02', at('2026-03-01T00:09:59+08:00'))).toBe(false);
    expect(isOver('2026-02', at('2026-03-01T00:10:00+08:00'))).toBe(true);
    expect([lastDayOf('2028-02'), monthsFrom('2026-01', -3)]).toEqual(['2028-02-29', '2025-10']);
  });
});
