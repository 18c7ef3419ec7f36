import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { type Counter, counterOf } from '../world/counter.js';
import { His, now } from '../world/his.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import {
  describeWithBrowser,
  PageDesk,
  photograph,
  savedPaper,
  seriousFindings,
  seriousInEitherScheme,
} from './browser.js';
import { holdAnswers } from './held-answer.js';
import { enterTill, typeItem } from './till.js';

const OPERATORS = JSON.stringify([
  { number: '0001', name: '甲收费', mayCancel: false },
  { number: '0002', name: '乙组长', mayCancel: true },
]);

/** The person of the bill on the desk, as the tab keeps it. */
const KEPT_PERSON = `JSON.parse(sessionStorage['medisettle.bill.P31010600001']).patient.personNumber`;

const purchaseOf = (person: string) => ({
  druginfo: {
    psn_no: person,
    mdtrt_cert_type: '03',
    mdtrt_cert_no: '',
    begntime: now(),
    medfee_sumamt: '12.50',
    insutype: '310',
    acct_used_flag: '1',
    med_type: '41',
  },
  drugdetail: [
    {
      feedetl_sn: '1',
      fee_ocur_time: now(),
      med_list_codg: 'DEMO-A-001',
      pric: '12.50',
      cnt: '1',
      det_item_fee_sumamt: '12.50',
    },
  ],
});

