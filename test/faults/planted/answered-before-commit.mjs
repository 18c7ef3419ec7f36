// A bug for the campaign to find: what a transaction has decided is told before it is committed.
import { setTimeout as pause } from 'node:timers/promises';
import { methodsOf } from '../../../campaign/crash/points.mjs';

const COMMIT_AFTER_MS = 100;

const transactions = await methodsOf('settlement', 'database/transactions.js', 'Transactions');
const { run } = transactions;
transactions['run'] = function (/** @type {unknown} */ unit) {
  return new Promise((resolve, reject) => {
    const early = async (/** @type {unknown} */ db) => {
      const result = await /** @type {(db: unknown) => Promise<unknown>} */ (unit)(db);
      resolve(result);
      await pause(COMMIT_AFTER_MS);
      return result;
    };
    Promise.resolve(run?.call(this, early)).catch(reject);
  });
};
