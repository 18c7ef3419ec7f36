import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { type ProgramsOfTwoProvinces, startTwoProvinces } from '../cross-province/programs.js';
import { type Counter, counterOf } from '../world/counter.js';
import { demoPerson } from '../world/his.js';
import {
  describeWithBrowser,
  PageDesk,
  photograph,
  savedPaper,
  seriousFindings,
  seriousInEitherScheme,
} from './browser.js';
import { enterTill, typeItem } from './till.js';

const PHARMACY = 'P31010600001';

describeWithBrowser('the cashier page with patients from another province', () => {
  let world: ProgramsOfTwoProvinces;
  let desk: PageDesk;
  let counter: Counter;

  beforeAll(async () => {
    world = await startTwoProvinces();
    desk = await PageDesk.open(world.shanghai.agent.url);
    counter = counterOf({ agent: world.shanghai.agent, keys: world.keys });
  });
  afterAll(async () => {
    await desk?.close();
    await world?.close();
  });

  const patient = (page: Page) => page.getByRole('region', { name: '患者' });
  const today = (page: Page) => page.getByRole('region', { name: '今天的结算' }).first();
  const enter = (institution: string): Promise<Page> => enterTill(desk, world.keys.his, institution);
  /** The patient pays in the application, which the hub plays. */
  const pays = async (orderNo: string): Promise<void> => {
    const { certno: certificateNumber } = demoPerson('visitor');
    const payment = { place: '310000', insured: '340100', institutionCode: PHARMACY, orderNo, certificateNumber };
    const response = await fetch(`${world.hub.url}/api/purchase-orders/payments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.keys.operator}`, 'content-type': 'application/json' },
      body: JSON.stringify(payment),
    });
    expect(await response.json()).toMatchObject({ answer: { state: 'paid' } });
  };

  it('knows the cards of both provinces', async () => {
    const page = await enter('H31010600001');
    for (const [card, code, said] of [
      ['visitor-new', 'CARD-USABLE', '可以使用'],
      ['relocated-new', 'CARD-USABLE', '可以使用'],
      ['relocated-old', 'CARD-VOID-REPLACED', '因新卡启用而作废'],
    ] as const) {
      await counter.insert('virtual-1', card);
      const shown = page.getByRole('listitem', { name: '读卡器 virtual-1' });
      await shown.locator(`[data-code=${code}]`).getByText(said).first().waitFor();
    }
    // Without its province nobody knows whether a card may be used, and that is what is said.
    await world.hub.kill();
    await counter.insert('virtual-1', 'visitor-new');
    await page.locator('[data-code=UNKNOWN-CARD-CENTRE-UNREACHABLE]').waitFor();
    await world.hub.start();
    await counter.remove('virtual-1');
    await page.context().close();
  });

  it('orders a purchase, shows what is waited for, and gives the receipt when the patient has paid', async () => {
    const page = await enter(PHARMACY);
    await counter.insert('virtual-1', 'visitor-new');
    await patient(page).getByText(demoPerson('visitor').name).waitFor();
    await typeItem(page, 'DEMO-A-001', '12.50', '2');
    await page.keyboard.press('Enter');
    await page.locator('#order-title:focus').waitFor();
    await page.getByText('正在等患者在医保应用中支付').waitFor();
    await today(page).getByText('待支付').waitFor();
    await photograph(page, 'cashier-visitor-purchase');
    expect(await seriousInEitherScheme(page)).toEqual([]);

    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Waiting for the patient to pay in the application').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '中文' }).click();

    // An order that is not wanted goes back; the bill stays and can be changed.
    await page.getByRole('region', { name: '异地购药订单' }).getByRole('button', { name: '取消订单' }).press('Enter');
    await page.locator('#item:focus').waitFor();
    await today(page).getByText('已取消').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#order-title:focus').waitFor();
    await page.reload();
    await page.getByText('正在等患者在医保应用中支付').waitFor();
    await pays((await page.getByRole('region', { name: '异地购药订单' }).locator('code').textContent()) ?? '');
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
    const paper = page.getByRole('article', { name: '收据' });
    await paper.getByText('个人账户支付').waitFor();
    expect(await paper.textContent()).toMatch(/合计¥25\.00大写贰拾伍元整个人账户支付¥25\.00现金支付¥0\.00/);
    await today(page).getByText('已支付').waitFor();
    expect(await savedPaper(page, () => page.getByRole('button', { name: '保存PDF' }).press('Enter'))).toMatch(
      /12\.50 2 25\.00 合计 ¥25\.00.*个人账户支付 ¥25\.00 现金支付 ¥0\.00/,
    );
    await page.getByRole('button', { name: '撤销结算' }).press('Enter');
    await page.getByText('您不用退现金').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '确定撤销' }).press('Enter');
    await today(page).getByText('已退费').waitFor();
    await paper.getByText('已撤销').waitFor();
    await page.getByRole('button', { name: '下一位' }).press('Enter');
    await page.locator('#item:focus').waitFor();
    await page.context().close();
  });

  it('settles an outpatient bill of a visitor at a hospital, as everybody’s', async () => {
    const page = await enter('H31010600001');
    await counter.insert('virtual-1', 'visitor-new');
    await patient(page).getByText(demoPerson('visitor').name).waitFor();
    await page.getByLabel('诊断编码').fill('J00.x00');
    await typeItem(page, 'DEMO-A-001', '12.50', '200');
    await page.keyboard.press('Enter');
    await page.locator('#settle:focus').waitFor();
    await page.getByText('账单 ¥2,500.00：基金付 ¥700.00，个人账户付 ¥1,500.00，现金 ¥300.00。').waitFor();
    // Another province tells its sums and no reasons.
    await page.getByRole('listitem').filter({ hasText: '统筹基金 ¥700.00' }).waitFor();
    await page.getByText('查看每一部分的依据').click();
    await page.getByText('由参保地按当地政策算出').waitFor();
    await page.locator('#settle').press('Enter');
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
    await today(page).getByText('已结算').waitFor();
    expect([desk.strangers, desk.complaints]).toEqual([[], []]);
    await page.context().close();
  });
});
