import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createDatabase } from '../set-up/databases.mjs';
import { Explained } from '../set-up/files.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { runningServer, startPostgres } from '../set-up/postgres.mjs';
import { childrenOf, commandOf, signalIfThere, waitUntil } from '../set-up/running-processes.mjs';

const START_MS_MAX = 60_000;

/** A PostgreSQL of one's own that forgets nothing when it is killed. */
export class KillableDatabase {
  #settings;
  #cluster;

  /**
   * @param {import('../set-up/postgres.mjs').ClusterSettings} settings
   * @param {import('../set-up/postgres.mjs').Cluster} cluster
   */
  constructor(settings, cluster) {
    this.#settings = settings;
    this.#cluster = cluster;
  }

  /**
   * @param {string} folder an existing one that the server's account can walk through
   * @returns {Promise<KillableDatabase>}
   */
  static async open(folder) {
    const [port = 0] = await freePorts(1);
    const password = randomBytes(16).toString('hex');
    const settings = { folder: join(folder, 'postgres'), port, password, durable: true };
    return new KillableDatabase(settings, await startPostgres(settings));
  }

  /** @param {string} name */
  create(name) {
    return createDatabase(this.#cluster.url, name);
  }

  /** The server and all that it has started; to be killed together. */
  get pids() {
    const { pid } = this.#cluster;
    return [pid, ...childrenOf(pid)];
  }

  /** Resolves when the server is gone, whoever ended it. */
  get ended() {
    return this.#cluster.ended;
  }

  async kill() {
    await killAll(this.pids);
    await this.ended;
  }

  /** Starts it again after it was killed; resolves when it has recovered. */
  async start() {
    const end = Date.now() + START_MS_MAX;
    for (;;) {
      try {
        this.#cluster = await startPostgres(this.#settings);
        return;
      } catch (error) {
        // A session that was begun in the last moment may outlive the server a little, and with it the shared memory.
        if (!(error instanceof Explained) || Date.now() > end) throw error;
      }
    }
  }

  /**
   * Starts it again and kills it while it recovers.
   * @param {number} afterMs how long after its start
   */
  async killWhileItRecovers(afterMs) {
    const data = join(this.#settings.folder, 'data');
    const before = runningServer(data);
    const started = startPostgres(this.#settings).then(
      (cluster) => (this.#cluster = cluster),
      (error) => {
        // Killed before it answered: that is what it was started for.
        if (!(error instanceof Explained)) throw error;
      },
    );
    const there = () => {
      const pid = runningServer(data);
      return pid !== undefined && pid !== before;
    };
    if (!(await waitUntil(there, START_MS_MAX, 2))) throw new Error('the database does not start');
    await new Promise((resume) => setTimeout(resume, afterMs));
    const pid = runningServer(data);
    if (pid !== undefined) await killAll([pid, ...childrenOf(pid)]);
    await started;
    await this.ended;
  }

  async stop() {
    await this.#cluster.stop();
  }
}

/** @param {readonly number[]} pids */
async function killAll(pids) {
  for (const pid of pids) signalIfThere(pid, 'SIGKILL');
  await waitUntil(() => pids.every((pid) => commandOf(pid) === undefined), START_MS_MAX, 5);
}
