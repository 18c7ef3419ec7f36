import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import pg from 'pg';
import { counterOf, type Counter } from './world/counter.js';
import { demoCredential, demoPerson, fenOf, His, newMsgid, objectOf } from './world/his.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { good, OutpatientVisit, settlementIdOf } from './world/visit.js';

const BILL = [{ item: 'DEMO-A-001', price: '12.5', count: '4', amount: fen(5_000) }];

let province: TestProvince;
let hospital: His;
let counter: Counter;
let database: pg.Client;

beforeAll(async () => {
  province = await startProvince('shanghai');
  hospital = new His(province.agent.url, province.keys.his, 'H31010600001');
  counter = counterOf(province);
  database = new pg.Client({ connectionString: province.database.url });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await province?.close();
});

async function billOf(person: string, card: string, batch: string): Promise<OutpatientVisit> {
  const visit = await OutpatientVisit.begin(hospital, demoPerson(person).psnNo, demoCredential(card));
  good(await visit.upload(batch, BILL));
  return visit;
}

const countOf = async (msgid: string): Promise<number> => {
  const { rows } = await database.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM medisettle.settlement WHERE msgid = $1',
    [msgid],
  );
  return rows[0]?.n ?? -1;
};

describe('a message that changes something', () => {
  it('sent 50 times at once is done once, and all 50 get the same answer', async () => {
    const visit = await billOf('retiree', 'retiree-new', 'B1');
    const msgid = newMsgid('H31010600001');
    const message = hospital.message('2207', visit.bill('B1', BILL), { msgid });
    const answers = await Promise.all(Array.from({ length: 50 }, () => hospital.post(message)));
    answers.forEach(good);
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(await countOf(msgid)).toBe(1);
  });

  it('gets the same answer whatever its time, sign-in and signature, and is refused with other content', async () => {
    const visit = await billOf('retiree', 'retiree-new', 'B2');
    const msgid = newMsgid('H31010600001');
    const first = good(await hospital.send('2207', visit.bill('B2', BILL), { msgid }));
    const again = await hospital.send('2207', visit.bill('B2', BILL), {
      msgid,
      inf_time: '2026-11-01 00:00:00',
      sign_no: 'another',
      cainfo: 'another',
    });
    expect(again.text).toBe(first.text);
    const other = await hospital.send('2207', visit.bill('B2', BILL, { invono: 'F1' }), { msgid });
    expect(other.code).toBe('MSG-MSGID-REUSED');
    expect(
      (await hospital.send('2208', { data: { ...visit.names, setl_id: settlementIdOf(first) } }, { msgid })).code,
    ).toBe('MSG-MSGID-REUSED');
    // Another institution has message numbers of its own.
    const elsewhere = new His(province.agent.url, province.keys.his, 'H31010600002');
    good(await elsewhere.send('9001', { signIn: { opter_no: '0001', mac: '', ip: '' } }, { msgid }));
  });

  it('is recognised after the card has left the reader', async () => {
    await counter.insert('virtual-1', 'retiree-new');
    const asked = { mdtrt_cert_type: '03', mdtrt_cert_no: '' };
    const visit = await OutpatientVisit.begin(hospital, demoPerson('retiree').psnNo, asked);
    good(await visit.upload('B3', BILL));
    const message = hospital.message('2207', visit.bill('B3', BILL));
    const settled = good(await hospital.post(message));
    await counter.remove('virtual-1');
    expect((await hospital.post(message)).text).toBe(settled.text);
    expect((await hospital.send('2207', visit.bill('B3', BILL))).code).toBe('READER-EMPTY');
  });

  it('that was refused for its meaning is refused for ever; one that lacked a card may come again', async () => {
    const asked = hospital.message('2201', {
      data: {
        psn_no: demoPerson('employee').psnNo,
        insutype: '310',
        begntime: '2026-11-01 08:00:00',
        mdtrt_cert_type: '03',
        mdtrt_cert_no: '',
        ipt_otp_no: 'O77',
        dept_code: 'A',
        dept_name: 'A',
        caty: 'A',
      },
    });
    expect((await hospital.post(asked)).code).toBe('READER-EMPTY');
    await counter.insert('virtual-1', 'employee-new');
    const refused = await hospital.post(asked);
    expect(refused.code).toBe('CARD-NOT-ACTIVE');
    await counter.insert('virtual-1', 'employee-old');
    expect((await hospital.post(asked)).text).toBe(refused.text);
    await counter.remove('virtual-1');
  });

  it('is found again after the centre was killed, and repeated with the same answer', async () => {
    const visit = await billOf('retiree', 'retiree-new', 'B4');
    const msgid = newMsgid('H31010600001');
    const message = hospital.message('2207', visit.bill('B4', BILL), { msgid });
    const settled = good(await hospital.post(message));
    await province.centre.kill();
    // Whether the query still left before the agent knew is a matter of luck; either way nothing is called refused.
    const away = ['CENTRE-UNREACHABLE', 'CENTRE-NO-ANSWER'];
    expect(away).toContain((await hospital.send('1101', { data: demoCredential('retiree-new') })).code);
    await province.centre.start();
    // The agent finds its way back by itself; how soon is its own affair.
    let found = await hospital.send('5203', { data: { ...visit.names, setl_id: settlementIdOf(settled) } });
    while (away.includes(found.code)) {
      await new Promise((resume) => setTimeout(resume, 50));
      found = await hospital.send('5203', { data: { ...visit.names, setl_id: settlementIdOf(settled) } });
    }
    expect(fenOf(objectOf(good(found).output.setlinfo), 'medfee_sumamt')).toBe(5_000);
    expect((await hospital.post(message)).text).toBe(settled.text);
    expect(await countOf(msgid)).toBe(1);
  });

  it('has an outcome that can be asked for', async () => {
    const visit = await billOf('retiree', 'retiree-new', 'B5');
    const msgid = newMsgid('H31010600001');
    const settled = good(await hospital.send('2207', visit.bill('B5', BILL), { msgid }));
    const ask = async (number: string): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${province.agent.url}/api/outcomes/H31010600001/${number}`, {
        headers: { authorization: `Bearer ${province.keys.his}` },
      });
      return (await answer.json()) as Record<string, unknown>;
    };
    expect(await ask(msgid)).toMatchObject({ outcome: 'settled', cancelled: false, answer: { infcode: 0 } });
    good(await visit.cancel(settlementIdOf(settled)));
    expect(await ask(msgid)).toMatchObject({ outcome: 'settled', cancelled: true });
    expect(await ask('H310106000019999')).toEqual({ outcome: 'absent', cancelled: false, answer: null });
  });
});
