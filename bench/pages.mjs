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
const KEYS = 200;
/** What each may take on a machine of two processors, in milliseconds; what is printed is the share of it that was used. */
const BUDGETS = { firstPaint: 1_000, cardToVerdict: 200, keyToPaint: 100 };
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

/** Notes in the page how long the browser took from each key to the next painting, as it says itself; below 16 ms it is silent. */
const WATCH_KEYS = `(() => {
  window.keys_ = [];
  const seen = (list) => window.keys_.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(seen).observe({ type: 'event', durationThreshold: 16 });
})()`;

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

/**
 * Types a bill: figures into price and quantity, whose amounts and total are painted with each key.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {string} key
 * @returns {Promise<number[]>} milliseconds from a key to the painting, of those that took 16 or more
 */
async function keysToPaint(browser, url, key) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.locator('#key').fill(key);
  await page.keyboard.press('Enter');
  await page.locator('#item').fill('DEMO-A-001');
  await page.keyboard.press('Enter');
  await page.locator('.bill-lines').waitFor();
  await page.evaluate(WATCH_KEYS);
  for (const field of ['price', 'count']) {
    await page.locator(`[id^=${field}-]`).focus();
    for (let typed = 0; typed < KEYS / 2; typed += 1) {
      if (typed % 5 === 0) await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.press(String((typed % 9) + 1));
    }
  }
  return /** @type {number[]} */ (await page.evaluate('window.keys_'));
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
    let slowestPaint = 0;
    for (const [page = '', url = ''] of addresses) {
      const paint = quantile(await firstPaints(browser, url), 0.5);
      slowestPaint = Math.max(slowestPaint, paint);
      table[`first paint of ${page}, ms (median of ${OPENINGS})`] = Math.round(paint);
    }
    const keys = await keysToPaint(browser, `http://127.0.0.1:${agentPort}/`, his ?? '');
    const times = await cardsToPaint(browser, `http://127.0.0.1:${agentPort}/`, his ?? '');
    table['cards put on a reader'] = times.length;
    table['card to painted verdict, ms, median'] = Math.round(quantile(times, 0.5));
    table['card to painted verdict, ms, p99'] = Math.round(quantile(times, 0.99));
    table['keys typed into a bill'] = KEYS;
    table['events of them painted after 16 ms or more'] = keys.length;
    table['the longest of them, ms'] = Math.max(0, ...keys);
    return {
      ratios: [
        { name: 'firstPaintToBudget', value: slowestPaint / BUDGETS.firstPaint, atMost: 1 },
        { name: 'cardToVerdictToBudget', value: quantile(times, 0.99) / BUDGETS.cardToVerdict, atMost: 1 },
        { name: 'keyToPaintToBudget', value: Math.max(0, ...keys) / BUDGETS.keyToPaint, atMost: 1 },
      ],
      table,
    };
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
