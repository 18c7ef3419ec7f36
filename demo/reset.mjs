// `npm run reset`: forgets the demo's data, keys and logs. The next start begins with a new world.
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dropDatabase } from '../set-up/databases.mjs';
import { Explained, say } from '../set-up/files.mjs';
import { runningServer } from '../set-up/postgres.mjs';
import { SYSTEM_FOLDER } from '../set-up/postgres-binaries.mjs';
import { waitUntil } from '../set-up/running-processes.mjs';
import { clusterFolder, homeAt, journalsFolder, takeHome } from './home.mjs';
import { PROVINCES } from './plan.mjs';

/** How long the server of a start that was killed may take to end. */
const SERVER_END_MS_MAX = 15_000;

/**
 * Forgets the databases on a server that is not ours.
 * @param {string} url DATABASE_URL
 */
async function dropGivenDatabases(url) {
  for (const { division } of PROVINCES) await dropDatabase(url, `medisettle_${division}`);
}

/**
 * Forgets what a start has made, and nothing else: the folder may hold other things, if somebody chose it so.
 * @param {import('./home.mjs').Home} home
 */
async function forget(home) {
  const cluster = clusterFolder(home);
  if (!(await waitUntil(() => runningServer(join(cluster, 'data')) === undefined, SERVER_END_MS_MAX))) {
    throw new Explained(`A PostgreSQL server still runs over ${cluster}. Stop it first.`);
  }
  for (const folder of [cluster, home.keysFolder, home.logsFolder, journalsFolder(home)]) {
    rmSync(folder, { recursive: true, force: true });
  }
  if (dirname(dirname(cluster)) === SYSTEM_FOLDER) rmSync(dirname(cluster), { recursive: true, force: true });
}

/** @returns {Promise<void>} */
async function reset() {
  const home = homeAt(process.env['MEDISETTLE_HOME']);
  const lock = existsSync(home.folder) ? takeHome(home) : undefined;
  try {
    const given = process.env['DATABASE_URL'];
    if (given) await dropGivenDatabases(given);
    if (lock !== undefined) await forget(home);
  } finally {
    lock?.release();
  }
}

reset().then(
  () => say('the data of the demo is forgotten'),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
