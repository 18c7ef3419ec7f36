import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { demoPerson, His, now } from '../world/his.js';
import { Issuer } from '../world/issuer.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import { good } from '../world/visit.js';

let province: TestProvince;
let issuer: Issuer;
let hospital: His;
let pharmacy: His;
let database: pg.Client;

const PERSON = demoPerson('mislaid').psnNo;

beforeAll(async () => {
  province = await startProvince('shanghai');
  issuer = new Issuer(province);
  hospital = new His(province.agent.url, province.keys.his, 'H31010600001');
  pharmacy = new His(province.agent.url, province.keys.his, 'P31010600001');
  database = new pg.Client({ connectionString: province.database.url });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await province?.close();
});

const issued = (cardNumber: string, more: object = {}) => ({
  type: 'issued',
  cardNumber,
  personNumber: PERSON,
  generation: 'national-3',
  ...more,
});

/** The code of 1101 with this card, empty when it is good. */
const verdict = async (cardNumber: string): Promise<string> =>
  (await hospital.send('1101', { data: { mdtrt_cert_type: '03', mdtrt_cert_no: cardNumber } })).code;

const stateOf = async (cardNumber: string): Promise<unknown> => (await issuer.card(cardNumber)).body.state;

describe('the events of a card', () => {
  it('lead it from its issue to its use, and its predecessor to its end in the same commit', async () => {
    await issuer.tell(issued('E10000001', { generation: 'shanghai-legacy' }));
    expect(await verdict('E10000001')).toBe('CARD-NOT-ACTIVE');
    await issuer.tell({ type: 'delivered', cardNumber: 'E10000001' }, { type: 'activated', cardNumber: 'E10000001' });
    expect(await verdict('E10000001')).toBe('');
    await issuer.tell(issued('E30000001', { predecessor: 'E10000001', cardIdentifier: '0'.repeat(32) }));
    expect(await verdict('E10000001')).toBe('');
    const report = await issuer.tell({ type: 'activated', cardNumber: 'E30000001' });
    expect(report).toEqual({
      counts: { received: 1, applied: 1, unchanged: 0, waiting: 0, duplicate: 0, rejected: 0 },
      rejected: [],
    });
    expect([await verdict('E10000001'), await verdict('E30000001')]).toEqual(['CARD-VOID-REPLACED', '']);
    const { rows } = await database.query<{ xmin: string }>(
      `SELECT DISTINCT xmin::text FROM medisettle.card WHERE card_number IN ('E10000001', 'E30000001')`,
    );
    expect(rows).toHaveLength(1);
  });

  it('cannot bring back a void card, whatever comes', async () => {
    const { counts } = await issuer.tell(
      { type: 'found', cardNumber: 'E10000001' },
      { type: 'activated', cardNumber: 'E10000001' },
      { type: 'delivered', cardNumber: 'E10000001' },
      { type: 'finance-activated', cardNumber: 'E10000001' },
    );
    expect(counts).toMatchObject({ unchanged: 4, applied: 0 });
    expect(await stateOf('E10000001')).toBe('void');
  });

  it('are done once under their number, and refused under a number of another content', async () => {
    const loss = issuer.event({ type: 'lost', cardNumber: 'E30000001', eventId: 'once-1' });
    expect((await issuer.tell(loss)).counts.applied).toBe(1);
    expect((await issuer.tell(loss, loss)).counts).toMatchObject({ duplicate: 2, applied: 0 });
    const reused = await issuer.tell({ type: 'found', cardNumber: 'E30000001', eventId: 'once-1' });
    expect(reused.rejected).toMatchObject([{ line: 1, eventId: 'once-1', code: 'CARD-EVENT-ID-REUSED' }]);
    expect(await verdict('E30000001')).toBe('CARD-SUSPENDED');
    await issuer.tell({ type: 'found', cardNumber: 'E30000001' });
    expect(await verdict('E30000001')).toBe('');
  });

  it('sent many times at the same moment are done once', async () => {
    const event = issuer.event({ type: 'finance-activated', cardNumber: 'E30000001' });
    const ahead = issuer.event({ type: 'delivered', cardNumber: 'E30000077' });
    const reports = await Promise.all(Array.from({ length: 12 }, () => issuer.tell(event, ahead)));
    expect(reports.reduce((sum, { counts }) => sum + counts.applied, 0)).toBe(1);
    expect(reports.reduce((sum, { counts }) => sum + counts.waiting, 0)).toBe(1);
    expect(reports.reduce((sum, { counts }) => sum + counts.duplicate, 0)).toBe(22);
    expect((await issuer.card('E30000001')).body).toMatchObject({ financial: true, state: 'active' });
  });

  it('may come in any order: the later of loss and finding counts, and a card may come last', async () => {
    const at = (hour: number): { at: string } => ({ at: `2026-01-05 0${hour}:00:00` });
    const early = await issuer.tell(
      { type: 'found', cardNumber: 'E30000002', ...at(5) },
      { type: 'activated', cardNumber: 'E30000002', ...at(3) },
    );
    expect(early.counts).toMatchObject({ waiting: 2, applied: 0 });
    expect(await verdict('E30000002')).toBe('CARD-UNKNOWN');
    expect((await issuer.card('E30000002')).status).toBe(404);
    await issuer.tell({ ...issued('E30000002', { predecessor: 'E10000002' }), ...at(1) });
    expect(await verdict('E30000002')).toBe('');
    await issuer.tell({ type: 'lost', cardNumber: 'E30000002', ...at(4) });
    expect(await verdict('E30000002')).toBe('');
    await issuer.tell({ ...issued('E10000002', { generation: 'shanghai-legacy' }), ...at(1) });
    expect(await verdict('E10000002')).toBe('CARD-VOID-REPLACED');
    const { body } = await issuer.card('E30000002');
    expect(body).toMatchObject({ personNumber: PERSON, predecessor: 'E10000002', successor: null, activated: true });
    expect(body.history).toMatchObject([
      { type: 'issued', from: null, to: 'issued', effect: 'applied', at: '2026-01-05T01:00:00.000+08:00' },
      { type: 'activated', from: 'issued', to: 'active', effect: 'applied', at: '2026-01-05T03:00:00.000+08:00' },
      { type: 'found', effect: 'applied' },
      { type: 'lost', effect: 'overtaken', at: '2026-01-05T04:00:00.000+08:00' },
    ]);
  });

  it('of a person who is not registered yet wait for the person', async () => {
    const card = { type: 'issued', cardNumber: 'E30000003', generation: 'national-3' };
    await issuer.tell({ ...card, citizenNumber: '31019919900101999X' }, { type: 'activated', cardNumber: 'E30000003' });
    expect(await verdict('E30000003')).toBe('CARD-UNKNOWN');
    await database.query(`
      INSERT INTO medisettle.person VALUES ('3199', '甲', '01', '31019919900101999X', '1', '01', '1990-01-01', NULL, NULL);
      INSERT INTO medisettle.certificate_directory VALUES ('01', '31019919900101999X', '3199');`);
    for (let tries = 0; tries < 200 && (await issuer.card('E30000003')).status === 404; tries += 1) {
      await new Promise((resume) => setTimeout(resume, 50));
    }
    // The activation waited for the card in its turn and is taken with it.
    expect((await issuer.card('E30000003')).body).toMatchObject({ personNumber: '3199', state: 'active' });
  });

  it('of a minor’s card need the guardian at its activation', async () => {
    const pupil = demoPerson('pupil');
    const refused = await issuer.tell(
      { ...issued('E30000004'), personNumber: undefined, citizenNumber: pupil.certno, reason: 'reissue' },
      { type: 'activated', cardNumber: 'E30000004', eventId: 'minor-1' },
    );
    expect(refused.rejected).toMatchObject([{ line: 2, eventId: 'minor-1', code: 'CARD-GUARDIAN-MISSING' }]);
    expect(await verdict('E30000004')).toBe('CARD-NOT-ACTIVE');
    const guardian = { name: '沈家长', relation: 'parent' };
    expect(
      (await issuer.tell({ type: 'activated', cardNumber: 'E30000004', eventId: 'minor-1', guardian })).counts,
    ).toMatchObject({ applied: 1 });
    expect((await issuer.card('E30000004')).body).toMatchObject({
      state: 'active',
      guardian: { name: '沈**', relation: 'parent' },
    });
  });

  it('of a card lost before its activation keep it shut until it is activated and found', async () => {
    await issuer.tell(issued('E30000005'), { type: 'lost', cardNumber: 'E30000005' });
    expect([await stateOf('E30000005'), await verdict('E30000005')]).toEqual(['suspended', 'CARD-SUSPENDED']);
    await issuer.tell({ type: 'found', cardNumber: 'E30000005' });
    expect(await verdict('E30000005')).toBe('CARD-NOT-ACTIVE');
  });

  it('reissue a lost card: the replacement ends it, and says that it was lost', async () => {
    await issuer.tell(issued('E30000006'), { type: 'activated', cardNumber: 'E30000006' });
    await issuer.tell({ type: 'lost', cardNumber: 'E30000006' });
    await issuer.tell(issued('E30000007', { predecessor: 'E30000006', reason: 'reissue' }));
    await issuer.tell({ type: 'activated', cardNumber: 'E30000007' });
    expect([await verdict('E30000006'), await verdict('E30000007')]).toEqual(['CARD-VOID-LOST', '']);
    await issuer.tell({ type: 'voided', cardNumber: 'E30000007', reason: 'withdrawn' });
    expect(await verdict('E30000007')).toBe('CARD-VOID');
  });

  it('are rejected one by one, each with its reason', async () => {
    const { counts, rejected } = await issuer.tell(
      issued('T30000029'),
      issued('E30000008', { predecessor: 'T30000029' }),
      { type: 'lost', cardNumber: 'E30000001', at: '2090-01-01' },
      { type: 'stolen', cardNumber: 'E30000001' },
      { type: 'issued', cardNumber: 'E30000009' },
      { type: 'delivered', cardNumber: 'E30000001', at: 'yesterday' },
      { type: 'delivered', cardNumber: 'E30000001' },
    );
    expect(rejected.map(({ line, code }) => [line, code])).toEqual([
      [1, 'CARD-EVENT-CARD-TAKEN'],
      [2, 'CARD-EVENT-PREDECESSOR'],
      [3, 'CARD-EVENT-AHEAD'],
      [4, 'MSG-FIELD-INVALID'],
      [5, 'MSG-FIELD-INVALID'],
      [6, 'MSG-FIELD-INVALID'],
    ]);
    expect(counts).toMatchObject({ received: 7, rejected: 6, unchanged: 1 });
  });
});

