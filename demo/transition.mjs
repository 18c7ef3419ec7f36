// `npm run transition -- --holders N --seed S`: the exchange of the cards of a whole city, in small, against a real centre.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Explained, ROOT, say } from '../set-up/files.mjs';
import { ensureBuilt, ensureInstalled } from '../set-up/install.mjs';

const HOLDERS_MAX = 1_000_000;

/** @param {string} name @param {string} written @param {number} most */
function wholeNumber(name, written, most) {
  const number = Number(written);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Explained(`--${name} must be a whole number from 1 to ${most}; it is "${written}".`);
}

/** @returns {Promise<number>} exit code */
async function transition() {
  const { values } = parseArgs({
    options: { holders: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
  });
  const count = wholeNumber('holders', values.holders, HOLDERS_MAX);
  const seed = wholeNumber('seed', values.seed, 2 ** 31);
  await ensureInstalled();
  await ensureBuilt();
  // Loaded here: they need installed packages.
  const { Chance } = await import('./transition/chance.mjs');
  const { inventHolders } = await import('./transition/holders.mjs');
  const { openCity } = await import('./transition/city.mjs');
  const { Replay } = await import('./transition/replay.mjs');
  const { drawChart } = await import('./transition/chart.mjs');

  const chance = new Chance(seed);
  const holders = inventHolders(count, chance);
  const city = await openCity(holders);
  try {
    const began = Date.now();
    const replay = new Replay(city, holders, chance, began);
    try {
      await replay.play((week) => {
        if (week % 4 === 0) say(`week ${week}: ${replay.witness.counts.verdicts} verdicts`);
      });
    } finally {
      replay.close();
    }
    const { verdicts, wronglyRefused, wronglyAccepted, otherReason, raced, feedFaults } = replay.witness.counts;
    for (const fault of replay.witness.faults) say(fault);
    const title = `Old and new cards in use: ${count} holders, seed ${seed}`;
    writeFileSync(join(ROOT, 'docs', 'transition.svg'), drawChart(replay.weeks, title));
    say(`took ${Math.round((Date.now() - began) / 1_000)} s; docs/transition.svg written`);
    process.stdout.write(
      `verdicts=${verdicts} wronglyRefused=${wronglyRefused} wronglyAccepted=${wronglyAccepted} raced=${raced} otherReason=${otherReason} feedFaults=${feedFaults}\n`,
    );
    return wronglyRefused + wronglyAccepted + otherReason + feedFaults === 0 ? 0 : 1;
  } finally {
    await city.close();
  }
}

transition().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
