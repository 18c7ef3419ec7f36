import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fen, formatYuan, negate, plus, type Fen } from '@medisettle/money';
import { chinaTime, textOf, type WireObject } from '@medisettle/national';
import { DateTime } from 'luxon';
import { CareFilingDesk, NewCareFiling } from '../../apps/settlement/src/filings/care-filing-desk.js';
import { type HubReply } from '../../apps/settlement/src/cross-province/hub.js';
import { demoCredential, demoPerson, fenOf, objectOf, type His, type HisAnswer } from '../world/his.js';
import { good } from '../world/visit.js';
import { openProvinces, type TwoProvinces } from './two-provinces.js';

const VISITOR = demoPerson('visitor');
const RETIREE = demoPerson('retiree');
const ROWS = [
  { item: 'DEMO-A-001', pric: '12.50', cnt: '4', amt: fen(5_000) },
  { item: 'DEMO-C-001', pric: '80.00', cnt: '1', amt: fen(8_000) },
];

/** Rows of which the account of the visitor pays one order, not two. */
const LARGE = [{ cnt: '64', amt: '800.00' }];

let world: TwoProvinces;
let serial = 0;

/** A pharmacy and a customer from the other province, whose application is that of his insured place. */
class Purchase {
  constructor(
    readonly his: His,
    private readonly person: typeof VISITOR,
    private readonly card: object,
    private readonly insuplc: string,
  ) {}

  private get shown() {
    return { ssn: this.person.certno, insuplc: this.insuplc, ...this.card };
  }

  async balance(): Promise<Fen> {
    const { output } = good(await this.his.send('2161', { n_input: this.shown }));
    const buyer = objectOf(output.n_output);
    expect(textOf(buyer.psn_no)).toBe(this.person.psnNo);
    return fenOf(buyer, 'acct_balc');
  }

  /** The text of a 2166. */
  offer(more: object = {}, rows: readonly object[] = []): string {
    serial += 1;
    const feedetl = ROWS.map(({ item, pric, cnt, amt }, index) => ({
      hilist_code: item,
      pric,
      cnt,
      amt: formatYuan(amt),
      ...rows[index],
    }));
    const body = {
      ...this.shown,
      psn_no: this.person.psnNo,
      mdtrtsn: `SN${serial}`,
      med_type: '41',
      insutype: '310',
      medfee_sumamt: formatYuan(plus(...ROWS.map(({ amt }) => amt))),
      ...more,
    };
    // The body stands in the input itself, as the family has it.
    return this.his.message('2166', { ...body, feedetl });
  }

  async offered(): Promise<WireObject> {
    return objectOf(good(await this.his.post(this.offer())).output.n_output);
  }

  async order(): Promise<string> {
    return textOf((await this.offered()).mdtrt_regno) ?? '';
  }

  ask(infno: string, order: string, more: object = {}): Promise<HisAnswer> {
    return this.his.send(infno, { mdtrt_regno: order, opter_name: '收费员', ...more });
  }

  async status(order: string): Promise<string | null> {
    const { parameters } = objectOf(good(await this.ask('2170', order)).output.n_output);
    const [found] = parameters as WireObject[];
    return textOf(found?.status_name);
  }
}

let atShanghai: Purchase;
let atHefei: Purchase;

beforeAll(async () => {
  world = await openProvinces();
  const now = chinaTime(DateTime.now().toMillis());
  const filing = { personId: RETIREE.psnNo, kind: 'temporary', destination: '340100', validFrom: now.toISODate() };
  await world.shanghai.part(CareFilingDesk).file(NewCareFiling.parse(filing), now);
  const [visitorsPharmacy, ours] = [world.shanghai.his('P31010600001', '340100'), world.hefei.his('P34010400001', '')];
  atShanghai = new Purchase(visitorsPharmacy, VISITOR, demoCredential('visitor-new'), '340100');
  atHefei = new Purchase(ours, RETIREE, demoCredential('retiree-new'), '310000');
});

afterEach(() => {
  for (const hub of [world.toHefei, world.toShanghai]) {
    hub.cut = () => undefined;
    hub.bend = (_, answer) => answer;
  }
});