describe('an upload of events', () => {
  const COUNT = 2_500;
  const rows = Array.from({ length: COUNT }, (_, index) => ({
    eventId: `bulk-${index}`,
    type: 'issued',
    cardNumber: `B${String(index).padStart(8, '0')}`,
    at: '2026-02-01T08:00:00',
    personNumber: PERSON,
    generation: 'national-2',
  }));

  it('as NDJSON is taken row by row, with its bad rows reported and its progress kept', async () => {
    const lines = rows.map((row) => JSON.stringify(row));
    lines.splice(1_000, 0, '{"eventId":', '', 'x'.repeat(20_000));
    const report = await issuer.upload(lines.join('\n'), 'application/x-ndjson', '?upload=first');
    expect(report.counts).toMatchObject({ received: COUNT + 2, applied: COUNT, rejected: 2 });
    expect(report.rejected).toMatchObject([
      { line: 1_001, code: 'CARD-EVENT-LINE' },
      { line: 1_003, code: 'CARD-EVENT-LINE' },
    ]);
    const progress = await issuer.ask('GET', 'card-events/uploads/first');
    expect(await progress.json()).toEqual({ upload: 'first', state: 'finished', counts: report.counts });
    expect((await issuer.ask('GET', 'card-events/uploads/none')).status).toBe(404);
  });

  it('as CSV says the same, so that all of it is known already', async () => {
    const lines = rows.slice(0, 700).map((row) => Object.values(row).join(','));
    const header = 'eventId,type,cardNumber,at,personNumber,generation,guardianName,guardianRelation';
    const csv = [header, ...lines.map((line) => `${line},,`), 'too,short', ''].join('\r\n');
    const report = await issuer.upload(csv, 'text/csv');
    expect(report.counts).toMatchObject({ received: 701, duplicate: 700, rejected: 1 });
    expect(report.rejected).toMatchObject([{ line: 702, code: 'CARD-EVENT-LINE' }]);
  });

  it('needs the operator’s key and a kind of body that is read', async () => {
    const url = `${province.centre.url}/api/card-events`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    const other = await issuer.ask('POST', 'card-events', {
      body: 'x',
      headers: { 'content-type': 'application/xml' },
    });
    expect(other.status).toBe(415);
    const nothing = await issuer.ask('POST', 'card-events', {
      body: '[]',
      headers: { 'content-type': 'application/json' },
    });
    expect(nothing.status).toBe(400);
  });
});

