/** How long to wait between tries, in milliseconds. */
export interface Pace {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * The pause after a try that brought nothing: twice as long each time up to the longest, and between half and all of
 * that, so that counters which lost the centre together do not come back together.
 * @param tried how many tries there were, 1 or more
 * @param chance from 0 up to 1
 */
export function pauseAfter(tried: number, { firstMs, longestMs }: Pace, chance: number): number {
  const whole = Math.min(firstMs * 2 ** Math.min(tried - 1, 30), longestMs);
  return whole * (0.5 + chance / 2);
}
