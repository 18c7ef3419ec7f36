import { existsSync } from 'node:fs';

/** Where Debian puts the browser that the tests of the pages use. */
export const BROWSER = '/usr/bin/chromium';

/**
 * Why no browser can be had here; null when there is one.
 * @returns {string | null}
 */
export function whyNoBrowser() {
  return existsSync(BROWSER) ? null : `there is no ${BROWSER} (Debian: chromium fonts-liberation fonts-wqy-microhei)`;
}
