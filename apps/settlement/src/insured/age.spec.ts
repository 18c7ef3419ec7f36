import { describe, expect, it } from '@jest/globals';
import { ageOn } from './age.js';

describe('an age', () => {
  it.each([
    ['1957-05-20', '2026-05-19', 68],
    ['1957-05-20', '2026-05-20', 69],
    ['2016-09-01', '2026-11-23', 10],
    ['2000-02-29', '2001-02-28', 0],
    ['2000-02-29', '2001-03-01', 1],
  ])('of somebody born on %s is on %s: %i', (birth, day, age) => {
    expect(ageOn(birth, day)).toBe(age);
  });
});
