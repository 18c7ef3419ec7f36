import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createDatabase } from '../set-up/databases.mjs';
import { findPgbench } from '../set-up/pgbench.mjs';

const run = promisify(execFile);

/** Branches: fewer than clients would make them wait for each other. */
const SCALE = 64;
const THREADS = 2;

/**
 * pgbench, TPC-B-like and prepared, in a database of its own on a server.
 * @param {string} serverUrl
 * @returns {Promise<((clients: number, seconds: number) => Promise<number>) | undefined>} transactions a second;
 *   undefined where there is no pgbench
 */
export async function openPgbench(serverUrl) {
  const found = findPgbench();
  if (found === undefined) return undefined;
  const url = await createDatabase(serverUrl, 'pgbench');
  const options = { env: { ...process.env, ...found.environment } };
  await run(found.file, ['-i', '-q', '-s', String(SCALE), url], options);
  return async (clients, seconds) => {
    const parameters = ['-n', '-M', 'prepared', '-c', clients, '-j', Math.min(clients, THREADS), '-T', seconds, url];
    const { stdout } = await run(found.file, parameters.map(String), options);
    const tps = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    if (!(tps > 0)) throw new Error('pgbench said no figure');
    return tps;
  };
}
