import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Page } from 'playwright-core';
import { type Counter, counterOf } from '../world/counter.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import {
  describeWithBrowser,
  PageDesk,
  photograph,
  printed,
  savedPaper,
  seriousFindings,
  seriousInEitherScheme,
} from './browser.js';
import { Hands } from './hands.js';
import { enterTill } from './till.js';

describeWithBrowser('the cashier page', () => {
  let province: TestProvince;
  let desk: PageDesk;
  let counter: Counter;

  beforeAll(async () => {
    province = await startProvince('shanghai', { agentSettings: { HEARTBEAT_MS: '1000', CLOSE_AFTER_MS: '500' } });
    desk = await PageDesk.open(province.agent.url);
    counter = counterOf(province);
  });
  afterAll(async () => {
    await desk?.close();
    await province?.close();
  });

  const reader = (page: Page, name: string) => page.getByRole('listitem', { name: `读卡器 ${name}` });
  const enter = (institution: string): Promise<Page> => enterTill(desk, province.keys.his, institution);
  const leave = async (page: Page): Promise<void> => {
    await counter.remove('virtual-1');
    await counter.remove('virtual-2');
    await page.context().close();
  };
  /** Types a code as a barcode reader does, then the price of one. */
  const addItem = async (page: Page, code: string, price: string, count = '1'): Promise<void> => {
    await page.keyboard.press('F2');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: new RegExp(code) }).waitFor();
    const row = page.getByRole('row', { name: new RegExp(code) });
    await row.getByRole('textbox', { name: /单价/ }).fill(price);
    await row.getByRole('textbox', { name: /数量/ }).fill(count);
  };
  const patient = (page: Page) => page.getByRole('region', { name: '患者' });
  const today = (page: Page) => page.getByRole('region', { name: '今天的结算' }).first();

  it('tells the verdict of every demo card the moment it is read, and what to do with two', async () => {
    const page = await enter('H31010600001');
    await page.getByText('请插卡。').waitFor();
    for (const [card, code, said] of [
      ['employee-old', 'CARD-USABLE', '可以使用'],
      ['employee-new', 'CARD-NOT-ACTIVE', '新社保卡尚未启用'],
      ['retiree-old', 'CARD-VOID-REPLACED', '因新卡启用而作废'],
      ['retiree-new', 'CARD-USABLE', '可以使用'],
      ['relocated-old', 'CARD-VOID-REPLACED', '因新卡启用而作废'],
      ['relocated-new', 'CARD-USABLE', '可以使用'],
      // Another province's: a centre without a hub has no registry but its own.
      ['visitor-new', 'CARD-UNKNOWN', '未在社保卡登记系统中登记'],
      ['pupil-new', 'CARD-USABLE', '可以使用'],
      ['unlucky-lost', 'CARD-VOID-LOST', '因挂失补卡而作废'],
      ['unlucky-new', 'CARD-USABLE', '可以使用'],
      ['mislaid-new', 'CARD-SUSPENDED', '挂失'],
      ['locked-3', 'CARD-USABLE', '可以使用'],
      ['stranger', 'CARD-UNKNOWN', '未在社保卡登记系统中登记'],
      ['bank-only', 'CARD-NOT-SOCIAL-SECURITY', '不是社会保障卡'],
      ['broken', 'CARD-UNREADABLE', '卡内数据不完整'],
    ] as const) {
      await counter.insert('virtual-1', card);
      await reader(page, 'virtual-1').locator(`[data-code=${code}]`).getByText(said).first().waitFor();
    }
    await counter.insert('virtual-1', 'retiree-old');
    await counter.insert('virtual-2', 'retiree-new');
    await page.getByText('请用读卡器 virtual-2 上的卡，把读卡器 virtual-1 上的卡还给患者').waitFor();
    await reader(page, 'virtual-1').getByText('咨询电话 12333').waitFor();
    await patient(page).getByText('陆退休').waitFor();
    expect(await patient(page).textContent()).toMatch(/¥6,680\.00.*当年账户¥1,680\.00.*历年账户¥5,000\.00/);
    await photograph(page, 'cashier-two-cards');
    expect(await seriousInEitherScheme(page)).toEqual([]);

    await counter.insert('virtual-1', 'employee-old');
    await page.getByText('有多张可用的卡').waitFor();
    await patient(page).getByText('请先选一张卡。').waitFor();
    await reader(page, 'virtual-1').getByRole('button', { name: '用这张卡' }).click();
    await patient(page).getByText('沈在职').waitFor();
    await leave(page);
  });

  it('takes a hospital bill from signing in to the hand-over by keyboard alone', async () => {
    const page = await desk.visit('/');
    const hands = await Hands.on(page);
    const shift = page.getByRole('region', { name: '班次与交接' });
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await hands.tabTo(page.getByLabel('柜台密钥'));
    await hands.type(province.keys.his);
    await hands.press('Enter');
    const institution = page.getByLabel('机构');
    await hands.tabTo(institution);
    await hands.press('ArrowDown', 'ArrowUp');
    expect(await institution.inputValue()).toBe('H31010600001');
    await hands.tabTo(shift.getByLabel('接班人工号'));
    await hands.type('0001');
    await hands.press('Enter');
    await shift.getByText('当班 0001').waitFor();

    await counter.insert('virtual-1', 'retiree-new');
    await patient(page).getByText('陆退休').waitFor();
    await hands.tabTo(page.getByLabel('诊断编码'), 'Shift+Tab');
    await hands.type('j00.x00');
    expect(await page.getByLabel('诊断名称').inputValue()).toBe('急性鼻咽炎[感冒]');
    for (const [code, price, count] of [
      ['DEMO-A-001', '12.50', '200'],
      ['DEMO-B-010', '40', '5'],
      ['DEMO-C-001', '80', '1'],
    ] as const) {
      await hands.press('F2');
      await hands.type(code);
      await hands.press('Enter');
      await page.locator('[id^=price-]:focus').waitFor();
      await hands.type(price);
      await hands.press('Tab');
      await hands.type(count);
      await hands.press('Enter');
    }
    await page.locator('#item:focus').waitFor();
    await hands.press('Enter');
    await page.getByText('账单 ¥2,780.00：基金付 ¥525.00，个人账户付 ¥2,255.00，现金 ¥0.00。').waitFor();
    await page.locator('#settle:focus').waitFor();
    await hands.press('Shift+Tab', 'Enter');
    await page.getByRole('heading', { name: '自负段' }).waitFor();
    await photograph(page, 'cashier-trial');
    expect(await seriousInEitherScheme(page)).toEqual([]);

    await hands.press('Tab');
    await page.locator('#settle:focus').waitFor();
    await hands.press('Enter');
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
    const paper = page.getByRole('article', { name: '收据' });
    await paper.getByRole('img', { name: /二维码/ }).waitFor();
    const text = await paper.textContent();
    expect(text).toMatch(
      /上海市示范第一医院.*12\.502002500\.00.*405200\.00.*合计¥2,780\.00大写贰仟柒佰捌拾元整自费¥80\.00分类自负¥20\.00自负¥2,155\.00当年账户支付¥1,680\.00历年账户支付¥575\.00附加基金支付¥525\.00现金支付¥0\.00/,
    );
    await today(page).getByText('已结算').waitFor();
    await patient(page).getByText('¥4,425.00').first().waitFor();
    await photograph(page, 'cashier-receipt');
    expect(await seriousInEitherScheme(page)).toEqual([]);
    await button('下一位').and(page.locator(':focus')).waitFor();
    await hands.tabTo(button('保存PDF'));
    expect(await savedPaper(page, () => hands.press('Enter'))).toMatch(
      /上海市示范第一医院.*2500\.00.*大写 贰仟柒佰捌拾元整 自费 ¥80\.00.*附加基金支付 ¥525\.00 现金支付 ¥0\.00/,
    );

    // A part of it comes back: what stays is settled anew.
    await hands.tabTo(button('部分退费'));
    await hands.press('Enter');
    await page.locator('#back-0:focus').waitFor();
    await hands.type('100');
    await hands.press('Enter');
    await page.locator('#settle:focus').waitFor();
    await hands.press('Enter');
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
    await paper.getByText('¥1,530.00').waitFor();
    await button('下一位').and(page.locator(':focus')).waitFor();
    await hands.tabTo(button('保存PDF'));
    expect(await savedPaper(page, () => hands.press('Enter'))).toMatch(/合计 ¥1530\.00/);

    await hands.tabTo(button('撤销结算'));
    await hands.press('Enter');
    const dialog = page.getByRole('dialog', { name: '撤销这笔结算？' });
    await dialog.waitFor();
    await hands.tabTo(dialog.getByLabel('原因'));
    await hands.press('ArrowDown', 'Tab');
    await hands.type('all of it');
    await photograph(page, 'cashier-cancelling');
    expect(await seriousFindings(page)).toEqual([]);
    await hands.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await paper.getByText('已撤销').waitFor();
    await today(page).getByText('all of it').waitFor();
    await patient(page).getByText('¥6,680.00').first().waitFor();
    await hands.tabTo(button('保存PDF'), 'Shift+Tab');
    expect(await savedPaper(page, () => hands.press('Enter'))).toMatch(/补打 第1次.*已撤销/);
    await hands.tabTo(button('下一位'), 'Shift+Tab');
    await hands.press('Enter');
    await page.locator('#item:focus').waitFor();

    await hands.tabTo(shift.getByLabel('实点现金'));
    await hands.type('0.00');
    await hands.tabTo(shift.getByLabel('接班人工号'));
    await hands.type('0002');
    await hands.press('Enter');
    await shift.getByText('当班 0002').waitFor();
    await shift.getByText('第 1 班 0001：实点 ¥0.00，差额 ¥0.00').waitFor();
    await hands.hadNoMouse();
    await leave(page);
  });

  it('serves a pharmacy with one message, remembers prices, and marks what is printed again', async () => {
    const page = await enter('P31010600001');
    await counter.insert('virtual-1', 'employee-old');
    await patient(page).getByText('沈在职').waitFor();
    // Enter that ends what an input method composes picks nothing.
    const search = page.locator('#item');
    await search.fill('DEMO-A-001');
    const offered = page.locator('#item-option-0');
    await offered.waitFor();
    const composed = "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })";
    await page.evaluate(`document.getElementById('item').dispatchEvent(${composed})`);
    await search.press('Escape');
    await offered.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: /单价/ }).count()).toBe(0);
    await addItem(page, 'DEMO-A-001', '12.50', '2');
    await page.getByRole('button', { name: '预结算' }).click();
    await page.locator('#settle').waitFor();
    // The browser copies the tab: the bill stays at work in the one, and the other begins with none.
    const [copy] = await Promise.all([
      page.context().waitForEvent('page'),
      page.evaluate('void window.open(location.href)'),
    ]);
    await copy.locator('#item').waitFor();
    expect(await copy.getByRole('textbox', { name: /单价/ }).count()).toBe(0);
    expect(await copy.locator('#settle').count()).toBe(0);
    await copy.close();
    // Two clicks before anything is painted between them.
    await page.evaluate("for (const _ of [1, 2]) document.getElementById('settle').click()");
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
    await page.getByRole('button', { name: '下一位' }).click();
    await page.locator('#item:focus').waitFor();
    await page.keyboard.type('DEMO-A-001\n');
    const price = page.getByRole('textbox', { name: /单价/ });
    await price.waitFor();
    expect(await price.inputValue()).toBe('12.50');
    expect(await today(page).getByRole('button', { name: '收据' }).count()).toBe(1);
    // A barcode that is read into the quantity is no bill of billions.
    await page.getByRole('textbox', { name: /数量/ }).fill('6901234567890');
    await page.getByRole('cell', { name: '–', exact: true }).waitFor();

    await page.getByRole('button', { name: '收据' }).click();
    const paper = page.getByRole('article', { name: '收据' });
    await paper.getByText('补打').waitFor();
    expect(await paper.textContent()).toMatch(/示范大药房静安店.*¥25\.00大写贰拾伍元整/);
    // Nothing else of the page takes room on the printer's paper.
    expect(await printed(page)).toEqual({ sheets: 1, text: expect.stringMatching(/^示范大药房静安店 .*¥2,920\.67$/) });
    // A paper that cannot be had is said, not passed over.
    await page.route('**/receipt.pdf', (route) => route.abort());
    await page.getByRole('button', { name: '保存PDF' }).click();
    await page.getByRole('alert').getByText('没有收到应答').waitFor();
    await page.unroute('**/receipt.pdf');
    await page.getByRole('button', { name: '撤销结算' }).click();
    await page.getByRole('button', { name: '确定撤销' }).click();
    await paper.getByText('已撤销').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Settlements of today' }).waitFor();
    await photograph(page, 'cashier-pharmacy-english');
    expect(await seriousInEitherScheme(page)).toEqual([]);
    await leave(page);
  });

  it('shows an outcome that is unknown and then the truth, without a reload and without a second settlement', async () => {
    const page = await enter('P31010600001');
    await counter.insert('virtual-1', 'unlucky-new');
    await patient(page).getByText('¥500.00').first().waitFor();
    await addItem(page, 'DEMO-A-001', '12.50', '4');
    await page.getByRole('button', { name: '预结算' }).click();
    await page.getByRole('button', { name: '结算', exact: true }).waitFor();
    // The settlement waits behind a lock in the database, so that the centre dies with it under way.
    const locker = new pg.Client({ connectionString: province.database.url });
    await locker.connect();
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE medisettle.reservation IN ACCESS EXCLUSIVE MODE');
    await page.getByRole('button', { name: '结算', exact: true }).click();
    await today(page).getByText('本机已受理').waitFor();
    await province.centre.kill();
    await locker.end();
    await page.getByText('已受理，结果未知').waitFor();
    await today(page).getByText('有 1 笔交易结果未知').waitFor();
    await photograph(page, 'cashier-unknown');
    expect(await seriousFindings(page)).toEqual([]);

    await province.centre.start();
    await today(page).getByText('没有结果未知的交易。').waitFor();
    // It had not been done: that is said, and the same bill is settled once, anew.
    await today(page).getByText('未办理').waitFor();
    await page.getByText('MSG-CLOSED').waitFor();
    await page.getByRole('button', { name: '预结算' }).click();
    await page.getByRole('button', { name: '结算', exact: true }).click();
    await page.getByRole('heading', { name: '结算完成' }).waitFor();
    await patient(page).getByText('¥450.00').first().waitFor();
    await leave(page);
  });

  it('goes on after a reload where it was, and says a refusal as a sentence with whom to call', async () => {
    const page = await enter('H31010600001');
    await counter.insert('virtual-1', 'unlucky-new');
    await patient(page).getByText('¥450.00').first().waitFor();
    await page.getByLabel('诊断编码').fill('J00.x00');
    await addItem(page, 'DEMO-B-010', '40');
    await page.getByRole('button', { name: '预结算' }).click();
    await page.getByRole('button', { name: '结算', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '结算', exact: true }).waitFor();
    await patient(page).getByText('¥450.00').first().waitFor();

    // Somebody puts another patient's card there in the last moment.
    await counter.insert('virtual-1', 'mislaid-new');
    await reader(page, 'virtual-1').locator('[data-code=CARD-SUSPENDED]').waitFor();
    await page.getByRole('button', { name: '结算', exact: true }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'CARD-' });
    await alert.getByText('挂失，暂停使用').waitFor();
    await alert.getByText('咨询电话 12333').waitFor();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByLabel('柜台密钥').waitFor();
    expect(await page.evaluate(`sessionStorage.length`)).toBe(0);
    await leave(page);
  });

  it('has asked nobody but its agent, and broken none of its own rules', () => {
    expect(desk.strangers).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
});
