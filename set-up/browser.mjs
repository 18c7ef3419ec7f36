import { existsSync } from 'node:fs';

/** The browser of the tests of the pages: Debian's, or another one (an older Chromium, say) named by `MEDISETTLE_BROWSER`. */
export const BROWSER = process.env['MEDISETTLE_BROWSER'] ?? '/usr/bin/chromium';

/**
 * Why no browser can be had here; null when there is one.
 * @returns {string | null}
 */
export function whyNoBrowser() {
  return existsSync(BROWSER) ? null : `there is no ${BROWSER} (Debian: chromium fonts-liberation fonts-wqy-microhei)`;
}
