import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import pg from 'pg';
import { askDetails, askTotals, booked, type HisRow } from '../reconciliation/ledger-of-his.js';
import { demoCredential, demoPerson, His, now } from '../world/his.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import { good, OutpatientVisit } from '../world/visit.js';
import { describeWithBrowser, PageDesk, photograph, seriousFindings } from './browser.js';
import { holdAnswers } from './held-answer.js';
import { enterCentre } from './operator.js';

const HOSPITAL = 'H31010600001';
const TODAY = now().slice(0, 10);
/** A day that is over, also shortly after midnight. */
const PAST = new Date(Date.parse(TODAY) - 2 * 86_400_000).toISOString().slice(0, 10);

describeWithBrowser('the page of days', () => {
  let province: TestProvince;
  let desk: PageDesk;
  let database: pg.Client;
  let hospital: His;

  const settled = async (batch: string): Promise<HisRow> => {
    const lines = [{ item: 'DEMO-A-001', price: '12.5', count: '1', amount: fen(1_250) }];
    const visit = await OutpatientVisit.begin(hospital, demoPerson('retiree').psnNo, demoCredential('retiree-new'));
    good(await visit.upload(batch, lines));
    return booked(good(await hospital.send('2207', visit.bill(batch, lines))));
  };
  const stateOf = async (settlementId: string): Promise<string> => {
    const { rows } = await database.query<{ state: string }>(
      `SELECT CASE count(c.*) WHEN 0 THEN 'stands' ELSE 'undone' END AS state FROM medisettle.settlement c WHERE c.cancels = $1`,
      [settlementId],
    );
    return rows[0]?.state ?? '';
  };

  beforeAll(async () => {
    province = await startProvince();
    hospital = new His(province.agent.url, province.keys.his, HOSPITAL);
    database = new pg.Client({ connectionString: province.database.url });
    await database.connect();
    desk = await PageDesk.open(province.centre.url);
  });
  afterAll(async () => {
    await desk?.close();
    await database?.end();
    await province?.close();
  });

  it('leads to the differences of a day, has one cured by the centre, and shows who did it and why', async () => {
    const known = await settled('D1');
    const lost = await settled('D2');
    good(await askDetails(hospital, { from: TODAY, rows: [known] }));
    const page = await enterCentre(desk, province.keys.operator, '/days');
    await page.getByLabel('机构').selectOption(HOSPITAL);
    await page.locator(`[data-day="${TODAY}"][data-state=differing]`).waitFor();
    await page.getByRole('button', { name: /^查看差异/ }).press('Enter');
    await page.getByRole('button', { name: `代办 ${lost.settlementId}` }).press('Enter');
    await page.locator('#order-title:focus').waitFor();

    await page.getByRole('radio', { name: '机构补记' }).check();
    await page.getByText('中心不做任何改动').waitFor();
    expect(await page.getByRole('button', { name: '冲正', exact: true }).count()).toBe(0);
    await page.getByRole('radio', { name: '由中心冲正' }).check();
    expect(await page.locator('.consequences').textContent()).toMatch(/2601.*总额 ¥12\.50.*个人账户退回 ¥12\.50/);
    await page.getByRole('button', { name: '冲正', exact: true }).press('Enter');
    await page.locator('#field-reason-problem').waitFor();
    await page.getByLabel('原因').fill('HIS无此结算，患者未享受');
    await page.getByLabel('经办人').fill('clerk-7');
    expect(await stateOf(lost.settlementId)).toBe('stands');
    await photograph(page, 'days');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('经办人').press('Enter');
    await page.getByRole('status').filter({ hasText: '已冲正。' }).waitFor();
    const record = page.getByRole('region', { name: '办理记录' });
    await record.getByText('HIS无此结算，患者未享受').waitFor();
    expect(await record.textContent()).toMatch(/clerk-7.*已冲正/);
    expect(await stateOf(lost.settlementId)).toBe('undone');
    expect(await page.getByRole('button', { name: /^代办/ }).count()).toBe(0);
    await page.context().close();
  });

  it('shows the days of the institution that was chosen last, whichever answer comes last', async () => {
    const page = await enterCentre(desk, province.keys.operator, '/days');
    const nothing = page.getByText('这段日期里没有结算。');
    await page.getByLabel('机构').selectOption('P31010600001');
    await nothing.waitFor();
    const answers = await holdAnswers(page, `/days?institution=${HOSPITAL}`);
    await page.getByLabel('机构').selectOption(HOSPITAL);
    await answers.isHeld();
    // Nobody looks at days of another institution than the one that is chosen.
    expect(await nothing.count()).toBe(0);
    await page.getByLabel('机构').selectOption('P31010600001');
    await nothing.waitFor();
    await answers.letGo();
    expect(await page.locator('[data-day]').count()).toBe(0);
    await page.context().close();
  });

  it('closes one day of one institution, once both sides agree on it', async () => {
    const row = await settled('D3');
    await database.query('UPDATE medisettle.settlement SET settled_at = $2 WHERE settlement_id = $1', [
      row.settlementId,
      `${PAST}T12:00:00+08:00`,
    ]);
    const page = await enterCentre(desk, province.keys.operator, `/days?from=${PAST}&to=${PAST}`);
    await page.getByLabel('机构').selectOption(HOSPITAL);
    await page.locator(`[data-day="${PAST}"][data-state=open]`).waitFor();
    expect(await page.getByRole('button', { name: /^关账/ }).count()).toBe(0);
    good(await askTotals(hospital, { from: PAST, rows: [row] }));
    await page.getByRole('button', { name: '查询' }).press('Enter');
    await page.getByRole('button', { name: /^关账/ }).press('Enter');
    await page.getByText('按 1 笔、总额 ¥12.50 关账').waitFor();
    await page.getByLabel('经办人').fill('clerk-7');
    await page.getByRole('button', { name: '关账', exact: true }).press('Enter');
    await page.getByRole('status').filter({ hasText: '已关账（' }).waitFor();
    await page.locator(`[data-day="${PAST}"][data-state=closed]`).waitFor();
    const { rows } = await database.query<{ day: string }>(
      'SELECT day::text, institution_code AS institution, closed_by AS "by" FROM medisettle.closed_day',
    );
    expect(rows).toEqual([{ day: PAST, institution: HOSPITAL, by: 'clerk-7' }]);
    expect([desk.strangers, desk.complaints]).toEqual([[], []]);
    await page.context().close();
  });
});
