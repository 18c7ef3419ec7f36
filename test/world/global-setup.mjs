// One throw-away PostgreSQL for a run of the tests; each test file makes databases of its own in it.
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Starts the server, unless somebody has given one by TEST_DATABASE_URL. */
export default async function startDatabase() {
  if (process.env['TEST_DATABASE_URL']) return;
  const [port = 0] = await freePorts(1);
  const folder = mkdtempSync(join(openTemporaryFolder(), 'medisettle-test-'));
  letThrough(folder);
  cluster = await startPostgres({ folder, port, password: randomBytes(16).toString('hex'), durable: false });
  process.env['TEST_DATABASE_URL'] = cluster.url;
}

/** Stops it; called by the teardown. */
export async function stopDatabase() {
  await cluster?.stop();
}
