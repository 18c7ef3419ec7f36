import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { parseWire, textOf } from '@medisettle/national';
import pg from 'pg';
import { demoCredential, demoPerson, fenOf, His, now, objectOf, type HisAnswer } from './world/his.js';
import { Agency, enrolled, NDJSON, retired, row, type Row } from './world/agency.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { good, OutpatientVisit, settlementIdOf } from './world/visit.js';

const A = { item: 'DEMO-A-001', price: '12.5', count: '40', amount: fen(50_000) };
const DRUG = { ...A, count: '8', amount: fen(10_000) };

let province: TestProvince;
let agency: Agency;
let hospital: His;
let pharmacy: His;
let database: pg.Client;
let serial = 0;

beforeAll(async () => {
  province = await startProvince('shanghai');
  agency = new Agency(province);
  hospital = new His(province.agent.url, province.keys.his, 'H31010600001');
  pharmacy = new His(province.agent.url, province.keys.his, 'P31010600001');
  database = new pg.Client({ connectionString: province.database.url });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await province?.close();
});

const credential = (certificate: string) => ({ mdtrt_cert_type: '02', mdtrt_cert_no: certificate });
const identify = (shown: object): Promise<HisAnswer> => hospital.send('1101', { data: shown });
const money = async (shown: object): Promise<unknown> => {
  const { output } = good(await identify(shown));
  const said = objectOf(parseWire(textOf(objectOf(output.baseinfo).exp_content) ?? ''));
  return [said.crtYearBalc, said.calYearBalc, said.outpatientSegmentUsed].map((amount) => textOf(amount));
};
const register = (psnNo: string, shown: object): Promise<HisAnswer> =>
  hospital.send('2201', {
    data: { psn_no: psnNo, insutype: '310', begntime: now(), ...shown, ipt_otp_no: `O${(serial += 1)}` },
  });
const purchase = (psnNo: string, shown: object, infno = '2102'): Promise<HisAnswer> =>
  pharmacy.send(infno, {
    druginfo: {
      psn_no: psnNo,
      ...shown,
      begntime: now(),
      medfee_sumamt: '100.00',
      insutype: '310',
      acct_used_flag: '1',
      med_type: '41',
    },
    drugdetail: [
      {
        feedetl_sn: '1',
        fee_ocur_time: now(),
        med_list_codg: DRUG.item,
        pric: DRUG.price,
        cnt: DRUG.count,
        det_item_fee_sumamt: '100.00',
      },
    ],
  });
const recomputation = async (): Promise<unknown> => (await agency.ask('POST', 'recomputations')).json();