describeWithBrowser('the desk of the cashier page', () => {
  let province: TestProvince;
  let desk: PageDesk;
  let counter: Counter;

  beforeAll(async () => {
    province = await startProvince('shanghai', { agentSettings: { HEARTBEAT_MS: '1000', OPERATORS } });
    desk = await PageDesk.open(province.agent.url);
    counter = counterOf(province);
  });
  afterAll(async () => {
    await desk?.close();
    await province?.close();
  });

  const enter = async (institution: string, card: string): Promise<Page> => {
    const page = await enterTill(desk, province.keys.his, institution);
    await counter.insert('virtual-1', card);
    return page;
  };
  const shift = (page: Page) => page.getByRole('region', { name: '班次与交接' });
  const settleTwo = async (page: Page): Promise<void> => {
    await typeItem(page, 'DEMO-A-001', '12.50', '4');
    await typeItem(page, 'DEMO-C-001', '80', '1');
    await page.keyboard.press('Enter');
    await page.locator('#settle:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
  };

  it('offers the items of what was typed last, whichever answer comes last', async () => {
    const page = await enterTill(desk, province.keys.his, 'P31010600001');
    const answers = await holdAnswers(page, '"hilist_name":"DEMO-A-00"');
    await page.keyboard.press('F2');
    await page.keyboard.type('DEMO-A-00');
    await answers.isHeld();
    await page.keyboard.type('1');
    const option = page.getByRole('option').filter({ hasText: 'DEMO-A-001' });
    await option.waitFor();
    await answers.letGo();
    expect(await option.count()).toBe(1);
    await page.context().close();
  });

  it('lets only who may cancel take back a part, by keyboard, and pays back the difference', async () => {
    const page = await enter('H31010600001', 'pupil-new');
    await shift(page).getByLabel('接班人工号').fill('0001');
    await page.keyboard.press('Enter');
    await shift(page).getByText('当班 0001 甲收费').waitFor();
    await page.getByLabel('诊断编码').fill('J00.x00');
    await settleTwo(page);

    await page.getByRole('button', { name: '部分退费' }).press('Enter');
    await page.locator('#back-0').waitFor();
    await page.locator('#back-1').focus();
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await page.getByText('没有撤销结算的权限').waitFor();
    await photograph(page, 'cashier-may-not-cancel');
    expect(await seriousInEitherScheme(page)).toEqual([]);

    // A senior takes the desk; the very same step goes on, after a reload too.
    for (const typed of ['', '-1', '一百']) {
      await shift(page).getByLabel('实点现金').fill(typed);
      await page.keyboard.press('Enter');
      await shift(page).getByText('请填不小于 0、最多两位小数的金额。').waitFor();
    }
    await shift(page).getByLabel('实点现金').fill('1,29.00');
    await shift(page).getByLabel('接班人工号').fill('0002');
    await page.keyboard.press('Enter');
    await shift(page).getByText('当班 0002 乙组长').waitFor();
    expect(await savedPaper(page, () => page.getByRole('button', { name: '保存第 1 班交接表' }).click())).toMatch(
      /当班人员 0001 甲收费.*应有现金 ¥130\.00 实点现金 ¥129\.00 差额 -¥1\.00/,
    );
    await page.reload();
    await page.getByRole('region', { name: '患者' }).getByText(/岁/).waitFor();
    await page.locator('#back-1').focus();
    await page.keyboard.press('Enter');
    await page.getByText('应退患者现金 ¥80.00').waitFor();
    await photograph(page, 'cashier-part-back');
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator('#settle').press('Enter');
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
    await page.getByText('应退患者现金 ¥80.00').waitFor();
    expect(await page.getByRole('article', { name: '收据' }).textContent()).toMatch(/合计¥50\.00/);
    await shift(page).getByRole('row', { name: /全部/ }).getByText('-¥80.00').first().waitFor();
    await counter.remove('virtual-1');
    await page.context().close();
  });

  it('refuses a settlement when the figure that was collected no longer holds, and takes a whole purchase back', async () => {
    const page = await enter('P31010600001', 'unlucky-new');
    await shift(page).getByLabel('接班人工号').fill('0002');
    await page.keyboard.press('Enter');
    await shift(page).getByText('当班 0002').waitFor();
    await page.getByRole('region', { name: '患者' }).getByText('¥500.00').first().waitFor();
    for (const key of ['F2', 'DEMO-A-001', 'Enter'] as const) {
      await (key.startsWith('DEMO') ? page.keyboard.type(key) : page.keyboard.press(key));
    }
    await page.locator('[id^=price-]:focus').waitFor();
    await page.keyboard.type('12.50');
    await page.keyboard.press('Tab');
    await page.keyboard.type('40');
    await page.getByRole('button', { name: '预结算' }).click();
    await page.locator('#settle').waitFor();
    // Meanwhile the same person buys elsewhere, and the account is emptier.
    const his = new His(province.agent.url, province.keys.his, 'P31010600001');
    const bought = await his.send('2102', purchaseOf(await page.evaluate<string>(KEPT_PERSON)));
    expect(bought.infcode).toBe(0);
    await page.locator('#settle').click();
    await page
      .getByRole('alert')
      .getByText(/已收现金 0\.00 元与应收 12\.50 元不符/)
      .waitFor();
    await photograph(page, 'cashier-cash-changed');
    await page.getByRole('button', { name: '预结算' }).click();
    await page.locator('#settle').click();
    await page.getByRole('heading', { name: '结算完成' }).waitFor();

    await page.getByRole('button', { name: '部分退费' }).click();
    await page.locator('#back-0').fill('40');
    await page.getByRole('button', { name: '退费并试算' }).click();
    await page.getByText('整单已退').waitFor();
    await page.getByText('应退患者现金 ¥12.50').waitFor();
    await page.getByRole('button', { name: '作废，下一位' }).click();
    await page.locator('#item').waitFor();

    // A receipt that cannot be asked for may well be there.
    await page.route('**/receipt', (route) => route.abort());
    const today = page.getByRole('region', { name: '今天的结算' }).first();
    await today.getByRole('button', { name: '收据' }).first().press('Enter');
    await page.getByRole('alert').getByText('没有收到应答').waitFor();
    expect(await page.getByText('本机没有这张收据的内容。').count()).toBe(0);
    await counter.remove('virtual-1');
    await page.context().close();
    expect([desk.strangers, desk.complaints]).toEqual([[], []]);
  });
});
