import { describe, expect, it } from '@jest/globals';
import { Promised } from '../../stand-ins/promised.js';
import { CommitGroup, type Write } from './commit-group.js';

const nothing: Write = () => Promise.resolve();

describe('writes that wait for a commit', () => {
  it('share one while the one before it runs, and none resolves before its own is done', async () => {
    const sizes: number[] = [];
    const held = [new Promised<void>(), new Promised<void>()];
    const group = new CommitGroup(async (writes) => {
      sizes.push(writes.length);
      await held[sizes.length - 1]?.promise;
    });
    const begun = new Promised<void>();
    const first = group.write(nothing);
    setImmediate(() => setImmediate(begun.resolve));
    await begun.promise;
    expect(sizes).toEqual([1]);
    let written = 0;
    const others = Array.from({ length: 40 }, () => group.write(nothing).then(() => (written += 1)));
    held[0]?.resolve();
    await first;
    expect(written).toBe(0);
    held[1]?.resolve();
    await Promise.all(others);
    expect(sizes).toEqual([1, 40]);
    expect(group.commits).toBe(2);
  });

  it('are not taken along by one that is impossible', async () => {
    const done: number[] = [];
    const group = new CommitGroup(async (writes) => {
      const before = done.length;
      try {
        for (const write of writes) await write();
      } catch (error) {
        done.splice(before);
        throw error;
      }
    });
    const ends = await Promise.allSettled(
      [1, 2, 3].map((number) =>
        group.write(() => (number === 2 ? Promise.reject(new Error('full')) : Promise.resolve(void done.push(number)))),
      ),
    );
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(done).toEqual([1, 3]);
  });
});
