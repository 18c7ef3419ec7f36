import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect, SUPERUSER } from './databases.mjs';
import { isFree, portTaken } from './ports.mjs';
import { errorCode, Explained, readIfThere } from './files.mjs';
import { give, serverAccount } from './postgres-account.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { commandOf, signalIfThere, waitUntil } from './running-processes.mjs';

/**
 * @typedef {object} ClusterSettings
 * @property {string} folder where the cluster lives; made when it is not there; the server's account must be able to enter
 *   the folder above it
 * @property {number} port on 127.0.0.1
 * @property {string} password of the superuser `medisettle`; kept from the first start on
 * @property {boolean} durable false: nothing is flushed to disk, and the folder is deleted in the end
 * @property {number} [portWaitMs] how long somebody else may still hold the port
 */

/**
 * @typedef {object} Cluster
 * @property {string} url of the maintenance database, with the password
 * @property {number} pid of the server
 * @property {Promise<void>} ended resolves when the server has gone, whoever ended it
 * @property {() => Promise<void>} stop ends it in good order; it may be called twice
 */

const RECOVERY_MS_MAX = 120_000;
const STOP_MS_MAX = 15_000;

// What the server logs must hold no data: neither the statement nor the key that was there twice.
const QUIET_LOG = ['-c', 'log_error_verbosity=terse', '-c', 'log_min_error_statement=panic'];
const NOT_DURABLE = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

/**
 * The server runs behind a lifeline: a shell that holds the other end of a pipe of ours. When this process is gone, however
 * it went, the pipe closes and the server is asked to end; without it a killed test run would leave servers behind.
 * A line on the pipe says that the server has ended and must not be signalled any more. The shell is its own parent's
 * orphan, since the server would take the end of a child that it does not know for a crash.
 */
const LIFELINE = `
( ( if read -r _ <&3; then exit 0; fi
    kill -INT $$
    tries=0
    while [ -n "$1" ] && kill -0 $$ && [ $tries -lt 50 ]; do sleep 0.2; tries=$((tries + 1)); done
    [ -z "$1" ] || rm -rf "$1"
  ) >/dev/null 2>&1 & )
exec 3<&-
shift
exec "$@"`;

const run = promisify(execFile);

/**
 * Starts a cluster, and makes it first where there is none. One that runs already over the same data is adopted.
 * @param {ClusterSettings} settings
 * @returns {Promise<Cluster>}
 */
export async function startPostgres(settings) {
  const account = serverAccount();
  const bin = postgresBinaries(account);
  mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
  give(settings.folder, account);
  const data = join(settings.folder, 'data');
  if (readIfThere(join(data, 'PG_VERSION')) === undefined) await makeCluster(bin, data, settings, account);
  const url = `postgresql://${SUPERUSER}:${encodeURIComponent(settings.password)}@127.0.0.1:${settings.port}/postgres`;

  const running = runningServer(data);
  if (running !== undefined) {
    // A server whose starter was killed is ending, or comes up to be used.
    const answers = await waitUntil(
      async () => runningServer(data) === undefined || (await accepts(url)),
      RECOVERY_MS_MAX,
    );
    if (answers && runningServer(data) === running) return adopted(url, running);
  }
  rmSync(join(data, 'postmaster.pid'), { force: true });
  if (!(await waitUntil(() => isFree(settings.port), settings.portWaitMs ?? 0)))
    throw portTaken(settings.port, 'PostgreSQL');
  return launch(bin, data, settings, account, url);
}

/**
 * @param {string} bin
 * @param {string} data
 * @param {ClusterSettings} settings
 * @param {import('./postgres-account.mjs').Account | undefined} account
 */
