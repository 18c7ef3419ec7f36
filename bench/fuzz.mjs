// `npm run fuzz -- --count N --seed S`: N readings of cards that answer wrongly. Exit 1 when one broke a promise.
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { Explained, ROOT, say } from '../set-up/files.mjs';
import { ensureBuilt, ensureInstalled } from '../set-up/install.mjs';

const COUNT_DEFAULT = 100_000;
const COUNT_MAX = 100_000_000;
const SEED_MAX = 0xffff_ffff;
const FAILURES_SHOWN = 20;
/** Spreads the seeds of one run over the whole range, so that two runs share few cards. */
const GOLDEN = 0x9e3779b1;

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} otherwise
 * @param {number} max
 * @returns {number}
 */
function wholeNumber(name, text, otherwise, max) {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new Explained(`--${name} must be a whole number from 0 to ${max}; it is "${text}".`);
}

/** @returns {Promise<typeof import('../libs/card/src/index.js')>} the library as it was built for the terminal agent */
async function builtCardLibrary() {
  await ensureInstalled();
  await ensureBuilt();
  const file = join(ROOT, 'dist', 'terminal-agent', 'libs', 'card', 'src', 'index.js');
  return import(pathToFileURL(file).href);
}

/** @returns {Promise<number>} exit code */
async function fuzz() {
  const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } });
  const count = wholeNumber('count', values.count, COUNT_DEFAULT, COUNT_MAX);
  const seed = wholeNumber('seed', values.seed, 1, SEED_MAX);
  const { readHostileCard } = await builtCardLibrary();

  let unhandled = 0;
  process.on('unhandledRejection', () => (unhandled += 1));
  /** @type {Map<string, number>} */
  const codes = new Map();
  /** @type {{ seed: number, message: string }[]} */
  const failures = [];
  let answers = 0;
  let longest = 0;
  const began = performance.now();
  for (let index = 0; index < count; index += 1) {
    const ownSeed = (Math.imul(seed, GOLDEN) + index) >>> 0;
    try {
      const { code, commands } = await readHostileCard(ownSeed);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      answers += commands;
      longest = Math.max(longest, commands);
    } catch (error) {
      failures.push({ seed: ownSeed, message: error instanceof Error ? error.message : String(error) });
    }
  }
  // A rejection that nobody took is told of only once the queue has run.
  await new Promise((resolve) => setImmediate(resolve));
  const seconds = (performance.now() - began) / 1_000;

  for (const [code, times] of [...codes].sort(([, a], [, b]) => b - a)) {
    process.stdout.write(`${String(times).padStart(10)}  ${code}\n`);
  }
  for (const failure of failures.slice(0, FAILURES_SHOWN)) say(`seed ${failure.seed}: ${failure.message}`);
  process.stdout.write(
    `readings=${count} answers=${answers} longestWalk=${longest} outcomes=${codes.size} failures=${failures.length} ` +
      `unhandled=${unhandled} seconds=${seconds.toFixed(1)} seed=${seed}\n`,
  );
  return failures.length === 0 && unhandled === 0 ? 0 : 1;
}

fuzz().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
