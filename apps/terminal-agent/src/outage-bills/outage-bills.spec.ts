import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { glance, type CardOnReader } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { DeskBook } from '../desk-book/desk-book.js';
import { type CarriedMessage } from '../his-gateway/message-carrier.js';
import { Journal } from '../journal/journal.js';
import { Operators } from '../shifts/operators.js';
import { Shifts } from '../shifts/shifts.js';
import { insuranceYearsSetting, lastDayOfYear } from './insurance-years.js';
import { LateSettlements } from './late-settlements.js';
import { type KeepOutageBill } from './outage-bill.js';
import { OutageBills } from './outage-bills.js';
import { outagePaper } from './outage-paper.js';

const H = 'H31010600001';
const NUMBER = 'H3101060000120261123090000ABCD';
const NAME = { institution: H, number: NUMBER };
const YEARS = insuranceYearsSetting.parse('310:07-01,390:01-01');
const BILL: KeepOutageBill = {
  number: NUMBER,
  operator: '0001',
  reader: 'virtual-1',
  name: '',
  category: '11',
  accountFlag: '1',
  diagnosis: { code: 'J00.x00', name: '感冒' },
  lines: [{ code: 'DEMO-A-001', name: '甲类药', price: '12.50', count: '4' }],
};
const cardOf = (citizenNumber: string, name = '陆退休'): CardOnReader => ({
  card: { cardNumber: `T${citizenNumber}`, cardIdentifier: '', citizenNumber, name, generation: 'national-3' },
});
const CARD = cardOf('310199195705200225');

const log = new Log('test', 'silent');
let folder: string;
let journal: Journal;
let book: DeskBook;
let bills: OutageBills;
let now: number;

const open = async (): Promise<void> => {
  journal = await Journal.open({ path: join(folder, 'j.sqlite'), secret: 'secret-of-the-test' }, log, () => now);
  book = await DeskBook.open(join(folder, 'd.sqlite'), log);
  bills = new OutageBills(book, journal, YEARS, () => now);
};
const close = async (): Promise<void> => {
  await journal.close();
  await book.close();
};
const code = (expected: string) => ({ refusal: { code: expected } });

