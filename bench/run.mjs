// `npm run bench [-- name …]`: measures, prints a table for each measurement, and writes bench/results.json. Figures of
// measurements that are not run this time are kept there.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureCardModule, ensureDebianPackages } from '../set-up/debian.mjs';
import { Explained, readIfThere, ROOT, say } from '../set-up/files.mjs';
import { ensureBuilt, ensureInstalled } from '../set-up/install.mjs';

/**
 * What is comparable between machines.
 * @typedef {object} Ratio
 * @property {string} name
 * @property {number} value
 * @property {number} [atMost] the highest good value
 * @property {number} [atLeast] the lowest good value
 */

/**
 * What a measurement brings: its ratios, and the figures behind them.
 * @typedef {object} Measured
 * @property {Ratio[]} ratios
 * @property {Record<string, unknown>} table
 * @property {Record<string, Record<string, unknown>>} [profile] what costs how much, a table each
 */

/** Every measurement, by its name. @type {Record<string, () => Promise<{ measure: () => Promise<Measured> }>>} */
const MEASUREMENTS = {
  cardToBareApdu: () => import('./card-to-bare-apdu.mjs'),
  settlements: () => import('./settlements.mjs'),
  oneBalance: () => import('./one-balance.mjs'),
  splits: () => import('./splits.mjs'),
  pages: () => import('./pages.mjs'),
  console: () => import('./console.mjs'),
};

const RESULTS = join(ROOT, 'bench', 'results.json');

/** @param {Ratio} ratio */
function goalOf({ atMost, atLeast }) {
  if (atMost !== undefined) return ` (goal: at most ${atMost})`;
  return atLeast === undefined ? '' : ` (goal: at least ${atLeast})`;
}

/** @returns {Promise<number>} exit code */
async function run() {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in MEASUREMENTS));
  if (unknown.length > 0) throw new Explained(`no such measurement: ${unknown.join(', ')}`);
  await ensureDebianPackages();
  await ensureInstalled();
  await ensureCardModule();
  await ensureBuilt();
  const kept = /** @type {{ ratios?: Record<string, number>, figures?: Record<string, unknown> }} */ (
    JSON.parse(readIfThere(RESULTS) ?? '{}')
  );
  const results = { ratios: { ...kept.ratios }, figures: { ...kept.figures } };
  let failed = false;
  for (const [name, load] of Object.entries(MEASUREMENTS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    say(`measuring ${name}`);
    try {
      const { ratios, table, profile } = await (await load()).measure();
      results.figures[name] = profile ? { ...table, profile } : table;
      console.table(table);
      for (const part of Object.values(profile ?? {})) console.table(part);
      for (const ratio of ratios) {
        const value = Math.round(ratio.value * 1000) / 1000;
        results.ratios[ratio.name] = value;
        console.log(`${ratio.name} = ${value}${goalOf(ratio)}`);
      }
    } catch (error) {
      // One that cannot be measured here does not take the others along.
      if (!(error instanceof Explained)) throw error;
      failed = true;
      say(error.message);
    }
  }
  const machine = { processors: cpus().length, node: process.version, at: new Date().toISOString() };
  mkdirSync(join(ROOT, 'bench'), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify({ ...results, machine }, null, 2)}\n`);
  return failed ? 1 : 0;
}

run().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
