import { describe, expect, it } from '@jest/globals';
import { spanOf } from './statement-span.js';

const NOTHING = { from: '', to: '' };

describe('the days of a statement', () => {
  it('are the centre’s to say for this year', () => {
    expect(spanOf('this-year', '2026-11-23', undefined, NOTHING)).toEqual(NOTHING);
  });

  it('are the twelve months before for last year', () => {
    expect(spanOf('last-year', '2026-11-23', '2026-07-01', NOTHING)).toEqual({ from: '2025-07-01', to: '2026-06-30' });
    expect(spanOf('last-year', '2026-11-23', undefined, NOTHING)).toBeNull();
  });

  it.each([
    ['2026-11-23', '2026-08-24'],
    ['2026-05-31', '2026-03-01'],
    ['2026-01-15', '2025-10-16'],
  ])('are three months up to %s from %s on', (today, from) => {
    expect(spanOf('three-months', today, '2026-07-01', NOTHING)).toEqual({ from, to: today });
  });

  it('that were typed are two days of the calendar', () => {
    const typed = { from: '2026-08-01', to: '2026-08-31' };
    expect(spanOf('typed', '2026-11-23', undefined, typed)).toEqual(typed);
    expect(spanOf('typed', '2026-11-23', undefined, { from: '20260801', to: '2026.8.31' })).toEqual(typed);
    expect(spanOf('typed', '2026-11-23', undefined, { ...typed, to: '2026-08-32' })).toBeNull();
  });
});
