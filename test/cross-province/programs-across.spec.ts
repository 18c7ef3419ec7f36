import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fen, negate, plus } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { setTimeout as pause } from 'node:timers/promises';
import { sweep, violations } from '../../books/sweep.mjs';
import { demoPerson, fenOf, His, objectOf } from '../world/his.js';
import { InpatientStay } from '../world/stay.js';
import { good, identities, RIGHT, settlementIdOf } from '../world/visit.js';
import { startTwoProvinces, type ProgramsOfTwoProvinces } from './programs.js';

const HOSPITAL = 'H34010400001';
const ON_READER = { mdtrt_cert_type: '03', mdtrt_cert_no: '' };
const BILL = [{ item: 'DEMO-A-001', price: '12.5', count: '800', amount: fen(1_000_000) }];
const TOTAL = fen(1_000_000);

let world: ProgramsOfTwoProvinces;

beforeAll(async () => {
  world = await startTwoProvinces();
});

afterAll(async () => {
  await world?.close();
});

const call = async (url: string, key: string, body?: object, method = 'PUT'): Promise<unknown> => {
  const response = await fetch(url, {
    method: body ? method : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
};

it('a stay is settled across provinces while the hub loses the answer and both centres and the hub are killed', async () => {
  const { hefei, shanghai, hub, keys } = world;
  const behave = (body: object): Promise<unknown> => call(`${hub.url}/api/provinces/behaviour`, keys.operator, body);
  await call(`${hefei.agent.url}/api/virtual-readers/virtual-1/card`, keys.his, { card: 'relocated-new' });
  const shown = (await call(`${hefei.agent.url}/api/readers/virtual-1/card`, keys.his)) as { verdict: object };
  expect(shown.verdict).toMatchObject({ outcome: 'usable' });

  const his = new His(hefei.agent.url, keys.his, HOSPITAL, '');
  const { output } = good(await his.send('1101', { data: ON_READER }));
  const psnNo = textOf(objectOf(output.baseinfo).psn_no) ?? '';
  expect(psnNo).toBe(demoPerson('relocated').psnNo);
  const stay = await InpatientStay.begin(his, psnNo, ON_READER);
  good(await stay.upload('L', BILL));
  good(await stay.discharge());
  const tried = objectOf(good(await his.send('2303', stay.bill(TOTAL))).output.setlinfo);

  // The insured place settles, and the hub loses its answer and everything that asks for it.
  await behave({ mode: 'mute', kinds: ['settle', 'outcome'] });
  const message = his.message('2304', stay.bill(TOTAL));
  expect((await his.post(message)).code).toBe('UNKNOWN-PROVINCE');
  await hefei.centre.kill();
  await shanghai.centre.kill();
  await hub.kill();
  await hub.start();
  await shanghai.centre.start();
  await hefei.centre.start();
  const { msgid } = JSON.parse(message) as { msgid: string };
  const outcome = async (): Promise<{ outcome: string; answer: object }> =>
    (await call(`${hefei.agent.url}/api/outcomes/${HOSPITAL}/${msgid}`, keys.his)) as never;
  while ((await outcome()).outcome === 'unknown') await pause(100);
  expect((await outcome()).outcome).toBe('settled');
  const settled = good(await his.post(message));
  const info = objectOf(settled.output.setlinfo);
  expect(identities(info)).toEqual(RIGHT);
  expect(fenOf(info, 'hifp_pay')).toBe(fenOf(tried, 'hifp_pay'));

  // The hub's table has it once, though its answer was lost.
  const clearing = (): Promise<unknown> => call(`${hub.url}/api/provinces/clearing`, keys.operator);
  const owed = plus(fenOf(info, 'fund_pay_sumamt'), fenOf(info, 'acct_pay'));
  const between = { careDivision: '340100', insuredDivision: '310000' };
  expect(await clearing()).toEqual([{ ...between, count: 1, owedFen: owed }]);

  const back = objectOf(good(await stay.cancel(settlementIdOf(settled))).output.setlinfo);
  expect(fenOf(back, 'hifp_pay')).toBe(negate(fenOf(info, 'hifp_pay')));
  expect(await clearing()).toEqual([{ ...between, count: 2, owedFen: 0 }]);

  // Down or deaf, the hub does nothing by halves.
  await behave({ mode: 'down' });
  expect((await stay.settle(TOTAL)).code).toBe('PROVINCE-UNREACHABLE');
  await behave({ mode: 'good' });
  for (const { database } of [hefei, shanghai]) expect(violations(await sweep(database.url))).toBe(0);
}, 240_000);

it('a visitor buys at a pharmacy with the card on its reader, and pays in the application that the hub plays', async () => {
  const { shanghai, hefei, hub, keys } = world;
  const { psnNo, certno } = demoPerson('visitor');
  const institutionCode = 'P31010600001';
  await call(`${shanghai.agent.url}/api/virtual-readers/virtual-1/card`, keys.his, { card: 'visitor-new' });
  const his = new His(shanghai.agent.url, keys.his, institutionCode, '');
  const shown = { ssn: certno, insuplc: '340100', ...ON_READER };
  const buyer = objectOf(good(await his.send('2161', shown)).output.n_output);
  expect(textOf(buyer.psn_no)).toBe(psnNo);
  const offered = await his.send('2166', {
    ...shown,
    psn_no: psnNo,
    mdtrtsn: 'SN1',
    med_type: '41',
    insutype: '310',
    medfee_sumamt: '12.50',
    feedetl: [{ hilist_code: 'DEMO-A-001', pric: '12.50', cnt: '1', amt: '12.50' }],
  });
  const orderNo = textOf(objectOf(good(offered).output.n_output).mdtrt_regno) ?? '';
  const payment = { place: '310000', insured: '340100', institutionCode, orderNo, certificateNumber: certno };
  const pay = (): Promise<unknown> => call(`${hub.url}/api/purchase-orders/payments`, keys.operator, payment, 'POST');
  expect(await pay()).toMatchObject({ answer: { state: 'paid', accountFen: 1_250, cashFen: 0 } });
  const named = { mdtrt_regno: orderNo };
  expect(fenOf(objectOf(good(await his.send('2171', named)).output.n_output), 'acct_payamt')).toBe(1_250);
  good(await his.send('2163', named));
  expect(await pay()).toMatchObject({ refused: { code: 'PURCHASE-ORDER-CLOSED' } });
  for (const { database } of [hefei, shanghai]) expect(violations(await sweep(database.url))).toBe(0);
}, 60_000);

it('what is not signed by a centre is not passed on', async () => {
  const { hub, keys } = world;
  await expect(call(`${hub.url}/api/provinces/messages`, keys.operator, { number: '1' }, 'POST')).rejects.toThrow(
    '403',
  );
});
