import { Chance } from '../../demo/transition/chance.mjs';

/** @type {readonly import('./fault-proxy.mjs').Fault[]} */
export const FAULTS = [
  'drop',
  'duplicate',
  'reorder',
  'truncate',
  'half-open',
  'slow',
  { delayMs: 50 },
  { delayMs: 2_000 },
];

/**
 * Faults that look random and come in the same order for the same seed.
 * @param {number} seed
 * @param {number} share of the frames that something happens to, 0 to 1
 * @param {readonly string[]} patterns the questions that are struck, with their answers; all others pass
 * @returns {import('./fault-proxy.mjs').Decide}
 */
export function seededFaults(seed, share, patterns) {
  const chance = new Chance(seed);
  return ({ pattern }) => {
    if (pattern === undefined || !patterns.includes(pattern) || !chance.happens(share)) return 'pass';
    return chance.oneOf(FAULTS);
  };
}

/**
 * The same for what is asked and answered over HTTP.
 * @param {number} seed
 * @param {number} share of requests, and of answers, that something happens to
 * @returns {import('./http-fault-proxy.mjs').DecideHttp}
 */
export function seededHttpFaults(seed, share) {
  const chance = new Chance(seed);
  return () => (chance.happens(share) ? chance.oneOf(FAULTS) : 'pass');
}
