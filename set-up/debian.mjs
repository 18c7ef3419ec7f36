import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyNoBrowser } from './browser.mjs';
import { whyNoCardService } from './card-service.mjs';
import { ROOT, say } from './files.mjs';
import { headersOfThisNode, npm, runHere } from './install.mjs';

/** What the tests over a real card service need, and what builds the native module for it. */
const CARD_PACKAGES = ['pcscd', 'vsmartcard-vpcd', 'libpcsclite-dev', 'iproute2'];
const COMPILER_PACKAGES = ['build-essential', 'python3'];
/** What the tests of the pages need: a browser, and letters for what the pages say. */
const BROWSER_PACKAGES = ['chromium', 'fonts-liberation', 'fonts-wqy-microhei'];
const CARD_HEADER = '/usr/include/PCSC/winscard.h';
const NATIVE_MODULE = join(ROOT, 'node_modules', 'pcsclite');

/** @param {string} command */
const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** @returns {boolean} whether packages may be installed here without asking anybody */
const mayInstall = () =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version') && has('apt-get');

/** @returns {string[]} what builds native modules, where it is not there */
const compilerWanted = () => (has('g++') && has('make') && has('python3') ? [] : COMPILER_PACKAGES);

/**
 * @param {readonly string[]} wanted
 * @returns {string[]}
 */
function missingOf(wanted) {
  return wanted.filter((name) => {
    const asked = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' });
    return !asked.stdout.startsWith('install ok installed');
  });
}

/**
 * Installs the packages that the tests need, where that may be done: as root on Debian and its children. Elsewhere, and
 * when it fails, the tests that need them are skipped.
 */
export async function ensureDebianPackages() {
  await ensurePackages(
    [...CARD_PACKAGES, ...BROWSER_PACKAGES, ...compilerWanted()],
    'for the tests with cards and a browser',
  );
}

/** Installs a compiler where it may be done: what is native in the programs may have to be built. */
export async function ensureCompiler() {
  await ensurePackages(compilerWanted(), 'to build native modules');
}

/**
 * @param {readonly string[]} wanted
 * @param {string} purpose
 */
async function ensurePackages(wanted, purpose) {
  if (wanted.length === 0 || !mayInstall()) return;
  const missing = missingOf(wanted);
  if (missing.length === 0) return;
  say(`installing Debian packages ${purpose}: ${missing.join(', ')}`);
  const apt = ['-o', 'DPkg::Lock::Timeout=120', '-qq'];
  const install = () =>
    runHere('env', [
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...apt,
      'install',
      '-y',
      '--no-install-recommends',
      ...missing,
    ]);
  // The lists may be missing or old; they are only fetched when it does not work with those that are here.
  if ((await install()) === 0) return;
  await runHere('apt-get', [...apt, 'update']);
  if ((await install()) !== 0) say('the packages could not be installed; apt-get says above why');
}

/** Says which tests are skipped where there is no browser. */
export function reportBrowser() {
  const why = whyNoBrowser();
  if (why !== null) say(`the tests of the pages (test/pages) are skipped: ${why}`);
}

/**
 * Builds the native module where npm has left it out: it is optional, so npm drops it without a word when its headers were
 * not there at the time. Says which tests are skipped when it, or anything else for them, cannot be had.
 */
export async function ensureCardModule() {
  const built = existsSync(join(NATIVE_MODULE, 'build', 'Release', 'pcsclite.node'));
  if (!built && existsSync(CARD_HEADER)) {
    say('building the native module for card readers (about ten seconds)');
    const lock = /** @type {{ packages: Record<string, { version?: string }> }} */ (
      JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
    );
    const version = lock.packages['node_modules/pcsclite']?.version ?? '';
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', ...headersOfThisNode()];
    const parameters = existsSync(NATIVE_MODULE)
      ? ['rebuild', 'pcsclite', ...quiet]
      : ['install', '--no-save', '--include=dev', `pcsclite@${version}`, ...quiet];
    const [command, first] = npm();
    if ((await runHere(command, [...first, ...parameters])) !== 0) say('it could not be built; npm says above why');
  }
  const why = whyNoCardService();
  if (why !== null) say(`the tests over real PC/SC (test/pcsc) are skipped: ${why}`);
}