afterAll(async () => {
  try {
    expect(await world.disagreements()).toEqual([]);
  } finally {
    await world?.close();
  }
});

/** The patient pays in his application: the message comes from his insured place. */
const pays = (
  order: string,
  certificateNumber = VISITOR.certno,
  institutionCode = 'P31010600001',
): Promise<HubReply> => {
  const [hub, place] = institutionCode === 'P31010600001' ? [world.toShanghai, '310000'] : [world.toHefei, '340100'];
  return hub.ask(place, 'pay', { institutionCode, orderNo: order, certificateNumber });
};
const codeOf = (reply: HubReply): string => (reply.outcome === 'refused' ? reply.refusal.code : reply.outcome);

describe('a person insured in Hefei, at a pharmacy of Shanghai', () => {
  it('pays an order as it was tried, from the account at home, once, and gets it back', async () => {
    const before = await atShanghai.balance();
    const offered = await atShanghai.offered();
    const order = textOf(offered.mdtrt_regno) ?? '';
    expect(textOf(offered.push_flag)).toBe('1');
    expect(plus(fenOf(offered, 'acct_payamt'), fenOf(offered, 'psn_cashpay'))).toBe(fen(13_000));
    expect(await atShanghai.balance()).toBe(before);
    expect([await atShanghai.status(order), (await atShanghai.ask('2171', order)).code]).toEqual([
      '待支付',
      'PURCHASE-ORDER-UNPAID',
    ]);
    expect((await atShanghai.ask('2163', order)).code).toBe('PURCHASE-ORDER-UNPAID');

    expect(await pays(order)).toMatchObject({ outcome: 'answered', answer: { state: 'paid' } });
    expect(await pays(order)).toMatchObject({ outcome: 'answered', answer: { state: 'paid' } });
    const settled = objectOf(good(await atShanghai.ask('2171', order)).output.n_output);
    for (const field of ['medfee_sumamt', 'acct_payamt', 'psn_cashpay'])
      expect(fenOf(settled, field)).toBe(fenOf(offered, field));
    expect(fenOf(settled, 'acct_payamt')).toBeGreaterThan(0);
    expect(textOf(settled.status)).toBe('1107');
    expect(await atShanghai.balance()).toBe(before - fenOf(settled, 'acct_payamt'));
    expect((await atShanghai.ask('2167', order)).code).toBe('PURCHASE-ORDER-PAID');

    const refund = atShanghai.his.message('2163', { mdtrt_regno: order, opter_name: '收费员' });
    const refunded = good(await atShanghai.his.post(refund));
    expect((await atShanghai.his.post(refund)).text).toBe(refunded.text);
    const back = objectOf(refunded.output.n_output);
    expect(fenOf(back, 'acct_payamt')).toBe(negate(fenOf(settled, 'acct_payamt')));
    expect(await atShanghai.balance()).toBe(before);
    expect([await atShanghai.status(order), codeOf(await pays(order))]).toEqual(['已退费', 'PURCHASE-ORDER-CLOSED']);
    expect((await atShanghai.ask('2163', order)).code).toBe('PURCHASE-ORDER-CLOSED');
  });

  it('has one order however often the message comes, and one for each serial of the pharmacy', async () => {
    const text = atShanghai.offer({ mdtrtsn: 'TWICE' });
    const [first, second] = [good(await atShanghai.his.post(text)), await atShanghai.his.post(text)];
    expect(second.text).toBe(first.text);
    const order = textOf(objectOf(first.output.n_output).mdtrt_regno) ?? '';
    const again = await atShanghai.his.post(atShanghai.offer({ mdtrtsn: 'TWICE' }));
    expect([again.code, again.text.includes(order)]).toEqual(['PURCHASE-SERIAL-USED', true]);
    const { parameters } = objectOf(good(await atShanghai.his.send('2170', { mdtrtsn: 'TWICE' })).output.n_output);
    expect(parameters).toHaveLength(1);
  });

  it('cannot pay what was cancelled, and nobody pays the order of somebody else', async () => {
    const order = await atShanghai.order();
    expect(codeOf(await pays(order, RETIREE.certno))).toBe('PURCHASE-ORDER-UNKNOWN');
    good(await atShanghai.ask('2167', order));
    expect([await atShanghai.status(order), codeOf(await pays(order))]).toEqual(['已取消', 'PURCHASE-ORDER-CLOSED']);
    expect((await atShanghai.ask('2167', order)).code).toBe('PURCHASE-ORDER-CLOSED');
    expect((await atShanghai.ask('2163', order)).code).toBe('PURCHASE-ORDER-CLOSED');
    expect((await atShanghai.ask('2163', 'O1')).code).toBe('PURCHASE-ORDER-UNKNOWN');
  });

  it('is reversed by the family: a trial closes, a settlement is taken back, a refund stands', async () => {
    const reversal = (order: string, status: string) => atShanghai.ask('2181', order, { status, ssn: VISITOR.certno });
    const [tried, paid] = [await atShanghai.order(), await atShanghai.order()];
    good(await reversal(tried, '1106'));
    good(await reversal(tried, '1106'));
    expect(codeOf(await pays(tried))).toBe('PURCHASE-ORDER-CLOSED');
    await pays(paid);
    expect((await reversal(paid, '1106')).code).toBe('PURCHASE-ORDER-PAID');
    good(await reversal(paid, '1107'));
    good(await reversal(paid, '1107'));
    expect(await atShanghai.status(paid)).toBe('已退费');
    expect((await reversal(paid, '1203')).code).toBe('PROVINCE-NO-RESTORE');
  });

  it('is not asked for another sum than the one shown', async () => {
    const dear = { medfee_sumamt: '880.00' };
    const orders: string[] = [];
    for (const text of [atShanghai.offer(dear, LARGE), atShanghai.offer(dear, LARGE)]) {
      const offered = objectOf(good(await atShanghai.his.post(text)).output.n_output);
      expect(fenOf(offered, 'psn_cashpay')).toBe(0);
      orders.push(textOf(offered.mdtrt_regno) ?? '');
    }
    const [first = '', second = ''] = orders;
    await pays(first);
    // What is left on the account no longer pays the second.
    expect(codeOf(await pays(second))).toBe('CASH-CHANGED');
    good(await atShanghai.ask('2163', first));
    expect(await pays(second)).toMatchObject({ outcome: 'answered', answer: { state: 'paid' } });
    good(await atShanghai.ask('2163', second));
  });

  /** The insured place answers another sum of cash than it has booked. */
  const bentBy = (fenMore: number): void => {
    world.toHefei.bend = (kind, answer) => {
      if (kind !== 'settle') return answer;
      const { settled } = answer as { settled: { amounts: { cash: number } } };
      return { settled: { ...settled, amounts: { ...settled.amounts, cash: settled.amounts.cash + fenMore } } };
    };
  };

  it('is not settled where sums differ by more than 0.10: what was booked at home is taken back', async () => {
    const [order, before] = [await atShanghai.order(), await atShanghai.balance()];
    bentBy(11);
    expect(codeOf(await pays(order))).toBe('PURCHASE-ORDER-CLOSED');
    expect([await atShanghai.status(order), await atShanghai.balance()]).toEqual(['已失效', before]);
  });

  it('is settled by what is owed where sums differ by up to 0.10, and the difference is noted', async () => {
    const order = await atShanghai.order();
    bentBy(10);
    expect(await pays(order)).toMatchObject({ outcome: 'answered', answer: { state: 'paid' } });
    const paid = objectOf(good(await atShanghai.ask('2171', order)).output.n_output);
    expect(plus(fenOf(paid, 'acct_payamt'), fenOf(paid, 'psn_cashpay'))).toBe(fenOf(paid, 'medfee_sumamt'));
    const client = await world.shanghai.connect();
    try {
      const { rows } = await client.query(
        'SELECT difference_fen FROM medisettle.province_settlement WHERE difference_fen > 0',
      );
      expect(rows).toEqual([{ difference_fen: 10 }]);
    } finally {
      await client.end();
    }
    good(await atShanghai.ask('2163', order));
  });
});