async function makeCluster(bin, data, { folder, password, durable }, account) {
  const unfinished = `${data}.new`;
  const passwordFile = join(folder, 'password');
  rmSync(unfinished, { recursive: true, force: true });
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    give(passwordFile, account);
    const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin'];
    await run(
      join(bin, 'initdb'),
      [
        '-D',
        unfinished,
        '-U',
        SUPERUSER,
        `--pwfile=${passwordFile}`,
        ...options,
        '--builtin-locale=C.UTF-8',
        ...(durable ? [] : ['--no-sync']),
      ],
      { cwd: folder, ...account },
    );
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Explained(`The database could not be made in ${folder}. ${said || String(error)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Only a cluster that was made to its end gets the name.
  renameSync(unfinished, data);
}

/**
 * The server that runs over this data, by the note that it leaves there. The note alone proves nothing: the server may
 * have been killed, and its number may be somebody else's by now.
 * @param {string} data
 * @returns {number | undefined}
 */
export function runningServer(data) {
  const pid = Number(readIfThere(join(data, 'postmaster.pid'))?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return commandOf(pid)?.includes(data) ? pid : undefined;
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
async function accepts(url) {
  try {
    const client = await connect(url);
    await client.end();
    return true;
  } catch (error) {
    // Not listening yet, or listening and recovering, or shutting down.
    if (['ECONNREFUSED', 'ECONNRESET', '57P03', '57P01'].includes(errorCode(error) ?? '')) return false;
    if (error instanceof Error && /terminated unexpectedly/.test(error.message)) return false;
    throw error;
  }
}

/**
 * @param {string} bin
 * @param {string} data
 * @param {ClusterSettings} settings
 * @param {import('./postgres-account.mjs').Account | undefined} account
 * @param {string} url
 * @returns {Promise<Cluster>}
 */
async function launch(bin, data, { folder, port, durable }, account, url) {
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'w', 0o600);
  const server = [join(bin, 'postgres'), '-D', data, '-c', `port=${port}`, '-c', 'listen_addresses=127.0.0.1'];
  const options = [
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=200',
    ...QUIET_LOG,
    ...(durable ? [] : NOT_DURABLE),
  ];
  const child = spawn('/bin/sh', ['-c', LIFELINE, 'lifeline', durable ? '' : folder, ...server, ...options], {
    cwd: folder,
    // A group of its own: Ctrl-C at the terminal must not end the server before the programs that use it.
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
    ...account,
  });
  closeSync(log);
  const lifeline = /** @type {import('node:stream').Writable} */ (child.stdio[3]);
  // The other end may be gone first; there is nothing left to say to it then.
  lifeline.on('error', () => undefined);
  let gone = false;
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    const end = () => {
      gone = true;
      lifeline.end('ended\n');
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const ready = await waitUntil(async () => gone || (await accepts(url)), RECOVERY_MS_MAX);
  if (gone || !ready || child.pid === undefined) {
    if (child.pid !== undefined && !gone) child.kill('SIGQUIT');
    throw new Explained(
      `PostgreSQL did not start on port ${port}. It said:\n${readFileSync(logFile, 'utf8').slice(-2000)}`,
    );
  }
  const { pid } = child;
  return {
    url,
    pid,
    ended,
    stop: async () => {
      if (!gone) await stopServer(pid, () => gone);
      await ended;
      if (!durable) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} url
 * @param {number} pid
 * @returns {Cluster}
 */
function adopted(url, pid) {
  const gone = () => commandOf(pid) === undefined;
  const ended = waitUntil(gone, Number.POSITIVE_INFINITY, 1_000).then(() => undefined);
  return { url, pid, ended, stop: () => (gone() ? Promise.resolve() : stopServer(pid, gone)) };
}

/**
 * Asks the server to end its sessions and itself; if it does not, to end at once. What was committed is safe either way.
 * @param {number} pid
 * @param {() => boolean} gone
 */
async function stopServer(pid, gone) {
  signalIfThere(pid, 'SIGINT');
  if (await waitUntil(gone, STOP_MS_MAX)) return;
  signalIfThere(pid, 'SIGQUIT');
  await waitUntil(gone, STOP_MS_MAX);
}
