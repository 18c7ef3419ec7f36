import { Chance } from '../../demo/transition/chance.mjs';
import { type Decide, type Fault } from './fault-proxy.js';

const FAULTS: readonly Fault[] = [
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
 * @param share of the frames that something happens to, 0 to 1
 * @param patterns the questions that are struck, with their answers; all others pass
 */
export function seededFaults(seed: number, share: number, patterns: readonly string[]): Decide {
  const chance = new Chance(seed);
  return ({ pattern }) => {
    if (pattern === undefined || !patterns.includes(pattern) || !chance.happens(share)) return 'pass';
    return chance.oneOf(FAULTS);
  };
}
