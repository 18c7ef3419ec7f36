import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayAt, dayNumber } from '../fields/day.js';
import { periodsBetween } from './what-if.js';

const ask = (steps: readonly string[]) => ({
  ask: (day: string): Promise<number> => Promise.resolve(steps.filter((step) => step <= day).length),
  same: (one: number, other: number): boolean => one === other,
});

describe('the same bill on other days', () => {
  it('is one period where nothing changes', async () => {
    expect(await periodsBetween('2024-01-15', '2024-06-30', ask([]))).toEqual([
      { from: '2024-01-15', to: '2024-06-30', outcome: 0 },
    ]);
  });

  it('changes on the very day of a reform', async () => {
    const periods = await periodsBetween('2023-06-30', '2023-07-01', ask(['2023-07-01']));
    expect(periods.map(({ from, to }) => [from, to])).toEqual([
      ['2023-06-30', '2023-06-30'],
      ['2023-07-01', '2023-07-01'],
    ]);
  });

  it('may change twice within a month', async () => {
    const periods = await periodsBetween('2020-01-01', '2020-12-31', ask(['2020-03-07', '2020-03-20']));
    expect(periods.map(({ from }) => from)).toEqual(['2020-01-01', '2020-03-07', '2020-03-20']);
  });

  it('is asked on one day when both ends are the same', async () => {
    expect(await periodsBetween('2024-01-01', '2024-01-01', ask([]))).toHaveLength(1);
  });

  it('has periods that follow each other without a gap, one for each change', async () => {
    const [first, last] = [dayNumber('2018-01-01'), dayNumber('2021-12-31')];
    const change = fc.integer({ min: first + 1, max: last }).map(dayAt);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(change, { maxLength: 8 }), async (changes) => {
        const steps = changes.toSorted();
        const periods = await periodsBetween(dayAt(first), dayAt(last), ask(steps));
        expect(periods.map(({ from }) => from)).toEqual([dayAt(first), ...steps]);
        expect(periods.map(({ to }) => to)).toEqual([...steps.map((day) => dayAt(dayNumber(day) - 1)), dayAt(last)]);
      }),
      { numRuns: 200 },
    );
  });
});
