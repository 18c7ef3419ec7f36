import { Campaign } from '../campaign.mjs';
import { Region } from '../region.mjs';
import { FaultProxy } from './fault-proxy.mjs';
import { FAULTS, seededFaults } from './seeded-faults.mjs';

/** Of the frames, what each kind of fault strikes. */
const SHARE_OF_EACH = 0.05;
/** All that agent and centre say to each other. */
const PATTERNS = ['national.message', 'national.outcome', 'national.close', 'terminal.heartbeat', 'card.verdict'];
const COUNTERS = 2;

/**
 * What came of a run.
 * @typedef {object} WireRun
 * @property {import('../verdict.mjs').Verdict} verdict
 * @property {number[]} settled settlements that HIS was told of, in each stretch of `bucketMs`
 * @property {{ from: number, to: number }} faulty the stretches in which faults struck
 * @property {Map<string, number>} struck how often each fault did
 */

/**
 * Settles over a network that loses, doubles, swaps, cuts and delays, with good times before and after.
 * @param {object} settings
 * @param {number} settings.seed
 * @param {number} settings.goodMs how long the network is good, before and after
 * @param {number} settings.faultyMs how long it is not
 * @param {number} settings.bucketMs
 * @param {string} [settings.databaseUrl] an empty database of somebody else's
 * @returns {Promise<WireRun>}
 */
export async function wireRun({ seed, goodMs, faultyMs, bucketMs, databaseUrl }) {
  /** @type {FaultProxy[]} */
  const proxies = [];
  const region = await Region.open({
    counters: COUNTERS,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    linkThrough: async (linkPort) => {
      const proxy = new FaultProxy(linkPort);
      proxies.push(proxy);
      return proxy.start();
    },
  });
  const campaign = new Campaign(region, seed);
  /** @type {Map<string, number>} */
  const struck = new Map();
  /** @type {number[]} */
  const settled = [];
  let before = 0;
  const sample = setInterval(() => {
    settled.push(campaign.settled - before);
    before = campaign.settled;
  }, bucketMs);
  const bad = setTimeout(() => {
    for (const [index, proxy] of proxies.entries()) proxy.decide = counted(everyFault(seed + index), struck);
  }, goodMs);
  const good = setTimeout(() => {
    for (const proxy of proxies) proxy.decide = () => 'pass';
  }, goodMs + faultyMs);
  try {
    const end = Date.now() + 2 * goodMs + faultyMs;
    const verdict = await campaign.serving(() => Date.now() >= end);
    const faulty = { from: goodMs / bucketMs, to: (goodMs + faultyMs) / bucketMs };
    return { verdict, settled: settled.slice(0, Math.round((2 * goodMs + faultyMs) / bucketMs)), faulty, struck };
  } finally {
    clearInterval(sample);
    clearTimeout(bad);
    clearTimeout(good);
    await campaign.close();
    for (const proxy of proxies) await proxy.stop();
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
  const name = typeof fault === 'object' ? `delay ${fault.delayMs} ms` : fault;
  counts.set(name, (counts.get(name) ?? 0) + 1);
  return fault;
};
