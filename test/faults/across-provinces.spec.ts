import { expect, it } from '@jest/globals';
import { openCampaignAcross } from '../../campaign/campaign.mjs';
import { AT_RANDOM, KILLS_ACROSS, nameOf } from '../../campaign/kills.mjs';
import { wireRun } from '../../campaign/wire/wire-run.mjs';

const SEED = 1;
/** Between two patients at a desk: the machine is wanted for the restarts. */
const REST_MS = 150;
const CLEAN = { lost: [], double: [], unresolved: [], unbalanced: [] };
/** Programs start some twenty times here. */
const MS_MAX = 400_000;

it(
  'kills centres and the hub between the provinces, and both ledgers and the hub agree',
  async () => {
    const atPoints = KILLS_ACROSS.filter(({ point }) => point !== AT_RANDOM);
    const campaign = await openCampaignAcross({ counters: 1 }, SEED, REST_MS);
    try {
      expect(await campaign.killing(Number.POSITIVE_INFINITY, atPoints)).toEqual(CLEAN);
      expect([...campaign.executioner.done.keys()]).toEqual(expect.arrayContaining(atPoints.map(nameOf)));
    } finally {
      await campaign.close();
    }
  },
  MS_MAX,
);

it(
  'leaves no account one-sided where all three hops lose, double, swap, cut and delay',
  async () => {
    const { verdict, across } = await wireRun({
      seed: SEED,
      goodMs: 4_000,
      faultyMs: 6_000,
      bucketMs: 500,
      across: true,
    });
    expect(verdict).toEqual(CLEAN);
    expect(across).toBeGreaterThan(0);
  },
  MS_MAX,
);
