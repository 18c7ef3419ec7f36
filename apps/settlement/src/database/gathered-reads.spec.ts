import { describe, expect, it } from '@jest/globals';
import { GatheredReads } from './gathered-reads.js';

interface Statement {
  readonly keys: readonly number[];
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

function underTest() {
  const statements: Statement[] = [];
  const reads = new GatheredReads<number, string>(
    (keys) =>
      new Promise((resolve, fail) => {
        statements.push({ keys, answer: () => resolve(keys.map((key) => `found ${key}`)), fail });
      }),
  );
  return { reads, statements };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('gathered reads', () => {
  it('go at once when they come alone, and together when others are under way', async () => {
    const { reads, statements } = underTest();
    const found = [1, 2, 3, 4, 5].map((key) => reads.find(key));
    expect(statements.map(({ keys }) => keys)).toEqual([[1], [2]]);
    statements[0]?.answer();
    await turn();
    expect(statements.map(({ keys }) => keys)).toEqual([[1], [2], [3, 4, 5]]);
    for (const { answer } of statements) answer();
    expect(await Promise.all(found)).toEqual([1, 2, 3, 4, 5].map((key) => `found ${key}`));
  });

  it('that fail fail those who went together, and nobody after them', async () => {
    const { reads, statements } = underTest();
    const [first, second, third] = [reads.find(1), reads.find(2), reads.find(3)];
    statements[0]?.fail(new Error('no answer'));
    await expect(first).rejects.toThrow('no answer');
    await turn();
    for (const { answer } of statements) answer();
    expect(await Promise.all([second, third])).toEqual(['found 2', 'found 3']);
  });
});
