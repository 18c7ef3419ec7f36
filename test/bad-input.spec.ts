import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import pg from 'pg';
import { Agency, enrolled, retired } from './world/agency.js';
import { counterOf, type Counter } from './world/counter.js';
import { demoCredential, demoPerson, His, now, type HisAnswer } from './world/his.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { good, OutpatientVisit, settlementIdOf, type DemoLine } from './world/visit.js';

const A: DemoLine = { item: 'DEMO-A-001', price: '12.5', count: '4', amount: fen(5_000) };
const retiree = demoPerson('retiree');

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

/** Everything that a message could leave behind. */
async function traces(): Promise<unknown> {
  const { rows } = await database.query(`
    SELECT (SELECT count(*) FROM medisettle.visit) AS visits, (SELECT count(*) FROM medisettle.fee_line) AS lines,
           (SELECT count(*) FROM medisettle.settlement) AS settlements,
           (SELECT count(*) FROM medisettle.transfer) AS transfers,
           (SELECT count(*) FROM medisettle.reservation WHERE outcome = 'settled') AS done,
           (SELECT sum(balance_fen) FROM medisettle.account) AS balances`);
  return rows[0];
}

/** The refusal of something that must leave nothing behind. */
async function refusalOf(work: () => Promise<HisAnswer>): Promise<HisAnswer> {
  const before = await traces();
  const answer = await work();
  expect(await traces()).toEqual(before);
  return answer;
}

/** A code, and a Chinese sentence behind it. */
function expectRefused(answer: HisAnswer, code: string, word = ''): void {
  expect([answer.code, answer.infcode]).toEqual([code, -1]);
  expect(answer.body.err_msg).toMatch(/^\[[A-Z-]+\] .*[\u4e00-\u9fff]/);
  expect(answer.body.err_msg).toContain(word);
}

const identify = (credential: object): Promise<HisAnswer> => hospital.send('1101', { data: credential });
const onReader = { mdtrt_cert_type: '03', mdtrt_cert_no: '', dev_no: '' };

describe('a card', () => {
  it.each([
    ['bank-only', 'CARD-NOT-SOCIAL-SECURITY'],
    ['broken', 'CARD-UNREADABLE'],
    ['stranger', 'CARD-UNKNOWN'],
    ['retiree-old', 'CARD-VOID-REPLACED'],
    ['unlucky-lost', 'CARD-VOID-LOST'],
    ['employee-new', 'CARD-NOT-ACTIVE'],
    ['mislaid-new', 'CARD-SUSPENDED'],
  ])('%s is refused at the reader and in a message: %s', async (card, code) => {
    await counter.insert('virtual-2', card);
    const { status, body } = await counter.card('virtual-2');
    expect(status).toBe(200);
    expect(body.verdict).toMatchObject({ outcome: 'refused', code, actor: expect.stringMatching(/patient|issuer/) });
    expectRefused(await refusalOf(() => hospital.send('1101', { data: onReader }, { dev_no: 'virtual-2' })), code);
    await counter.remove('virtual-2');
    expect((await counter.card('virtual-2')).status).toBe(404);
  });

  it('of somebody else is refused for this patient', async () => {
    const registration = {
      psn_no: retiree.psnNo,
      insutype: '310',
      begntime: now(),
      ipt_otp_no: 'O1',
      ...demoCredential('unlucky-new'),
    };
    expectRefused(await refusalOf(() => hospital.send('2201', { data: registration })), 'CARD-NOT-OWNERS');
    expectRefused(await identify({ ...demoCredential('retiree-new'), card_sn: 'FF' }), 'CARD-IDENTIFIER-MISMATCH');
    expectRefused(
      await identify({ ...demoCredential('retiree-new'), psn_name: '别人' }),
      'CREDENTIAL-MISMATCH',
      'psn_name',
    );
  });
});

