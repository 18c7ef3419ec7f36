import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Transactions, type Db } from '../../apps/settlement/src/database/transactions.js';
import { Reservations } from '../../apps/settlement/src/messages/reservations.js';
import { SettlementBook } from '../../apps/settlement/src/settlements/settlement-book.js';
import { type CentreInProcess } from '../world/centre-in-process.js';
import { someHistory, Theatre } from './histories.js';
import { type Step } from './history.js';

const RUNS_MAX = 400;
const SEED = 7;

let theatre: Theatre;

afterEach(async () => {
  await theatre?.close();
});

const BUGS: readonly (readonly [string, (centre: CentreInProcess) => void])[] = [
  [
    'a reservation that is forgotten',
    (centre) => {
      centre.part(Reservations).reserve = () => Promise.resolve();
    },
  ],
  [
    'a reversal that does not see that it was done before',
    (centre) => {
      const book = centre.part(SettlementBook);
      book.latestOf = (db, personId, settlementId) => book.find(db, personId, settlementId);
    },
  ],
  [
    'an outcome that is told before its commit',
    (centre) => {
      const transactions = centre.part(Transactions);
      const run = transactions.run.bind(transactions);
      transactions.run = async <T>(unit: (db: Db) => Promise<T>): Promise<T> => {
        let done: { readonly result: T } | undefined;
        const early = async (db: Db): Promise<T> => {
          done = { result: await unit(db) };
          return done.result;
        };
        return run(early).catch((error: unknown) => {
          if (done) return done.result;
          throw error;
        });
      };
    },
  ],
  [
    'a cancellation that is not told as such',
    (centre) => {
      const book = centre.part(SettlementBook);
      const latestOf = book.latestOf.bind(book);
      let asked = 0;
      book.latestOf = (db, personId, settlementId) => {
        asked += 1;
        const forgets = asked % 5 === 0;
        return (forgets ? book.find.bind(book) : latestOf)(db, personId, settlementId);
      };
    },
  ],
];

describe('the histories find', () => {
  it.each(BUGS)('%s', async (_, plant) => {
    theatre = await Theatre.open('planted', RUNS_MAX);
    plant(theatre.centre);
    const found = await fc.check(
      fc.asyncProperty(someHistory, (steps: Step[]) => theatre.play(steps)),
      { numRuns: RUNS_MAX, seed: SEED, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
});
