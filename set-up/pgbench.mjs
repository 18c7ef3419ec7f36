import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, say } from './files.mjs';

const DEBIAN_HOME = '/usr/lib/postgresql';
const UNPACKED = join(ROOT, 'node_modules', '.cache', 'medisettle-pgbench');
const VERSIONS = ['18', '17', '16', '15', '14', '13'];

/** @param {string} folder of a Debian installation of PostgreSQL */
function inVersions(folder) {
  const versions = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(folder, version, 'bin', 'pgbench')).find(existsSync);
}

/**
 * Unpacks Debian's packages beside the other modules instead of installing them, which would start a server here.
 * @returns {boolean}
 */
function unpack() {
  if (spawnSync('sh', ['-c', 'command -v apt-get && command -v dpkg-deb']).status !== 0) return false;
  mkdirSync(UNPACKED, { recursive: true });
  const here = { cwd: UNPACKED, stdio: /** @type {const} */ ('ignore') };
  const got = VERSIONS.some((version) => {
    const names = [`postgresql-${version}`, 'libpq5'];
    return spawnSync('apt-get', ['download', ...names], here).status === 0;
  });
  const packages = readdirSync(UNPACKED).filter((file) => file.endsWith('.deb'));
  return got && packages.every((file) => spawnSync('dpkg-deb', ['-x', file, '.'], here).status === 0);
}

/**
 * The database server's own benchmark, which is not among the embedded binaries: this system's, or Debian's.
 * @returns {{ file: string, environment: Record<string, string> } | undefined} undefined where it cannot be had
 */
export function findPgbench() {
  const installed = inVersions(DEBIAN_HOME);
  if (installed) return { file: installed, environment: {} };
  const unpacked = join(UNPACKED, DEBIAN_HOME);
  if (!inVersions(unpacked)) {
    say("fetching Debian's PostgreSQL for pgbench; it is unpacked in node_modules, not installed");
    if (!unpack()) return undefined;
  }
  const file = inVersions(unpacked);
  const libraries = readdirSync(join(UNPACKED, 'usr', 'lib'))
    .map((name) => join(UNPACKED, 'usr', 'lib', name))
    .filter((folder) => existsSync(join(folder, 'libpq.so.5')));
  return file === undefined ? undefined : { file, environment: { LD_LIBRARY_PATH: libraries.join(':') } };
}
