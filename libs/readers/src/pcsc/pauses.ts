/** Pauses between tries: short at first, so that a service that is just restarting is back soon, then bounded. */
export const PAUSE_MS_MIN = 100;
const PAUSE_MS_MAX = 2_000;

/** The pause after a pause, in milliseconds. */
export function nextPause(pauseMs: number): number {
  return Math.min(pauseMs * 2, PAUSE_MS_MAX);
}
