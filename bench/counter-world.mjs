import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptKey } from '../demo/home.mjs';
import { agentPlan, centrePlan, PROVINCES } from '../demo/plan.mjs';
import { CardService, whyNoCardService } from '../set-up/card-service.mjs';
import { ChildProgram } from '../set-up/child-program.mjs';
import { createDatabase } from '../set-up/databases.mjs';
import { Explained, ROOT } from '../set-up/files.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { CounterEvents } from './counter-events.mjs';
import { openThrowAwayServer } from './throw-away-server.mjs';

/** @typedef {{ key: string, chip: Record<string, unknown> & { cardNumber?: string } }} DemoCard */

const world = /** @type {{ cards: DemoCard[] }} */ (JSON.parse(readFileSync(join(ROOT, 'demo', 'world.json'), 'utf8')));

/**
 * @param {string} key
 * @returns {DemoCard}
 */
export function demoCard(key) {
  const card = world.cards.find((candidate) => candidate.key === key);
  if (!card) throw new Error(`no demo card ${key}`);
  return card;
}

/**
 * A centre and a counter of their own with two PC/SC readers, for measurements: real programs, a throw-away database, and a
 * card service in a namespace of its own.
 */
export class CounterWorld {
  /** @type {(() => Promise<unknown> | void)[]} */
  #closers = [];
  /** @type {CardService} */
  cards;
  agentPid = 0;
  url = '';
  key = '';

  /**
   * @param {{ quickAcknowledge: boolean }} pace
   * @returns {Promise<CounterWorld>}
   */
  static async open({ quickAcknowledge }) {
    const why = whyNoCardService();
    if (why !== null) throw new Explained(`Cards over real PC/SC cannot be measured here: ${why}.`);
    const opened = new CounterWorld();
    try {
      await opened.#start(quickAcknowledge);
    } catch (error) {
      await opened.close();
      throw error;
    }
    return opened;
  }

  /** @param {boolean} quickAcknowledge */
  async #start(quickAcknowledge) {
    this.cards = await CardService.start({ quickAcknowledge });
    this.#closers.push(() => this.cards.close());
    const home = mkdtempSync(join(tmpdir(), 'medisettle-bench-'));
    this.#closers.push(() => rmSync(home, { recursive: true, force: true }));
    const place = { keysFolder: join(home, 'keys'), logsFolder: join(home, 'logs') };
    for (const folder of Object.values(place)) mkdirSync(folder, { mode: 0o700 });
    for (const role of ['his', 'operator', 'link']) keptKey(join(place.keysFolder, `${role}.key`));
    this.key = keptKey(join(place.keysFolder, 'his.key'));

    const [centrePort = 0, linkPort = 0, agentPort = 0] = await freePorts(3);
    const server = await openThrowAwayServer();
    this.#closers.push(() => server.close());
    const { division, name: title, terminal, institutions } = PROVINCES[0];
    const databaseUrl = await createDatabase(server.url, 'medisettle_bench');
    await this.#run(
      centrePlan({ name: 'centre', division, title, httpPort: centrePort, linkPort, databaseUrl, place }),
    );
    const agent = await this.#run(
      agentPlan({
        name: 'agent',
        terminal,
        institutions,
        httpPort: agentPort,
        centrePort: linkPort,
        place,
        pcsc: 'auto',
        more: this.cards.environment,
      }),
    );
    this.agentPid = agent.pid;
    this.url = `http://127.0.0.1:${agentPort}`;
  }

  /**
   * @param {import('../set-up/child-program.mjs').ProgramPlan} plan
   * @returns {Promise<ChildProgram>}
   */
  async #run(plan) {
    const program = new ChildProgram(plan);
    this.#closers.push(() => program.stop());
    await program.ready;
    return program;
  }

  /** @returns {Promise<CounterEvents>} what happens at the counter's readers from now on */
  async listen() {
    const events = await CounterEvents.open(`${this.url}/api/readers/events`, this.key);
    this.#closers.push(() => events.close());
    return events;
  }

  /**
   * What the agent and the child processes of its driver hold, in kilobytes.
   * @returns {{ agent: number, driver: number }}
   */
  memory() {
    const children = readdirSync('/proc').filter(
      (entry) => /^\d+$/.test(entry) && statusOf(entry, 'PPid') === this.agentPid,
    );
    return {
      agent: statusOf(String(this.agentPid), 'VmRSS'),
      driver: children.reduce((sum, pid) => sum + statusOf(pid, 'VmRSS'), 0),
    };
  }

  /** Ends everything and forgets it. */
  async close() {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }
}

/**
 * A figure of a process; 0 when it has just ended.
 * @param {string} pid
 * @param {string} field
 * @returns {number}
 */
function statusOf(pid, field) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
