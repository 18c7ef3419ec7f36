import { setTimeout as pause } from 'node:timers/promises';
import { say } from '../set-up/files.mjs';

const BACKOFF_MS_MIN = 500;
const BACKOFF_MS_MAX = 15_000;
/** A run as long as this is taken for a good one, and the next restart is quick again. */
const GOOD_RUN_MS = 30_000;

/**
 * Something that runs: a program or the database server.
 * @typedef {object} Run
 * @property {Promise<unknown>} ended
 * @property {() => Promise<void>} stop
 */

/**
 * Keeps one thing running: when it ends without having been asked to, it is started again, after a pause that doubles up
 * to a bound with every failure.
 */
export class Keeper {
  #stopping = new AbortController();
  /** @type {Run | undefined} */
  #run;
  /** @type {Promise<void>} */
  #kept = Promise.resolve();

  /**
   * @param {string} name
   * @param {() => Promise<Run>} begin starts it and resolves once it answers
   */
  constructor(name, begin) {
    this.name = name;
    this.begin = begin;
  }

  /**
   * Starts it for the first time; a failure then is the caller's.
   * @returns {Promise<void>}
   */
  async start() {
    this.#run = await this.begin();
    this.#kept = this.#keep(this.#run);
  }

  /**
   * Ends it in good order, and keeps it no more.
   * @returns {Promise<void>}
   */
  async stop() {
    this.#stopping.abort();
    await this.#run?.stop();
    await this.#kept;
  }

  /**
   * @param {Run} first
   * @returns {Promise<void>}
   */
  async #keep(first) {
    let run = first;
    let backoffMs = BACKOFF_MS_MIN;
    for (;;) {
      const begunAt = Date.now();
      const how = await run.ended;
      if (this.#stopping.signal.aborted) return;
      if (Date.now() - begunAt > GOOD_RUN_MS) backoffMs = BACKOFF_MS_MIN;
      say(`${this.name} ended unexpectedly${typeof how === 'string' ? ` (${how})` : ''}; it is started again`);
      const next = await this.#beginAgain(backoffMs);
      if (next === undefined) return;
      run = next;
      backoffMs = Math.min(backoffMs * 2, BACKOFF_MS_MAX);
    }
  }

  /**
   * @param {number} firstPauseMs
   * @returns {Promise<Run | undefined>} undefined when it is not wanted any more
   */
  async #beginAgain(firstPauseMs) {
    const { signal } = this.#stopping;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, BACKOFF_MS_MAX)) {
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return undefined;
      try {
        const run = await this.begin();
        this.#run = run;
        // Asked to stop while it came up: `stop` has seen the run before this one.
        if (signal.aborted) await run.stop();
        return signal.aborted ? undefined : run;
      } catch (error) {
        say(`${this.name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
