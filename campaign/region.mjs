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

const PERSONS = 24;
/** Persons and hospitals of each province are counted from a number of their own. */
const INDEXES_OF_PROVINCE = 1_000;
/** Accumulated money of each, in fen: enough for some hundred bills, then cash is paid. */
export const OPENING_FEN = 5_000_000;
/** A bound for what hangs; a busy machine may take its time. */
const QUIET_MS_MAX = 180_000;

/** So that what is unknown is soon asked for, and what never arrived soon closed. */
const HASTE = { HEARTBEAT_MS: '100', CENTRE_DEADLINE_MS: '2000', CLOSE_AFTER_MS: '1000' };
/** The same for what a centre asks of another province. */
const HASTE_ELSEWHERE = { PROVINCE_INQUIRY_MS: '100', PROVINCE_CLOSE_AFTER_MS: '1500', HUB_DEADLINE_MS: '1500' };

/**
 * A counter: its agent, and for whom it acts.
 * @typedef {object} Place
 * @property {MortalProgram} agent
 * @property {string} url
 * @property {string} hospital
 * @property {string} pharmacy that of the demo world, whose software works at every counter
 * @property {string} division of the place of care
 * @property {string} journalFile
 * @property {string} journalKey
 */

/**
 * @typedef {object} RegionSettings
 * @property {number} counters
 * @property {(linkPort: number) => Promise<number>} [linkThrough] the port that the next agent shall use instead
 * @property {string} [databaseUrl] an empty database of somebody else's, who then kills and drops it
 * @property {readonly string[]} [alsoInCentre] modules to load into the centre ahead of everything
 * @property {Province} [province]
 */

/**
 * One of several provinces, joined by a hub.
 * @typedef {object} Province
 * @property {number} index among those of the demo
 * @property {string} keysFolder that all share
 * @property {number} httpPort of the centre
 * @property {number} hubPort
 */

/** Where the server's account can get to: the temporary folder may be a private one. */
export function openTemporaryFolder() {
  const account = serverAccount();
  return account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp';
}

/** @param {string} name */
export const points = (name) => fileURLToPath(new URL(`./crash/${name}.mjs`, import.meta.url));

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
  /** The first index of persons and hospitals here. */
  #first = 0;
  /** Whether there are other provinces. */
  #joined = false;
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
    this.division = '';
    this.#logs = join(folder, 'logs');
  }

  /** What can be killed: this region alone. */
  get regions() {
    return [this];
  }

  /** @returns {undefined} */
  get hub() {
    return undefined;
  }

  /** @returns {Promise<import('./verdict-across.mjs').ClearingTotal[]>} */
  clearing() {
    return Promise.resolve([]);
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
    return Array.from({ length: PERSONS }, (_, index) => ({
      personId: person(this.#first + index),
      cardNumber: card(this.#first + index),
      division: this.division,
    }));
  }

  /** @param {RegionSettings} settings */
  async #start({ counters, databaseUrl, linkThrough = (port) => Promise.resolve(port), alsoInCentre = [], province }) {
    const place = { keysFolder: province?.keysFolder ?? join(this.folder, 'keys'), logsFolder: this.#logs };
    for (const inner of Object.values(place)) mkdirSync(inner, { mode: 0o700, recursive: true });
    this.hisKey = keptKey(join(place.keysFolder, 'his.key'));
    for (const role of ['link', 'operator']) keptKey(join(place.keysFolder, `${role}.key`));
    if (databaseUrl === undefined) this.database = await KillableDatabase.open(this.folder);
    this.databaseUrl = databaseUrl ?? (await /** @type {KillableDatabase} */ (this.database).create('campaign'));
    const { division, name: title, institutions, suffix } = PROVINCES[province?.index === 1 ? 1 : 0];
    this.division = division;
    this.#joined = province !== undefined;
    this.#first = (province?.index ?? 0) * INDEXES_OF_PROVINCE;
    const [ownPort = 0, linkPort = 0, ...agentPorts] = await freePorts(2 + counters);
    const plan = {
      name: 'centre',
      division,
      title,
      httpPort: province?.httpPort ?? ownPort,
      linkPort,
      databaseUrl: this.databaseUrl,
      place,
      ...(province && { hubPort: province.hubPort, more: HASTE_ELSEWHERE }),
    };
    this.reverses = await knows('2601');
    this.#centre = new MortalProgram(centrePlan(plan), [points('centre'), ...alsoInCentre]);
    await this.#centre.start();
    const client = await connect(this.databaseUrl);
    const area = { division, first: this.#first };
    await addHospitals(client, counters, area);
    await addPersons(client, PERSONS, OPENING_FEN, area);
    await client.query('ANALYZE');
    await client.end();
    const pharmacy = institutions.find((code) => code.startsWith('P')) ?? '';
    for (const [index, agentPort] of agentPorts.entries()) {
      const name = `agent${suffix}-${index + 1}`;
      const hospitalHere = hospital(this.#first + index);
      const agent = agentPlan({
        name,
        terminal: `COUNTER${suffix}-${index + 1}`,
        institutions: [hospitalHere, pharmacy],
        httpPort: agentPort,
        centrePort: await linkThrough(linkPort),
        place,
        more: HASTE,
      });
      const program = new MortalProgram(agent, [points('agent')]);
      this.places.push({
        agent: program,
        url: `http://127.0.0.1:${agentPort}`,
        hospital: hospitalHere,
        pharmacy,
        division,
        journalFile: join(journalsFolder(place), `${name}.sqlite`),
        journalKey: keptKey(join(place.keysFolder, `journal-${name}.key`)),
      });
      await program.start();
    }
  }

  /**
   * Waits until no counter has an outcome that is not known, and the centre waits for no other province.
   * @param {number} [deadlineMs]
   * @returns {Promise<boolean>} whether that came to be in time
   */
  nothingUnknown(deadlineMs = QUIET_MS_MAX) {
    return waitUntil(
      async () => {
        const unknown = await Promise.all(this.places.map((place) => this.#unknownAt(place)));
        return unknown.every((count) => count === 0) && (await this.#askedElsewhere()) === 0;
      },
      deadlineMs,
      10,
    );
  }

  /** How much the centre has asked of other provinces and knows no end of. */
  async #askedElsewhere() {
    if (!this.#joined) return 0;
    const client = await connect(this.databaseUrl);
    try {
      const { rows } = await client.query('SELECT FROM medisettle.province_intent WHERE ended_at IS NULL');
      return rows.length;
    } finally {
      await client.end();
    }
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
