import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../set-up/ports.mjs';
import { startPostgres } from '../set-up/postgres.mjs';
import { canEnter, letThrough, serverAccount } from '../set-up/postgres-account.mjs';

/**
 * A database server that is forgotten afterwards and does not wait for the disk.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function openThrowAwayServer() {
  const account = serverAccount();
  const parent = account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp';
  const folder = mkdtempSync(join(parent, 'medisettle-bench-data-'));
  letThrough(folder);
  const [port = 0] = await freePorts(1);
  const cluster = await startPostgres({ folder, port, password: randomBytes(16).toString('hex'), durable: false });
  return {
    url: cluster.url,
    close: async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
