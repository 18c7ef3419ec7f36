import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Log } from '@medisettle/program';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeskBook } from '../desk-book/desk-book.js';
import { Journal } from '../journal/journal.js';
import { Operators } from './operators.js';
import { Shifts } from './shifts.js';

const H = 'H31010600001';
const log = new Log('test', 'silent');
let folder: string;
let journal: Journal;
let book: DeskBook;
let now: number;

const shiftsOf = (operators = new Operators(undefined)): Shifts => new Shifts(book, journal, operators, () => now);

async function intend(msgid: string, infno: string, operator: string, data: object = {}): Promise<void> {
  const content = { text: JSON.stringify({ infno, opter: operator, input: { data } }) };
  await journal.intend({ institution: H, msgid, infno, fingerprint: '', lane: 'p', content });
}

const end = (msgid: string, total: string, cash: string, accounts = '0.00', funds = '0.00') =>
  journal.note(
    { institution: H, msgid },
    'settled',
    `{"infcode":0,"output":{"setlinfo":{"setl_id":"S${msgid}","medfee_sumamt":${total},"psn_cash_pay":${cash},"acct_pay":${accounts},"fund_pay_sumamt":${funds}}}}`,
  );

beforeEach(async () => {
  now = Date.parse('2026-11-23T09:00:00+08:00');
  folder = mkdtempSync(join(tmpdir(), 'medisettle-shifts-'));
  journal = await Journal.open({ path: join(folder, 'j.sqlite'), secret: 'secret-of-the-test' }, log, () => now);
  book = await DeskBook.open(join(folder, 'd.sqlite'), log);
});
afterEach(async () => {
  await journal.close();
  await book.close();
  rmSync(folder, { recursive: true });
});

describe('a shift', () => {
  it('sums what was settled and taken back by operator and tender, and ends with the counted cash and its difference', async () => {
    const shifts = shiftsOf();
    await shifts.handOver(H, { ends: 0, counted: null, comes: { operator: '0001', name: '甲' } });
    await intend('M1', '2207', '0001');
    await end('M1', '100.00', '30.00', '50.00', '20.00');
    await intend('M2', '2102', '0009');
    await end('M2', '12.50', '12.50');
    await intend('M3', '2103', '0001');
    await end('M3', '-12.50', '-12.50');
    now += 3_600_000;
    const { open, closed } = await shifts.handOver(H, {
      ends: 1,
      counted: '29.00',
      comes: { operator: '0002', name: '乙' },
    });
    expect(open).toMatchObject({ number: 2, operator: '0002', totals: { all: { settled: 0, cash: '0.00' } } });
    expect(closed[0]).toMatchObject({ number: 1, operator: '0001', counted: '29.00', difference: '-1.00' });
    expect(closed[0]?.totals).toEqual({
      operators: [
        { operator: '0001', settled: 1, undone: 1, total: '87.50', cash: '17.50', accounts: '50.00', funds: '20.00' },
        { operator: '0009', settled: 1, undone: 0, total: '12.50', cash: '12.50', accounts: '0.00', funds: '0.00' },
      ],
      all: { settled: 2, undone: 1, total: '100.00', cash: '30.00', accounts: '50.00', funds: '20.00' },
    });
  });

  it('counts a message whose outcome was unknown at the hand-over when it is known, and never twice', async () => {
    const shifts = shiftsOf();
    await shifts.handOver(H, { ends: 0, counted: null, comes: { operator: '0001', name: '' } });
    await intend('M1', '2207', '0001');
    await end('M1', '10.00', '10.00');
    await intend('M2', '2207', '0001');
    now += 1_000;
    await shifts.handOver(H, { ends: 1, counted: '10.00', comes: { operator: '0002', name: '' } });
    // The clock is put back before the end is noted.
    now -= 60_000;
    await end('M2', '5.00', '5.00');
    expect((await shifts.deskOf(H)).open?.totals.all).toMatchObject({ settled: 1, cash: '5.00' });
  });

  it('takes back what a reversed message had moved', async () => {
    const shifts = shiftsOf();
    await intend('M1', '2207', '0001');
    await end('M1', '10.00', '10.00');
    await intend('M2', '2601', '0001', { omsgid: 'M1', oinfno: '2207' });
    await journal.note({ institution: H, msgid: 'M2' }, 'settled', '{"infcode":0,"output":{}}');
    expect((await shifts.deskOf(H)).uncounted.all).toMatchObject({ settled: 1, undone: 1, cash: '0.00' });
  });

  it('is handed over once, with counted cash, and only to somebody of this counter', async () => {
    const listed = new Operators([{ number: '0001', name: '甲', mayCancel: false }]);
    const shifts = shiftsOf(listed);
    const stranger = { ends: 0, counted: null, comes: { operator: '0003', name: '' } };
    await expect(shifts.handOver(H, stranger)).rejects.toMatchObject({ refusal: { code: 'OPERATOR-UNKNOWN' } });
    const coming = { ends: 0, counted: null, comes: { operator: '0001', name: '' } };
    await shifts.handOver(H, coming);
    const again = await shifts.handOver(H, coming);
    expect(again.open).toMatchObject({ number: 1, name: '甲' });
    const leaving = { ends: 1, counted: null, comes: null };
    await expect(shifts.handOver(H, leaving)).rejects.toMatchObject({ refusal: { code: 'MSG-FIELD-INVALID' } });
    // Nobody counts less than nothing, or more than integers hold.
    for (const counted of ['-5', '90071992547409.91']) {
      await expect(shifts.handOver(H, { ...leaving, counted })).rejects.toMatchObject({
        refusal: { code: 'MSG-FIELD-INVALID' },
      });
    }
    await expect(shifts.handOver(H, { ...leaving, ends: 7 })).rejects.toMatchObject({
      refusal: { code: 'SHIFT-CHANGED' },
    });
    expect(listed.mayCancel('0001')).toBe(false);
    expect(new Operators(undefined).mayCancel('')).toBe(true);
  });

  it('is handed over to one of two who take it at once, and the other is told', async () => {
    const shifts = shiftsOf();
    await shifts.handOver(H, { ends: 0, counted: null, comes: { operator: '0001', name: '' } });
    await intend('M1', '2207', '0001');
    await end('M1', '10.00', '10.00');
    const come = (operator: string) => shifts.handOver(H, { ends: 1, counted: '10', comes: { operator, name: '' } });
    const said = await Promise.allSettled([come('0002'), come('0003'), come('0002')]);
    expect(said).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { refusal: { code: 'SHIFT-CHANGED' } } },
      { status: 'fulfilled' },
    ]);
    const { open, closed } = await shifts.deskOf(H);
    expect([open?.number, open?.operator, closed.length]).toEqual([2, '0002', 1]);
  });
});