describe('a message', () => {
  it('that is not JSON never becomes one', async () => {
    for (const text of ['not json', '', '[]', '{"infno":"1101"', '{"infno":"1101","infno":"2207"}']) {
      const answer = await refusalOf(() => hospital.post(text));
      expect([answer.status, answer.body.code]).toEqual([400, 'MSG-NOT-JSON']);
    }
  });

  it('of 2 MB is not read', async () => {
    const message = hospital.message('1101', {
      data: { ...demoCredential('retiree-new'), filler: 'x'.repeat(2_000_000) },
    });
    const answer = await refusalOf(() => hospital.post(message));
    expect([answer.status, answer.body.code]).toEqual([413, 'MSG-TOO-LARGE']);
  });

  it('with an unknown number or for another institution is refused', async () => {
    expectRefused(await refusalOf(() => hospital.send('9999', {})), 'MSG-INFNO-UNKNOWN', '9999');
    expectRefused(
      await refusalOf(() => hospital.send('1101', { data: onReader }, { fixmedins_code: 'H34010400001' })),
      'MSG-INSTITUTION-FOREIGN',
    );
    const purchase = { druginfo: {}, drugdetail: [] };
    expectRefused(await refusalOf(() => hospital.send('2102', purchase)), 'MSG-INSTITUTION-KIND');
    expectRefused(
      await refusalOf(() => hospital.send('1101', { data: onReader }, { insuplc_admdvs: '340100' })),
      'INSURED-ELSEWHERE',
    );
  });

  it('that moves money without a msgid is refused', async () => {
    const visit = await OutpatientVisit.begin(hospital, retiree.psnNo, demoCredential('retiree-new'));
    good(await visit.upload('M1', [A]));
    for (const msgid of [undefined, '', 'null']) {
      const answer = await refusalOf(() => hospital.send('2207', visit.bill('M1', [A]), { msgid }));
      expectRefused(answer, 'MSG-MSGID-MISSING', 'msgid');
    }
  });

  it('names the field that is missing or wrong', async () => {
    const visit = await OutpatientVisit.begin(hospital, retiree.psnNo, demoCredential('retiree-new'));
    const settle = (change: object) => refusalOf(() => hospital.send('2207', visit.bill('N1', [A], change)));
    expectRefused(await settle({ medfee_sumamt: 'fifty' }), 'MSG-FIELD-INVALID', 'data.medfee_sumamt');
    expectRefused(await settle({ medfee_sumamt: '50.001' }), 'MSG-FIELD-INVALID', 'data.medfee_sumamt');
    expectRefused(await settle({ mdtrt_id: undefined }), 'MSG-FIELD-MISSING', 'data.mdtrt_id');
    expectRefused(await settle({ acct_used_flag: '9' }), 'MSG-FIELD-INVALID', 'acct_used_flag');
    const registration = { psn_no: retiree.psnNo, insutype: '310', ipt_otp_no: 'O1', ...demoCredential('retiree-new') };
    expectRefused(
      await refusalOf(() => hospital.send('2201', { data: { ...registration, begntime: '2026-02-31 08:00:00' } })),
      'MSG-FIELD-INVALID',
      'data.begntime',
    );
  });
});

describe('a bill', () => {
  let visit: OutpatientVisit;
  beforeAll(async () => {
    visit = await OutpatientVisit.begin(hospital, retiree.psnNo, demoCredential('retiree-new'));
    good(await visit.upload('B1', [A]));
  });

  it('that differs from its lines by one fen is refused, at the trial and at the settlement', async () => {
    for (const infno of ['2206', '2207']) {
      const off = visit.bill('B1', [A], { medfee_sumamt: '50.01' });
      expectRefused(await refusalOf(() => hospital.send(infno, off)), 'TOTAL-MISMATCH', '50.00');
      const scope = visit.bill('B1', [A], { inscp_scp_amt: '49.99' });
      expectRefused(await refusalOf(() => hospital.send(infno, scope)), 'TOTAL-MISMATCH', 'inscp_scp_amt');
    }
  });

  it('whose line differs from price × quantity by more than a fen is refused, by one fen is not', async () => {
    const twoOff = { ...A, amount: fen(5_002) };
    expectRefused(await refusalOf(() => visit.upload('B2', [twoOff])), 'LINE-AMOUNT');
    good(await visit.upload('B2', [{ ...A, amount: fen(5_001) }]));
  });

  it('with a line twice is refused, in one upload and in two', async () => {
    const line = {
      ...visit.names,
      chrg_bchno: 'B3',
      fee_ocur_time: now(),
      med_list_codg: A.item,
      det_item_fee_sumamt: 50,
      cnt: 4,
      pric: 12.5,
    };
    const twice = [
      { ...line, feedetl_sn: 'T1' },
      { ...line, feedetl_sn: 'T1' },
    ];
    expectRefused(await refusalOf(() => hospital.send('2204', { feedetail: twice })), 'LINE-TWICE', 'T1');
    const again = { ...line, feedetl_sn: 'B11' };
    expectRefused(await refusalOf(() => hospital.send('2204', { feedetail: [again] })), 'LINE-TWICE', 'B11');
    const late = { ...line, feedetl_sn: 'T2', chrg_bchno: 'B1' };
    expectRefused(await refusalOf(() => hospital.send('2204', { feedetail: [late] })), 'BATCH-UPLOADED');
  });

  it('is settled once, cancelled once, and not settled after its visit was cancelled', async () => {
    const settled = good(await hospital.send('2207', visit.bill('B1', [A])));
    expectRefused(await refusalOf(() => hospital.send('2207', visit.bill('B1', [A]))), 'BILL-SETTLED');
    expectRefused(
      await refusalOf(() => hospital.send('2205', { data: { ...visit.names, chrg_bchno: 'B1' } })),
      'VISIT-SETTLED',
    );
    expectRefused(await refusalOf(() => hospital.send('2202', { data: visit.names })), 'VISIT-SETTLED');
    const cancelled = good(await visit.cancel(settlementIdOf(settled)));
    expectRefused(await refusalOf(() => visit.cancel(settlementIdOf(settled))), 'SETTLEMENT-CANCELLED');
    const mirror = settlementIdOf(cancelled);
    expectRefused(await refusalOf(() => visit.cancel(mirror)), 'SETTLEMENT-NOT-CANCELLABLE');
    expectRefused(await refusalOf(() => visit.cancel('S0')), 'SETTLEMENT-UNKNOWN');
    good(await hospital.send('2202', { data: visit.names }));
    expectRefused(await refusalOf(() => hospital.send('2207', visit.bill('B1', [A]))), 'VISIT-CANCELLED');
    expectRefused(await refusalOf(() => hospital.send('2202', { data: visit.names })), 'VISIT-CANCELLED');
  });

  it('of somebody who is not enrolled so, or at another institution, is refused', async () => {
    const other = new His(province.agent.url, province.keys.his, 'H31010600002');
    expectRefused(await refusalOf(() => other.send('2206', visit.bill('B1', [A]))), 'VISIT-UNKNOWN');
    const pupil = demoPerson('pupil');
    const registration = { psn_no: pupil.psnNo, begntime: now(), ipt_otp_no: 'O9', ...demoCredential('pupil-new') };
    expectRefused(
      await refusalOf(() => hospital.send('2201', { data: { ...registration, insutype: '310' } })),
      'PERSON-NOT-ENROLLED',
    );
  });
});

