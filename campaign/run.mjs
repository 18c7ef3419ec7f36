// `npm run faults -- --kills N --seed S`: the crash campaign. Real programs and databases are killed at named points and at
// random while hospitals' software works with them; afterwards journals, centres and HIS are compared one by one.
// `npm run faults -- --wire --minutes M --seed S`: the same over a faulty network, without kills.
// `--across` with either: two provinces with the hub between them, whose patients are treated in both.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Explained, ROOT, say } from '../set-up/files.mjs';
import { ensureBuilt, ensureInstalled } from '../set-up/install.mjs';

const KILLS_MAX = 1_000_000;
/** Regions side by side: while one waits for a restart the others use the machine. */
const REGIONS_MAX = 2;
const COUNTERS = 2;
const SHOWN_MAX = 40;

const MINUTE_MS = 60_000;
const MINUTES_MAX = 24 * 60;
const BUCKET_MS = 5_000;

/** @param {string} name @param {string} written @param {number} most */
function wholeNumber(name, written, most) {
  const number = Number(written);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Explained(`--${name} must be a whole number from 1 to ${most}; it is "${written}".`);
}

/** @param {readonly number[]} times in milliseconds */
function medianAndWorst(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const [median = Number.NaN, worst = Number.NaN] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `median ${(median / 1_000).toFixed(2)} s, worst ${(worst / 1_000).toFixed(2)} s`;
}

/**
 * @param {number} count
 * @param {number} seed
 * @param {boolean} across
 * @returns {Promise<number>} exit code
 */
async function crashes(count, seed, across) {
  // Loaded here: they need installed packages.
  const { openCampaign, openCampaignAcross } = await import('./campaign.mjs');
  const { KILLS, KILLS_ACROSS, nameOf } = await import('./kills.mjs');
  const all = across ? [...KILLS, ...KILLS_ACROSS] : KILLS;
  const { together } = await import('./verdict.mjs');
  const began = Date.now();
  const worlds = across ? 1 : Math.min(REGIONS_MAX, Math.ceil(count / KILLS.length));
  const opened = await Promise.allSettled(
    Array.from({ length: worlds }, (_, index) =>
      across
        ? openCampaignAcross({ counters: 1 }, seed)
        : openCampaign({ counters: COUNTERS }, seed * REGIONS_MAX + index),
    ),
  );
  const campaigns = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const total = () => campaigns.reduce((sum, { executioner }) => sum + executioner.kills, 0);
  const progress = setInterval(() => say(`${total()} kills`), 30_000);
  try {
    for (const one of opened) if (one.status === 'rejected') throw one.reason;
    const verdict = together(
      await Promise.all(
        campaigns.map((campaign, index) =>
          campaign.killing(Math.floor(count / worlds) + (index < count % worlds ? 1 : 0)),
        ),
      ),
    );
    const done = new Map(
      all.map((kill) => [
        nameOf(kill),
        campaigns.reduce((sum, { executioner }) => sum + (executioner.done.get(nameOf(kill)) ?? 0), 0),
      ]),
    );
    for (const [name, kills] of done) console.log(`  ${String(kills).padStart(6)}  ${name}`);
    const settled = campaigns.reduce((sum, campaign) => sum + campaign.settled, 0);
    const recoveries = campaigns.flatMap(({ executioner }) => executioner.recoveries);
    const inquiries = campaigns.flatMap(({ executioner }) => executioner.inquiries);
    console.log(`kills=${total()} settlements=${settled} minutes=${((Date.now() - began) / MINUTE_MS).toFixed(1)}`);
    console.log(`from restart until nothing is unknown: ${medianAndWorst(recoveries)}`);
    console.log(`of that, once it answers again: ${medianAndWorst(inquiries)}`);
    return await pronounce(verdict);
  } finally {
    clearInterval(progress);
    await Promise.all(campaigns.map((campaign) => campaign.close()));
  }
}

/**
 * @param {number} minutes
 * @param {number} seed
 * @param {boolean} across
 * @returns {Promise<number>} exit code
 */
async function wire(minutes, seed, across) {
  const { wireRun } = await import('./wire/wire-run.mjs');
  const { drawLines } = await import('../set-up/line-chart.mjs');
  const settings = { seed, goodMs: MINUTE_MS, faultyMs: minutes * MINUTE_MS, bucketMs: BUCKET_MS, across };
  const { verdict, settled, faulty, struck, across: noted } = await wireRun(settings);
  const values = settled.map((count) => (count * 1_000) / BUCKET_MS);
  const chart = drawLines({
    title: `Settlements a second over a faulty network: each fault strikes 5 % of the frames, seed ${seed}`,
    lines: [{ name: 'settlements/s 结算', colour: '#00629b', values }],
    axis: 'minute 分钟',
    tick: (index) => ((index * BUCKET_MS) % MINUTE_MS === 0 ? String((index * BUCKET_MS) / MINUTE_MS) : null),
    stretches: [{ name: 'faults 故障', ...faulty }],
  });
  const drawn = across ? 'faults-across.svg' : 'faults.svg';
  writeFileSync(join(ROOT, 'docs', drawn), chart);
  if (across) console.log(`between the provinces: ${noted}`);
  for (const [fault, count] of struck) console.log(`  ${String(count).padStart(6)}  ${fault}`);
  /** @param {number} from @param {number} to */
  const rate = (from, to) => {
    const part = values.slice(from, to);
    return (part.reduce((sum, value) => sum + value, 0) / part.length).toFixed(1);
  };
  console.log(
    `settlements=${settled.reduce((sum, count) => sum + count, 0)} before=${rate(0, faulty.from)}/s during=${rate(faulty.from, faulty.to)}/s after=${rate(faulty.to, values.length)}/s; docs/${drawn} written`,
  );
  return pronounce(verdict);
}

/**
 * Says what was found, and in one line how much.
 * @param {import('./verdict.mjs').Verdict} verdict
 * @returns {Promise<number>} exit code
 */
async function pronounce(verdict) {
  const { isClean, lineOf } = await import('./verdict.mjs');
  for (const [kind, faults] of Object.entries(verdict)) {
    for (const fault of faults.slice(0, SHOWN_MAX)) console.log(`${kind}: ${fault}`);
  }
  console.log(lineOf(verdict));
  return isClean(verdict) ? 0 : 1;
}

/** @returns {Promise<number>} exit code */
async function run() {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      wire: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '10' },
      across: { type: 'boolean', default: false },
    },
  });
  const seed = wholeNumber('seed', values.seed, 2 ** 24);
  const kills = wholeNumber('kills', values.kills, KILLS_MAX);
  const minutes = wholeNumber('minutes', values.minutes, MINUTES_MAX);
  await ensureInstalled();
  await ensureBuilt();
  return values.wire ? wire(minutes, seed, values.across) : crashes(kills, seed, values.across);
}

run().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
