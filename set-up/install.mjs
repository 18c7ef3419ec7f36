import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED_PACKAGES } from './bundled-packages.mjs';
import { Explained, filesBelow, fingerprintOf, readIfThere, ROOT, say } from './files.mjs';

const NODE_MAJOR_MIN = 20;
const NODE_MINOR_MIN = 19;

const MODULES = join(ROOT, 'node_modules');
const INSTALLED_STAMP = join(MODULES, '.medisettle-installed');
const DIST = join(ROOT, 'dist');
const BUILT_STAMP = join(DIST, '.built-from');

/** The programs, as the build names them. */
const PROGRAMS = /** @type {const} */ (['settlement', 'terminal-agent', 'national-hub', 'key-server-stand-in']);

/**
 * The file that starts a built program.
 * @param {(typeof PROGRAMS)[number]} program
 * @returns {string}
 */
export const mainOf = (program) => join(DIST, program, 'apps', program, 'src', 'main.js');

/** The folder with the dated policies, which the programs read at run time. */
export const POLICY_FOLDER = join(ROOT, 'libs', 'benefits', 'policy');

/** The folder with the built pages, which the programs serve. */
export const PAGES_FOLDER = join(DIST, 'pages');

/** What builds them: file below the clone, parameters. @type {[string, string[]][]} */
const BUILDS = [
  ['node_modules/@nestjs/cli/bin/nest.js', ['build', ...PROGRAMS]],
  ['node_modules/vite/bin/vite.js', ['build', 'pages', '--logLevel', 'warn']],
  ['set-up/bundled-packages.mjs', []],
];

/** Says clearly what is wrong with an old Node, instead of letting a syntax error say it. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NODE_MAJOR_MIN || (major === NODE_MAJOR_MIN && minor >= NODE_MINOR_MIN)) return;
  throw new Explained(
    `Node ${process.versions.node} is too old: ${NODE_MAJOR_MIN}.${NODE_MINOR_MIN} or newer is needed (https://nodejs.org).`,
  );
}

/**
 * Runs a command in the clone; what it prints goes to standard error.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {AbortSignal} [signal] ends it
 * @returns {Promise<number>} its exit code; 1 when it could not be started
 */
export function runHere(command, parameters, signal) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { cwd: ROOT, stdio: ['ignore', 2, 2], signal });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * The tool of an installed package, run by this Node.
 * @param {string} file below node_modules
 * @returns {[command: string, file: string]}
 */
export const tool = (file) => [process.execPath, join(MODULES, file)];

/**
 * The npm that runs us, else the one on the path.
 * @returns {[command: string, first: string[]]}
 */
export function npm() {
  const file = process.env['npm_execpath'];
  return file?.endsWith('.js') ? [process.execPath, [file]] : ['npm', []];
}

/**
 * Whether what npm noted as installed is what the lock file asks for. It saves an installation that somebody has made
 * with npm himself from being made again.
 * @returns {boolean}
 */
function installedAsLocked() {
  const noted = readIfThere(join(MODULES, '.package-lock.json'));
  if (noted === undefined) return false;
  /** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lock */
  /** @type {Lock} */
  const installed = JSON.parse(noted);
  /** @type {Lock} */
  const locked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(locked.packages).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    // A package for another platform is in the lock file and not on the disk.
    if (found === undefined) return optional === true || devOptional === true;
    return found.version === version && existsSync(join(ROOT, path));
  });
}

/**
 * Where Node brought its headers along, what is built natively needs to fetch none.
 * @returns {string[]} for npm
 */
export function headersOfThisNode() {
  const prefix = join(process.execPath, '..', '..');
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? [`--nodedir=${prefix}`] : [];
}

/**
 * Builds the native part of the agent's journal where it is missing, for instance since npm was told to run no scripts.
 * @param {AbortSignal} [signal] gives up
 */
