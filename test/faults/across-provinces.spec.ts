import { expect, it } from '@jest/globals';
import { KILLS_ACROSS, nameOf } from '../../campaign/kills.mjs';
import { wireRun } from '../../campaign/wire/wire-run.mjs';

/** The command (`npm run faults -- --across`) strikes at every point. */
const POINTS = ['after-asking-elsewhere', 'before-answering-elsewhere', 'after-passing'];
const KILLS = KILLS_ACROSS.filter(({ point }) => POINTS.includes(point));
const CLEAN = { lost: [], double: [], unresolved: [], unbalanced: [] };
/** Two provinces and a hub are started, and three of their programs once more. */
const MS_MAX = 400_000;

it(
  'is one-sided nowhere after kills between two provinces, nor where all three hops lose, double, swap, cut and delay',
  async () => {
    const { killed, killedAt, verdict, across, struck } = await wireRun({
      seed: 1,
      goodMs: 2_000,
      faultyMs: 6_000,
      bucketMs: 500,
      across: true,
      kills: KILLS,
      restMs: 200,
    });
    expect([killed, verdict]).toEqual([CLEAN, CLEAN]);
    expect(killedAt).toEqual(expect.arrayContaining(KILLS.map(nameOf)));
    expect(across).toBeGreaterThan(0);
    expect([...struck.keys()]).toEqual(expect.arrayContaining(['drop', 'duplicate', 'truncate', 'half-open']));
  },
  MS_MAX,
);
