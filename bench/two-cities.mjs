// Two provinces to measure between: a durable PostgreSQL with a database for each, their centres and the hub.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptKey } from '../demo/home.mjs';
import { centrePlan, hubPlan, PROVINCES } from '../demo/plan.mjs';
import { ChildProgram } from '../set-up/child-program.mjs';
import { connect, createDatabase } from '../set-up/databases.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { startPostgres } from '../set-up/postgres.mjs';
import { canEnter, letThrough, serverAccount } from '../set-up/postgres-account.mjs';

/**
 * A province: its centre as operators reach it, and a connection to its database.
 * @typedef {object} City
 * @property {string} division
 * @property {{ url: string, key: string }} centre
 * @property {import('pg').Client} database
 * @property {number} pid of its centre
 */

/**
 * Starts everything.
 * @returns {Promise<{ cities: City[], hub: { url: string, key: string }, folder: string, close: () => Promise<void> }>}
 */
export async function openCities() {
  const account = serverAccount();
  const base = account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp';
  const folder = mkdtempSync(join(base, 'medisettle-provinces-'));
  letThrough(folder);
  const place = { keysFolder: join(folder, 'keys'), logsFolder: join(folder, 'logs') };
  for (const inner of Object.values(place)) mkdirSync(inner, { mode: 0o700 });
  const key = (/** @type {string} */ role) => keptKey(join(place.keysFolder, `${role}.key`));
  for (const role of ['link', 'his', 'voucher-service']) key(role);
  const operator = key('operator');
  const [postgresPort = 0, hubPort = 0, ...ports] = await freePorts(2 + 2 * PROVINCES.length);
  const password = randomBytes(16).toString('hex');
  const cluster = await startPostgres({
    folder: join(folder, 'postgres'),
    port: postgresPort,
    password,
    durable: true,
  });
  /** @type {City[]} */
  const cities = [];
  /** @type {ChildProgram[]} */
  const programs = [];
  const close = async () => {
    for (const program of programs.toReversed()) await program.stop();
    for (const { database } of cities) await database.end();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const plans = [];
    for (const [index, { division, name: title, suffix }] of PROVINCES.entries()) {
      const [httpPort = 0, linkPort = 0] = ports.slice(2 * index, 2 * index + 2);
      const databaseUrl = await createDatabase(cluster.url, `bench${suffix}`);
      const plan = centrePlan({
        ...{ name: `centre${suffix}`, division, title, httpPort, linkPort, databaseUrl, hubPort, place },
        more: { LOG_LEVEL: 'warn', HUB_DEADLINE_MS: '60000' },
      });
      plans.push({ division, httpPort, databaseUrl, plan });
    }
    // The plans of the centres have made the keys that the hub reads.
    const plan = hubPlan({ httpPort: hubPort, centres: plans, place });
    const hub = new ChildProgram({ ...plan, environment: { ...plan.environment, DEADLINE_MS: '60000' } });
    programs.push(hub);
    await hub.ready;
    for (const { division, httpPort, databaseUrl, plan } of plans) {
      const program = new ChildProgram(plan);
      programs.push(program);
      await program.ready;
      const centre = { url: `http://127.0.0.1:${httpPort}`, key: operator };
      cities.push({ division, centre, database: await connect(databaseUrl), pid: program.pid });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { cities, hub: { url: `http://127.0.0.1:${hubPort}`, key: operator }, folder, close };
}
