import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { glance } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeskBook } from '../desk-book/desk-book.js';
import { Journal } from '../journal/journal.js';
import { orderReceipt } from './order-receipt.js';
import { HearsPayments, PaidOrders } from './paid-orders.js';

const P = 'P31010600001';
const log = new Log('test', 'silent');
const ORDER = { institution: P, msgid: 'M1' };
const PAID =
  '{"infcode":0,"output":{"n_output":{"mdtrt_regno":"O1","setl_id":"S1","setl_time":"2026-11-23 10:00:00","medfee_sumamt":25.00,"acct_payamt":20.00,"psn_cashpay":3.00,"psn_no":"V1","psn_name":"徐来沪"}}}';
const REFUSED = '{"infcode":-1,"err_msg":"[PURCHASE-ORDER-UNPAID] 该订单没有结算。"}';

let folder: string;
let journal: Journal;
let book: DeskBook;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'medisettle-orders-'));
  journal = await Journal.open({ path: join(folder, 'j.sqlite'), secret: 'secret-of-the-test' }, log);
  book = await DeskBook.open(join(folder, 'd.sqlite'), log);
});
afterEach(async () => {
  await journal.close();
  await book.close();
  rmSync(folder, { recursive: true });
});

const asking = () => {
  const text = JSON.stringify({
    infno: '2171',
    msgid: 'Q',
    fixmedins_code: P,
    input: { n_input: { mdtrt_regno: 'O1' } },
  });
  return { text, trace: '', envelope: glance(text) };
};

it('what is heard of a payment is kept once, sealed, and makes the receipt of the order', async () => {
  const text = JSON.stringify({
    opter: '0001',
    input: {
      n_input: { acct_used_flag: '1' },
      feedetl: [{ hilist_code: 'DEMO-A-001', hilist_name: '甲类药', pric: '12.50', cnt: '2', amt: '25.00' }],
    },
  });
  await journal.intend({ ...ORDER, infno: '2166', fingerprint: '', lane: 'p', content: { text } });
  await journal.note(ORDER, 'settled', '{"infcode":0,"output":{"n_output":{"mdtrt_regno":"O1"}}}');
  const orders = new PaidOrders(book, journal);
  const heard: string[] = [];
  orders.changes.subscribe(({ order }) => heard.push(order));
  const answers = [REFUSED, PAID, PAID];
  const carrier = new HearsPayments(
    { carry: () => Promise.resolve({ outcome: 'answered', text: answers.shift() ?? '' }) },
    orders,
  );
  await carrier.carry(asking());
  expect(await orderReceipt(journal, orders, ORDER)).toBeUndefined();
  await carrier.carry(asking());
  await carrier.carry(asking());
  expect(heard).toEqual(['O1']);
  expect(await orderReceipt(journal, orders, ORDER)).toMatchObject({
    settlementId: 'S1',
    name: '徐来沪',
    total: '25.00',
    capitals: '贰拾伍元整',
    amounts: [
      { line: 'account', amount: '20.00' },
      { line: 'otherFunds', amount: '2.00' },
      { line: 'cash', amount: '3.00' },
    ],
    items: [{ code: 'DEMO-A-001', name: '甲类药', amount: '25.00' }],
    undone: false,
  });
  const files = Buffer.concat(['', '-wal'].map((part) => readFileSync(join(folder, `d.sqlite${part}`))));
  expect(files.includes('徐来沪')).toBe(false);
});
