// A small province under test: a database, a centre, counters, and hospitals' software at each, all real processes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { addHospitals, addPersons, card, hospital, person } from '../bench/synthetic-bills.mjs';
import { journalsFolder, keptKey } from '../demo/home.mjs';
import { agentPlan, centrePlan, PROVINCES } from '../demo/plan.mjs';
import { connect } from '../set-up/databases.mjs';
import { ROOT } from '../set-up/files.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { canEnter, letThrough, serverAccount } from '../set-up/postgres-account.mjs';
import { waitUntil } from '../set-up/running-processes.mjs';
import { KillableDatabase } from './database.mjs';
import { MortalProgram } from './mortal-program.mjs';

/** The pharmacy of the demo world, whose software works at every counter. */
export const PHARMACY = 'P31010600001';
const PERSONS = 24;
/** Accumulated money of each, in fen: enough for some hundred bills, then cash is paid. */
export const OPENING_FEN = 5_000_000;
/** A bound for what hangs; a busy machine may take its time. */
const QUIET_MS_MAX = 180_000;

/** So that what is unknown is soon asked for, and what never arrived soon closed. */
const HASTE = { HEARTBEAT_MS: '100', CENTRE_DEADLINE_MS: '2000', CLOSE_AFTER_MS: '1000' };

/**
 * A counter: its agent, and for whom it acts.
 * @typedef {object} Place
 * @property {MortalProgram} agent
 * @property {string} url
 * @property {string} hospital
 * @property {string} journalFile
 * @property {string} journalKey
 */

/**
 * @typedef {object} RegionSettings
 * @property {number} counters
 * @property {(linkPort: number) => Promise<number>} [linkThrough] the port that the next agent shall use instead
 * @property {string} [databaseUrl] an empty database of somebody else's, who then kills and drops it
 * @property {readonly string[]} [alsoInCentre] modules to load into the centre ahead of everything
 */

/** Where the server's account can get to: the temporary folder may be a private one. */
function openTemporaryFolder() {
  const account = serverAccount();
  return account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp';
}

/** @param {string} name */
const points = (name) => fileURLToPath(new URL(`./crash/${name}.mjs`, import.meta.url));

/**
 * @param {string} infno
 * @returns {Promise<boolean>} whether the built centre has that transaction
 */
async function knows(infno) {
  const national = pathToFileURL(join(ROOT, 'dist/settlement/libs/national/src/index.js')).href;
  const { isInfno } = /** @type {{ isInfno: (text: string) => boolean }} */ (await import(national));
  return isInfno(infno);
}

export class Region {
  #logs;
  /** @type {MortalProgram | undefined} */
  #centre;

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    this.databaseUrl = '';
    this.hisKey = '';
    /** @type {KillableDatabase | undefined} */
    this.database = undefined;
    /** @type {Place[]} */
    this.places = [];
    /** Whether the programs know reversals (2601). */
    this.reverses = false;
    this.#logs = join(folder, 'logs');
  }

  /**
   * @param {RegionSettings} settings
   * @returns {Promise<Region>}
   */
  static async open(settings) {
    const folder = mkdtempSync(join(openTemporaryFolder(), 'medisettle-campaign-'));
    letThrough(folder);
    const region = new Region(folder);
    try {
      await region.#start(settings);
      return region;
    } catch (error) {
      process.stderr.write(
        readFileSync(join(region.#logs, 'centre.log'), { encoding: 'utf8', flag: 'a+' }).slice(-2_000),
      );
      await region.close();
      throw error;
    }
  }

  get centre() {
    if (this.#centre === undefined) throw new Error('the region has not begun');
    return this.#centre;
  }

  /** Who is insured here. */
  get persons() {
    return Array.from({ length: PERSONS }, (_, index) => ({ personId: person(index), cardNumber: card(index) }));
  }

  /** @param {RegionSettings} settings */
  async #start({ counters, databaseUrl, linkThrough = (port) => Promise.resolve(port), alsoInCentre = [] }) {
    const place = { keysFolder: join(this.folder, 'keys'), logsFolder: this.#logs };
    for (const inner of Object.values(place)) mkdirSync(inner, { mode: 0o700 });
    this.hisKey = keptKey(join(place.keysFolder, 'his.key'));
    for (const role of ['link', 'operator']) keptKey(join(place.keysFolder, `${role}.key`));
    if (databaseUrl === undefined) this.database = await KillableDatabase.open(this.folder);
    this.databaseUrl = databaseUrl ?? (await /** @type {KillableDatabase} */ (this.database).create('campaign'));
    const [httpPort = 0, linkPort = 0, ...agentPorts] = await freePorts(2 + counters);
    const [{ division, name: title }] = PROVINCES;
    const plan = { name: 'centre', division, title, httpPort, linkPort, databaseUrl: this.databaseUrl, place };
    this.reverses = await knows('2601');
    this.#centre = new MortalProgram(centrePlan(plan), [points('centre'), ...alsoInCentre]);
    await this.#centre.start();
    const client = await connect(this.databaseUrl);
    await addHospitals(client, counters);
    await addPersons(client, PERSONS, OPENING_FEN);
    await client.query('ANALYZE');
    await client.end();
    for (const [index, agentPort] of agentPorts.entries()) {
      const name = `agent-${index + 1}`;
      const agent = agentPlan({
        name,
        terminal: `COUNTER-${index + 1}`,
        institutions: [hospital(index), PHARMACY],
        httpPort: agentPort,
        centrePort: await linkThrough(linkPort),
        place,
        more: HASTE,
      });
      const program = new MortalProgram(agent, [points('agent')]);
      this.places.push({
        agent: program,
        url: `http://127.0.0.1:${agentPort}`,
        hospital: hospital(index),
        journalFile: join(journalsFolder(place), `${name}.sqlite`),
        journalKey: keptKey(join(place.keysFolder, `journal-${name}.key`)),
      });
      await program.start();
    }
  }

  /**
   * Waits until no counter has an outcome that is not known.
   * @param {number} [deadlineMs]
   * @returns {Promise<boolean>} whether that came to be in time
   */
  nothingUnknown(deadlineMs = QUIET_MS_MAX) {
    return waitUntil(
      async () => (await Promise.all(this.places.map((place) => this.#unknownAt(place)))).every((count) => count === 0),
      deadlineMs,
      10,
    );
  }

  /** @param {Place} place */
  async #unknownAt({ url }) {
    const answer = await fetch(`${url}/api/unresolved`, { headers: { authorization: `Bearer ${this.hisKey}` } });
    const { unresolved } = /** @type {{ unresolved: unknown[] }} */ (await answer.json());
    return unresolved.length;
  }

  /** Ends the agents in good order, so that their journals can be read. */
  async stopAgents() {
    for (const { agent } of this.places) await agent.stop();
  }

  async close() {
    await this.stopAgents();
    await this.#centre?.stop();
    await this.database?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
