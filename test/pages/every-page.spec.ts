import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { demoCredential, demoPerson, His } from '../world/his.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import { buy } from '../world/purchase.js';
import { describeWithBrowser, PageDesk, seriousFindings } from './browser.js';
import { enterCentre } from './operator.js';

/** What a page shows once somebody has asked it something. */
type Asked = (page: Page) => Promise<void>;

const found =
  (label: string, value: string, then: string): Asked =>
  async (page) => {
    await page.getByLabel(label).fill(value);
    await page.keyboard.press('Enter');
    await page.locator(then).first().waitFor();
  };

/** Every page of the centre, with something to see on it. */
const PAGES: readonly (readonly [path: string, asked: Asked])[] = [
  ['/', (page) => page.locator('.traffic-chart canvas').waitFor()],
  [
    '/days',
    async (page) => {
      await page.getByLabel('机构').selectOption('P31010600001');
      await page.getByRole('button', { name: /^查看差异/ }).press('Enter');
      await page.getByText('机构没有说过这一天。').waitFor();
    },
  ],
  ['/clearing', (page) => page.locator('[data-month]').first().waitFor()],
  ['/cards', found('卡号', demoCredential('unlucky-new').mdtrt_cert_no, '.facts')],
  ['/filings', found('人员编号', demoPerson('relocated').psnNo, '[data-state]')],
  ['/simulator', (page) => page.locator('form').first().waitFor()],
];

/** What the Tab key shall reach, in the page. */
const REACHABLE = `[...document.querySelectorAll(
  'a[href], button, input:not([type=radio]), input[type=radio]:checked, select, summary, [tabindex="0"]')]
  .filter((element) => element.checkVisibility()).length`;

/** What has the focus, by its place in the document, and whether one sees that it has. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const framed = element.closest('.choice-row label') ?? element;
  const style = getComputedStyle(framed);
  return {
    place: [...document.querySelectorAll('*')].indexOf(element),
    isBody: element === document.body,
    seen: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none',
    what: element.outerHTML.slice(0, 120),
  };
})()`;

interface Focused {
  readonly place: number;
  readonly isBody: boolean;
  readonly seen: boolean;
  readonly what: string;
}

/** Goes through the whole page with the Tab key. @returns how many it reached, and those whose focus nobody sees */
async function tabbed(page: Page): Promise<{ reached: number; unseen: string[] }> {
  // The first that the key reaches in a new tab.
  await page.locator('.skip').focus();
  const reached = new Set<number>();
  const unseen: string[] = [];
  for (let steps = 0; steps < 200; steps += 1) {
    if (steps > 0) await page.keyboard.press('Tab');
    const { place, isBody, seen, what } = await page.evaluate<Focused>(FOCUSED);
    if (isBody || reached.has(place)) break;
    reached.add(place);
    if (!seen) unseen.push(what);
  }
  return { reached: reached.size, unseen };
}

describeWithBrowser('every page of the centre', () => {
  let province: TestProvince;
  let desk: PageDesk;

  beforeAll(async () => {
    province = await startProvince();
    await buy(new His(province.agent.url, province.keys.his, 'P31010600001'), 'retiree', 'retiree-new');
    desk = await PageDesk.open(province.centre.url);
  });
  afterAll(async () => {
    await desk?.close();
    await province?.close();
  });

  it.each(['light', 'dark'] as const)('has no serious finding in the %s scheme, in either language', async (scheme) => {
    const page = await enterCentre(desk, province.keys.operator, '/', { scheme });
    for (const [path, asked] of PAGES) {
      await page.goto(path);
      await page.getByRole('button', { name: '中文' }).click();
      await asked(page);
      expect([path, 'zh', await seriousFindings(page)]).toEqual([path, 'zh', []]);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      expect([path, 'en', await seriousFindings(page)]).toEqual([path, 'en', []]);
    }
    await page.context().close();
  });

  it.each(PAGES)('is reached by the Tab key as a whole, and one sees where one is: %s', async (path, asked) => {
    const page = await enterCentre(desk, province.keys.operator, path);
    await asked(page);
    // What is still being read when the walk begins comes in its midst: then it is walked once more.
    let walk = await tabbed(page);
    let reachable = await page.evaluate<number>(REACHABLE);
    for (let again = 0; again < 5 && walk.reached !== reachable; again += 1) {
      walk = await tabbed(page);
      reachable = await page.evaluate<number>(REACHABLE);
    }
    expect(walk.unseen).toEqual([]);
    expect(walk.reached).toBe(reachable);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it('asks for the key again when the one of the tab is not good any more, in the midst of what it hears', async () => {
    const page = await enterCentre(desk, province.keys.operator, '/days');
    await page.route('**/api/console/events', (route) => route.fulfill({ status: 401, body: '{}' }));
    await page.goto('/');
    await page.getByText('密钥已失效，请重新登录。').waitFor();
    await page.getByLabel('操作员密钥').waitFor();
    await page.context().close();
  });

  it('shows the way in, and why, when nobody answers a tab that has a key', async () => {
    const page = await enterCentre(desk, province.keys.operator, '/cards');
    await page.route('**/health', (route) => route.abort());
    await page.reload();
    await page.getByRole('alert').getByText('结算中心没有应答').waitFor();
    await page.unroute('**/health');
    await page.reload();
    await page.getByLabel('卡号').waitFor();
    await page.context().close();
  });

  it('asks nobody but the centre, and breaks none of its own rules', () => {
    expect([desk.strangers, desk.complaints]).toEqual([[], []]);
  });
});
