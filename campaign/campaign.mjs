import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from '../demo/transition/chance.mjs';
import { waitUntil } from '../set-up/running-processes.mjs';
import { Executioner } from './executioner.mjs';
import { HisRecord } from './his-record.mjs';
import { His } from './his.mjs';
import { KILLS, kills, KILLS_ACROSS } from './kills.mjs';
import { compared } from './compared.mjs';
import { Provinces } from './provinces.mjs';
import { Region } from './region.mjs';
import { isClean } from './verdict.mjs';

/** @typedef {import('./verdict.mjs').Verdict} Verdict */

/**
 * What a campaign is waged on: one region, or several with a hub between them.
 * @typedef {object} World
 * @property {string} folder
 * @property {string} hisKey
 * @property {boolean} reverses
 * @property {readonly Region[]} regions
 * @property {import('./mortal-program.mjs').MortalProgram | undefined} hub
 * @property {() => Promise<import('./verdict-across.mjs').ClearingTotal[]>} clearing what the hub has noted
 * @property {() => Promise<boolean>} nothingUnknown
 * @property {() => Promise<void>} close
 */
/** @typedef {import('./kills.mjs').Kill} Kill */

const HIS_PER_COUNTER = 3;
const REST_MS = 40;
const KILLS_PER_CHECK = 100;

/** Hospitals' software at work in a world, and what becomes of it when parts of the world are killed. */
export class Campaign {
  #world;
  #records;
  #people;
  #chance;
  #open = true;
  /** What each at a counter does now. @type {Promise<void>[]} */
  #work = [];
  /** @type {Error | undefined} */
  #failure;

  /**
   * @param {World} world
   * @param {number} seed
   * @param {number} [restMs] between two patients
   */
  constructor(world, seed, restMs = REST_MS) {
    this.#world = world;
    this.#chance = new Chance(seed);
    const folder = join(world.folder, 'his');
    mkdirSync(folder, { mode: 0o700 });
    const { regions, hisKey: key, reverses } = world;
    const patients = regions.flatMap(({ persons }) => persons);
    const places = regions.flatMap((region) => region.places);
    const desks = places.flatMap((place, index) =>
      Array.from({ length: HIS_PER_COUNTER }, (_, number) => ({ place, name: `A${index + 1}D${number + 1}` })),
    );
    this.#records = desks.map(({ name }) => new HisRecord(join(folder, `${name}.jsonl`)));
    this.#people = desks.map(({ place: { url, hospital, pharmacy, division }, name }, index) => {
      const record = /** @type {HisRecord} */ (this.#records[index]);
      const chance = new Chance(seed * 1_000 + index);
      return new His({ name, url, hospital, pharmacy, division, key, patients, chance, record, restMs, reverses });
    });
    this.executioner = new Executioner(world, this.#chance);
  }

  /** How many settlements HIS was told of. @returns {number} */
  get settled() {
    return this.#people.reduce((sum, { settled }) => sum + settled, 0);
  }

  /** @returns {readonly Kill[]} */
  get #possible() {
    return this.#world.hub === undefined ? KILLS : [...KILLS, ...KILLS_ACROSS];
  }

  /** Everybody begins, or goes on. */
  begin() {
    this.#open = true;
    this.#work = this.#people.map((his) =>
      his
        .work(() => this.#open)
        .catch((/** @type {unknown} */ error) => {
          this.#fail(error);
        }),
    );
  }

  /**
   * Keeps the first failure for the check.
   * @param {unknown} error
   */
  #fail(error) {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }

  /**
   * Lets everybody bring what is under way to an end, and compares what the sides hold.
   * @returns {Promise<Verdict>}
   */
  async check() {
    this.#open = false;
    await Promise.all(this.#work);
    if (this.#failure !== undefined) throw this.#failure;
    const quiet = await this.#world.nothingUnknown();
    const verdict = await compared(
      this.#world,
      this.#records.flatMap((record) => record.read()),
    );
    return quiet ? verdict : { ...verdict, unresolved: ['an outcome stays unknown', ...verdict.unresolved] };
  }

  /**
   * Kills while everybody works, and compares now and then. Ends early when something does not hold.
   * @param {number} count
   * @param {Iterable<Kill>} [order]
   * @returns {Promise<Verdict>} of the last comparison
   */
  async killing(count, order = kills(this.#chance, this.#possible)) {
    this.begin();
    let checkAt = KILLS_PER_CHECK;
    try {
      for (const kill of order) {
        if (this.executioner.kills >= count || this.#failure !== undefined) break;
        if (!(await this.executioner.execute(kill))) break;
        if (this.executioner.kills < checkAt) continue;
        checkAt += KILLS_PER_CHECK;
        const verdict = await this.check();
        if (!isClean(verdict)) return verdict;
        this.begin();
      }
    } catch (error) {
      // What could not be killed or started again says more than whom it befell.
      this.#fail(error);
    }
    return this.check();
  }

  /**
   * Lets everybody work without kills.
   * @param {(settled: number) => boolean} enough asked now and then, with the settlements that HIS was told of
   * @returns {Promise<Verdict>}
   */
  async serving(enough) {
    this.begin();
    await waitUntil(() => this.#failure !== undefined || enough(this.settled), Number.POSITIVE_INFINITY);
    return this.check();
  }

  /** Forgets the world. */
  async close() {
    this.#open = false;
    await Promise.all(this.#work);
    for (const record of this.#records) record.close();
    await this.#world.close();
  }
}

/**
 * @param {import('./region.mjs').RegionSettings} settings
 * @param {number} seed
 * @param {number} [restMs] between two patients at a desk
 */
export async function openCampaign(settings, seed, restMs) {
  return new Campaign(await Region.open(settings), seed, restMs);
}

/**
 * The same with two provinces, whose patients are treated in both.
 * @param {import('./provinces.mjs').ProvincesSettings} settings
 * @param {number} seed
 * @param {number} [restMs] between two patients at a desk
 */
export async function openCampaignAcross(settings, seed, restMs) {
  return new Campaign(await Provinces.open(settings), seed, restMs);
}
