import { expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { receiptPaper } from './receipt-paper.js';
import { type ReceiptView } from './receipt.js';

const RECEIPT: ReceiptView = {
  institution: 'H31010600001',
  msgid: 'M1',
  infno: '2207',
  settlementId: 'S03HADPLS4J2NSTNAG4QZ9MMPE',
  visitId: 'V1',
  personNumber: '1',
  name: '陆䶮𠮷',
  settledAt: '2026-11-23 15:48:05',
  total: '2780.00',
  capitals: '贰仟柒佰捌拾元整',
  amounts: [
    { line: 'selfFunded', amount: '80.00' },
    { line: 'classified', amount: '20.00' },
    { line: 'selfPay', amount: '2155.00' },
    { line: 'currentYear', amount: '1680.00' },
    { line: 'additional', amount: '525.00' },
    { line: 'cash', amount: '0.00' },
  ],
  cash: '0.00',
  balance: '4425.00',
  items: [{ code: 'DEMO-A-001', name: '甲类药', price: '12.50', count: '200', amount: '2500.00' }],
  operator: '0001',
  undone: false,
  bill: { batch: 'B1', category: '11', accountFlag: '1' },
};
const PRINTING = { before: 0, at: new Date(0), institutionName: '上海市示范第一医院', undone: false };

const read = async (receipt: ReceiptView, printing: typeof PRINTING) => {
  const bytes = await receiptPaper(receipt, printing);
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text, totalPages } = await extractText(document, { mergePages: true });
  return { pages: totalPages, text: text.replace(/\s+/g, ' '), bytes };
};

it('a receipt says all amounts in the order of Shanghai’s receipts, and names a sign that no font has by its code', async () => {
  const { text, pages, bytes } = await read(RECEIPT, PRINTING);
  expect(pages).toBe(1);
  expect(text).toMatch(
    /上海市示范第一医院.*姓名 陆䶮〔U\+20BB7〕.*甲类药 12\.50 200 2500\.00.*合计 ¥2780\.00 大写 贰仟柒佰捌拾元整 自费 ¥80\.00 分类自负 ¥20\.00 自负 ¥2155\.00 当年账户支付 ¥1680\.00 附加基金支付 ¥525\.00 现金支付 ¥0\.00.*收费员 0001/,
  );
  expect(text).not.toMatch(/补打|撤销/);
  // The glyphs are in the file itself.
  expect(bytes.toString('latin1')).toMatch(/FontFile[23]/);
});

it('a paper that is printed again, or of a cancelled settlement, says so', async () => {
  const { text } = await read(RECEIPT, { ...PRINTING, before: 2, undone: true });
  expect(text).toMatch(/补打 第2次.*已撤销/);
});

it('a long bill goes on to further pages with every line of it', async () => {
  const items = Array.from({ length: 120 }, (_, index) => ({ ...RECEIPT.items[0]!, name: `项目${index}。` }));
  const { text, pages } = await read({ ...RECEIPT, items }, PRINTING);
  expect(pages).toBeGreaterThan(1);
  expect(items.filter(({ name }) => !text.includes(name))).toEqual([]);
  expect(text).toContain('现金支付 ¥0.00');
});
