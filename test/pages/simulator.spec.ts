import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { startProvince, type TestProvince } from '../world/programs.js';
import { describeWithBrowser, PageDesk, photograph, seriousFindings } from './browser.js';

describeWithBrowser('the simulator page', () => {
  let province: TestProvince;
  let desk: PageDesk;

  beforeAll(async () => {
    province = await startProvince();
    desk = await PageDesk.open(province.centre.url);
  });
  afterAll(async () => {
    await desk?.close();
    await province?.close();
  });

  /** Types where the focus is, in place of what is there. */
  const type = async (page: Page, text: string): Promise<void> => {
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  };
  /** Goes on with the Tab key until a field or button of that name has the focus. */
  const goTo = async (page: Page, label: string): Promise<void> => {
    for (let steps = 0; steps < 60; steps += 1) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate<string>(
        `(() => { const e = document.activeElement; return e.labels?.[0]?.textContent ?? e.textContent ?? ''; })()`,
      );
      if (name === label) return;
    }
    throw new Error(`the Tab key does not reach ${label}`);
  };
  /** Signs in and waits for the page. */
  const enter = async (
    path: string,
    ...eyes: Parameters<PageDesk['visit']> extends [string, ...infer Rest] ? Rest : never
  ) => {
    const page = await desk.visit(path, ...eyes);
    await page.getByLabel('操作员密钥').fill(province.keys.operator);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '退出' }).waitFor();
    return page;
  };
  const status = (page: Page, words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).first();

  it('is public as a page, strict about what it may load, and closed without the key', async () => {
    const page = await fetch(`${province.centre.url}/simulator`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'self'; style-src 'self';/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const script = /src="(\/assets\/[^"]+)"/.exec(await page.text())?.[1] ?? '';
    const asset = await fetch(`${province.centre.url}${script}`);
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    const outside = [
      '/assets/..%2fsimulator.html',
      '/assets/%2e%2e/simulator.html',
      '/simulator.html',
      '/assets',
      '/dist',
    ];
    for (const path of ['/assets/absent.js', ...outside]) {
      const { status } = await fetch(`${province.centre.url}${path}`);
      expect([path, status]).toEqual([path, path.startsWith('/assets/a') || path.includes('%2f') ? 404 : 401]);
    }
    const asked = await fetch(`${province.centre.url}/api/benefit-simulations`, { method: 'POST', body: '{}' });
    expect(asked.status).toBe(401);
  });

  it('lets in who has the key, keeps it in the tab, and forgets it on leaving', async () => {
    const page = await desk.visit('/');
    await photograph(page, 'sign-in');
    expect(await seriousFindings(page)).toEqual([]);
    for (const [typed, said] of [
      ['', '请先粘贴密钥。'],
      ['not-the-key-of-anybody', '密钥不正确'],
      ['钥匙', '密钥不正确'],
    ] as const) {
      await page.getByLabel('操作员密钥').fill(typed);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: said }).waitFor();
    }
    await page.getByLabel('操作员密钥').fill(province.keys.operator);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /上海/ }).waitFor();
    await photograph(page, 'signed-in');
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole('navigation').getByRole('link', { name: '费用分担模拟' }).click();
    await page.getByRole('heading', { level: 1, name: '费用分担模拟' }).waitFor();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByLabel('操作员密钥').waitFor();
    expect(await page.evaluate(`sessionStorage.length + (document.cookie ? 1 : 0)`)).toBe(0);
    await page.context().close();
  });

  it('shows who pays a bill that was typed by keyboard alone, and says so aloud', async () => {
    const page = await desk.visit('/simulator');
    await page.getByLabel('操作员密钥').waitFor();
    await page.keyboard.insertText(province.keys.operator);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await photograph(page, 'simulator-empty');
    expect(await seriousFindings(page)).toEqual([]);

    await goTo(page, '费用日期');
    await type(page, '20180510');
    await goTo(page, '符合政策范围金额（元）');
    await type(page, '3,000');
    await goTo(page, '当年账户');
    await type(page, '600');
    await page.keyboard.press('Enter');

    await status(page, '账单 ¥3,000.00：基金付 ¥450.00，个人账户付 ¥600.00，现金 ¥1,950.00。').waitFor();
    const bar = page.getByRole('img', { name: /账单由谁支付/ });
    expect(await bar.getAttribute('aria-label')).toBe(
      '账单由谁支付：附加基金 ¥450.00, 当年账户 ¥600.00, 现金 ¥1,950.00',
    );
    expect(await page.getByLabel('费用日期').inputValue()).toBe('2018-05-10');
    const segment = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '自负段' }) });
    expect(await segment.textContent()).toMatch(/由现金付 ¥1,500\.00.*segment-active-until-2023.*Two open data sheets/);

    await page.getByLabel('就医类型').selectOption({ label: '住院' });
    await page.getByText('输入已经改动').waitFor();
    await page.context().close();
  });

  it('shows a bill of several lines, also to who prefers the dark', async () => {
    const page = await enter('/simulator', { scheme: 'dark' });
    await page.getByRole('button', { name: /有甲、乙、丙类/ }).click();
    await status(page, '账单 ¥1,645.00').waitFor();
    await page.getByText('每条明细怎样拆分').click();
    await photograph(page, 'simulator-lines-dark');
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole('button', { name: '加一行' }).press('Enter');
    expect(await page.evaluate(`document.activeElement.id`)).toBe('field-lines-4-name');
    await page.keyboard.insertText('检查');
    await goTo(page, '单价（元）');
    await type(page, '100');
    await page.keyboard.press('Enter');
    await status(page, '账单 ¥1,745.00').waitFor();
    await page.context().close();
  });

  it('says what is wrong at the field that is, in the language of the reader', async () => {
    const page = await enter('/simulator');
    await page.getByLabel('费用日期').fill('2023-02-30');
    await page.getByLabel('符合政策范围金额').fill('12.345');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '有 2 处需要修改' }).waitFor();
    expect(await page.evaluate(`document.activeElement.id`)).toBe('field-date');
    expect(await page.locator('#field-date-problem').textContent()).toMatch(/有效日期/);
    expect(await page.locator('#field-inScope-problem').textContent()).toMatch(/两位小数/);

    await page.getByLabel('费用日期').fill('2024-09-02');
    await page.getByLabel('符合政策范围金额').fill('100');
    await page.getByLabel('退休日期').fill('1990-01-01');
    await page.keyboard.press('Enter');
    const retirement = page.locator('#field-person-retirementDate-problem');
    await retirement.filter({ hasText: '退休日期早于' }).waitFor();
    expect(await page.getByLabel('退休日期').getAttribute('aria-invalid')).toBe('true');
    await photograph(page, 'simulator-error');
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'English' }).click();
    await retirement.filter({ hasText: 'Retirement is before' }).waitFor();
    expect(await page.evaluate(`document.documentElement.lang`)).toBe('en');
    await page.context().close();
  });

  it('shows what July 2023 changes of a bill, in words and in years, in English', async () => {
    const page = await enter('/simulator');
    await page.getByRole('button', { name: /门诊 3,000 元/ }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await status(page, 'funds pay ¥450.00').waitFor();
    await page.getByRole('button', { name: 'Before and after July 2023' }).click();
    await status(page, 'The result changes once.').waitFor();
    const after = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '1 July 2023' }) });
    expect(await after.textContent()).toMatch(/Additional fund \+¥880\.00.*Cash -¥880\.00.*outpatient-active-2023/);

    await page.getByRole('button', { name: '2018 until today' }).click();
    await status(page, 'The result changes').waitFor();
    await page.getByRole('heading', { name: /^1 July 2023 to / }).waitFor();
    await page.locator('.chart canvas').hover();
    await photograph(page, 'simulator-what-if');
    expect(await seriousFindings(page)).toEqual([]);
    await page.context().close();
  });

  it('fits a narrow window without being pushed aside', async () => {
    const page = await enter('/simulator', { width: 400, height: 800 });
    await page.getByRole('button', { name: /住院 11,200/ }).click();
    await status(page, '账单 ¥11,200.00').waitFor();
    expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBeLessThanOrEqual(400);
    await photograph(page, 'simulator-narrow');
    await page.context().close();
  });

  it('has asked nobody but the centre, and broken none of its own rules', () => {
    expect(desk.strangers).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
});
