// Ten thousand settlements on the console: its page hears the real stream of a centre that counts 200 settlements a second
// (the counts are synthetic, nothing is settled), and must stay smooth and keep no memory.
import { randomBytes } from 'node:crypto';
import { chromium } from 'playwright-core';
import { BROWSER, whyNoBrowser } from '../set-up/browser.mjs';
import { Explained } from '../set-up/files.mjs';
import { PAGES_FOLDER } from '../set-up/install.mjs';
import { freePorts } from '../set-up/ports.mjs';

const PER_SECOND = 200;
const SETTLEMENTS = 10_000;
/** Twenty times a second, so that every second of the console has its share. */
const PULSE_MS = 50;
const FRAME_MS_MAX = 100;

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
  const { Transactions } = await built('apps/settlement/src/database/transactions.js');
  const traffic = new Traffic();
  const nothing = { unknown: null, terminals: null, cards: null, calendar: null, flows: null };
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
        { provide: Standings, useValue: { found: nothing, refresh: async () => false } },
        { provide: MessageDesk, useValue: { messagesUnderWay: 0 } },
        { provide: SettlementWriter, useValue: { waiting: 0 } },
        { provide: SettlementFinder, useValue: {} },
        { provide: SettlementExplained, useValue: {} },
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
 * Counts settlements as a busy centre would, for as long as it takes to count them all.
 * @param {{ note: (answered: object, ms: number, at: number) => void }} traffic
 */
async function pulse(traffic) {
  const began = Date.now();
  for (let done = 0; done < SETTLEMENTS;) {
    await new Promise((resolve) => setTimeout(resolve, PULSE_MS));
    const due = Math.min(SETTLEMENTS, Math.floor(((Date.now() - began) / 1_000) * PER_SECOND));
    for (; done < due; done += 1) {
      const msgid = `H31010600001${String(done).padStart(18, '0')}`;
      const answered = { infno: '2207', institution: 'H31010600001', msgid, code: 'settled', again: false };
      traffic.note(answered, 5 + (done % 40), Date.now());
    }
  }
}

/** Notes the longest time between two frames, in the page. */
const WATCH_FRAMES = `(() => {
  window.frames_ = { longest: 0, count: 0, late: 0 };
  let last = performance.now();
  const frame = (now) => {
    const gap = now - last;
    last = now;
    window.frames_.count += 1;
    if (gap > ${FRAME_MS_MAX}) window.frames_.late += 1;
    window.frames_.longest = Math.max(window.frames_.longest, gap);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;

/** @returns {Promise<import('./run.mjs').Measured>} */
export async function measure() {
  const why = whyNoBrowser();
  if (why !== null) throw new Explained(`The console cannot be measured here: ${why}.`);
  const { program, traffic, key, url } = await openProgram();
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.locator('#key').fill(key);
    await page.keyboard.press('Enter');
    await page.locator('.traffic-chart canvas').waitFor();
    const devtools = await page.context().newCDPSession(page);
    const heap = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      return usedSize / 1024 / 1024;
    };
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
    };
    const before = await heap();
    const workedBefore = await worked();
    const counting = pulse(traffic);
    await page.evaluate(WATCH_FRAMES);
    await counting;
    await page.locator('[data-outcome=settled]').getByText('10,000', { exact: true }).waitFor();
    const frames = /** @type {{ longest: number, count: number, late: number }} */ (
      await page.evaluate('window.frames_')
    );
    const work = (await worked()) - workedBefore;
    const after = await heap();
    return {
      ratios: [{ name: 'consoleHeapAfterToBefore', value: after / before, atMost: 1.5 }],
      table: {
        settlements: SETTLEMENTS,
        'settlements a second': PER_SECOND,
        'processor time of the page a second, ms': Math.round((work * PER_SECOND) / SETTLEMENTS),
        frames: frames.count,
        'longest frame, ms': Math.round(frames.longest),
        [`frames over ${FRAME_MS_MAX} ms`]: frames.late,
        'heap before, MiB': Math.round(before * 10) / 10,
        'heap after, MiB': Math.round(after * 10) / 10,
      },
    };
  } finally {
    await browser.close();
    await program.close();
  }
}