beforeEach(async () => {
  now = Date.parse('2026-11-23T09:00:00+08:00');
  folder = mkdtempSync(join(tmpdir(), 'medisettle-outage-'));
  await open();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

/** A message that settles the bill, and what the centre does with it. */
const settling = (msgid: string, total = '50.00', number = NUMBER) => {
  const text = JSON.stringify({
    infno: '2207',
    msgid,
    fixmedins_code: H,
    opter: '0002',
    input: {
      data: {
        psn_no: 'P1',
        medfee_sumamt: total,
        insutype: '310',
        exp_content: JSON.stringify({ psn_cash_pay: '20.00', outage_bill: number }),
      },
    },
  });
  return { text, trace: '', envelope: glance(text), onReader: CARD };
};
const noted = async (msgid: string): Promise<void> => {
  const { text, envelope } = settling(msgid);
  await journal.intend({
    institution: H,
    msgid,
    infno: '2207',
    fingerprint: envelope.fingerprint,
    lane: 'p',
    content: { text },
  });
};
const SETTLED =
  '{"infcode":0,"output":{"setlinfo":{"setl_id":"S1","medfee_sumamt":50.00,"psn_cash_pay":20.00,"acct_pay":30.00,"fund_pay_sumamt":0.00}}}';
const ANSWERED: CarriedMessage = { outcome: 'answered', text: SETTLED };

describe('a bill that is paid in full', () => {
  it('is kept once, sealed, for whom the card says, and is there after a restart', async () => {
    await bills.keep(H, BILL, CARD);
    await bills.keep(H, BILL, CARD);
    await close();
    await open();
    const [bill, ...others] = await bills.list(H);
    expect(others).toEqual([]);
    expect(bill).toMatchObject({
      name: '陆退休',
      paid: '50.00',
      until: '2026-12-31',
      state: 'open',
      at: '2026-11-23 09:00:00',
    });
    const file = Buffer.concat(['', '-wal'].map((part) => readFileSync(join(folder, `d.sqlite${part}`))));
    for (const secret of ['陆退休', '310199195705200225', 'DEMO-A-001']) expect(file.includes(secret)).toBe(false);
    await expect(bills.keep(H, { ...BILL, accountFlag: '0' }, CARD)).rejects.toMatchObject(code('MSG-MSGID-REUSED'));
  });

  it('needs a name where no card says one, and amounts that can be read; else nothing is kept', async () => {
    await expect(bills.keep(H, BILL, undefined)).rejects.toMatchObject(code('OUTAGE-BILL-NAME'));
    const [line] = BILL.lines;
    const tenBillion = { ...line!, price: '9999999999', count: '1' };
    for (const lines of [
      [{ ...line!, count: '0' }],
      // A barcode that was read into the quantity.
      [{ ...line!, price: '999.50', count: '6901234567890' }],
      [tenBillion, tenBillion],
    ]) {
      await expect(bills.keep(H, { ...BILL, lines }, CARD)).rejects.toMatchObject(code('MSG-FIELD-INVALID'));
    }
    expect(await bills.list(H)).toEqual([]);
    expect(await bills.keep(H, { ...BILL, name: '路人' }, undefined)).toMatchObject({ name: '路人', cardNumber: '' });
  });

  it('has a paper that says what it is not, what to bring and until when', async () => {
    const bytes = await outagePaper(await bills.keep(H, BILL, CARD), '示范医院', 1);
    const document = await getDocumentProxy(new Uint8Array(bytes));
    const text = (await extractText(document, { mergePages: true })).text.replace(/\s+/g, ' ');
    expect(text).toMatch(/待医保补结算.*不是结算收据.*补打 第1次.*陆退休.*甲类药 12\.50 4 50\.00.*¥50\.00/);
    expect(text).toContain('2026-12-31');
  });

  it('that cannot be opened any more is shown by number and sum, beside the others, and is not settled', async () => {
    await bills.keep(H, BILL, CARD);
    await bills.keep(H, { ...BILL, number: `${NUMBER}2` }, CARD);
    await book.run('UPDATE outage_bill SET words = ? WHERE number = ?', [Buffer.from('broken'), NUMBER]);
    const shown = await bills.list(H);
    expect(shown.map(({ name, paid }) => [name, paid])).toEqual([
      ['陆退休', '50.00'],
      ['', '50.00'],
    ]);
    const settles = { total: fen(5_000), insuranceType: '310', onReader: CARD };
    await expect(bills.claim(NAME, 'M1', settles)).rejects.toMatchObject(code('OUTAGE-BILL-UNREADABLE'));
  });

  it('can be withdrawn while nothing settles it, and then no more be settled', async () => {
    await bills.keep(H, BILL, CARD);
    expect(await bills.withdraw(NAME, { operator: '0002', reason: 'own-cost' })).toMatchObject({
      state: 'withdrawn',
      withdrawn: { reason: 'own-cost', cashBack: false },
    });
    const settles = { total: fen(5_000), insuranceType: '310', onReader: CARD };
    await expect(bills.claim(NAME, 'M1', settles)).rejects.toMatchObject(code('OUTAGE-BILL-WITHDRAWN'));
    await expect(bills.claim({ ...NAME, number: 'X' }, 'M1', settles)).rejects.toMatchObject(
      code('OUTAGE-BILL-UNKNOWN'),
    );
  });
});

describe('the settlement of a bill that was paid in full', () => {
  beforeEach(async () => void (await bills.keep(H, BILL, CARD)));

  it('passes once, from however many tabs, also while the first is not yet noted', async () => {
    const sent: string[] = [];
    let answer: (carried: CarriedMessage) => void = () => undefined;
    const late = new LateSettlements(
      {
        carry: ({ envelope: { msgid } }) => {
          sent.push(msgid ?? '');
          return new Promise((resolve) => (answer = resolve));
        },
      },
      bills,
    );
    const first = late.carry(settling('M1'));
    await expect(late.carry(settling('M2'))).rejects.toMatchObject(code('OUTAGE-BILL-SETTLING'));
    while (sent.length === 0) await new Promise(setImmediate);
    await noted('M1');
    answer({ outcome: 'unknown', refusal: undefined as never });
    await first;
    // Its outcome is not known: nobody else settles, and it is not withdrawn.
    await expect(late.carry(settling('M2'))).rejects.toMatchObject(code('OUTAGE-BILL-SETTLING'));
    await expect(bills.withdraw(NAME, { operator: '', reason: 'mistake' })).rejects.toMatchObject(
      code('OUTAGE-BILL-SETTLING'),
    );
    await journal.note({ institution: H, msgid: 'M1' }, 'settled', SETTLED);
    expect(await bills.find(NAME)).toMatchObject({ state: 'settled', msgid: 'M1' });
    await expect(late.carry(settling('M2'))).rejects.toMatchObject(code('OUTAGE-BILL-SETTLED'));
    // The very same message gets its answer again.
    const again = late.carry(settling('M1'));
    while (sent.length === 1) await new Promise(setImmediate);
    answer(ANSWERED);
    expect(await again).toBe(ANSWERED);
    expect(sent).toEqual(['M1', 'M1']);
  });

  it('may be tried by another message when the first was refused or never left', async () => {
    const settles = { total: fen(5_000), insuranceType: '310', onReader: CARD };
    await bills.claim(NAME, 'M0', settles);
    // The agent crashed between the claim and the journal.
    await bills.claim(NAME, 'M1', settles);
    await noted('M1');
    await journal.note({ institution: H, msgid: 'M1' }, 'refused', '{"infcode":-1}');
    await bills.claim(NAME, 'M2', settles);
    expect(await bills.find(NAME)).toMatchObject({ state: 'open', msgid: 'M2' });
  });

  it('is of the same bill and person, and of the same insurance year', async () => {
    const settles = { total: fen(5_000), insuranceType: '310', onReader: CARD };
    const refused = (more: Partial<typeof settles>, expected: string) =>
      expect(bills.claim(NAME, 'M1', { ...settles, ...more })).rejects.toMatchObject(code(expected));
    await refused({ total: fen(4_999) }, 'OUTAGE-BILL-CHANGED');
    await refused({ onReader: cardOf('310199199001010017', '别人') }, 'OUTAGE-BILL-OTHER-PERSON');
    now = Date.parse('2027-01-01T00:00:00+08:00');
    await refused({ insuranceType: '390' }, 'OUTAGE-BILL-YEAR-OVER');
    now = Date.parse('2027-06-30T23:59:59+08:00');
    await bills.claim(NAME, 'M1', settles);
  });

  it('is counted by the cash that leaves the drawer: paid in full in one shift, given back in another', async () => {
    const shifts = new Shifts(book, journal, new Operators(undefined), () => now);
    now += 1_000;
    await shifts.handOver(H, { ends: 0, counted: null, comes: { operator: '0001', name: '甲' } });
    const during = (await shifts.deskOf(H)).open?.totals;
    expect(during).toMatchObject({
      all: { settled: 0, cash: '50.00', total: '0.00' },
      outage: { taken: '50.00', givenBack: '0.00' },
    });
    await shifts.handOver(H, { ends: 1, counted: '50.00', comes: { operator: '0002', name: '乙' } });
    await bills.claim(NAME, 'M1', { total: fen(5_000), insuranceType: '310', onReader: CARD });
    await noted('M1');
    await journal.note({ institution: H, msgid: 'M1' }, 'settled', SETTLED);
    const { open: later, closed } = await shifts.deskOf(H);
    expect(closed[0]).toMatchObject({ difference: '0.00' });
    expect(later?.totals).toMatchObject({
      all: { settled: 1, total: '50.00', cash: '-30.00', accounts: '30.00' },
      outage: { taken: '0.00', givenBack: '30.00' },
    });
  });

  it('gives the cash of a withdrawn bill back in the shift in which it is withdrawn', async () => {
    const shifts = new Shifts(book, journal, new Operators(undefined), () => now);
    await bills.withdraw(NAME, { operator: '0002', reason: 'goods-back' });
    expect((await shifts.deskOf(H)).uncounted).toMatchObject({
      operators: [
        { operator: '0001', cash: '50.00' },
        { operator: '0002', cash: '-50.00' },
      ],
      all: { cash: '0.00' },
      outage: { taken: '50.00', givenBack: '50.00' },
    });
  });
});

it('a bill can be settled until the last day of its insurance year, of the earliest where the insurance is not known', () => {
  expect(lastDayOfYear(YEARS, '2026-06-30', '310')).toBe('2026-06-30');
  expect(lastDayOfYear(YEARS, '2026-07-01', '310')).toBe('2027-06-30');
  expect(lastDayOfYear(YEARS, '2026-07-01', '390')).toBe('2026-12-31');
  expect(lastDayOfYear(YEARS, '2026-02-01')).toBe('2026-06-30');
  expect(insuranceYearsSetting.safeParse('310:13-01').success).toBe(false);
});
