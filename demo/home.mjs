import { createHash, randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errorCode, Explained, readIfThere, ROOT } from '../set-up/files.mjs';
import { canEnter, letThrough, serverAccount } from '../set-up/postgres-account.mjs';
import { SYSTEM_FOLDER } from '../set-up/postgres-binaries.mjs';
import { commandOf } from '../set-up/running-processes.mjs';

/**
 * Where the demo keeps everything that it must not forget.
 * @typedef {object} Home
 * @property {string} folder
 * @property {string} keysFolder
 * @property {string} logsFolder
 */

/**
 * @param {string | undefined} setting MEDISETTLE_HOME
 * @returns {Home}
 */
export function homeAt(setting) {
  const folder = resolve(setting || join(ROOT, '.medisettle'));
  return {
    folder,
    keysFolder: join(folder, 'keys'),
    logsFolder: join(folder, 'logs'),
  };
}

/**
 * Where agents keep their journals: beside the keys that open them. The agents make the folder.
 * @param {{ keysFolder: string }} place
 * @returns {string}
 */
export const journalsFolder = ({ keysFolder }) => join(dirname(keysFolder), 'journals');

/**
 * Makes a folder and those above it. Node's own recursive way never returns where the system answers "no such file" for a
 * folder whose parent is there, as /proc does; and it would close the folders above as well.
 * @param {string} folder
 * @param {number} mode of the folder itself
 */
function makeFolder(folder, mode) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), 0o755);
  mkdirSync(folder, { mode });
}

/**
 * Makes the folders, closed to everybody else.
 * @param {Home} home
 * @throws Explained when it is no place to write to
 */
export function openHome({ folder, keysFolder, logsFolder }) {
  try {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
    for (const inner of [keysFolder, logsFolder]) {
      makeFolder(inner, 0o700);
      chmodSync(inner, 0o700);
    }
  } catch (error) {
    throw new Explained(
      `The data folder ${folder} cannot be made or written (${errorCode(error)}). Set MEDISETTLE_HOME to a folder that can.`,
    );
  }
}

/**
 * A key as it was made at the first start: random, readable by its owner only, without a newline at its end.
 * @param {string} file
 * @returns {string}
 */
export function keptKey(file) {
  const kept = readIfThere(file);
  if (kept !== undefined && kept !== '') return kept;
  const key = randomBytes(32).toString('base64url');
  writeSecret(file, key);
  return key;
}

/**
 * Writes a file that only its owner may read.
 * @param {string} file
 * @param {string} content
 */
export function writeSecret(file, content) {
  writeFileSync(file, content, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/**
 * Where the embedded database lives. Usually in the home; where this is root and the account that the server runs as
 * cannot reach the home, in a folder of the system that belongs to this home.
 * @param {Home} home an open one
 * @returns {string}
 */
export function clusterFolder({ folder }) {
  const account = serverAccount();
  if (account === undefined) return join(folder, 'postgres');
  if (canEnter(dirname(folder), account)) {
    letThrough(folder);
    return join(folder, 'postgres');
  }
  const own = join(SYSTEM_FOLDER, `home-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  mkdirSync(own, { recursive: true, mode: 0o755 });
  return join(own, 'postgres');
}

/**
 * Takes the home for this process, so that no two starts work on the same data. The lock of a process that is gone is
 * taken over.
 * @param {Home} home
 * @returns {{ release: () => void, afterCrash: boolean }} `afterCrash`: the last start did not end in good order
 * @throws Explained when somebody has it
 */
export function takeHome({ folder }) {
  const lock = join(folder, 'start.lock');
  const before = readIfThere(lock);
  if (before !== undefined) {
    const pid = Number(before);
    if (/demo\/(start|reset)\.mjs/.test(commandOf(pid) ?? '') && pid !== process.pid) {
      throw new Explained(
        `The demo runs already on ${folder} (process ${pid}). Stop it first, or set MEDISETTLE_HOME.`,
      );
    }
    rmSync(lock, { force: true });
  }
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    throw new Explained(`The demo is just being started on ${folder} by somebody else.`);
  }
  return { release: () => rmSync(lock, { force: true }), afterCrash: before !== undefined };
}