/** Waits until the waiting room has taken what has arrived. */
async function settledDown(): Promise<void> {
  for (;;) {
    const { rows } = await database.query(
      `SELECT 1 FROM medisettle.person_row_waiting w JOIN medisettle.person p ON p.person_id = w.awaits`,
    );
    if (rows.length === 0) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

describe('the feed of persons', () => {
  it('makes a person who can be settled, in whatever order the rows come', async () => {
    const [person, ...others] = retired('P-1', '310199195601010019').map(row) as [Row, ...Row[]];
    const early = await agency.rows(others);
    expect(early.counts).toMatchObject({ waiting: 2, applied: 0 });
    expect((await identify(credential('310199195601010019'))).code).toBe('PERSON-UNKNOWN');
    expect((await agency.rows([person])).counts).toMatchObject({ applied: 1 });
    await settledDown();
    expect(await money(credential('310199195601010019'))).toEqual(['1000.00', '0.00', '0.00']);
    const bought = objectOf(good(await purchase('P-1', credential('310199195601010019'))).output.setlinfo);
    expect(fenOf(bought, 'acct_pay')).toBe(10_000);
  });

  it('is done once: the same rows again are known, and a number or credit of other content is rejected', async () => {
    const rows = retired('P-2', '310199195601010027').map(row);
    expect((await agency.rows(rows)).counts).toMatchObject({ applied: 3 });
    expect((await agency.rows(rows.toReversed())).counts).toMatchObject({ duplicate: 3, applied: 0 });
    const [person, , credit] = rows as [Row, Row, Row];
    const again = await agency.rows([
      { ...person, name: '另一人' },
      row({ ...credit, eventId: 'new-1' }),
      row({ ...credit, eventId: 'new-2', amount: '1000.01' }),
    ]);
    expect(again.counts).toMatchObject({ rejected: 2, unchanged: 1 });
    expect(again.rejected.map(({ line, code }) => [line, code])).toEqual([
      [1, 'FEED-EVENT-ID-REUSED'],
      [3, 'FEED-CREDIT-REUSED'],
    ]);
    expect(await money(credential('310199195601010027'))).toEqual(['1000.00', '0.00', '0.00']);
  });

  it('lets the later of two rows count by its own time, not by its arrival', async () => {
    const at = (day: string): Row => ({ at: `${day}T08:00:00+08:00` });
    await agency.say(...retired('P-3', '310199195601010035').map((one) => ({ ...one, ...at('2026-09-01') })));
    await agency.say({
      type: 'employment',
      personNumber: 'P-3',
      workStartDate: null,
      retirementDate: null,
      ...at('2026-10-02'),
    });
    const late = await agency.say({
      type: 'employment',
      personNumber: 'P-3',
      workStartDate: '1980-01-01',
      retirementDate: '2020-01-01',
      ...at('2026-10-01'),
    });
    expect(late.counts).toMatchObject({ unchanged: 1, applied: 0 });
    const { rows } = await database.query(
      `SELECT work_start_date, retirement_date FROM medisettle.person WHERE person_id = 'P-3'`,
    );
    expect(rows).toEqual([{ work_start_date: null, retirement_date: null }]);
  });

  it('credits the year by age group once, whoever asks, and money of a year that is over to accumulated money', async () => {
    const certificate = '310199195601010043';
    await agency.say(...retired('P-4', certificate).slice(0, 2));
    const yearly = { type: 'credit', kind: 'yearly', personNumber: 'P-4' };
    expect((await agency.say(yearly, yearly)).counts).toMatchObject({ applied: 1, unchanged: 1 });
    const late = { creditId: 'L', kind: 'amount', amount: '12.34', reason: 'late', at: '2026-03-01 08:00:00' };
    await agency.say({ ...yearly, ...late });
    expect(await money(credential(certificate))).toEqual(['1680.00', '12.34', '0.00']);
  });

  it('rejects bad rows one by one, each with its reason, and leaves nothing of them behind', async () => {
    const [person = {}, enrolment = {}] = retired('P-5', '310199195601010051').map(row);
    const lines = [
      '{"eventId":',
      JSON.stringify({ ...person, eventId: 'b1', retirementDate: '1950-01-01' }),
      JSON.stringify({ ...person, eventId: 'b2', certificateNumber: demoPerson('retiree').certno }),
      JSON.stringify({ ...person, eventId: 'b3', birthDate: '1956-02-30' }),
      JSON.stringify({ ...enrolment, eventId: 'b4', status: 'asleep' }),
      JSON.stringify({ ...person, eventId: 'b5', at: '2090-01-01' }),
      JSON.stringify(
        row({ type: 'residence', personNumber: 'P-1', insuranceType: '390', division: '340100', since: '2026-01-01' }),
      ),
      JSON.stringify(
        row({ type: 'credit', kind: 'amount', personNumber: 'P-1', creditId: 'X', amount: '-1.00', reason: 'x' }),
      ),
      JSON.stringify(row({ type: 'merge', personNumber: 'P-1', into: 'P-1' })),
      JSON.stringify(row({ type: 'death', personNumber: 'P-1', diedOn: '1940-01-01' })),
    ];
    const report = await agency.upload(lines.join('\n'), NDJSON, '?upload=bad', 'persons');
    expect(report.rejected.map(({ line, code }) => [line, code])).toEqual([
      [1, 'FEED-LINE'],
      [2, 'FEED-PERSON-DATES'],
      [3, 'FEED-CERTIFICATE-TAKEN'],
      [4, 'MSG-FIELD-INVALID'],
      [5, 'MSG-FIELD-INVALID'],
      [6, 'FEED-AHEAD'],
      [7, 'FEED-ENROLMENT-UNKNOWN'],
      [8, 'MSG-FIELD-INVALID'],
      [9, 'FEED-MERGE-INVALID'],
      [10, 'FEED-PERSON-DATES'],
    ]);
    const progress = (await agency.ask('GET', 'persons/uploads/bad')).json();
    expect(await progress).toEqual({ upload: 'bad', state: 'finished', counts: report.counts });
    const { rows } = await database.query(
      `SELECT (SELECT count(*)::int FROM medisettle.person WHERE person_id = 'P-5') AS persons,
              (SELECT count(*)::int FROM medisettle.person_row_receipt WHERE event_id ~ '^b[0-9]$') AS receipts`,
    );
    expect(rows).toEqual([{ persons: 0, receipts: 0 }]);
  });

  it('keeps why a row that had waited was rejected', async () => {
    const early = row({ type: 'death', personNumber: 'P-6', diedOn: '1930-01-01', eventId: 'waits-6' });
    expect((await agency.rows([early])).counts).toMatchObject({ waiting: 1 });
    await agency.say(...retired('P-6', '31019919560101006X').slice(0, 1));
    await settledDown();
    const rejected = await (await agency.ask('GET', 'persons/rejected')).json();
    expect(rejected).toEqual([{ eventId: 'waits-6', personNumber: 'P-6', type: 'death', code: 'FEED-PERSON-DATES' }]);
  });

  it('takes thousands of rows, with those that came twice', async () => {
    const COUNT = 1_500;
    const rows = Array.from({ length: COUNT }, (_, index) =>
      retired(`M-${index}`, `31019919570101${String(index).padStart(4, '0')}`).map(row),
    ).flat();
    const report = await agency.rows([...rows, ...rows.slice(0, 100)], '?upload=many');
    expect(report.counts).toMatchObject({ received: 3 * COUNT + 100, applied: 3 * COUNT, duplicate: 100 });
    expect(await recomputation()).toMatchObject({ differences: 0 });
  });
});

describe('an enrolment that gives no benefits', () => {
  const certificate = '310199195601010078';

  it.each([
    ['suspended', 'ENROLMENT-SUSPENDED'],
    ['arrears', 'ENROLMENT-ARREARS'],
    ['ended', 'ENROLMENT-ENDED'],
  ])('%s is refused as %s, with the day, wherever it is asked', async (status, code) => {
    await agency.say(...retired('P-7', certificate).slice(0, 2));
    const visit = await OutpatientVisit.begin(hospital, 'P-7', credential(certificate));
    good(await visit.upload(`B-${status}`, [A]));
    await agency.say({ type: 'enrolment', ...enrolled('P-7', { status, since: '2026-11-01' }) });
    const bill = visit.bill(`B-${status}`, [A]);
    const answers = [
      await identify(credential(certificate)),
      await register('P-7', credential(certificate)),
      await hospital.send('2206', bill),
      await hospital.send('2207', bill),
      await purchase('P-7', credential(certificate), '2101'),
      await purchase('P-7', credential(certificate)),
    ];
    expect(answers.map((answer) => answer.code)).toEqual(Array(answers.length).fill(code));
    expect(textOf(answers[0]?.body.err_msg)).toContain('2026-11-01');
    await agency.say({ type: 'enrolment', ...enrolled('P-7', { since: '2026-11-01' }) });
    good(await hospital.send('2206', bill));
  });

  it('does so from its day on, not before', async () => {
    await agency.say({ type: 'enrolment', ...enrolled('P-7', { status: 'ended', since: '2099-01-01' }) });
    good(await identify(credential(certificate)));
  });

  it('beside one that does is no hindrance, and which one is meant must be said', async () => {
    await agency.say({ type: 'enrolment', ...enrolled('P-7', { insuranceType: '390', personType: '15' }) });
    await agency.say({
      type: 'enrolment',
      ...enrolled('P-7', { insuranceType: '390', personType: '15', status: 'ended', since: '2026-11-02' }),
    });
    const { insuinfo } = good(await identify(credential(certificate))).output;
    expect(insuinfo).toMatchObject([
      { insutype: '310', psn_insu_stas: '1' },
      { insutype: '390', psn_insu_stas: '4' },
    ]);
    const unsaid = await hospital.send('2201', {
      data: { psn_no: 'P-7', begntime: now(), ...credential(certificate), ipt_otp_no: 'O' },
    });
    expect([unsaid.code, textOf(unsaid.body.err_msg)]).toEqual([
      'MSG-FIELD-MISSING',
      expect.stringContaining('insutype'),
    ]);
  });
});

describe('a death', () => {
  it('lets nothing be registered or settled after its day, what was settled be cancelled, and can be taken back', async () => {
    const certificate = '310199195601010086';
    const shown = credential(certificate);
    await agency.say(...retired('P-8', certificate));
    const visit = await OutpatientVisit.begin(hospital, 'P-8', shown);
    good(await visit.upload('B1', [A]));
    const settled = settlementIdOf(good(await hospital.send('2207', visit.bill('B1', [A]))));
    good(await visit.upload('B2', [A]));
    await agency.say({ type: 'death', personNumber: 'P-8', diedOn: '2026-11-01' });
    const answers = [
      await identify(shown),
      await register('P-8', shown),
      await hospital.send('2207', visit.bill('B2', [A])),
      await purchase('P-8', shown),
    ];
    expect(answers.map(({ code }) => code)).toEqual(Array(answers.length).fill('PERSON-DECEASED'));
    good(await visit.cancel(settled));
    await agency.say({ type: 'death', personNumber: 'P-8', diedOn: now().slice(0, 10) });
    good(await hospital.send('2206', visit.bill('B2', [A])));
    await agency.say({ type: 'death', personNumber: 'P-8', diedOn: null });
    expect(await money(shown)).toEqual(['1000.00', '0.00', '0.00']);
  });
});

describe('a retiree who moved his care to another province', () => {
  it('keeps both places, and his account pays nothing directly until he comes back', async () => {
    const certificate = '310199195601010094';
    const shown = credential(certificate);
    await agency.say(...retired('P-9', certificate));
    const paid = async (): Promise<unknown> =>
      fenOf(objectOf(good(await purchase('P-9', shown, '2101')).output.setlinfo), 'acct_pay');
    const residence = { type: 'residence', personNumber: 'P-9', insuranceType: '310' };
    await agency.say({ ...residence, division: '340100', since: '2026-11-01' });
    expect(await paid()).toBe(0);
    const bought = objectOf(good(await purchase('P-9', shown)).output.setlinfo);
    expect([fenOf(bought, 'psn_cash_pay'), fenOf(bought, 'balc')]).toEqual([10_000, 100_000]);
    expect(good(await identify(shown)).output.insuinfo).toMatchObject([{ insuplc_admdvs: '310000' }]);
    await agency.say({ ...residence, division: '310115', since: '2026-11-20' });
    expect(await paid()).toBe(10_000);
  });
});

describe('two numbers of one person', () => {
  const OLD = '310199195601010107';
  const NEW = '310199195601010115';

  it('become one: cards, certificates, money and accumulators go over, and the books balance', async () => {
    await agency.say(...retired('P-10', OLD), ...retired('P-11', NEW));
    const card = { cardNumber: 'M30000001', personNumber: 'P-10', generation: 'national-3' };
    await agency.tell({ type: 'issued', ...card }, { type: 'activated', cardNumber: 'M30000001' });
    const settle = async (psnNo: string, certificate: string, amount: typeof A) => {
      const visit = await OutpatientVisit.begin(hospital, psnNo, credential(certificate));
      good(await visit.upload('B', [amount]));
      return { visit, answer: good(await hospital.send('2207', visit.bill('B', [amount]))) };
    };
    const big = { ...A, count: '88', amount: fen(110_000) };
    const { visit, answer } = await settle('P-10', OLD, big);
    await settle('P-11', NEW, big);
    const report = await agency.say({ type: 'merge', personNumber: 'P-10', into: 'P-11' });
    expect(report.counts).toMatchObject({ applied: 1 });
    // Each paid 1,000.00 of account money and filled 100.00 of the segment.
    for (const shown of [credential(OLD), credential(NEW), { mdtrt_cert_type: '03', mdtrt_cert_no: 'M30000001' }]) {
      expect(good(await identify(shown)).output.baseinfo).toMatchObject({ psn_no: 'P-11' });
      expect(await money(shown)).toEqual(['0.00', '0.00', '200.00']);
    }
    expect((await identify({ ...credential(NEW), certno: OLD })).code).toBe('');
    expect(await recomputation()).toMatchObject({ differences: 0 });

    const refused = [await register('P-10', credential(OLD)), await purchase('P-10', credential(OLD))];
    expect(refused.map(({ code }) => code)).toEqual(['PERSON-MERGED', 'PERSON-MERGED']);
    good(await hospital.send('5203', { data: { ...visit.names, setl_id: settlementIdOf(answer) } }));
    const cancelled = objectOf(good(await visit.cancel(settlementIdOf(answer))).output.setlinfo);
    expect(fenOf(cancelled, 'acct_pay')).toBe(-100_000);
    expect(await money(credential(NEW))).toEqual(['1000.00', '0.00', '100.00']);
    expect(await recomputation()).toMatchObject({ differences: 0 });
    const { rows } = await database.query(
      `SELECT sum(balance_fen)::int AS left FROM medisettle.account WHERE person_id = 'P-10'`,
    );
    expect(rows).toEqual([{ left: 0 }]);
  });

  it('stay one: rows about the merged number are rejected, its cards are issued to the one that was kept', async () => {
    const { rejected } = await agency.say(
      { type: 'enrolment', ...enrolled('P-10') },
      { type: 'merge', personNumber: 'P-11', into: 'P-10' },
      { type: 'merge', personNumber: 'P-1', into: 'P-10' },
    );
    expect(rejected.map(({ code }) => code)).toEqual(['PERSON-MERGED', 'FEED-MERGE-INVALID', 'FEED-MERGE-INVALID']);
    expect((await agency.say({ type: 'merge', personNumber: 'P-10', into: 'P-11' })).counts).toMatchObject({
      unchanged: 1,
    });
    await agency.tell({ type: 'issued', cardNumber: 'M30000002', personNumber: 'P-10', generation: 'national-3' });
    expect((await agency.card('M30000002')).body).toMatchObject({ personNumber: 'P-11' });
    expect((await agency.card('M30000001')).body).toMatchObject({ personNumber: 'P-11', state: 'active' });
    const { history } = (await agency.card('M30000001')).body;
    expect(history).toMatchObject([{ type: 'issued' }, { type: 'activated' }]);
  });

  it('may merge again, and the first pointer follows', async () => {
    await agency.say(...retired('P-12', '310199195601010123'), { type: 'merge', personNumber: 'P-11', into: 'P-12' });
    expect(good(await identify(credential(OLD))).output.baseinfo).toMatchObject({ psn_no: 'P-12' });
    expect(await money(credential(OLD))).toEqual(['2000.00', '0.00', '100.00']);
    expect(await recomputation()).toMatchObject({ differences: 0 });
  });
});

describe('the feed of institutions', () => {
  it('takes each by its content, and a good one may settle at once', async () => {
    const institution = {
      institutionCode: 'P31010600002',
      name: '示范药店二',
      uscc: '91310000SYNTH00009',
      kind: 'pharmacy',
      hospitalGrade: '11',
      level: null,
      division: '310000',
    };
    const lines = [institution, { ...institution, institutionCode: 'H31010600009' }].map((one) => JSON.stringify(one));
    const first = await agency.upload(lines.join('\n'), NDJSON, '', 'institutions');
    expect(first.counts).toMatchObject({ applied: 1, rejected: 1 });
    expect(first.rejected).toMatchObject([{ line: 2, code: 'MSG-FIELD-INVALID' }]);
    const again = [institution, { ...institution, name: '示范药店二（新）' }].map((one) => JSON.stringify(one));
    expect((await agency.upload(lines[0] ?? '', NDJSON, '', 'institutions')).counts).toMatchObject({ unchanged: 1 });
    expect((await agency.upload(again.join('\n'), NDJSON, '', 'institutions')).counts).toMatchObject({ applied: 1 });
    const direct = new His(province.centre.url, province.keys.operator, institution.institutionCode);
    good(await direct.send('1101', { data: demoCredential('retiree-new') }));
  });

  it('and of persons need the operator’s key, and lines of JSON', async () => {
    for (const path of ['persons', 'institutions']) {
      const url = `${province.centre.url}/api/${path}`;
      const headers = { 'content-type': NDJSON };
      expect((await fetch(url, { method: 'POST', body: '{}', headers })).status).toBe(401);
      // Also of what the door reads itself elsewhere: its rows would be counted as none.
      for (const type of ['text/csv', 'application/json', 'text/plain']) {
        expect((await agency.ask('POST', path, { body: '{}', headers: { 'content-type': type } })).status).toBe(415);
      }
    }
  });
});
