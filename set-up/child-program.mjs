import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync, truncateSync } from 'node:fs';
import { Explained, ROOT } from './files.mjs';

const LOG_BYTES_MAX = 20 * 1024 * 1024;
const READY_MS_MAX = 60_000;
const STOP_MS_MAX = 15_000;

/**
 * What a program is started with.
 * @typedef {object} ProgramPlan
 * @property {string} name as people see it
 * @property {string} main the built file
 * @property {Readonly<Record<string, string>>} environment
 * @property {string} logFile
 */

/**
 * One run of one of our programs, as a child process with a channel: it says over the channel when it answers, and ends
 * by itself when the channel closes.
 */
export class ChildProgram {
  /** @type {import('node:child_process').ChildProcess} */
  #child;
  /** Resolves with how it ended, whoever ended it. @type {Promise<string>} */
  ended;
  /** Resolves once it answers; rejects when it ends before, or does not answer in time. @type {Promise<void>} */
  ready;

  /** @param {ProgramPlan} plan */
  constructor(plan) {
    const log = openLog(plan.logFile);
    this.#child = spawn(process.execPath, [plan.main], {
      cwd: ROOT,
      // DATABASE_URL is the starter's: a program gets one only by its plan.
      env: { ...process.env, DATABASE_URL: undefined, ...plan.environment },
      // A group of its own: Ctrl-C at the terminal reaches the starter only, which ends its programs in good order.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    this.ready = this.#waitForReady(plan);
    // Whoever only waits for the end must not be struck by this one.
    this.ready.catch(() => undefined);
  }

  /** @returns {number} the number of the process; 0 when it could not be started */
  get pid() {
    return this.#child.pid ?? 0;
  }

  /**
   * Says something to it over its channel. One that has ended hears nothing.
   * @param {object} message
   */
  tell(message) {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /**
   * Ends it in good order; when it does not end, at once.
   * @returns {Promise<void>}
   */
  async stop() {
    const impatient = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS_MAX);
    this.#child.kill('SIGTERM');
    await this.ended;
    clearTimeout(impatient);
  }

  /**
   * Ends it as a crash does.
   * @returns {Promise<void>}
   */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /**
   * @param {ProgramPlan} plan
   * @returns {Promise<void>}
   */
  async #waitForReady({ name, logFile }) {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    /** @type {Promise<'ready'>} */
    const said = new Promise((resolve) => {
      this.#child.on('message', (message) => {
        if (typeof message === 'object' && message !== null && 'ready' in message) resolve('ready');
      });
    });
    /** @type {Promise<string>} */
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve(`no answer within ${READY_MS_MAX / 1000} s`), READY_MS_MAX);
    });
    const outcome = await Promise.race([said, this.ended, late]);
    clearTimeout(timer);
    if (outcome !== 'ready') throw new Explained(`${name} did not start (${outcome}); ${logFile} says why.`);
  }
}

/**
 * Opens a log to write on at its end; one that has grown too large begins anew.
 * @param {string} file
 * @returns {number}
 */
function openLog(file) {
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) truncateSync(file);
  return openSync(file, 'a', 0o600);
}