async function ensureJournalModule(signal) {
  const built = join(MODULES, 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node');
  if (existsSync(built)) return;
  say('building the native module of the journal (about two minutes)');
  const [command, first] = npm();
  const rebuild = ['rebuild', 'better-sqlite3', '--ignore-scripts=false', '--loglevel=error', ...headersOfThisNode()];
  await runHere(command, [...first, ...rebuild], signal);
  signal?.throwIfAborted();
  if (existsSync(built)) return;
  throw new Explained(
    'The native module of the journal (better-sqlite3) could not be had: it is fetched ready-made or built with a C++ compiler, make and Python 3. Install those and start again.',
  );
}

/**
 * Installs what the lock file asks for, unless that was done for this very lock file, Node and platform.
 * @param {AbortSignal} [signal] gives up
 */
export async function ensureInstalled(signal) {
  checkNode();
  const runtime = `${process.platform}-${process.arch}-${process.versions.modules}`;
  const wanted = `${runtime} ${fingerprintOf([join(ROOT, 'package-lock.json')])}\n`;
  const stamp = readIfThere(INSTALLED_STAMP);
  if (stamp === wanted) return;
  // Native packages that were built for another Node or machine do not count, whatever npm has noted.
  if ((stamp === undefined || stamp.startsWith(`${runtime} `)) && installedAsLocked()) {
    await ensureJournalModule(signal);
    writeFileSync(INSTALLED_STAMP, wanted);
    return;
  }
  if (lstatSync(MODULES, { throwIfNoEntry: false })?.isSymbolicLink()) {
    // npm would empty the folder behind the link, which is somebody else's.
    throw new Explained(
      'node_modules is a link, and what it points to does not fit package-lock.json. Remove the link.',
    );
  }
  // Loaded here, since it needs this file itself.
  const { ensureCompiler } = await import('./debian.mjs');
  await ensureCompiler();
  say('installing the packages of package-lock.json (half a minute; two more where native ones are built)');
  const [command, first] = npm();
  // Development packages are needed to build, whatever NODE_ENV says.
  const code = await runHere(
    command,
    [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', ...headersOfThisNode()],
    signal,
  );
  signal?.throwIfAborted();
  if (code !== 0) {
    throw new Explained(
      `\`npm ci\` ended with ${code}. Its own words are above. The usual causes: no way to the package registry (proxy), no compiler where a native package has to be built, or a full disk. Nothing was started.`,
    );
  }
  await ensureJournalModule(signal);
  writeFileSync(INSTALLED_STAMP, wanted);
}

/** @returns {string[]} what the build reads */
function sources() {
  const folders = ['apps', 'libs', 'pages'].flatMap((folder) => filesBelow(join(ROOT, folder)));
  const code = folders.filter((file) => /\.(ts|json|tsx|css|html|svg|mjs)$/.test(file) && !file.endsWith('.spec.ts'));
  const others = ['tsconfig.base.json', 'nest-cli.json', 'package-lock.json', 'set-up/bundled-packages.mjs'];
  return [...code, ...others.map((file) => join(ROOT, file))];
}

/** @returns {boolean} */
const isBuilt = () => [...PROGRAMS.map(mainOf), PAGES_FOLDER, BUNDLED_PACKAGES].every((place) => existsSync(place));

/**
 * Builds the programs and the pages, unless they were built from these very sources.
 * @param {AbortSignal} [signal] gives up
 */
export async function ensureBuilt(signal) {
  const wanted = fingerprintOf(sources());
  if (readIfThere(BUILT_STAMP) === wanted && isBuilt()) return;
  say(`building ${PROGRAMS.join(', ')} and the pages`);
  // A build that is cut short leaves no stamp, so that the next one starts anew.
  rmSync(BUILT_STAMP, { force: true });
  for (const [file, parameters] of BUILDS) {
    const code = await runHere(process.execPath, [join(ROOT, file), ...parameters], signal);
    signal?.throwIfAborted();
    if (code !== 0) throw new Explained('The build failed; the compiler says above why. Nothing was started.');
  }
  mkdirSync(DIST, { recursive: true });
  writeFileSync(BUILT_STAMP, wanted);
}

/**
 * @param {[string, string]} command
 * @param {readonly string[]} parameters
 * @returns {[string, string[]]}
 */
export const withFirst = ([command, file], parameters) => [command, [file, ...parameters]];
