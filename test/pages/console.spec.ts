import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Page } from 'playwright-core';
import { demoCredential, demoPerson, His } from '../world/his.js';
import { Issuer } from '../world/issuer.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import { buy } from '../world/purchase.js';
import { describeWithBrowser, PageDesk, photograph, seriousFindings } from './browser.js';
import { enterCentre } from './operator.js';

describeWithBrowser('the operator’s pages', () => {
  let province: TestProvince;
  let desk: PageDesk;
  let pharmacy: His;
  let database: pg.Client;

  beforeAll(async () => {
    province = await startProvince('shanghai', { agentSettings: { HEARTBEAT_MS: '1000' } });
    desk = await PageDesk.open(province.centre.url);
    pharmacy = new His(province.agent.url, province.keys.his, 'P31010600001');
    database = new pg.Client({ connectionString: province.database.url });
    await database.connect();
  });
  afterAll(async () => {
    await desk?.close();
    await database?.end();
    await province?.close();
  });

  const enter = (path: string): Promise<Page> => enterCentre(desk, province.keys.operator, path);
  const shown = (page: Page, selector: string, text: string) =>
    page.locator(selector).getByText(text, { exact: true }).waitFor();

  it('show settlements as they happen, and lead by keyboard to one of them and its reasons', async () => {
    const page = await enter('/');
    await page.getByRole('status').filter({ hasText: '实时' }).waitFor();
    await shown(page, '[data-outcome=settled]', '0');
    const { id } = await buy(pharmacy, 'retiree', 'retiree-new');
    await shown(page, '[data-outcome=settled]', '1');
    await page.locator('.traffic-chart canvas').waitFor();
    await page.getByRole('rowheader', { name: 'SH-COUNTER-1' }).waitFor();
    await shown(page, '[data-cards="national-3 active"]', '5');

    const latest = page.getByRole('region', { name: '最近的交易' }).getByRole('row').filter({ hasText: '2102' });
    await latest.getByRole('button', { name: /查看/ }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#settlement-title:focus').getByText(`结算 ${id}`).waitFor();
    await page.getByRole('heading', { name: '为什么这样分' }).waitFor();
    const panel = page.getByRole('region', { name: `结算 ${id}` });
    expect(await panel.textContent()).toMatch(/陆\*\*.*当年账户.*¥12\.50/s);
    expect(await panel.textContent()).not.toContain('陆退休');
    expect(new URL(page.url()).searchParams.get('settlement')).toBe(id);
    expect(await seriousFindings(page)).toEqual([]);

    await page.goBack();
    await page.getByRole('heading', { name: `结算 ${id}` }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '结算 1', exact: true }).press('Enter');
    await page.locator('#messages-title:focus').getByText('交易：结算').waitFor();
    await photograph(page, 'console');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    await photograph(page, 'console-english');
    expect(await seriousFindings(page)).toEqual([]);
    await page.context().close();
  });

  it('lead from the chart to a settlement and its reasons, by pointer and by keyboard', async () => {
    const page = await enter('/');
    await page.locator('.traffic-chart canvas').waitFor();
    const { id } = await buy(pharmacy, 'retiree', 'retiree-new');
    await page.locator('[data-settles=true]').waitFor();

    const { rows } = await database.query<{ msgid: string }>(
      'SELECT msgid FROM medisettle.settlement WHERE settlement_id = $1',
      [id],
    );
    const look = page
      .getByRole('region', { name: / 的交易$/ })
      .getByRole('button', { name: `查看 ${rows[0]?.msgid}`, exact: true });

    // The newest seconds are at the right end of the chart: from there to the left, again and again, until its second is
    // hit, since the chart moves on meanwhile.
    let second = '';
    page.on('request', (request) => {
      second = new URL(request.url()).searchParams.get('second') ?? second;
    });
    const chart = page.locator('.traffic-chart');
    const { width = 0, height = 0 } = (await chart.boundingBox()) ?? {};
    for (let left = 4; (await look.count()) === 0; left = left < 400 ? left + 6 : 4) {
      await chart.click({ position: { x: width - left, y: height / 2 } });
      const isAsked = await page.locator('#messages-title[data-picked]').count();
      if (isAsked > 0) await page.locator('#messages-title[data-picked=shown]').waitFor();
    }
    await look.click();
    await page.getByRole('heading', { name: `结算 ${id}` }).waitFor();
    await page.getByRole('heading', { name: '为什么这样分' }).waitFor();
    await page.getByRole('button', { name: '关闭' }).press('Enter');

    await page.getByText('用列表看每一秒').focus();
    await page.keyboard.press('Enter');
    // A second can be clicked on before it is over; the list has it afterwards, as its newest.
    await page.locator(`[data-second="${second}"]`).waitFor();
    await page.keyboard.press('Tab');
    await page.locator(`[data-second="${second}"]:focus`).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#messages-title[data-picked=shown]:focus').waitFor();
    await look.press('Enter');
    await page.locator('#settlement-title:focus').getByText(`结算 ${id}`).waitFor();
    // What nobody has does not leave what was shown before.
    await page.getByLabel('结算编号、报文编号或卡号').fill('NO-SUCH-NUMBER');
    await page.keyboard.press('Enter');
    await page.getByText('没有找到。').waitFor();
    await page.getByRole('heading', { name: `结算 ${id}` }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('say that they are no longer live when the centre is away, and when it is back what wants an eye and what is behind it', async () => {
    const { id } = await buy(pharmacy, 'retiree', 'retiree-new');
    await database.query(
      `INSERT INTO medisettle.province_settlement (person_id, settlement_id, side, other_division, owed_fen)
       SELECT person_id, settlement_id, 'care', '340100', 1000 FROM medisettle.settlement WHERE settlement_id = $1`,
      [id],
    );
    await database.query(
      `INSERT INTO medisettle.province_intent (person_id, institution_code, msgid, kind, division, content, made_at)
       SELECT person_id, institution_code, 'M-5-MINUTES', 'settle', '340100', '{}', now() - interval '5 minutes'
         FROM medisettle.settlement WHERE settlement_id = $1`,
      [id],
    );
    const page = await enter('/');
    await page.getByRole('status').filter({ hasText: '实时' }).waitFor();
    await province.centre.kill();
    await page.getByText('连接已断开，正在重新连接').waitFor();
    await province.centre.start();
    await page.getByRole('status').filter({ hasText: '实时' }).waitFor();

    const concern = page.locator('[data-concern=unknown]');
    await concern.waitFor();
    expect(await concern.textContent()).toBe('1 笔跨省结果未知超过 1 分钟');
    const ages = page.getByRole('region', { name: '结果未知', exact: true });
    await page.getByRole('button', { name: '1 至 10 分钟' }).press('Enter');
    await page.getByRole('region', { name: '1 至 10 分钟' }).locator('[data-unknown=M-5-MINUTES]').waitFor();
    await page.getByRole('button', { name: '超过 1 小时' }).press('Enter');
    await ages.getByText('没有这样的了。').first().waitFor();

    const cell = page.locator('[data-flow="340100 care"]');
    await cell.waitFor();
    expect(await cell.textContent()).toBe('1 笔，¥10.00');
    await cell.press('Enter');
    await page.getByRole('button', { name: `结算 ${id}` }).press('Enter');
    await page.locator('#settlement-title:focus').getByText(`结算 ${id}`).waitFor();
    await database.query(`DELETE FROM medisettle.province_intent WHERE msgid = 'M-5-MINUTES'`);
    await page.context().close();
  });

  it('tell the story of a card, with its number masked, and of the card before it', async () => {
    const lost = demoCredential('mislaid-new').mdtrt_cert_no;
    await new Issuer(province).tell({ type: 'found', cardNumber: lost });
    const page = await enter('/cards');
    await page.getByLabel('卡号').fill(lost);
    await page.keyboard.press('Enter');
    await page.locator('[data-event=found]').waitFor();
    const main = page.getByRole('main');
    expect(await main.textContent()).toMatch(/使用中.*解挂.*挂失 → 使用中.*生效/s);
    expect(await main.textContent()).not.toContain(lost);
    expect(page.url()).not.toContain(lost);
    await photograph(page, 'cards');
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByLabel('卡号').fill(demoCredential('unlucky-new').mdtrt_cert_no);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '打开 前一张卡' }).press('Enter');
    await page.getByText('作废', { exact: true }).first().waitFor();
    await page.getByLabel('卡号').fill('T99999999');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '登记' }).waitFor();
    await page.context().close();
  });

  it('file care in another province and withdraw it, and say at once what cannot be filed', async () => {
    const page = await enter('/filings');
    await page.getByLabel('人员编号').fill(demoPerson('retiree').psnNo);
    await page.keyboard.press('Enter');
    await page.getByText('没有备案。').waitFor();
    await page.getByRole('button', { name: '备案', exact: true }).press('Enter');
    await page.locator('#field-destination-problem').waitFor();
    await page.getByLabel('就医地区划').fill('合肥');
    await page.keyboard.press('Enter');
    await page.locator('#field-destination-problem').getByText('六位区划代码').waitFor();
    await page.getByLabel('就医地区划').fill('340100');
    await page.getByLabel('种类').selectOption('referral');
    await page.getByLabel('说明').fill('转诊');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '已备案。' }).waitFor();
    await page.locator('[data-state=holds]').filter({ hasText: '340100' }).waitFor();
    await photograph(page, 'filings');
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole('button', { name: '撤回' }).press('Enter');
    await page.getByRole('button', { name: '确认撤回' }).press('Enter');
    await page.locator('[data-state=withdrawn]').waitFor();
    await page.getByLabel('就医地区划').fill('310000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '外省' }).waitFor();
    await page.context().close();
  });

  it('show the days of an institution and what was said of them, and close what is agreed on', async () => {
    const page = await enter('/days');
    await page.getByLabel('机构').selectOption('P31010600001');
    await page.locator('[data-state=open]').waitFor();
    expect(await page.locator('[data-state=open]').textContent()).toMatch(/未对账 ?3¥37\.50/);
    await page.getByRole('button', { name: /^查看差异/ }).press('Enter');
    await page.getByText('机构没有说过这一天。').waitFor();
    await page.getByRole('button', { name: '立即关账' }).press('Enter');
    await page.getByRole('status').filter({ hasText: '已关账 0 天' }).waitFor();
    await page.context().close();
  });

  it('have asked nobody but the centre, and broken none of their own rules', () => {
    expect(desk.strangers).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
});
