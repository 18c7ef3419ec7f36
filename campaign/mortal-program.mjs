import { pathToFileURL } from 'node:url';
import { ChildProgram } from '../set-up/child-program.mjs';

/** @typedef {import('./crash/points.mjs').Strike} Strike */

/** One of our programs that can be struck at points of its work, and started again. */
export class MortalProgram {
  #plan;
  /** @type {ChildProgram | undefined} */
  #run;

  /**
   * @param {import('../set-up/child-program.mjs').ProgramPlan} plan
   * @param {readonly string[]} modules to load ahead of it
   */
  constructor(plan, modules) {
    const loaded = modules.map((file) => `--import=${pathToFileURL(file).href}`).join(' ');
    this.#plan = { ...plan, environment: { ...plan.environment, NODE_OPTIONS: loaded, LOG_LEVEL: 'warn' } };
  }

  /**
   * Starts it; resolves when it answers.
   * @param {Strike} [strike] how it shall be struck, for what it does as soon as it starts
   */
  async start(strike) {
    this.#run = new ChildProgram(this.#plan);
    if (strike) this.strike(strike);
    await this.#run.ready;
  }

  /** @param {Strike} strike how it shall be struck from now on */
  strike(strike) {
    this.#run?.tell({ strike });
  }

  /** Resolves when the run that there is now has ended. @returns {Promise<unknown>} */
  get ended() {
    return this.#run?.ended ?? Promise.resolve();
  }

  async kill() {
    await this.#run?.kill();
  }

  async stop() {
    await this.#run?.stop();
  }
}
