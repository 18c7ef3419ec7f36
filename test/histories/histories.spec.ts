import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sweep, violations } from '../../books/sweep.mjs';
import { someHistory, Theatre } from './histories.js';
import { type Step } from './history.js';

/** Centres with a database each, played side by side. */
const LANES = 2;
const RUNS = Number(process.env['HISTORY_RUNS'] ?? 60);
const SEED = Number(process.env['HISTORY_SEED'] ?? Math.floor(Math.random() * 0x7fff_ffff));
/** Shrinking plays shorter ones too. */
const SHRINKS_MAX = 2_000;

const plain = { which: 0, batch: 'B', card: 'old', count: 1, manner: 'awaited', breakdown: null } as const;

/** Histories that once ended badly. */
const KEPT: readonly (readonly [string, readonly Step[]])[] = [
  // The second copy found the first one's lines and was refused, while the message was done.
  ['an upload that arrives twice at once', [{ ...plain, act: 'upload', manner: 'twice' }]],
  // The plain model forgot that an activation can take effect before it is heard of, and a late bill find the card void.
  [
    'an activation whose commit was lost, while a bill is on its way',
    [
      { ...plain, act: 'settle', batch: 'A', manner: 'late' },
      { ...plain, act: 'activate', breakdown: 'after-commit' },
    ],
  ],
];

let theatres: Theatre[];

beforeAll(async () => {
  theatres = await Promise.all(
    Array.from({ length: LANES }, (_, lane) => Theatre.open(`histories${lane}`, RUNS + SHRINKS_MAX)),
  );
});

afterAll(async () => {
  for (const theatre of theatres ?? []) await theatre.close();
});

describe('the life of settlements', () => {
  it(`goes as the model says in ${RUNS} random histories with repetitions, late answers and breakdowns (seed ${SEED})`, async () => {
    const play = (theatre: Theatre, lane: number): Promise<void> =>
      fc.assert(
        fc.asyncProperty(someHistory, (steps) => theatre.play(steps)),
        { numRuns: Math.ceil(RUNS / LANES), seed: SEED + lane },
      );
    await Promise.all(theatres.map(play));
  }, 7_200_000);

  it.each(KEPT)('goes as the model says after %s', async (_, steps) => {
    for (const theatre of theatres) await theatre.play(steps);
  });

  it('leaves books that balance', async () => {
    for (const { centre } of theatres) expect(violations(await sweep(centre.url))).toBe(0);
  });
});
