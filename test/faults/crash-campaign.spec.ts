import { afterEach, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { type Campaign, openCampaign } from '../../campaign/campaign.mjs';
import { AT_RANDOM, DURING_RECOVERY, KILLS, nameOf } from '../../campaign/kills.mjs';
import { isClean, lineOf } from '../../campaign/verdict.mjs';
import { connect } from '../../set-up/databases.mjs';
import { createTestDatabase, type TestDatabase } from '../world/database.js';

const SEED = 1;
/** Between two patients at a desk: the machine is wanted for the restarts. */
const REST_MS = 400;
/** Kills in the middle of a recovery take several starts each; the command (`npm run faults`) has those of programs too. */
const AT_POINTS = KILLS.filter(
  ({ victim, point }) => point !== AT_RANDOM && (point !== DURING_RECOVERY || victim === 'database'),
);
/** Programs start some twenty times here. */
const MS_MAX = 400_000;

let campaign: Campaign | undefined;
let database: TestDatabase | undefined;

afterEach(async () => {
  await campaign?.close();
  await database?.drop();
  campaign = database = undefined;
}, MS_MAX);

/** A region whose centre has a bug. */
async function withBug(bug: string): Promise<Campaign> {
  database = await createTestDatabase('planted');
  const module = fileURLToPath(new URL(`./planted/${bug}.mjs`, import.meta.url));
  campaign = await openCampaign({ counters: 1, databaseUrl: database.url, alsoInCentre: [module] }, SEED);
  return campaign;
}

describe('the crash campaign', () => {
  it(
    'kills agent, centre and database at every point, and nothing is lost, double, unresolved or unbalanced',
    async () => {
      campaign = await openCampaign({ counters: 2 }, SEED, REST_MS);
      const verdict = await campaign.killing(Number.POSITIVE_INFINITY, AT_POINTS);
      expect(verdict).toEqual({ lost: [], double: [], unresolved: [], unbalanced: [] });
      expect([...campaign.executioner.done.keys()]).toEqual(expect.arrayContaining(AT_POINTS.map(nameOf)));
      expect(campaign.settled).toBeGreaterThan(0);
    },
    MS_MAX,
  );

  it(
    'finds a forgotten reservation',
    async () => {
      const found = await withBug('forgotten-reservation');
      const verdict = await found.serving((settled) => settled >= 10);
      expect([lineOf(verdict), isClean(verdict)]).toEqual([expect.not.stringContaining('lost=0 '), false]);
    },
    MS_MAX,
  );

  it(
    'finds a cancellation that can be done again',
    async () => {
      const found = await withBug('cancelled-again');
      // The database itself would refuse this one.
      const client = await connect(database?.url ?? '');
      await client.query(`ALTER TABLE medisettle.settlement
          DROP CONSTRAINT settlement_cancelled_once, DROP CONSTRAINT settlement_bill_once;
        ALTER TABLE medisettle.year_accumulator DROP CONSTRAINT year_accumulator_not_negative`);
      await client.end();
      const verdict = await found.serving((settled) => settled >= 60);
      expect([lineOf(verdict), isClean(verdict)]).toEqual([expect.not.stringContaining('double=0 '), false]);
    },
    MS_MAX,
  );

  it(
    'finds answers that are given before the commit',
    async () => {
      const found = await withBug('answered-before-commit');
      const verdict = await found.killing(1, [{ victim: 'centre', point: 'after-answer' }]);
      expect([lineOf(verdict), isClean(verdict)]).toEqual([expect.not.stringContaining('lost=0 '), false]);
    },
    MS_MAX,
  );
});
