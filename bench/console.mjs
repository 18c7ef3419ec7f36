// Ten thousand settlements on the console: its page hears the real stream of a centre that counts 200 settlements a second
// (the counts are synthetic, nothing is settled) and has a province's counters, days and neighbours to show, and must stay
// smooth and keep no memory.
import { randomBytes } from 'node:crypto';
import { chromium } from 'playwright-core';
import { BROWSER, whyNoBrowser } from '../set-up/browser.mjs';
import { Explained } from '../set-up/files.mjs';
import { PAGES_FOLDER } from '../set-up/install.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { SyntheticStandings } from './synthetic-standings.mjs';

const PER_SECOND = 200;
const SETTLEMENTS = 10_000;
/**
 * Settlements before the first look at the memory: half a minute, in which every panel is drawn anew at least once and the
 * engine has compiled what it goes on with.
 */
const WARM_UP = 6_000;
/** Seconds that a console shows; they were busy before the page is opened, so that its chart is full from the beginning. */
const SECONDS_BEFORE = 300;
/** Twenty times a second, so that every second of the console has its share. */
const PULSE_MS = 50;
const FRAME_MS_MAX = 100;
/** What of a hundred beside them some are refused with. */
const REFUSED = ['CARD-VOID', 'BILL-SETTLED', 'UNKNOWN-PROVINCE'];

/** @param {string} path in the built centre */
const built = (path) => import(new URL(`../dist/settlement/${path}`, import.meta.url).href);

/** A program with the console's own controller and stream; what stands in a database is empty. */
async function openProgram() {
  await import('reflect-metadata');
  const { Module } = await import('@nestjs/common');
  const { createHttpProgram, Keyring, Log } = await built('libs/program/src/index.js');
  const { Traffic } = await built('apps/settlement/src/traffic/traffic.js');
  const { ConsoleStream } = await built('apps/settlement/src/console/console-stream.js');
  const { ConsoleController } = await built('apps/settlement/src/console/console.controller.js');
  const { Standings } = await built('apps/settlement/src/console/standings.js');
  const { MessageDesk } = await built('apps/settlement/src/messages/message-desk.js');
  const { SettlementWriter } = await built('apps/settlement/src/settlements/writer/settlement-writer.js');
  const { SettlementFinder } = await built('apps/settlement/src/console/settlement-finder.js');
  const { SettlementExplained } = await built('apps/settlement/src/console/settlement-explained.js');
  const { ConsoleLists } = await built('apps/settlement/src/console/console-lists.js');
  const { Transactions } = await built('apps/settlement/src/database/transactions.js');
  const traffic = new Traffic();
  class ConsoleAlone {}
  Module({})(ConsoleAlone);
  const key = randomBytes(24).toString('hex');
  const [port = 0] = await freePorts(1);
  const program = await createHttpProgram(
    {
      module: ConsoleAlone,
      controllers: [ConsoleController],
      providers: [
        { provide: Traffic, useValue: traffic },
        { provide: Standings, useValue: new SyntheticStandings() },
        { provide: MessageDesk, useValue: { messagesUnderWay: 0 } },
        { provide: SettlementWriter, useValue: { waiting: 0 } },
        { provide: SettlementFinder, useValue: {} },
        { provide: SettlementExplained, useValue: {} },
        { provide: ConsoleLists, useValue: {} },
        { provide: Transactions, useValue: {} },
        ConsoleStream,
      ],
    },
    {
      port,
      keyring: new Keyring({ operator: key }),
      pages: { folder: PAGES_FOLDER, entries: { '/': 'console.html' } },
      health: () => ({ state: 'up', details: { centre: 'measurement', division: '310000' } }),
    },
    new Log('bench', 'silent'),
  );
  await program.listen();
  return { program, traffic, key, url: `http://127.0.0.1:${port}` };
}

/**
 * Counts what the last minutes had, as many a second as will come.
 * @param {{ note: (answered: object, ms: number, at: number) => void }} traffic
 */
function fill(traffic) {
  const now = Date.now();
  for (let index = 0; index < SECONDS_BEFORE * PER_SECOND; index += 1) {
    const at = now - SECONDS_BEFORE * 1_000 + Math.floor(index / PER_SECOND) * 1_000;
    const msgid = `H31010600001${String(index).padStart(18, '0')}`;
    const answered = { infno: '2207', institution: 'H31010600001', msgid, code: 'settled', again: false };
    traffic.note(answered, 5 + (index % 40), at);
  }
}

/**
 * Counts settlements as a busy centre would, for as long as it takes to count so many.
 * @param {{ note: (answered: object, ms: number, at: number) => void }} traffic
 * @param {number} settlements
 */
