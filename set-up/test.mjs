// `npm test`: everything that a change must pass. The code is read while the tests run, in the time in which these wait for
// programs and databases.
import { ensureCardModule, ensureDebianPackages, reportBrowser } from './debian.mjs';
import { ensureBuilt, ensureInstalled, runHere, tool, withFirst } from './install.mjs';
import { Explained, say } from './files.mjs';

const JEST = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

/** Checks that read the code without running it: name, tool, parameters. @type {[string, string, string[]][]} */
const READINGS = [
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.check.json', '--noEmit']],
  ['types of the pages', 'typescript/bin/tsc', ['-p', 'pages', '--noEmit']],
  ['lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  [
    'architecture',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ['apps', 'libs', 'pages', '--config', '.dependency-cruiser.cjs'],
  ],
  ['dead code', 'knip/bin/knip.js', []],
];

/** Each takes what the tests leave of one processor. */
const READERS = 2;
const READERS_PRIORITY = 5;

/** @returns {Promise<string[]>} the names of the checks that failed */
async function read() {
  say(`checking ${READINGS.map(([name]) => name).join(', ')} while the tests run`);
  /** @type {string[]} */
  const failed = [];
  const waiting = [...READINGS];
  const reader = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, file, parameters] = next;
      const code = await runHere(...withFirst(tool(file), parameters), { priority: READERS_PRIORITY });
      if (code === 0) continue;
      failed.push(name);
      say(`this check of the code failed: ${name}`);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return failed;
}

/** @returns {Promise<number>} exit code */
async function test() {
  await ensureDebianPackages();
  await ensureInstalled();
  await ensureCardModule();
  reportBrowser();
  await ensureBuilt();
  const parameters = process.argv.slice(2);
  // With a choice of tests on the command line, somebody is at work on those.
  const reading = parameters.length === 0 ? read() : Promise.resolve([]);
  const code = await runHere(process.execPath, [...JEST, ...parameters]);
  const failed = await reading;
  if (failed.length > 0) say(`these checks of the code failed: ${failed.join(', ')}`);
  return code !== 0 ? code : failed.length > 0 ? 1 : 0;
}

test().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
