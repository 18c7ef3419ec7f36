import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Message, Said } from './his.js';
import type { Patient } from './patient.js';
import { dropOrder, isOrdered, orderBill } from './order-steps.js';
import { canTakeInFull, cashBack, lateBack, lateSaleOf, newSale, refundOf, remainingLines, type Sale } from './sale.js';
import { settleBill, type Tools, tryBill } from './sale-steps.js';

const patient: Patient = {
  personNumber: '1',
  name: '',
  age: '',
  reader: 'virtual-1',
  insuranceType: '310',
  insuredAt: '310000',
  certificate: '',
  balance: '0.00',
  currentYear: '0.00',
  accumulated: '0.00',
  segmentUsed: '0.00',
  deductibleUsed: '0.00',
  ceilingUsed: '0.00',
};

const entered: Sale = {
  ...newSale('H31010600001'),
  diagnosis: { code: 'J00.x00', name: '感冒' },
  lines: [{ id: 'a', item: 'X', name: 'x', price: '12.50', count: '2' }],
};

interface Sent extends Message {
  readonly infno: string;
  readonly input: Record<string, unknown>;
}

let sent: Sent[];
let kept: Sale[];
/** Answers that differ from a good one, by transaction; each is given once. */
let answers: Map<string, Said<unknown>[]>;

const GOOD: Said<unknown> = {
  outcome: 'good',
  output: { data: { mdtrt_id: 'V1' }, setlinfo: { setl_id: 'S1', psn_cash_pay: '5.00', medins_setl_id: 'M1' } },
};
const UNKNOWN: Said<unknown> = { outcome: 'unknown', code: 'UNKNOWN-NO-ANSWER', zh: '' };
const REFUSED: Said<unknown> = { outcome: 'refused', code: 'CASH-CHANGED', zh: '' };

const tools: Tools = {
  sender: { institution: 'H31010600001', division: '310000', operator: '' },
  send: <Output>(message: Message) => {
    // It is kept before it leaves.
    if (!/"infno":"2206"/.test(message.text)) expect(JSON.stringify(kept.at(-1)?.kept)).toContain(message.msgid);
    const { infno, input } = JSON.parse(message.text) as Pick<Sent, 'infno' | 'input'>;
    sent.push({ ...message, infno, input });
    return Promise.resolve((answers.get(infno)?.shift() ?? GOOD) as Said<Output>);
  },
  ends: () => Promise.resolve(true),
  keep: (sale) => void kept.push(sale),
};
const infnos = (): string[] => sent.map(({ infno }) => infno);

beforeEach(() => {
  sent = [];
  kept = [];
  answers = new Map();
});

describe('a bill at a hospital', () => {
  it('is registered, described and uploaded once, however often it is reckoned', async () => {
    const { sale } = await tryBill(tools, entered, patient);
    await tryBill(tools, sale, patient);
    expect(infnos()).toEqual(['2201', '2203', '2204', '2206', '2206']);
  });

  it('brings other lines in place of those that it brought', async () => {
    const { sale } = await tryBill(tools, entered, patient);
    const changed = { ...sale, lines: [{ ...entered.lines[0]!, count: '3' }] };
    await tryBill(tools, changed, patient);
    expect(infnos().slice(4)).toEqual(['2205', '2204', '2206']);
    expect(sent.at(-2)?.input).toMatchObject({
      feedetail: [{ chrg_bchno: 'B2', cnt: '3', det_item_fee_sumamt: '37.50' }],
    });
  });

  it('repeats a message without an answer as it was, then brings what was typed meanwhile', async () => {
    answers.set('2204', [UNKNOWN]);
    const { sale, halt } = await tryBill(tools, entered, patient);
    expect(halt).toEqual(UNKNOWN);
    const after = JSON.parse(JSON.stringify({ ...sale, lines: [{ ...entered.lines[0]!, count: '3' }] })) as Sale;
    const went = await tryBill(tools, after, patient);
    expect(went.halt).toBeNull();
    const uploads = sent.filter(({ infno }) => infno === '2204');
    expect(uploads[1]?.text).toBe(uploads[0]?.text);
    expect(infnos()).toEqual(['2201', '2203', '2204', '2204', '2205', '2204', '2206']);
  });

  it('settles for the cash of the trial, and repeats the very message while its outcome is unknown', async () => {
    answers.set('2207', [UNKNOWN, UNKNOWN]);
    let { sale } = await tryBill(tools, entered, patient);
    for (let time = 0; time < 3; time += 1) ({ sale } = await settleBill(tools, sale));
    const settlements = sent.filter(({ infno }) => infno === '2207');
    expect(new Set(settlements.map(({ text }) => text)).size).toBe(1);
    expect(settlements[0]?.input).toMatchObject({ data: { exp_content: '{"psn_cash_pay":"5.00"}' } });
    expect(sale.settled).toMatchObject({ msgid: 'M1', setlinfo: { setl_id: 'S1' } });
    expect(sale.kept).toEqual({});
  });

  it('is reckoned anew after a refusal, and then settled by another message', async () => {
    answers.set('2207', [REFUSED]);
    const tried = await tryBill(tools, entered, patient);
    const refused = await settleBill(tools, tried.sale);
    expect(refused.sale.trial).toBeNull();
    const again = await tryBill(tools, refused.sale, patient);
    await settleBill(tools, again.sale);
    const [first, second] = sent.filter(({ infno }) => infno === '2207');
    expect(first?.msgid).not.toBe(second?.msgid);
  });
});