async function pulse(traffic, settlements) {
  const began = Date.now();
  for (let done = 0; done < settlements;) {
    await new Promise((resolve) => setTimeout(resolve, PULSE_MS));
    const due = Math.min(settlements, Math.floor(((Date.now() - began) / 1_000) * PER_SECOND));
    for (; done < due; done += 1) {
      const msgid = `H31010600001${String(done).padStart(18, '0')}`;
      const answered = { infno: '2207', institution: 'H31010600001', msgid, code: 'settled', again: false };
      traffic.note(answered, 5 + (done % 40), Date.now());
      const refused = REFUSED[done % 100];
      if (refused) traffic.note({ ...answered, code: refused }, 3, Date.now());
    }
  }
}

/** Notes in the page the time between each two frames, and every task that held the page for more than 50 ms. */
const WATCH = `(() => {
  window.watched_ = { longest: 0, frames: 0, late: 0, longTasks: 0, longestTask: 0 };
  const seen = window.watched_;
  let last = performance.now();
  const frame = (now) => {
    const gap = now - last;
    last = now;
    seen.frames += 1;
    if (gap > ${FRAME_MS_MAX}) seen.late += 1;
    seen.longest = Math.max(seen.longest, gap);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.longTasks += 1;
      seen.longestTask = Math.max(seen.longestTask, duration);
    }
  }).observe({ type: 'longtask' });
})()`;

/** @typedef {{ longest: number, frames: number, late: number, longTasks: number, longestTask: number }} Watched */

/** What the page has used so far, by the browser's own count. @param {import('playwright-core').CDPSession} devtools */
async function used(devtools) {
  // Twice: what the first round lets go of may hold on to more.
  for (let round = 0; round < 2; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const ms = (/** @type {string} */ of) => (metrics.find(({ name }) => name === of)?.value ?? NaN) * 1_000;
  return {
    heap: usedSize / 1024 / 1024,
    nodes,
    listeners: jsEventListeners,
    task: ms('TaskDuration'),
    script: ms('ScriptDuration'),
    layout: ms('LayoutDuration') + ms('RecalcStyleDuration'),
  };
}

const rounded = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @returns {Promise<import('./run.mjs').Measured>} */
export async function measure() {
  const why = whyNoBrowser();
  if (why !== null) throw new Explained(`The console cannot be measured here: ${why}.`);
  const { program, traffic, key, url } = await openProgram();
  fill(traffic);
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.locator('#key').fill(key);
    await page.keyboard.press('Enter');
    await page.locator('.traffic-chart canvas').waitFor();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const shown = (/** @type {number} */ count) =>
      page.locator('[data-outcome=settled]').getByText(count.toLocaleString('en'), { exact: true }).waitFor();
    const filled = SECONDS_BEFORE * PER_SECOND;
    await pulse(traffic, WARM_UP);
    await shown(filled + WARM_UP);
    const before = await used(devtools);
    await page.evaluate(WATCH);
    await pulse(traffic, SETTLEMENTS);
    await shown(filled + WARM_UP + SETTLEMENTS);
    const watched = /** @type {Watched} */ (await page.evaluate('window.watched_'));
    const after = await used(devtools);
    const perSecond = (/** @type {'task' | 'script' | 'layout'} */ part) =>
      rounded(((after[part] - before[part]) * PER_SECOND) / SETTLEMENTS);
    console.log(
      `frames=${watched.frames} over${FRAME_MS_MAX}ms=${watched.late} worst=${rounded(watched.longest)} ` +
        `heapBefore=${rounded(before.heap)} heapAfter=${rounded(after.heap)}`,
    );
    return {
      ratios: [
        { name: 'consoleHeapAfterToBefore', value: after.heap / before.heap, atMost: 1.1 },
        { name: 'consoleNodesAfterToBefore', value: after.nodes / before.nodes, atMost: 1.1 },
      ],
      table: {
        settlements: SETTLEMENTS,
        'settlements a second': PER_SECOND,
        frames: watched.frames,
        [`frames over ${FRAME_MS_MAX} ms`]: watched.late,
        'longest frame, ms': rounded(watched.longest),
        'tasks over 50 ms': watched.longTasks,
        'longest of them, ms': rounded(watched.longestTask),
        'processor time of the page a second, ms': perSecond('task'),
        'of that scripts, ms': perSecond('script'),
        'of that layout and style, ms': perSecond('layout'),
        'heap before, MiB': rounded(before.heap),
        'heap after, MiB': rounded(after.heap),
        'nodes before': before.nodes,
        'nodes after': after.nodes,
        'listeners before': before.listeners,
        'listeners after': after.listeners,
      },
    };
  } finally {
    await browser.close();
    await program.close();
  }
}
