import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { type Counter, counterOf } from '../world/counter.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import {
  describeWithBrowser,
  PageDesk,
  photograph,
  savedPaper,
  seriousFindings,
  seriousInEitherScheme,
} from './browser.js';
import { enterTill, typeItem } from './till.js';

describeWithBrowser('the cashier page while the centre is away', () => {
  let province: TestProvince;
  let desk: PageDesk;
  let counter: Counter;

  beforeAll(async () => {
    province = await startProvince('shanghai', { agentSettings: { HEARTBEAT_MS: '500' } });
    desk = await PageDesk.open(province.agent.url);
    counter = counterOf(province);
  });
  afterAll(async () => {
    await desk?.close();
    await province?.close();
  });

  const shift = (page: Page) => page.getByRole('region', { name: '班次与交接' });
  const waiting = (page: Page) => page.getByRole('region', { name: '待补结算', exact: true }).first();
  const patient = (page: Page) => page.getByRole('region', { name: '患者' });
  const enter = (institution: string): Promise<Page> => enterTill(desk, province.keys.his, institution);

  it('takes a bill in full, and settles it later from the list, once, with what is given back', async () => {
    const page = await enter('H31010600001');
    await shift(page).getByLabel('接班人工号').fill('0001');
    await page.keyboard.press('Enter');
    await shift(page).getByText('当班 0001').waitFor();
    await province.centre.kill();
    await page.getByText('暂时连不上结算中心').waitFor();
    await counter.insert('virtual-1', 'retiree-new');
    await page.getByRole('listitem', { name: '读卡器 virtual-1' }).locator('[data-code^=UNKNOWN]').waitFor();
    await page.getByLabel('诊断编码').fill('J00.x00');
    await typeItem(page, 'DEMO-A-001', '12.50', '200');
    await page.getByText('患者 陆退休').waitFor();
    await photograph(page, 'cashier-outage');
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator('#in-full').press('Enter');

    // The paper is there, and says that it is no settlement.
    const paper = page.getByRole('article', { name: '全额收费凭证' });
    await paper.waitFor();
    expect(await paper.textContent()).toMatch(/不是结算收据.*陆退休.*T30000029.*¥2,500\.00.*贰仟伍佰元整/);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '下一位' }).and(page.locator(':focus')).waitFor();
    for (const _ of [1, 2]) await page.keyboard.press('Tab');
    expect(await savedPaper(page, () => page.keyboard.press('Enter'))).toMatch(/不是结算收据.*陆退休.*¥2500\.00/);
    await page.getByRole('button', { name: '下一位' }).press('Enter');
    await page.locator('#item:focus').waitFor();
    await waiting(page).getByText('有 1 笔已收全额的账单还没有补结算').waitFor();
    await shift(page).getByText('连不上中心时全额收取 ¥2,500.00').waitFor();

    // Nothing of it hangs on this tab, nor on the agent's memory: another day, another shift.
    await shift(page).getByLabel('实点现金').fill('2500.00');
    await shift(page).getByLabel('接班人工号').fill('0002');
    await page.keyboard.press('Enter');
    await shift(page).getByText('当班 0002').waitFor();
    await province.agent.stop();
    await province.agent.start();
    await province.centre.start();
    await counter.insert('virtual-1', 'retiree-new');
    await page.reload();
    await patient(page).getByText('陆退休').waitFor();
    const other = await enter('H31010600001');
    await patient(other).getByText('陆退休').waitFor();

    await waiting(page).getByRole('button', { name: '补结算 陆退休' }).press('Enter');
    await page.locator('#settle:focus').waitFor();
    // Of 2,500.00 in scope the account pays 1,680.00, the segment takes 300.00 and the fund pays 75 % of the rest.
    await page.getByText('先前已付 ¥2,500.00，应退患者现金 ¥2,500.00').waitFor();
    await photograph(page, 'cashier-late-settlement');
    expect(await seriousInEitherScheme(page)).toEqual([]);
    await waiting(other).getByRole('button', { name: '补结算 陆退休' }).press('Enter');
    await other.locator('#settle:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
    const receipt = page.getByRole('article', { name: '收据' });
    await receipt.getByText('本次退还现金').waitFor();
    expect(await receipt.textContent()).toMatch(/合计¥2,500\.00.*先前全额收费.*¥2,500\.00本次退还现金¥2,500\.00/);
    await waiting(page).getByText('已补结算').waitFor();
    expect(await savedPaper(page, () => page.getByRole('button', { name: '保存PDF' }).press('Enter'))).toMatch(
      /先前全额收费.*¥2500\.00 本次退还现金 ¥2500\.00/,
    );
    const today = page.getByRole('region', { name: '今天的结算' }).first();
    await today.getByRole('row', { name: /陆退休.*2,500\.00.*已结算/ }).waitFor();
    await shift(page).getByText('补结算或撤回时退还 ¥2,500.00').waitFor();
    await shift(page)
      .getByRole('row', { name: /全部.*-¥2,500\.00/ })
      .waitFor();

    // The other tab had the same bill on its desk.
    await other.keyboard.press('Enter');
    await other.getByText('这笔全额收费已经补结算').waitFor();
    await counter.remove('virtual-1');
    await other.context().close();
    await page.context().close();
  });

  it('withdraws a bill that the patient does not want settled, with its cash', async () => {
    const page = await enter('P31010600001');
    await province.centre.kill();
    await page.getByText('暂时连不上结算中心').waitFor();
    await typeItem(page, 'DEMO-A-001', '12.50', '2');
    await page.getByLabel('患者姓名').fill('路人甲');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: '全额收费凭证' }).getByText('未读卡').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Paid in full, to be settled later' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '中文' }).click();
    await waiting(page).getByRole('button', { name: '撤回 路人甲' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: '撤回这笔全额收费？' });
    await dialog.getByText('请把全部现金 ¥25.00 退给患者。').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '确定撤回' }).press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await waiting(page).getByText('已撤回').waitFor();
    await page.locator('#outage-title:focus').waitFor();
    await shift(page).getByText('全额收取 ¥25.00，补结算或撤回时退还 ¥25.00').waitFor();
    await province.centre.start();
    expect([desk.strangers, desk.complaints]).toEqual([[], []]);
    await page.context().close();
  });

  it('takes a bill in full of whom the registry has named before, where his old card does not', async () => {
    const page = await enter('P31010600001');
    await counter.insert('virtual-1', 'employee-old');
    await patient(page).getByText('沈在职').waitFor();
    await typeItem(page, 'DEMO-A-001', '12.50', '1');
    await province.centre.kill();
    await page.getByText('患者 沈在职').waitFor();
    await page.locator('#in-full').press('Enter');
    const paper = page.getByRole('article', { name: '全额收费凭证' });
    await paper.waitFor();
    expect(await paper.textContent()).toMatch(/沈在职.*T10000013.*¥12\.50/);
    await counter.remove('virtual-1');
    await province.centre.start();
    await page.context().close();
  });
});