describe('a part of a settled bill that comes back', () => {
  const receipt = {
    institution: 'H31010600001',
    msgid: 'M0',
    infno: '2207',
    settlementId: 'S0',
    visitId: 'V0',
    personNumber: '1',
    name: '',
    settledAt: '',
    total: '25.00',
    capitals: '',
    amounts: [],
    cash: '9.00',
    balance: '',
    items: [{ code: 'X', name: 'x', price: '12.50', count: '2', amount: '25.00' }],
    operator: '',
    undone: false,
    bill: { batch: 'B1', category: '11', accountFlag: '1' },
  };
  const returning = (count: string): Sale => {
    const sale = refundOf(receipt);
    if (!sale?.refund) throw new Error('this page can settle the rest');
    const returned = { '0': count };
    return { ...sale, returned, lines: remainingLines(sale.refund, returned) };
  };

  it('is cancelled whole, uploaded anew without it, tried and settled; the difference in cash is told', async () => {
    answers.set('2208', [UNKNOWN]);
    const halted = await tryBill(tools, returning('1'), patient);
    expect([halted.halt, cashBack(halted.sale)]).toEqual([UNKNOWN, null]);
    // The page was loaded anew meanwhile.
    const { sale } = await tryBill(tools, JSON.parse(JSON.stringify(halted.sale)) as Sale, patient);
    expect(infnos()).toEqual(['2208', '2208', '2205', '2204', '2206']);
    expect(sent[1]?.text).toBe(sent[0]?.text);
    expect(sent[3]?.input).toMatchObject({ feedetail: [{ mdtrt_id: 'V0', chrg_bchno: 'B2', cnt: '1' }] });
    expect(cashBack(sale)).toBe(400);
    await settleBill(tools, sale);
    expect(infnos().at(-1)).toBe('2207');
  });

  it('is a cancellation and no more when all of it comes back', async () => {
    const { sale } = await tryBill(tools, returning('2'), patient);
    expect(infnos()).toEqual(['2208']);
    expect(cashBack(sale)).toBe(900);
  });

  it('cannot be more than was sold, nor of a bill that another software has told', () => {
    expect(returning('3').lines).toMatchObject([{ count: '' }]);
    expect(refundOf({ ...receipt, bill: { ...receipt.bill, batch: '20260101' } })).toBeNull();
  });
});

describe('a bill that was paid in full while the centre was away', () => {
  const late = lateSaleOf({
    institution: 'H31010600001',
    number: 'N1',
    at: '2026-11-20 10:00:00',
    operator: '',
    name: '陆退休',
    cardNumber: '',
    category: '13',
    accountFlag: '0',
    diagnosis: entered.diagnosis,
    lines: [{ code: 'X', name: 'x', price: '12.50', count: '2', amount: '25.00' }],
    paid: '25.00',
    capitals: '',
    until: '',
    state: 'open',
    msgid: null,
    withdrawn: null,
  });

  it('is settled as it was paid, by the day on which it was, under its own name, and says what goes back', async () => {
    const { sale } = await tryBill(tools, late, patient);
    expect(lateBack(sale)).toBe(2_000);
    await settleBill(tools, sale);
    const at = '2026-11-20 10:00:00';
    expect(sent.find(({ infno }) => infno === '2201')?.input).toMatchObject({ data: { begntime: at } });
    expect(sent.find(({ infno }) => infno === '2204')?.input).toMatchObject({
      feedetail: [{ fee_ocur_time: at, pric: '12.50', cnt: '2' }],
    });
    expect(sent.at(-1)?.input).toMatchObject({
      data: { med_type: '13', exp_content: '{"psn_cash_pay":"5.00","outage_bill":"N1"}' },
    });
  });

  it('can be taken only while nothing of it may be settled', async () => {
    expect([canTakeInFull(entered), canTakeInFull(late)]).toEqual([true, false]);
    answers.set('2207', [UNKNOWN]);
    const { sale } = await settleBill(tools, (await tryBill(tools, entered, patient)).sale);
    expect(canTakeInFull(sale)).toBe(false);
  });
});

describe('a purchase of somebody from another province', () => {
  const visitor: Patient = { ...patient, insuredAt: '340100', certificate: 'C1' };
  const bought: Sale = { ...entered, institution: 'P31010600001' };
  const OFFERED: Said<unknown> = {
    outcome: 'good',
    output: { n_output: { mdtrt_regno: 'O1', medfee_sumamt: '25.00', acct_payamt: '20.00', psn_cashpay: '5.00' } },
  };

  it('is ordered once however often it is sent, and cancelled by its number', async () => {
    expect([
      isOrdered(tools, bought, visitor),
      isOrdered(tools, bought, patient),
      isOrdered(tools, entered, visitor),
    ]).toEqual([true, false, false]);
    answers.set('2166', [UNKNOWN, OFFERED]);
    const lost = await orderBill(tools, bought, visitor);
    expect([lost.halt, lost.sale.order]).toEqual([UNKNOWN, null]);
    const { sale } = await orderBill(tools, lost.sale, visitor);
    expect(sent[1]?.text).toBe(sent[0]?.text);
    expect(sale.order).toEqual({
      msgid: sent[0]?.msgid,
      number: 'O1',
      total: '25.00',
      accounts: '20.00',
      cash: '5.00',
    });
    expect((await dropOrder(tools, sale)).sale).toMatchObject({ order: null, lines: entered.lines });
    expect(sent.at(-1)?.input).toEqual({ n_input: { mdtrt_regno: 'O1' } });
  });

  it('stays ordered when it was paid before it could be cancelled', async () => {
    answers.set('2166', [OFFERED]);
    const { sale } = await orderBill(tools, bought, visitor);
    const paid: Said<unknown> = { outcome: 'refused', code: 'PURCHASE-ORDER-PAID', zh: '' };
    answers.set('2167', [paid]);
    expect(await dropOrder(tools, sale)).toMatchObject({ halt: paid, sale: { order: { number: 'O1' } } });
  });
});
