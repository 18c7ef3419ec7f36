import { Campaign } from '../campaign.mjs';
import { Region } from '../region.mjs';
import { Provinces } from '../provinces.mjs';
import { FaultProxy } from './fault-proxy.mjs';
import { HttpFaultProxy } from './http-fault-proxy.mjs';
import { FAULTS, seededFaults, seededHttpFaults } from './seeded-faults.mjs';

/** Of the frames, what each kind of fault strikes. */
const SHARE_OF_EACH = 0.05;
/** All that agent and centre say to each other. */
const PATTERNS = ['national.message', 'national.outcome', 'national.close', 'terminal.heartbeat', 'card.verdict'];
const COUNTERS = 2;

/**
 * What came of a run.
 * @typedef {object} WireRun
 * @property {import('../verdict.mjs').Verdict | undefined} killed after the kills that came first
 * @property {string[]} killedAt which kills were done
 * @property {import('../verdict.mjs').Verdict} verdict
 * @property {number[]} settled settlements that HIS was told of, in each stretch of `bucketMs`
 * @property {{ from: number, to: number }} faulty the stretches in which faults struck
 * @property {Map<string, number>} struck how often each fault did
 * @property {number} across settlements between provinces, and their mirrors, that the hub has noted
 */

/**
 * Settles over a network that loses, doubles, swaps, cuts and delays, with good times before and after.
 * @param {object} settings
 * @param {number} settings.seed
 * @param {number} settings.goodMs how long the network is good, before and after
 * @param {number} settings.faultyMs how long it is not
 * @param {number} settings.bucketMs
 * @param {boolean} [settings.across] two provinces and the hub, with faults on all three hops
 * @param {readonly import('../kills.mjs').Kill[]} [settings.kills] what is killed before the network is spoilt
 * @param {number} [settings.restMs] between two patients at a desk
 * @returns {Promise<WireRun>}
 */
export async function wireRun(settings) {
  const { seed, goodMs, faultyMs, bucketMs, across: joined = false, kills = [], restMs } = settings;
  const wires = new Wires();
  const world = joined
    ? await Provinces.open({ counters: 1, through: (hop, port) => wires.through(hop, port) })
    : await Region.open({
        counters: COUNTERS,
        linkThrough: (port) => wires.through('agent to centre', port),
      });
  const campaign = new Campaign(world, seed, restMs);
  /** @type {Map<string, number>} */
  const struck = new Map();
  /** @type {number[]} */
  const settled = [];
  /** @type {NodeJS.Timeout[]} */
  const timers = [];
  try {
    const killed = kills.length > 0 ? await campaign.killing(Number.POSITIVE_INFINITY, kills) : undefined;
    let before = campaign.settled;
    timers.push(
      setInterval(() => {
        settled.push(campaign.settled - before);
        before = campaign.settled;
      }, bucketMs),
      setTimeout(() => wires.spoil(seed, struck), goodMs),
      setTimeout(() => wires.mend(), goodMs + faultyMs),
    );
    const end = Date.now() + 2 * goodMs + faultyMs;
    const verdict = await campaign.serving(() => Date.now() >= end);
    const across = (await world.clearing()).reduce((sum, { count: noted }) => sum + noted, 0);
    const faulty = { from: goodMs / bucketMs, to: (goodMs + faultyMs) / bucketMs };
    return {
      killed,
      killedAt: [...campaign.executioner.done.keys()],
      verdict,
      settled: settled.slice(0, Math.round((2 * goodMs + faultyMs) / bucketMs)),
      faulty,
      struck,
      across,
    };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    await campaign.close();
    await wires.stop();
  }
}

/** The connections of a world, on which faults can strike. */
class Wires {
  /** @type {FaultProxy[]} */
  #links = [];
  /** @type {HttpFaultProxy[]} */
  #ways = [];

  /**
   * @param {import('../provinces.mjs').Hop} hop
   * @param {number} port
   * @returns {Promise<number>} the port to connect to instead
   */
  through(hop, port) {
    if (hop === 'agent to centre') {
      const link = new FaultProxy(port);
      this.#links.push(link);
      return link.start();
    }
    const way = new HttpFaultProxy(port);
    this.#ways.push(way);
    return way.start();
  }

  /**
   * From now on faults strike.
   * @param {number} seed
   * @param {Map<string, number>} struck counts them
   */
  spoil(seed, struck) {
    for (const [index, link] of this.#links.entries()) link.decide = counted(everyFault(seed + index), struck);
    for (const [index, way] of this.#ways.entries()) {
      const decide = seededHttpFaults(seed + this.#links.length + index, SHARE_OF_EACH * FAULTS.length);
      way.decide = (direction) => {
        const fault = decide(direction);
        count(fault, struck);
        return fault;
      };
    }
  }

  mend() {
    for (const link of this.#links) link.decide = () => 'pass';
    for (const way of this.#ways) way.decide = () => 'pass';
  }

  async stop() {
    await Promise.all([...this.#links, ...this.#ways].map((proxy) => proxy.stop()));
  }
}

/** @param {number} seed */
const everyFault = (seed) => seededFaults(seed, SHARE_OF_EACH * FAULTS.length, PATTERNS);

/**
 * @param {import('./fault-proxy.mjs').Decide} decide
 * @param {Map<string, number>} counts
 * @returns {import('./fault-proxy.mjs').Decide}
 */
const counted = (decide, counts) => async (passing) => {
  const fault = await decide(passing);
  count(fault, counts);
  return fault;
};

/** @param {import('./fault-proxy.mjs').Fault} fault @param {Map<string, number>} counts */
function count(fault, counts) {
  const name = typeof fault === 'object' ? `delay ${fault.delayMs} ms` : fault;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
