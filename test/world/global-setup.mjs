// One throw-away PostgreSQL for a run of the tests; each test file makes databases of its own in it, as copies of one that
// has the centre's tables already.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDatabase, dropDatabase } from '../../set-up/databases.mjs';
import { ROOT } from '../../set-up/files.mjs';
import { freePorts } from '../../set-up/ports.mjs';
import { startPostgres } from '../../set-up/postgres.mjs';
import { canEnter, letThrough, serverAccount } from '../../set-up/postgres-account.mjs';

/** @type {import('../../set-up/postgres.mjs').Cluster | undefined} */
let cluster;

/** Where the server's account can get to: the temporary folder may be a private one. */
function openTemporaryFolder() {
  const account = serverAccount();
  return account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp';
}

/** As built: without a build the tests' databases begin empty, and the centre makes its tables in each. */
const TABLES = join(ROOT, 'dist', 'settlement', 'apps', 'settlement', 'src', 'database', 'data-source.js');

/** Starts the server, unless somebody has given one by TEST_DATABASE_URL, and makes the database that others begin as. */
export default async function startDatabase() {
  process.env['TEST_DATABASE_URL'] ??= await startServer();
  if (existsSync(TABLES)) process.env['TEST_TEMPLATE'] = await makeTemplate(process.env['TEST_DATABASE_URL']);
}

/** @returns {Promise<string>} its URL */
async function startServer() {
  const [port = 0] = await freePorts(1);
  const folder = mkdtempSync(join(openTemporaryFolder(), 'medisettle-test-'));
  letThrough(folder);
  cluster = await startPostgres({ folder, port, password: randomBytes(16).toString('hex'), durable: false });
  return cluster.url;
}

/**
 * @param {string} server
 * @returns {Promise<string>} its name
 */
async function makeTemplate(server) {
  const name = `test_template_${randomBytes(6).toString('hex')}`;
  const { dataSourceOptions, openDatabase } = await import(pathToFileURL(TABLES).href);
  const dataSource = await openDatabase(dataSourceOptions(await createDatabase(server, name), 1));
  await dataSource.destroy();
  return name;
}

/** Forgets the template and stops the server; called by the teardown. */
export async function stopDatabase() {
  const { TEST_DATABASE_URL: server, TEST_TEMPLATE: template } = process.env;
  if (!cluster && server && template) await dropDatabase(server, template);
  await cluster?.stop();
}