describe('the log', () => {
  it('holds no name, no citizen number and no card number', () => {
    const written = province.agent.log() + province.centre.log();
    expect(written).toContain('"infno":"2207"');
    const personal = ['retiree', 'unlucky', 'employee', 'mislaid', 'pupil'].flatMap((key) => {
      const { name, certno } = demoPerson(key);
      return [name, certno];
    });
    const cards = ['retiree-new', 'retiree-old', 'unlucky-new', 'mislaid-new'].flatMap((key) => {
      const { mdtrt_cert_no: number, card_sn: identifier } = demoCredential(key);
      return identifier ? [number, identifier] : [number];
    });
    for (const word of [...personal, ...cards]) expect(written.includes(word)).toBe(false);
  });
});

describe('a person with two enrolments and none chosen', () => {
  it('is refused with the field and what there is to choose, in every message that needs one of them', async () => {
    const psnNo = 'P-TWO';
    const shown = { mdtrt_cert_type: '02', mdtrt_cert_no: '310199195601010208' };
    await new Agency(province).say(...retired(psnNo, shown.mdtrt_cert_no), {
      type: 'enrolment',
      ...enrolled(psnNo, { insuranceType: '390', personType: '15' }),
    });
    const pharmacy = new His(province.agent.url, province.keys.his, 'P31010600001');
    const visit = { psn_no: psnNo, begntime: now(), ipt_otp_no: 'O', med_type: '11', ...shown };
    const money = { medfee_sumamt: 1, psn_setlway: '01', chrg_bchno: 'B', acct_used_flag: '1' };
    const bill = { ...visit, ...money, mdtrt_id: 'V' };
    const messages: readonly (readonly [His, string, object, string])[] = [
      [hospital, '2001', { data: visit }, 'data'],
      [hospital, '2201', { data: visit }, 'data'],
      [hospital, '2206', { data: bill }, 'data'],
      [hospital, '2207', { data: [bill] }, 'data'],
      [pharmacy, '2101', { druginfo: bill, drugdetail: [] }, 'druginfo'],
      [pharmacy, '2102', { druginfo: bill, drugdetail: [] }, 'druginfo'],
    ];
    for (const [sender, infno, input, node] of messages) {
      const answer = await refusalOf(() => sender.send(infno, input));
      expectRefused(answer, 'ENROLMENT-NOT-CHOSEN', '310, 390');
      expect(answer.body.err_msg).toContain(`${node}.insutype`);
    }
    // Nothing stands under the number of the message, so that it can be completed and sent again.
    const number = { msgid: 'CHOICE-1' };
    const unsaid = await refusalOf(() => hospital.send('2201', { data: visit }, number));
    expectRefused(unsaid, 'ENROLMENT-NOT-CHOSEN');
    good(await hospital.send('2201', { data: { ...visit, insutype: '390' } }, number));
  });
});
