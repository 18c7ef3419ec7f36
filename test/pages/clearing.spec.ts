import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Page } from 'playwright-core';
import { His, now } from '../world/his.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import { buy } from '../world/purchase.js';
import { describeWithBrowser, PageDesk, photograph, savedPaper, seriousFindings } from './browser.js';
import { holdAnswers } from './held-answer.js';
import { enterCentre } from './operator.js';

/** The month before this one, in Shanghai. */
const [year = 0, running = 0] = now().split('-').map(Number);
const MONTH = running === 1 ? `${year - 1}-12` : `${year}-${String(running - 1).padStart(2, '0')}`;

describeWithBrowser('the clearing page', () => {
  let province: TestProvince;
  let desk: PageDesk;
  let database: pg.Client;

  /** A purchase of last month on one side of a month with Anhui, whose tables agree. */
  const settledAcross = async (side: 'care' | 'insured', owed: number): Promise<string> => {
    const { id } = await buy(new His(province.agent.url, province.keys.his, 'P31010600001'), 'retiree', 'retiree-new');
    await database.query('UPDATE medisettle.settlement SET settled_at = $2 WHERE settlement_id = $1', [
      id,
      `${MONTH}-15T12:00:00+08:00`,
    ]);
    await database.query(
      `INSERT INTO medisettle.province_settlement (person_id, settlement_id, side, other_division, owed_fen)
       SELECT person_id, settlement_id, $2, '340100', $3 FROM medisettle.settlement WHERE settlement_id = $1`,
      [id, side, owed],
    );
    await clearing('340000', side, 'agreed', owed, 0);
    return id;
  };
  const clearing = async (other: string, side: string, state: string, owed: number, differences: number) =>
    database.query(
      `INSERT INTO medisettle.clearing (month, province, side, state, rows, total_fen, fund_fen, account_fen, owed_fen,
         differences, compared_at) VALUES ($1, $2, $3, $4, 1, 1250, 0, 1250, $5, $6, now())`,
      [MONTH, other, side, state, owed, differences],
    );

  beforeAll(async () => {
    province = await startProvince();
    database = new pg.Client({ connectionString: province.database.url });
    await database.connect();
    const id = await settledAcross('care', 1_250);
    await settledAcross('insured', 1_000);
    await clearing('330000', 'care', 'differing', 0, 1);
    await database.query(
      `INSERT INTO medisettle.clearing_difference (month, province, side, settlement_id, class, here_fen, there_fen)
       VALUES ($1, '330000', 'care', $2, 'amounts-differ', 1250, 1251)`,
      [MONTH, id],
    );
    await database.query(`INSERT INTO medisettle.split_month VALUES ('H31010600001', $1, 'disputed')`, [MONTH]);
    desk = await PageDesk.open(province.centre.url);
  });
  afterAll(async () => {
    await desk?.close();
    await database?.end();
    await province?.close();
  });

  const table = (page: Page, key: string) => page.locator(`[data-table="${key}"]`);
  const step = (page: Page, key: string, word: string) =>
    table(page, key)
      .getByRole('button', { name: new RegExp(`^${word}`) })
      .press('Enter');
  const stands = (page: Page, key: string, state: string) =>
    table(page, key).locator(`[data-state=${state}]`).waitFor();
  const said = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();

  it('says who owes whom in the last month, where tables differ, and when the other province cannot be asked', async () => {
    const page = await enterCentre(desk, province.keys.operator, '/clearing');
    await stands(page, '340000 care', 'agreed');
    expect(await table(page, '340000 care').textContent()).toMatch(/安徽省 340000 欠本省.*1¥12\.50.*已核对一致/);
    expect(await table(page, '340000 insured').textContent()).toMatch(/本省欠 安徽省 340000.*¥10\.00/);
    expect(await page.locator(`[data-month="${MONTH}"]`).textContent()).toMatch(/不一致 1.*¥12\.50¥10\.00$/);
    await page.locator('[data-hospital=H31010600001]').getByText('有异议').waitFor();

    await step(page, '330000 care', '看差异');
    await page.locator('[data-difference=amounts-differ]').getByText('¥12.51').waitFor();
    await step(page, '340000 care', '核对');
    await page.getByRole('alert').waitFor();
    await stands(page, '340000 care', 'agreed');
    await page.context().close();
  });

  it('keeps the tables of the month that is chosen once more, and leaves those of another alone', async () => {
    const page = await enterCentre(desk, province.keys.operator, `/clearing?month=${MONTH}`);
    const month = (name: string) => page.locator(`[data-month="${name}"]`).getByRole('button');
    await stands(page, '340000 care', 'agreed');
    await month(MONTH).press('Enter');
    expect(await table(page, '340000 care').count()).toBe(1);

    // A comparison takes its time, and the operator has gone on to the month that runs.
    const answers = await holdAnswers(page, '/comparisons');
    await step(page, '340000 care', '核对');
    await answers.isHeld();
    await page.locator('[data-month]').first().getByRole('button').press('Enter');
    await page.locator('#tables-title').waitFor();
    await answers.letGo();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.locator('#tables-title').count()).toBe(1);
    await month(MONTH).press('Enter');
    await stands(page, '340000 care', 'agreed');
    await page.context().close();
  });

  it('confirms by keyboard, after it has said what follows from it, and says whether the other province knows', async () => {
    const page = await enterCentre(desk, province.keys.operator, `/clearing?month=${MONTH}`);
    await stands(page, '340000 care', 'agreed');
    await step(page, '340000 care', '确认');
    await page.locator('#order-title:focus').waitFor();
    await page.getByText('医院对这个月不能再确认或回退').waitFor();
    expect(await page.locator('.consequences').textContent()).toContain('确认 1 笔、¥12.50');
    await page.getByRole('button', { name: '确认无误' }).press('Enter');
    await page.locator('#field-clerk-problem').waitFor();
    await page.getByLabel('经办人').fill('clerk-7');
    await photograph(page, 'clearing');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('经办人').press('Enter');
    await said(page, '对方还没有应答');
    await stands(page, '340000 care', 'confirmed');
    expect(await table(page, '340000 care').textContent()).toMatch(/由 clerk-7 确认.*对方尚未确认.*再次告知对方/);
    const { rows } = await database.query(
      `SELECT confirmed_by AS by, state FROM medisettle.clearing WHERE province = '340000' AND side = 'care'`,
    );
    expect(rows).toEqual([{ by: 'clerk-7', state: 'confirmed' }]);
    await page.context().close();
  });

  it('pays out of the advance fund, and not more than is in it', async () => {
    await database.query(
      `UPDATE medisettle.clearing SET state = 'confirmed', confirmed_at = now(), confirmed_by = 'clerk-1',
              confirmed_there_at = now() WHERE province = '340000' AND side = 'insured'`,
    );
    const page = await enterCentre(desk, province.keys.operator, '/clearing');
    await stands(page, '340000 insured', 'confirmed');
    await step(page, '340000 insured', '付款');
    await page.getByText('不够支付').waitFor();
    await page.getByLabel('经办人').fill('clerk-8');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '预付金' }).waitFor();

    await page.locator('[data-advance="340000"]').getByRole('button').press('Enter');
    await page.getByLabel('金额').fill('100.00');
    await page.getByLabel('凭证编号').fill('A-1');
    await page.keyboard.press('Enter');
    await said(page, '现有 ¥100.00');
    await page.locator('[data-advance="340000"]').getByText('¥100.00').waitFor();

    await step(page, '340000 insured', '付款');
    await page.getByText('付后剩 ¥90.00').waitFor();
    await page.getByLabel('经办人').press('Enter');
    await said(page, '对方还没有应答');
    await stands(page, '340000 insured', 'paid');
    await page.locator('[data-advance="340000"]').getByText('¥90.00').waitFor();
    await page.context().close();
  });

  it('saves the statements of an institution and of a province', async () => {
    const page = await enterCentre(desk, province.keys.operator, '/clearing');
    await stands(page, '340000 care', 'confirmed');
    await page.getByLabel('机构').selectOption('P31010600001');
    const paper = await savedPaper(page, () => page.getByRole('button', { name: 'PDF', exact: true }).press('Enter'));
    expect(paper).toContain('医药机构费用结算月度对账单');
    const [file] = await Promise.all([page.waitForEvent('download'), step(page, '340000 care', 'CSV')]);
    expect(file.suggestedFilename()).toBe(`340000-care-${MONTH}.csv`);
    await page.context().close();
  });

  it('has its states on the console too, which leads to the month', async () => {
    const page = await enterCentre(desk, province.keys.operator, '/');
    const row = page.locator(`[data-clearing="${MONTH}"]`);
    await row.waitFor();
    expect(await row.textContent()).toMatch(/不一致 1.*已确认 1.*已付款 1.*¥12\.50¥10\.00/);
    await row.getByRole('link').press('Enter');
    await stands(page, '340000 care', 'confirmed');
    expect([desk.strangers, desk.complaints]).toEqual([[], []]);
    await page.context().close();
  });
});
