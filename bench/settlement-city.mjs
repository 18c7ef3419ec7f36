// A city to measure settlements in: a durable PostgreSQL of its own, a centre, a counter, hospitals and insured persons,
// and as many bills that only wait to be settled as are asked for.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptKey } from '../demo/home.mjs';
import { agentPlan, centrePlan, PROVINCES } from '../demo/plan.mjs';
import { ChildProgram } from '../set-up/child-program.mjs';
import { connect, createDatabase } from '../set-up/databases.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { startPostgres } from '../set-up/postgres.mjs';
import { canEnter, letThrough, serverAccount } from '../set-up/postgres-account.mjs';
import { addBills, addHospitals, addPersons, card, hospital, person, settlementMessage } from './synthetic-bills.mjs';

const PERSONS = 20_000;
const HOSPITALS = 50;
/** How many are few. */
const FEW_PERSONS = 8;
/** Money enough for every bill. */
const BALANCE_FEN = 10_000_000_000;
/** Does nothing until it is told to. */
const PROFILER = new URL('./profile/in-program.mjs', import.meta.url).href;
const DISPATCHER = '/fsi/api/rsfComIfsService/callService';

/** Whose bills, and where. @typedef {'cold' | 'hot' | 'few'} Spread */

/** @type {Readonly<Record<Spread, { persons: number, hospitals: number }>>} */
const SPREADS = {
  cold: { persons: PERSONS, hospitals: HOSPITALS },
  hot: { persons: PERSONS, hospitals: 1 },
  few: { persons: FEW_PERSONS, hospitals: 1 },
};

/** Where the server's account can get to: the temporary folder may be a private one. */
function openTemporaryFolder() {
  const account = serverAccount();
  return account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp';
}

export class SettlementCity {
  #folder;
  #cluster;
  #database;
  /** @type {ChildProgram[]} */
  #programs = [];
  #bills = 0;
  #persons = 0;

  /**
   * @param {string} folder
   * @param {import('../set-up/postgres.mjs').Cluster} cluster
   * @param {import('pg').Client} database
   * @param {string} databaseUrl
   */
  constructor(folder, cluster, database, databaseUrl) {
    this.#folder = folder;
    this.#cluster = cluster;
    this.#database = database;
    this.databaseUrl = databaseUrl;
    /** The maintenance database of the same server. */
    this.serverUrl = cluster.url;
    this.centre = { url: '', key: '' };
    this.agent = { url: '', key: '' };
  }

  /**
   * @param {object} [settings]
   * @param {number} [settings.persons]
   * @param {number} [settings.balanceFen] accumulated money of each
   * @returns {Promise<SettlementCity>}
   */
  static async open({ persons = PERSONS, balanceFen = BALANCE_FEN } = {}) {
    const folder = mkdtempSync(join(openTemporaryFolder(), 'medisettle-bench-'));
    letThrough(folder);
    const [port = 0] = await freePorts(1);
    const cluster = await startPostgres({
      folder: join(folder, 'postgres'),
      port,
      password: randomBytes(16).toString('hex'),
      durable: true,
    });
    const databaseUrl = await createDatabase(cluster.url, 'bench');
    const city = new SettlementCity(folder, cluster, await connect(databaseUrl), databaseUrl);
    try {
      await city.#start();
      await addHospitals(city.#database, HOSPITALS);
      await addPersons(city.#database, persons, balanceFen);
      city.#persons = persons;
      await city.analyze();
      return city;
    } catch (error) {
      await city.close();
      throw error;
    }
  }

  /** Number of the centre's process. */
  get centrePid() {
    return this.#programs[0]?.pid ?? 0;
  }

  async close() {
    for (const program of this.#programs.toReversed()) await program.stop();
    await this.#database.end();
    await this.#cluster.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start() {
    const place = { keysFolder: join(this.#folder, 'keys'), logsFolder: join(this.#folder, 'logs') };
    for (const inner of Object.values(place)) mkdirSync(inner, { mode: 0o700 });
    const [httpPort = 0, linkPort = 0, agentPort = 0] = await freePorts(3);
    const key = (/** @type {string} */ role) => keptKey(join(place.keysFolder, `${role}.key`));
    key('link');
    this.centre = { url: `http://127.0.0.1:${httpPort}`, key: key('operator') };
    this.agent = { url: `http://127.0.0.1:${agentPort}`, key: key('his') };
    const { databaseUrl } = this;
    const [{ division, name: title, terminal }] = PROVINCES;
    const institutions = Array.from({ length: HOSPITALS }, (_, index) => hospital(index));
    const plans = [
      centrePlan({ name: 'centre', division, title, httpPort, linkPort, databaseUrl, place }),
      agentPlan({ name: 'agent', terminal, institutions, httpPort: agentPort, centrePort: linkPort, place }),
    ];
    for (const plan of plans) {
      const environment = { ...plan.environment, LOG_LEVEL: 'warn', NODE_OPTIONS: `--import=${PROFILER}` };
      const program = new ChildProgram({ ...plan, environment });
      this.#programs.push(program);
      await program.ready;
    }
  }

  /** Processes by what they are. */
  get pids() {
    const [centre, agent] = this.#programs;
    return { centre: centre?.pid ?? 0, agent: agent?.pid ?? 0, database: this.#cluster.pid };
  }

  /** @param {object} message what `profile/in-program.mjs` in the centre listens to */
  tellCentre(message) {
    this.#programs[0]?.tell(message);
  }

  /**
   * Lets the database look at its tables again, as its own autovacuum does after a while: what was planned for an empty
   * table is planned anew.
   */
  async analyze() {
    await this.#database.query('ANALYZE');
  }

  /**
   * Prepares visits with their lines.
   * @param {Spread} spread
   * @param {number} count
   * @returns {Promise<{ path: string, body: string }[]>} the 2207 of each
   */
  async bills(spread, count) {
    const { hospitals } = SPREADS[spread];
    const persons = Math.min(SPREADS[spread].persons, this.#persons);
    const first = this.#bills;
    this.#bills += count;
    const bills = Array.from({ length: count }, (_, offset) => {
      const serial = first + offset;
      // A walk over all persons in an order of no meaning, so that neighbours in time are none in the tables.
      const who = (serial * 7_919) % persons;
      return {
        personId: person(who),
        cardNumber: card(who),
        institution: hospital(serial % hospitals),
        visitId: `V${String(serial).padStart(25, '0')}`,
      };
    });
    await addBills(this.#database, bills);
    return bills.map((bill) => ({ path: DISPATCHER, body: settlementMessage(bill) }));
  }

  /**
   * @param {string} column an amount
   * @param {'account' | 'settlement'} table
   * @returns {Promise<number>} what it adds up to, over everybody
   */
  async sumOf(column, table) {
    const { rows } = await this.#database.query(`SELECT sum(${column}) AS sum FROM medisettle.${table}`);
    return Number(rows[0]?.sum);
  }
}