describe('a credential from before the card', () => {
  const stripe = 'S'.repeat(28);
  const rows = [
    { kind: 'stripe', number: stripe, personNumber: PERSON },
    { kind: 'visit-card', number: '0012345', institution: 'H31010600001', personNumber: PERSON },
    { kind: 'stripe', number: 'E'.repeat(28), personNumber: PERSON, ended: true },
    { kind: 'stripe', number: 'short', personNumber: PERSON },
    { kind: 'visit-card', number: '1', institution: 'H31010600001', personNumber: 'NOBODY' },
  ];
  const ask = async (his: His, number: string, kind = '00') =>
    his.send('1101', { data: { mdtrt_cert_type: kind, mdtrt_cert_no: number } });

  it('leads to its person, where it is valid', async () => {
    const body = rows.map((row) => JSON.stringify(row)).join('\n');
    const report = await issuer.upload(body, 'application/x-ndjson', '', 'legacy-credentials');
    expect(report.counts).toMatchObject({ received: 5, applied: 3, rejected: 2 });
    expect(report.rejected.map(({ code }) => code)).toEqual(['MSG-FIELD-INVALID', 'PERSON-UNKNOWN']);
    for (const [his, number] of [
      [hospital, stripe],
      [pharmacy, stripe],
      [hospital, '0012345'],
    ] as const) {
      expect(good(await ask(his, number)).output.baseinfo).toMatchObject({ psn_no: PERSON });
    }
    expect((await ask(pharmacy, '0012345')).code).toBe('CREDENTIAL-LEGACY-UNKNOWN');
    expect((await ask(hospital, 'E'.repeat(28))).code).toBe('CREDENTIAL-LEGACY-ENDED');
    expect((await ask(hospital, 'token', '01')).code).toBe('CREDENTIAL-VOUCHER');
    expect((await ask(hospital, 'token', '09')).code).toBe('CREDENTIAL-KIND');
  });

  it('carries a registration as a card does', async () => {
    const registered = await hospital.send('2201', {
      data: {
        psn_no: PERSON,
        insutype: '310',
        begntime: now(),
        mdtrt_cert_type: '00',
        mdtrt_cert_no: stripe,
        ipt_otp_no: 'OLD-1',
        dept_code: 'A',
        dept_name: 'A',
        caty: 'A',
      },
    });
    good(registered);
  });
});
