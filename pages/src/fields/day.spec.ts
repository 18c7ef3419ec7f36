import { describe, expect, it } from '@jest/globals';
import { dayAsTyped, dayAt, dayNumber, isDay } from './day.js';

describe('a day', () => {
  it.each(['20230701', '2023-7-1', '2023/07/01', '2023.7.1', ' 2023年7月1日 '])('typed as %s is read', (text) => {
    expect(dayAsTyped(text)).toBe('2023-07-01');
  });

  it('that is none is left as it was typed', () => {
    expect(dayAsTyped('last week ')).toBe('last week');
  });

  it('must be in the calendar', () => {
    expect([isDay('2024-02-29'), isDay('2023-02-29'), isDay('2023-13-01'), isDay('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('follows the one before, also across a leap day', () => {
    expect(dayAt(dayNumber('2024-02-28') + 1)).toBe('2024-02-29');
    expect(dayAt(dayNumber('2023-06-30') + 1)).toBe('2023-07-01');
  });
});
