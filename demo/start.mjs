// `npm start`: the whole demo world in the foreground, until SIGINT or SIGTERM.
import { join } from 'node:path';
import { ChildProgram } from '../set-up/child-program.mjs';
import { createDatabase } from '../set-up/databases.mjs';
import { Explained, say } from '../set-up/files.mjs';
import { ensureBuilt, ensureInstalled } from '../set-up/install.mjs';
import { isFree, portTaken } from '../set-up/ports.mjs';
import { startPostgres } from '../set-up/postgres.mjs';
import { waitUntil } from '../set-up/running-processes.mjs';
import { clusterFolder, homeAt, keptKey, openHome, takeHome, writeSecret } from './home.mjs';
import { Keeper } from './keeper.mjs';
import { agentPlan, centrePlan, hubPlan, keyServerPlan, portBase, portsFrom, PROVINCES, readyLine } from './plan.mjs';

/** A killed predecessor's programs need a moment to notice that it is gone. */
const PORT_WAIT_MS = 3_000;
const PORT_WAIT_AFTER_CRASH_MS = 15_000;

/** Asked to end. */
const ending = new AbortController();

/** What runs, in the order in which it was started; it is stopped from the end. @type {Keeper[]} */
const running = [];

/**
 * Starts something to keep, unless the end was asked for meanwhile.
 * @param {Keeper} keeper
 */
async function keep(keeper) {
  ending.signal.throwIfAborted();
  running.push(keeper);
  await keeper.start();
}

/** @param {import('../set-up/child-program.mjs').ProgramPlan} plan */
const keepProgram = (plan) =>
  keep(
    new Keeper(plan.name, async () => {
      const program = new ChildProgram(plan);
      const giveUp = () => void program.stop();
      ending.signal.addEventListener('abort', giveUp);
      try {
        await program.ready;
      } catch (error) {
        await program.kill();
        throw error;
      } finally {
        ending.signal.removeEventListener('abort', giveUp);
      }
      return program;
    }),
  );

/**
 * @param {Map<number, string>} ports
 * @param {number} waitMs
 */
async function requireFree(ports, waitMs) {
  for (const [port, name] of ports) {
    if (await waitUntil(() => isFree(port), waitMs)) continue;
    throw portTaken(port, name);
  }
}

/**
 * @param {import('./home.mjs').Home} home
 * @param {number} port for the embedded server
 * @param {number} waitMs
 * @returns {Promise<string>} URL of a database on the server to use
 */
async function serverUrl(home, port, waitMs) {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') return given;
  say('starting PostgreSQL');
  const password = keptKey(join(home.keysFolder, 'database.key'));
  const folder = clusterFolder(home);
  let url = '';
  await keep(
    new Keeper('PostgreSQL', async () => {
      const cluster = await startPostgres({ folder, port, password, durable: true, portWaitMs: waitMs });
      url = cluster.url;
      return cluster;
    }),
  );
  return url;
}

/**
 * @param {import('./home.mjs').Home} home
 * @param {number} base
 * @param {boolean} afterCrash
 */
async function startWorld(home, base, afterCrash) {
  const ports = portsFrom(base);
  const waitMs = afterCrash ? PORT_WAIT_AFTER_CRASH_MS : PORT_WAIT_MS;
  await requireFree(ports.others, waitMs);
  for (const key of ['his', 'operator', 'link', 'key-service', 'voucher-service'])
    keptKey(join(home.keysFolder, `${key}.key`));
  const server = await serverUrl(home, ports.postgres, waitMs);

  for (const { division, name, ports: offsets, suffix } of PROVINCES) {
    const databaseUrl = await createDatabase(server, `medisettle_${division}`);
    writeSecret(join(home.keysFolder, `database-${division}.url`), databaseUrl);
    say(`starting centre${suffix} (${division})`);
    const [httpPort, linkPort] = [base + offsets.centre, base + offsets.link];
    const { hub: hubPort } = ports;
    const plan = {
      name: `centre${suffix}`,
      title: name,
      division,
      httpPort,
      linkPort,
      databaseUrl,
      hubPort,
      place: home,
    };
    await keepProgram(centrePlan(plan));
  }
  say('starting the stand-in of the national hub');
  const centres = PROVINCES.map(({ division, ports: { centre } }) => ({ division, httpPort: base + centre }));
  await keepProgram(hubPlan({ httpPort: ports.hub, centres, place: home }));
  say('starting the stand-in of a key server');
  const keyServerPort = ports.keyServer;
  await keepProgram(keyServerPlan({ httpPort: keyServerPort, place: home }));
  for (const [index, { terminal, institutions, ports: offsets, suffix }] of PROVINCES.entries()) {
    say(`starting agent${suffix} (${terminal})`);
    const [httpPort, centrePort] = [base + offsets.agent, base + offsets.link];
    // Both agents are on this machine; its card readers stand at the first counter.
    /** @type {'auto' | 'off'} */
    const pcsc = index === 0 ? 'auto' : 'off';
    const name = `agent${suffix}`;
    const plan = { name, terminal, institutions, httpPort, centrePort, keyServerPort, place: home, pcsc };
    await keepProgram(agentPlan(plan));
  }
}

/** Stops what runs: agents first, so that nothing new is on its way when the centres end; the database last. */
async function stopWorld() {
  for (const keeper of running.splice(0).reverse()) {
    try {
      await keeper.stop();
    } catch (error) {
      say(`${keeper.name} could not be stopped: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** @returns {Promise<void>} */
const endAsked = () =>
  new Promise((resolve) => {
    if (ending.signal.aborted) resolve();
    else ending.signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** @returns {Promise<number>} exit code */
async function start() {
  const base = portBase(process.env['MEDISETTLE_PORT_BASE']);
  const home = homeAt(process.env['MEDISETTLE_HOME']);
  openHome(home);
  const lock = takeHome(home);
  try {
    await ensureInstalled(ending.signal);
    await ensureBuilt(ending.signal);
    await startWorld(home, base, lock.afterCrash);
    process.stdout.write(`${readyLine(base)}\n`);
    await endAsked();
    say('stopping');
    return 0;
  } catch (error) {
    if (ending.signal.aborted) return 0;
    throw error;
  } finally {
    await stopWorld();
    lock.release();
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => ending.abort());

start().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
