import { expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { type AccountStatementView } from './account-statement.js';
import { accountStatementPaper } from './account-statement-paper.js';

const SETTLEMENT = 'S03HADPLS4J2NSTNAG4QZ9MMPE';
const STATEMENT: AccountStatementView = {
  name: '陆䶮𠮷',
  certificate: '**************0225',
  card: '*****0029',
  institution: '上海市示范第一医院',
  operator: '0001',
  from: '2026-07-01',
  to: '2026-11-23',
  yearFrom: '2026-07-01',
  madeAt: '2026-11-23 15:48:05',
  opening: { currentYear: '1680.00', accumulated: '5000.00', family: '0.00' },
  movements: [
    {
      at: '2026-11-20 09:00:00',
      type: 'settlement',
      memo: '',
      pending: false,
      settlementId: SETTLEMENT,
      ofSettlement: '',
      institution: '示范社区卫生服务中心',
      amounts: { currentYear: '-1680.00', accumulated: '-575.00', family: '0.00' },
      balances: { currentYear: '0.00', accumulated: '4425.00', family: '0.00' },
    },
    {
      at: '2026-11-21 09:00:00',
      type: 'credit',
      memo: '补缴入账',
      pending: false,
      settlementId: '',
      ofSettlement: '',
      institution: '',
      amounts: { currentYear: '0.00', accumulated: '75.00', family: '0.00' },
      balances: { currentYear: '0.00', accumulated: '4500.00', family: '0.00' },
    },
  ],
  closing: { currentYear: '0.00', accumulated: '4500.00', family: '0.00' },
  withFamily: false,
  years: [
    {
      insuranceType: '310',
      from: '2026-07-01',
      to: '2027-06-30',
      segmentUsed: '300.00',
      deductibleUsed: '0.00',
      ceilingUsed: '1000.00',
    },
  ],
};

const read = async (statement: AccountStatementView) => {
  const bytes = await accountStatementPaper(statement);
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(document, { mergePages: false });
  return { bytes, pages: text.map((page) => page.replace(/\s+/g, ' ').trim()) };
};

it('a statement goes from the opening to the closing balances, and says whose it is, of when and by whom', async () => {
  const { pages, bytes } = await read(STATEMENT);
  expect(pages).toEqual([
    expect.stringMatching(
      /上海市示范第一医院 个人账户对账单 姓名 陆䶮〔U\+20BB7〕 证件号码 \*{14}0225 社保卡号 \*{5}0029 对账期间 2026-07-01 至 2026-11-23 打印时间 2026-11-23 15:48:05 打印人 0001 记账时间 摘要 当年账户 历年账户 当年余额 历年余额 期初余额 1680\.00 5000\.00 .*结算 示范社区卫生服务中心 S03HADPLS4J2NSTNAG4QZ9MMPE -1680\.00 -575\.00 0\.00 4425\.00 .*账户计入 补缴入账 \+75\.00 0\.00 4500\.00 期末余额 0\.00 4500\.00 2026-07-01 至 2027-06-30 职工医保 年度累计 门诊自负段已用 ¥300\.00 住院起付线已用 ¥0\.00 最高支付限额内累计 ¥1000\.00 1\/1$/,
    ),
  ]);
  expect(bytes.toString('latin1')).toMatch(/FontFile[23]/);
});

it('a long statement has its headings and its number on every page, and every movement once', async () => {
  const movements = Array.from({ length: 120 }, (_, index) => ({
    ...STATEMENT.movements[0]!,
    settlementId: `S${String(index).padStart(25, '0')}`,
  }));
  const { pages } = await read({ ...STATEMENT, movements });
  expect(pages.length).toBeGreaterThan(2);
  pages.forEach((page, index) => {
    expect(page).toContain('记账时间 摘要 当年账户 历年账户');
    expect(page.endsWith(` ${index + 1}/${pages.length}`)).toBe(true);
  });
  const whole = pages.join(' ');
  expect(movements.filter(({ settlementId }) => whole.split(settlementId).length !== 2)).toEqual([]);
});

it('family money has columns of its own, what is undone is named, and what is not booked yet says so', async () => {
  const [one] = STATEMENT.movements;
  const due = { ...one!, pending: true, type: 'year-credit' as const, institution: '', memo: '2026-07-01' };
  const back = { ...one!, type: 'cancellation' as const, settlementId: 'S2', ofSettlement: SETTLEMENT };
  const { pages } = await read({ ...STATEMENT, movements: [back, due], withFamily: true });
  expect(pages[0]).toContain(`结算撤销 示范社区卫生服务中心 S2 原 ${SETTLEMENT}`);
  expect(pages[0]).toMatch(/家庭共济 当年余额 历年余额 共济余额/);
  expect(pages[0]).toMatch(/年度计入（待记账） 2026-07-01.*待记账：年度结转已计入余额/);
});