describe('a person insured in Shanghai, at a pharmacy of Hefei', () => {
  const paysAtHefei = (order: string) => pays(order, RETIREE.certno, 'P34010400001');

  it('is found and settled once when the answer of the insured place was lost', async () => {
    const order = await atHefei.order();
    world.toShanghai.cut = (kind) =>
      kind === 'settle' ? 'answer-lost' : kind === 'outcome' ? 'request-lost' : undefined;
    expect(codeOf(await paysAtHefei(order))).toBe('UNKNOWN-PROVINCE');
    expect((await atHefei.ask('2171', order)).code).toBe('PROVINCE-PENDING');
    expect((await atHefei.ask('2163', order)).code).toBe('PROVINCE-PENDING');
    world.toShanghai.cut = () => undefined;
    expect(await paysAtHefei(order)).toMatchObject({ outcome: 'answered', answer: { state: 'paid' } });
    good(await atHefei.ask('2163', order));
  });

  it('pays later what could not be delivered', async () => {
    const order = await atHefei.order();
    world.toShanghai.cut = (kind) => (kind === 'settle' ? 'not-delivered' : undefined);
    expect(codeOf(await paysAtHefei(order))).toBe('PROVINCE-UNREACHABLE');
    expect(await atHefei.status(order)).toBe('待支付');
    world.toShanghai.cut = () => undefined;
    expect(await paysAtHefei(order)).toMatchObject({ outcome: 'answered' });
  });
});

