import { describe, expect, it } from '@jest/globals';
import { Refused } from '@medisettle/national';
import { clearingClass, staySetting } from './medical-category.js';

describe('the medical category of a stay', () => {
  it.each([
    ['21', '21'],
    ['2101', '21'],
    ['2105', '21'],
    ['21303', '21'],
    ['22', '22'],
    ['28', '21'],
  ])('%s is paid as inpatient care and cleared as %s', (category, cleared) => {
    expect([staySetting(category), clearingClass(category)]).toEqual(['inpatient', cleared]);
  });

  it.each(['2106', '2107', '52', '11', '41', '71'])('%s is none', (category) => {
    expect(() => staySetting(category)).toThrow(Refused);
  });
});
