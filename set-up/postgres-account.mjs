import { chmodSync, chownSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The account that the database server runs as: PostgreSQL refuses to run as root.
 * @typedef {{ readonly uid: number, readonly gid: number }} Account
 */

/**
 * An existing account without rights of its own, when this process is root; undefined when it is not and the server
 * can run as whoever started it. No account is ever made.
 * @returns {Account | undefined}
 */
export function serverAccount() {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const wanted of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':');
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither an account `postgres` nor `nobody` to run it as.',
  );
}

/**
 * Whether an account may walk into a folder, and so through every folder above it.
 * @param {string} folder an existing one
 * @param {Account} account
 * @returns {boolean}
 */
export function canEnter(folder, account) {
  const path = realpathSync(folder);
  const { mode, uid, gid } = statSync(path);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return path === dirname(path) || canEnter(dirname(path), account);
}

/**
 * Lets an account walk through a folder of ours, without letting it see what is in it.
 * @param {string} folder
 */
export function letThrough(folder) {
  const { mode } = statSync(folder);
  if ((mode & 0o011) !== 0o011) chmodSync(folder, (mode & 0o7777) | 0o011);
}

/**
 * Gives a folder or file to the account that the server runs as.
 * @param {string} path
 * @param {Account | undefined} account
 */
export function give(path, account) {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}
