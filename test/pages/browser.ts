import { describe } from '@jest/globals';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { BROWSER, whyNoBrowser } from '../../set-up/browser.mjs';
import { extractText, getDocumentProxy } from 'unpdf';
import { ROOT } from '../../set-up/files.mjs';

const why = whyNoBrowser();
if (why !== null) process.stderr.write(`The tests of the pages are skipped: ${why}.\n`);

/** For suites that need a browser; skipped, with one line that says why, where there is none. */
export const describeWithBrowser = why === null ? describe : describe.skip;

const HANGS_AFTER_MS = 120_000;

const SCREENSHOTS = join(ROOT, 'test', 'screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How a browser stands before the page. */
interface Eyes {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly places: readonly string[];
}

/** One browser for a suite, and what its pages asked for and complained of. */
export class PageDesk {
  /** Addresses outside of the program that served the page. */
  readonly strangers: string[] = [];
  /** Errors in the pages, refused styles and scripts among them. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  /** @param url of the program that serves the pages */
  static async open(url: string): Promise<PageDesk> {
    // As root the browser's own sandbox does not start; the pages come from this machine alone. No graphics processor is
    // there to be imitated.
    const args = ['--no-sandbox', '--disable-gpu', '--lang=zh-CN'];
    const browser = await chromium.launch({ executablePath: BROWSER, args });
    return new PageDesk(browser, url);
  }

  /** A new tab that knows nothing of the ones before. */
  async visit(path: string, { scheme = 'light', width = 1440, height = 900 }: Eyes = {}): Promise<Page> {
    const context: BrowserContext = await this.browser.newContext({
      baseURL: this.url,
      colorScheme: scheme,
      viewport: { width, height },
      locale: 'zh-CN',
    });
    // As in the settings of the tests: a bound for what hangs.
    context.setDefaultTimeout(HANGS_AFTER_MS);
    const page = await context.newPage();
    page.on('request', (request) => {
      if (!request.url().startsWith(`${this.url}/`) && !request.url().startsWith('data:'))
        this.strangers.push(request.url());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // The browser itself notes every answer of 4xx, also those that a test is about.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.complaints.push(message.text());
      }
    });
    await page.goto(path);
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/**
 * What an accessibility checker finds serious or critical on a page as it is now.
 * @param rules which of the checker's; all unless told
 */
export async function seriousFindings(page: Page, rules?: readonly string[]): Promise<Finding[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(AXE);
  const options = JSON.stringify(rules ? { runOnly: rules } : {});
  return page.evaluate<Finding[]>(`axe.run(document, ${options}).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => ({ id, impact, places: nodes.map(({ html }) => html.slice(0, 200)) })))`);
}

/** As {@link seriousFindings} in the light scheme; in the dark one the colours. It is left in the light. */
export async function seriousInEitherScheme(page: Page): Promise<Finding[]> {
  const light = await seriousFindings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await seriousFindings(page, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark];
}

/** Writes the whole page, in a window as high as it is, into a folder that is not kept with the code. */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const before = page.viewportSize();
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  if (before) await page.setViewportSize({ width: before.width, height: Math.max(before.height, height) });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  if (before) await page.setViewportSize(before);
}

/** The words of a PDF that the page saves when somebody does this. */
export async function savedPaper(page: Page, ask: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), ask()]);
  const document = await getDocumentProxy(new Uint8Array(readFileSync(await download.path())));
  return (await extractText(document, { mergePages: true })).text.replace(/\s+/g, ' ');
}

/** What comes out of the printer, with its number of sheets. */
export async function printed(page: Page): Promise<{ text: string; sheets: number }> {
  const document = await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4' })));
  const { text, totalPages } = await extractText(document, { mergePages: true });
  return { text: text.replace(/\s+/g, ' ').trim(), sheets: totalPages };
}
