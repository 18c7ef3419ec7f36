// `npm test`: everything that a change must pass, in the order in which a failure is cheapest to learn.
import { ensureCardModule, ensureDebianPackages, reportBrowser } from './debian.mjs';
import { ensureBuilt, ensureInstalled, runHere, tool, withFirst } from './install.mjs';
import { Explained, say } from './files.mjs';

const JEST = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

/** Checks that read the code without running it: name, tool, parameters. @type {[string, string, string[]][]} */
const READINGS = [
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  // The native compiler, and a linter upon it; the build and the reader of the architecture want the older one.
  ['types', '@typescript/native/bin/tsc', []],
  ['types of the pages', '@typescript/native/bin/tsc', ['-p', 'pages']],
  ['lint', 'oxlint/bin/oxlint', ['--deny-warnings']],
  [
    'architecture',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ['apps', 'libs', 'pages', '--config', '.dependency-cruiser.cjs'],
  ],
  ['dead code', 'knip/bin/knip.js', []],
];

/** Each takes one processor. */
const READERS = 2;

/** @returns {Promise<string[]>} the names of the checks that failed */
async function read() {
  /** @type {string[]} */
  const failed = [];
  const waiting = [...READINGS];
  const reader = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, file, parameters] = next;
      say(`checking ${name}`);
      if ((await runHere(...withFirst(tool(file), parameters))) !== 0) failed.push(name);
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
  const failed = parameters.length === 0 ? await read() : [];
  const code = await runHere(process.execPath, [...JEST, ...parameters]);
  if (failed.length > 0) say(`these checks failed before the tests: ${failed.join(', ')}`);
  return code !== 0 ? code : failed.length > 0 ? 1 : 0;
}

test().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