describe('no order is made', () => {
  it.each<[string, object, readonly object[], string]>([
    ['of rows that come to something else', { medfee_sumamt: '130.01' }, [], 'TOTAL-MISMATCH'],
    ['of a row off by more than 0.01', { medfee_sumamt: '130.02' }, [{ amt: '50.02' }], 'LINE-AMOUNT'],
    ['of a return: an order is refunded whole', {}, [{ cnt: '-4', amt: '-50.00' }], 'MSG-FIELD-INVALID'],
    ['by the number of somebody else', { ssn: RETIREE.certno }, [], 'CREDENTIAL-MISMATCH'],
    ['in two insured places', { insuplc: '310000' }, [], 'PROVINCE-WRONG'],
    ['for another place of care', { mdtrtarea: '340100' }, [], 'PROVINCE-WRONG'],
    ['of another kind of care', { med_type: '11' }, [], 'MED-TYPE-UNSUPPORTED'],
    ['of another day', { dscg_date: '2026-01-01' }, [], 'MSG-FIELD-INVALID'],
    [
      'by another credential than the national card',
      { mdtrt_cert_type: '02', mdtrt_cert_no: VISITOR.certno },
      [],
      'PROVINCE-CREDENTIAL',
    ],
    ['for another pharmacy', { fixmedins_code: 'P34010400001' }, [], 'MSG-FIELD-INVALID'],
  ])('%s', async (_, more, rows, code) => {
    expect((await atShanghai.his.post(atShanghai.offer(more, rows))).code).toBe(code);
  });

  it.each([
    ['with an old Shanghai card', 'employee', 'employee-old', 'PROVINCE-OLD-CARD'],
    ['without a filing', 'unlucky', 'unlucky-new', 'PROVINCE-NOT-FILED'],
    ['with a void card', 'unlucky', 'unlucky-lost', 'CARD-VOID-LOST'],
  ])('%s', async (_, key, card, code) => {
    const buyer = new Purchase(atHefei.his, demoPerson(key), demoCredential(card), '310000');
    expect((await atHefei.his.post(buyer.offer())).code).toBe(code);
  });

  it('for somebody who is insured here, nor at a hospital', async () => {
    const here = world.shanghai.his('P31010600001', '310000');
    const local = new Purchase(here, RETIREE, demoCredential('retiree-new'), '310000');
    expect((await here.post(local.offer())).code).toBe('PURCHASE-LOCAL');
    const hospital = world.shanghai.his('H31010600001', '340100');
    expect((await hospital.send('2163', { mdtrt_regno: 'O1' })).code).toBe('MSG-INSTITUTION-KIND');
  });

  it('by the messages of local purchases, whose refusal names the right ones', async () => {
    const refused = await atShanghai.his.send('2102', { druginfo: { psn_no: VISITOR.psnNo } });
    expect([refused.code, refused.text.includes('2166')]).toEqual(['INSURED-ELSEWHERE', true]);
  });
});
