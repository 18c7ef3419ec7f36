// Two provinces under test, with the stand-in of the national hub between them.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keptKey } from '../demo/home.mjs';
import { hubPlan, PROVINCES } from '../demo/plan.mjs';
import { connect } from '../set-up/databases.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { letThrough } from '../set-up/postgres-account.mjs';
import { MortalProgram } from './mortal-program.mjs';
import { openTemporaryFolder, points, Region } from './region.mjs';

/**
 * @typedef {object} ProvincesSettings
 * @property {number} counters of each province
 * @property {(hop: Hop, port: number) => Promise<number>} [through] the port that is to be used instead of that one
 */

/** Who speaks to whom. @typedef {'agent to centre' | 'centre to hub' | 'hub to centre'} Hop */

export class Provinces {
  #operatorKey = '';
  #url = '';
  /** @type {MortalProgram | undefined} */
  #hub;
  /** @type {Region[]} */
  regions = [];

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /**
   * @param {ProvincesSettings} settings
   * @returns {Promise<Provinces>}
   */
  static async open(settings) {
    const folder = mkdtempSync(join(openTemporaryFolder(), 'medisettle-provinces-'));
    letThrough(folder);
    const provinces = new Provinces(folder);
    try {
      await provinces.#start(settings);
      return provinces;
    } catch (error) {
      await provinces.close();
      throw error;
    }
  }

  get hub() {
    return this.#hub;
  }

  get hisKey() {
    return this.regions[0]?.hisKey ?? '';
  }

  /** Whether all programs know reversals (2601). */
  get reverses() {
    return this.regions.every(({ reverses }) => reverses);
  }

  /** @param {ProvincesSettings} settings */
  async #start({ counters, through = (_, port) => Promise.resolve(port) }) {
    const place = { keysFolder: join(this.folder, 'keys'), logsFolder: join(this.folder, 'logs') };
    for (const inner of Object.values(place)) mkdirSync(inner, { mode: 0o700 });
    for (const role of ['his', 'link', 'key-service', 'voucher-service'])
      keptKey(join(place.keysFolder, `${role}.key`));
    this.#operatorKey = keptKey(join(place.keysFolder, 'operator.key'));
    const [hubPort = 0, ...httpPorts] = await freePorts(1 + PROVINCES.length);
    const centres = [];
    for (const [index, { division }] of PROVINCES.entries()) {
      keptKey(join(place.keysFolder, `hub-${division}.key`));
      centres.push({ division, httpPort: await through('hub to centre', httpPorts[index] ?? 0) });
    }
    this.#url = `http://127.0.0.1:${hubPort}`;
    this.#hub = new MortalProgram(hubPlan({ httpPort: hubPort, centres, place }), [points('hub')]);
    await this.#hub.start();
    for (const index of PROVINCES.keys()) {
      const region = await Region.open({
        counters,
        linkThrough: (port) => through('agent to centre', port),
        province: {
          index,
          keysFolder: place.keysFolder,
          httpPort: httpPorts[index] ?? 0,
          hubPort: await through('centre to hub', hubPort),
        },
      });
      this.regions.push(region);
      await fileForElsewhere(region, PROVINCES[index === 0 ? 1 : 0].division);
    }
  }

  /** What the hub has noted, by pair of provinces. @returns {Promise<import('./verdict-across.mjs').ClearingTotal[]>} */
  async clearing() {
    const answer = await fetch(`${this.#url}/api/provinces/clearing`, {
      headers: { authorization: `Bearer ${this.#operatorKey}` },
    });
    return /** @type {import('./verdict-across.mjs').ClearingTotal[]} */ (await answer.json());
  }

  /** @returns {Promise<boolean>} whether it came to be in time that nobody has an outcome that is not known */
  async nothingUnknown() {
    const known = await Promise.all(this.regions.map((region) => region.nothingUnknown()));
    return known.every(Boolean);
  }

  async close() {
    for (const region of this.regions) await region.stopAgents();
    await this.#hub?.stop();
    for (const region of this.regions) await region.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Files for everybody of a region that he may be treated in the other province.
 * @param {Region} region
 * @param {string} destination
 */
async function fileForElsewhere({ databaseUrl, persons }, destination) {
  const client = await connect(databaseUrl);
  try {
    await client.query(
      `INSERT INTO medisettle.care_filing (person_id, filing_id, kind, destination, valid_from, filed_at)
       SELECT person_id, 'F', 'temporary', $2, '2020-01-01', now() FROM unnest($1::text[]) AS person_id`,
      [persons.map(({ personId }) => personId), destination],
    );
  } finally {
    await client.end();
  }
}
