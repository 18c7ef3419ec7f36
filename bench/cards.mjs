// `npm run cards -- --count N`: N cards, alternately old and new, through two PC/SC readers of a real agent at a real card
// service. Prints how many were misread, and the memory of the agent and its driver before and after.
import { parseArgs } from 'node:util';
import { READER_NAMES } from '../set-up/card-service.mjs';
import { Explained, say } from '../set-up/files.mjs';
import { ensureBuilt, ensureInstalled } from '../set-up/install.mjs';
import { CounterWorld, demoCard } from './counter-world.mjs';

/** Old and new cards, and the verdict that the demo's registry gives. @type {readonly [string, string][]} */
const CARDS = [
  ['employee-old', 'usable'],
  ['retiree-new', 'usable'],
  ['retiree-old', 'refused'],
  ['pupil-new', 'usable'],
  ['relocated-old', 'refused'],
  ['unlucky-lost', 'refused'],
  ['employee-old', 'usable'],
  ['mislaid-new', 'refused'],
];
/** Memory counts from here: before, everything is loaded for the first time. */
const WARM_UP = 40;

/** @returns {Promise<number>} exit code */
async function run() {
  const { values } = parseArgs({ options: { count: { type: 'string', default: '200' } } });
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 2) throw new Explained('--count must be a whole number from 2.');
  await ensureInstalled();
  await ensureBuilt();
  const { readInProcess } = await import('./built-cards.mjs');
  const expected = new Map();
  for (const [key] of CARDS) expected.set(key, (await readInProcess(demoCard(key).chip)).reading);

  const world = await CounterWorld.open({ quickAcknowledge: true });
  try {
    const events = await world.listen();
    let done = 0;
    let misread = 0;
    let before = world.memory();
    const begin = performance.now();
    /** @param {0 | 1} slot */
    const serve = async (slot) => {
      const reader = READER_NAMES[slot];
      for (let n = slot; n < count; n += 2) {
        // Both readers get old and new cards in turn.
        const [key, verdict] = CARDS[(n + Math.floor(n / 2)) % CARDS.length] ?? ['', ''];
        await world.cards.insert(slot, demoCard(key).chip);
        const { card } = (await events.next('card-read', reader)).reader;
        const right = expected.get(key);
        const same = card?.cardNumber === right.cardNumber && card?.basicString === right.basicString;
        if (!same || card?.generation !== right.generation || card?.verdict.outcome !== verdict) {
          misread += 1;
          say(`card ${n} (${key}) was misread`);
        }
        await world.cards.poweredDown(slot);
        await world.cards.remove(slot);
        await events.next('card-removed', reader);
        done += 1;
        if (done === Math.min(WARM_UP, count)) before = world.memory();
        if (done % 200 === 0) say(`${done} of ${count} cards, ${misread} misread`);
      }
    };
    await Promise.all([serve(0), serve(1)]);
    const after = world.memory();
    const seconds = Math.round((performance.now() - begin) / 1000);
    /** @param {number} kilobytes */
    const shown = (kilobytes) => `${(kilobytes / 1024).toFixed(1)} MB`;
    console.log(`cards=${done} misreads=${misread} seconds=${seconds}`);
    console.log(`agent memory ${shown(before.agent)} before, ${shown(after.agent)} after`);
    console.log(`driver memory ${shown(before.driver)} before, ${shown(after.driver)} after`);
    return misread === 0 && done === count ? 0 : 1;
  } finally {
    await world.close();
  }
}

run().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
