import { setTimeout as pause } from 'node:timers/promises';
import { AT_RANDOM, BEFORE_RECOVERY, DURING_RECOVERY, nameOf } from './kills.mjs';

/** @typedef {import('./kills.mjs').Kill} Kill */
/** @typedef {import('./mortal-program.mjs').MortalProgram} MortalProgram */

/** A point that nobody comes to for so long is given up, and the kill is one at random. */
const POINT_MS_MAX = 30_000;
const RANDOM_MS_MAX = 250;
const PASSINGS_MAX = 4;

/** Kills parts of a world, one at a time, starts them again and measures until when outcomes stay unknown. */
export class Executioner {
  #world;
  #chance;
  /** How often each kill was done. @type {Map<string, number>} */
  done = new Map();
  /** From each restart until nothing was unknown, in milliseconds. @type {number[]} */
  recoveries = [];
  /** The same, from when what was restarted answered again. @type {number[]} */
  inquiries = [];

  /**
   * @param {import('./campaign.mjs').World} world
   * @param {import('../demo/transition/chance.mjs').Chance} chance
   */
  constructor(world, chance) {
    this.#world = world;
    this.#chance = chance;
  }

  /** @returns {number} */
  get kills() {
    return [...this.done.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * Kills, starts again, and waits until nothing is unknown.
   * @param {Kill} kill
   * @returns {Promise<boolean>} whether that came to be
   */
  async execute(kill) {
    const begun = kill.victim === 'database' ? await this.#killDatabase(kill) : await this.#killProgram(kill);
    const answering = performance.now();
    const known = await this.#world.nothingUnknown();
    this.recoveries.push(performance.now() - begun);
    this.inquiries.push(performance.now() - answering);
    return known;
  }

  /**
   * @param {Kill} kill
   * @returns {Promise<number>} when the restart began
   */
  async #killProgram({ victim, point }) {
    const program = this.#oneOf(victim);
    const again = point === DURING_RECOVERY;
    await this.#strike(program, { victim, point: again ? BEFORE_RECOVERY[victim] : point });
    if (again) {
      // It may end before it has said that it answers.
      await program.start({ point, passings: 1 }).catch(() => undefined);
      await this.#fallen(program, { victim, point });
    }
    const begun = performance.now();
    await program.start();
    return begun;
  }

  /** @param {import('./kills.mjs').Victim} victim @returns {MortalProgram} */
  #oneOf(victim) {
    const { regions, hub } = this.#world;
    const { centre, places } = this.#chance.oneOf(regions);
    if (victim === 'centre') return centre;
    if (victim === 'agent') return this.#chance.oneOf(places).agent;
    if (hub === undefined) throw new Error('there is no hub here');
    return hub;
  }

  /** @param {MortalProgram} program @param {Kill} kill */
  async #strike(program, kill) {
    if (kill.point !== AT_RANDOM)
      program.strike({ point: kill.point, passings: this.#chance.between(1, PASSINGS_MAX) });
    await this.#fallen(program, kill);
  }

  /** Waits for the end of a program that was told to die at a point. @param {MortalProgram} program @param {Kill} kill */
  async #fallen(program, { victim, point }) {
    const waitMs = point === AT_RANDOM ? this.#chance.between(0, RANDOM_MS_MAX) : POINT_MS_MAX;
    const fallen = await inTime(program.ended, waitMs);
    if (!fallen) await program.kill();
    this.#count({ victim, point: fallen ? point : AT_RANDOM });
  }

  /**
   * @param {Kill} kill
   * @returns {Promise<number>} when the restart began
   */
  async #killDatabase({ victim, point }) {
    const { database, centre } = this.#chance.oneOf(this.#world.regions);
    if (database === undefined) throw new Error('this region has no database of its own');
    if (point === AT_RANDOM || point === DURING_RECOVERY) {
      await pause(this.#chance.between(0, RANDOM_MS_MAX));
      await database.kill();
      this.#count({ victim, point: AT_RANDOM });
    } else {
      centre.strike({ point, passings: this.#chance.between(1, PASSINGS_MAX), pids: database.pids });
      const fallen = await inTime(database.ended, POINT_MS_MAX);
      // Sessions that were begun meanwhile go too.
      await database.kill();
      this.#count({ victim, point: fallen ? point : AT_RANDOM });
    }
    if (point === DURING_RECOVERY) {
      await database.killWhileItRecovers(this.#chance.between(0, 60));
      this.#count({ victim, point });
    }
    const begun = performance.now();
    await database.start();
    return begun;
  }

  /** @param {Kill} kill */
  #count(kill) {
    this.done.set(nameOf(kill), (this.done.get(nameOf(kill)) ?? 0) + 1);
  }
}

/**
 * @param {Promise<unknown>} awaited
 * @param {number} deadlineMs
 * @returns {Promise<boolean>} whether it came in time
 */
async function inTime(awaited, deadlineMs) {
  const enough = new AbortController();
  const late = pause(deadlineMs, false, { signal: enough.signal }).catch(() => false);
  const came = await Promise.race([awaited.then(() => true), late]);
  enough.abort();
  return came;
}
