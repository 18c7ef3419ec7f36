import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from '../demo/transition/chance.mjs';
import { waitUntil } from '../set-up/running-processes.mjs';
import { Executioner } from './executioner.mjs';
import { HisRecord } from './his-record.mjs';
import { His } from './his.mjs';
import { kills } from './kills.mjs';
import { recordsOf } from './records.mjs';
import { Region } from './region.mjs';
import { isClean, verdictOf } from './verdict.mjs';

/** @typedef {import('./verdict.mjs').Verdict} Verdict */
/** @typedef {import('./kills.mjs').Kill} Kill */

const HIS_PER_COUNTER = 3;
const REST_MS = 40;
const KILLS_PER_CHECK = 100;

/** Hospitals' software at work in one region, and what becomes of it when parts of the region are killed. */
export class Campaign {
  #region;
  #records;
  #people;
  #chance;
  #open = true;
  /** What each at a counter does now. @type {Promise<void>[]} */
  #work = [];
  /** @type {unknown} */
  #failure;

  /**
   * @param {Region} region
   * @param {number} seed
   * @param {number} [restMs] between two patients
   */
  constructor(region, seed, restMs = REST_MS) {
    this.#region = region;
    this.#chance = new Chance(seed);
    const folder = join(region.folder, 'his');
    mkdirSync(folder, { mode: 0o700 });
    const desks = region.places.flatMap((place, index) =>
      Array.from({ length: HIS_PER_COUNTER }, (_, number) => ({ place, name: `A${index + 1}D${number + 1}` })),
    );
    this.#records = desks.map(({ name }) => new HisRecord(join(folder, `${name}.jsonl`)));
    this.#people = desks.map(({ place: { url, hospital }, name }, index) => {
      const record = /** @type {HisRecord} */ (this.#records[index]);
      const chance = new Chance(seed * 1_000 + index);
      const { hisKey: key, persons: patients, reverses } = region;
      return new His({ name, url, hospital, key, patients, chance, record, restMs, reverses });
    });
    this.executioner = new Executioner(region, this.#chance);
  }

  /** How many settlements HIS was told of. @returns {number} */
  get settled() {
    return this.#people.reduce((sum, { settled }) => sum + settled, 0);
  }

  /** Everybody begins, or goes on. */
  begin() {
    this.#open = true;
    this.#work = this.#people.map((his) =>
      his
        .work(() => this.#open)
        .catch((/** @type {unknown} */ error) => {
          this.#failure ??= error;
        }),
    );
  }

  /**
   * Lets everybody bring what is under way to an end, and compares what the sides hold.
   * @returns {Promise<Verdict>}
   */
  async check() {
    this.#open = false;
    await Promise.all(this.#work);
    if (this.#failure !== undefined) throw this.#failure;
    const quiet = await this.#region.nothingUnknown();
    const verdict = verdictOf(await recordsOf(this.#region, this.#records));
    return quiet ? verdict : { ...verdict, unresolved: ['an agent has outcomes unknown', ...verdict.unresolved] };
  }

  /**
   * Kills while everybody works, and compares now and then. Ends early when something does not hold.
   * @param {number} count
   * @param {Iterable<Kill>} [order]
   * @returns {Promise<Verdict>} of the last comparison
   */
  async killing(count, order = kills(this.#chance)) {
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
      this.#failure ??= error;
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

  /** Forgets the region. */
  async close() {
    this.#open = false;
    await Promise.all(this.#work);
    for (const record of this.#records) record.close();
    await this.#region.close();
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
