import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Page } from 'playwright-core';
import { type Counter, counterOf } from '../world/counter.js';
import { demoPerson, His } from '../world/his.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import { buy } from '../world/purchase.js';
import {
  describeWithBrowser,
  PageDesk,
  photograph,
  printed,
  savedPaper,
  seriousFindings,
  seriousInEitherScheme,
} from './browser.js';

/** Credits to the retiree's accumulated account, of one fen each; books that balance. */
const CREDITS = `
  WITH credit AS (
    INSERT INTO medisettle.account_credit (person_id, credit_id, reason, credited_at)
    SELECT $1, 'credit:fen-' || lpad(n::text, 4, '0'), '第' || n || '笔入账', now() FROM generate_series(1, $2::int) n
    RETURNING person_id, credit_id),
  posted AS (
    INSERT INTO medisettle.transfer (person_id, posting_id, position, credit_id, debit_account, credit_account,
      amount_fen, segment, posted_at)
    SELECT person_id, credit_id, 1, credit_id, 'contributions', 'accumulated-account', 1, 'credit', now() FROM credit)
  UPDATE medisettle.account SET balance_fen = balance_fen + $2 WHERE person_id = $1 AND account = 'accumulated-account'`;
const CREDITED = 90;

describeWithBrowser('the account statement on the cashier page', () => {
  let province: TestProvince;
  let desk: PageDesk;
  let counter: Counter;
  let page: Page;

  beforeAll(async () => {
    province = await startProvince('shanghai', { agentSettings: { HEARTBEAT_MS: '1000' } });
    desk = await PageDesk.open(province.agent.url);
    counter = counterOf(province);
    await buy(new His(province.agent.url, province.keys.his, 'P31010600001'), 'retiree', 'retiree-new');
    page = await desk.visit('/');
    await page.getByLabel('柜台密钥').fill(province.keys.his);
    await page.keyboard.press('Enter');
    await page.getByLabel('机构').selectOption('P31010600001');
    await page.getByLabel('收费员工号').fill('0007');
    await counter.insert('virtual-1', 'retiree-new');
    await page.getByRole('button', { name: '账户对账单' }).waitFor();
  });
  afterAll(async () => {
    await desk?.close();
    await province?.close();
  });

  const dialog = () => page.getByRole('dialog', { name: '个人账户对账单' });
  const sheet = () => dialog().getByRole('article');

  it('opens by keyboard with the movements and the balances, and gives the focus back', async () => {
    await page.locator('#item').focus();
    await page.keyboard.press('F4');
    await sheet().waitFor();
    const words = (await sheet().textContent())?.replace(/\s+/g, ' ') ?? '';
    expect(words).toMatch(
      /姓名陆退休证件号码\*{14}0225社保卡号\*{5}0029.*打印人0007.*期初余额.*期初转入.*结算.*S[0-9A-Z]{25}-¥12\.50.*期末余额¥1,667\.50¥5,000\.00/,
    );
    expect(words).not.toContain(demoPerson('retiree').certno);
    expect(await seriousInEitherScheme(page)).toEqual([]);
    await photograph(page, 'cashier-statement');
    expect(await savedPaper(page, () => dialog().getByRole('button', { name: '保存PDF' }).press('Enter'))).toMatch(
      /个人账户对账单 姓名 陆退休 .*打印人 0007 .*-12\.50 1667\.50 5000\.00 期末余额 1667\.50 5000\.00.* 1\/1$/,
    );
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('item');
  });

  it('prints the statement and nothing else', async () => {
    await page.getByRole('button', { name: '账户对账单' }).press('Enter');
    await sheet().waitFor();
    const { text, sheets } = await printed(page);
    expect(sheets).toBe(1);
    expect(text).toMatch(/^\S+ 个人账户对账单 姓名 陆退休 .*期末余额 ¥1,667\.50 ¥5,000\.00/);
    expect(text).not.toMatch(/读卡器|班次|预结算|打印对账单/);
  });

  it('prints a long statement on as many sheets as it takes, with every movement', async () => {
    await page.keyboard.press('Escape');
    const database = new pg.Client({ connectionString: province.database.url });
    await database.connect();
    await database.query(CREDITS, [demoPerson('retiree').psnNo, CREDITED]);
    await database.end();
    await page.keyboard.press('F4');
    await sheet().getByText(`第${CREDITED}笔入账`).waitFor();
    const { text, sheets } = await printed(page);
    expect(sheets).toBeGreaterThan(1);
    expect(text.match(/第\d+笔入账/g)?.length).toBe(CREDITED);
    expect(text).toMatch(/期末余额 ¥1,667\.50 ¥5,000\.90/);
    expect(text.match(/记账时间/g)?.length).toBe(sheets);
  });

  it('shows other days, and says what is wrong with them', async () => {
    await dialog().getByRole('radio', { name: '上医保年度' }).press('Space');
    await sheet().getByText('这段时间账户没有变动。').waitFor();
    await dialog().getByRole('radio', { name: '指定日期' }).press('Space');
    await dialog().getByLabel('开始日期').focus();
    await page.keyboard.press('Enter');
    await dialog().getByText('请写成有效日期').waitFor();
    await page.keyboard.type('20200101');
    await page.keyboard.press('Enter');
    await dialog()
      .getByRole('alert')
      .getByText(/跨度不超过两年/)
      .waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('is in English too, and closes when the card leaves the reader', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.keyboard.press('F4');
    const english = page.getByRole('dialog', { name: 'Account statement' });
    await english.getByText('Closing balances').waitFor();
    await counter.remove('virtual-1');
    await english.waitFor({ state: 'detached' });
    expect([desk.strangers, desk.complaints]).toEqual([[], []]);
  });

  it('is refused by the counter for a void card and for somebody from another province', async () => {
    const asked = async (card: string) => {
      await counter.insert('virtual-2', card);
      const response = await fetch(
        `${province.agent.url}/api/readers/virtual-2/account-statement?institution=P31010600001`,
        { headers: { authorization: `Bearer ${province.keys.his}` } },
      );
      await counter.remove('virtual-2');
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await asked('retiree-old')).toEqual([400, 'CARD-VOID-REPLACED']);
    expect(await asked('visitor-new')).toEqual([400, 'ACCOUNT-STATEMENT-ELSEWHERE']);
  });
});
