// What a browser needs: until each page is first painted, and from a card put on a reader to its verdict on the screen.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { keptKey } from '../demo/home.mjs';
import { agentPlan, centrePlan, PROVINCES } from '../demo/plan.mjs';
import { BROWSER, whyNoBrowser } from '../set-up/browser.mjs';
import { ChildProgram } from '../set-up/child-program.mjs';
import { createDatabase } from '../set-up/databases.mjs';
import { Explained } from '../set-up/files.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { openThrowAwayServer } from './throw-away-server.mjs';

const OPENINGS = 7;
const CARDS = 60;
/** Cards that take turns; their verdicts differ, so that a verdict that is painted is that of the card just put in. */
const TURNS = /** @type {const} */ ([
  ['retiree-new', 'CARD-USABLE'],
  ['mislaid-new', 'CARD-SUSPENDED'],
]);
const CENTRE_PAGES = /** @type {const} */ (['/', '/cards', '/filings', '/days', '/clearing', '/simulator']);

/**
 * Puts a card on a reader from within the page and waits for the frame after its verdict was put into the document. The
 * clock is the page's own, so that nothing between browser and measurement counts.
 */
const CARD_TO_PAINT = `async ([card, code, key]) => {
  const painted = new Promise((resolve) => {
    const seen = () => document.querySelector('[data-code="' + code + '"]') !== null;
    const watch = new MutationObserver(() => {
      if (!seen()) return;
      watch.disconnect();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(0);
      });
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  const began = performance.now();
  const answer = await fetch('/api/virtual-readers/virtual-1/card', {
    method: 'PUT',
    headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json' },
    body: JSON.stringify({ card }),
  });
  if (answer.status !== 204) throw new Error('the counter answered ' + answer.status);
  return (await painted) - began;
}`;

const FIRST_PAINT = `new Promise((resolve) => {
  const found = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
  const look = () => (found() === undefined ? setTimeout(look, 20) : resolve(found()));
  look();
})`;

/**
 * @param {number[]} times
 * @param {number} part
 */
const quantile = (times, part) => [...times].sort((a, b) => a - b)[Math.ceil(part * times.length) - 1] ?? NaN;

/**
 * A page that is opened by a browser that has never seen it.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
async function firstPaints(browser, url) {
  const times = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    times.push(Number(await page.evaluate(FIRST_PAINT)));
    await context.close();
  }
  return times;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {string} key
 */
async function cardsToPaint(browser, url, key) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.locator('#key').fill(key);
  await page.keyboard.press('Enter');
  await page.getByText('virtual-1').first().waitFor();
  const times = [];
  for (let count = 0; count < CARDS; count += 1) {
    const [card, code] = TURNS[count % TURNS.length] ?? TURNS[0];
    const took = await page.evaluate(`(${CARD_TO_PAINT})(${JSON.stringify([card, code, key])})`);
    // The first of each card also fetches what a page fetches once.
    if (count >= TURNS.length) times.push(Number(took));
  }
  return times;
}

/** @returns {Promise<import('./run.mjs').Measured>} */
export async function measure() {
  const why = whyNoBrowser();
  if (why !== null) throw new Explained(`Pages cannot be measured here: ${why}.`);
  /** @type {(() => unknown)[]} */
  const closers = [];
  try {
    const home = mkdtempSync(join(tmpdir(), 'medisettle-bench-'));
    closers.push(() => rmSync(home, { recursive: true, force: true }));
    const place = { keysFolder: join(home, 'keys'), logsFolder: join(home, 'logs') };
    for (const folder of Object.values(place)) mkdirSync(folder, { mode: 0o700 });
    const [his] = ['his', 'operator', 'link', 'voucher-service'].map((role) =>
      keptKey(join(place.keysFolder, `${role}.key`)),
    );
    const server = await openThrowAwayServer();
    closers.push(() => server.close());
    const databaseUrl = await createDatabase(server.url, 'bench_pages');
    const [centrePort = 0, linkPort = 0, agentPort = 0] = await freePorts(3);
    const [{ division, name, terminal, institutions }] = PROVINCES;
    const centre = new ChildProgram(
      centrePlan({ name: 'centre', division, title: name, httpPort: centrePort, linkPort, databaseUrl, place }),
    );
    closers.push(() => centre.stop());
    await centre.ready;
    const agent = new ChildProgram(
      agentPlan({
        name: 'agent',
        terminal,
        institutions,
        httpPort: agentPort,
        centrePort: linkPort,
        place,
        pcsc: 'off',
      }),
    );
    closers.push(() => agent.stop());
    await agent.ready;
    const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
    closers.push(() => browser.close());
    /** @type {Record<string, unknown>} */
    const table = {};
    const addresses = [
      ...CENTRE_PAGES.map((path) => [path, `http://127.0.0.1:${centrePort}${path}`]),
      ['cashier', `http://127.0.0.1:${agentPort}/`],
    ];
    for (const [page = '', url = ''] of addresses) {
      table[`first paint of ${page}, ms (median of ${OPENINGS})`] = Math.round(
        quantile(await firstPaints(browser, url), 0.5),
      );
    }
    const times = await cardsToPaint(browser, `http://127.0.0.1:${agentPort}/`, his ?? '');
    table['cards put on a reader'] = times.length;
    table['card to painted verdict, ms, median'] = Math.round(quantile(times, 0.5));
    table['card to painted verdict, ms, p99'] = Math.round(quantile(times, 0.99));
    return { ratios: [], table };
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
