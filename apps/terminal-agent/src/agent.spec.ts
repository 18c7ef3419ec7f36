import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refusal, USABLE, verdictOf } from '@medisettle/national';
import { createHttpProgram, Keyring, Log, type HttpProgram } from '@medisettle/program';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventReader } from '../stand-ins/event-reader.js';
import { StandInCentre } from '../stand-ins/stand-in-centre.js';
import { AgentModule } from './agent.module.js';
import { AgentConfiguration } from './configuration.js';
import { DeskBook } from './desk-book/desk-book.js';
import { healthOf } from './health.js';
import { Journal } from './journal/journal.js';
import { openReaders } from './open-readers.js';

const HIS_KEY = 'his-key-of-the-test-0001';
const OPERATOR_KEY = 'operator-key-of-the-test-0001';
const WORLD = join(import.meta.dirname, '../../../demo/world.json');

const lines: string[] = [];
const log = new Log('test', 'debug', { write: (line: string) => void lines.push(line) });
let keys: string;
let centre: StandInCentre;
let program: HttpProgram;
let base: string;
let journalFile: string;
const streams: EventReader[] = [];

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly type: string | null;
}

async function call(method: string, path: string, body?: string, key = HIS_KEY): Promise<Answered> {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body,
  });
  const text = await response.text();
  const type = response.headers.get('content-type');
  return { status: response.status, text, type, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

const insert = (card: string, reader = 'virtual-1'): Promise<Answered> =>
  call('PUT', `/api/virtual-readers/${reader}/card`, JSON.stringify({ card }));
const cardOn = (reader = 'virtual-1'): Promise<Answered> => call('GET', `/api/readers/${reader}/card`);
const post = (message: object, path = 'rsfComIfsService/callService'): Promise<Answered> =>
  call('POST', `/fsi/api/${path}`, JSON.stringify(message));

async function listen(): Promise<EventReader> {
  const stream = await EventReader.open(`${base}/api/readers/events`, HIS_KEY);
  streams.push(stream);
  return stream;
}

async function startAgent(more: Record<string, string> = {}): Promise<void> {
  const configuration = AgentConfiguration.parse({
    AGENT_TERMINAL: 'SH-0001',
    HTTP_PORT: '0',
    CENTRE_HOST: '127.0.0.1',
    CENTRE_PORT: String(centre.port),
    KEYS_DIR: keys,
    INSTITUTIONS: 'H31010600001, P31010600001',
    PCSC: 'off',
    VIRTUAL_READERS: 'virtual-1,virtual-2',
    JOURNAL_FILE: journalFile,
    DEMO_WORLD: WORLD,
    HEARTBEAT_MS: '200',
    ...more,
  });
  const secret = 'journal-key-of-the-test-0001';
  const journal = await Journal.open({ path: journalFile, secret }, log);
  const book = await DeskBook.open(`${journalFile}.desk`, log);
  program = await createHttpProgram(
    AgentModule.of(configuration, openReaders(configuration, log), { journal, book }, log),
    { port: 0, keyring: new Keyring({ his: HIS_KEY, operator: OPERATOR_KEY }), health: healthOf },
    log,
  );
  base = `http://127.0.0.1:${await program.listen()}`;
}

beforeAll(() => {
  keys = mkdtempSync(join(tmpdir(), 'agent-keys-'));
  writeFileSync(join(keys, 'link.key'), 'link-key-of-the-test-0001\n');
});
afterAll(() => rmSync(keys, { recursive: true }));

beforeEach(async () => {
  lines.length = 0;
  journalFile = join(mkdtempSync(join(keys, 'journal-')), 'journal.sqlite');
  centre = new StandInCentre();
  await centre.start();
  await startAgent();
});

afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await program.close();
  await centre.stop();
});

const read1101 = {
  infno: '1101',
  msgid: 'M1',
  fixmedins_code: 'H31010600001',
  input: { data: { mdtrt_cert_type: '03', mdtrt_cert_no: '' } },
};

describe('the card on a reader', () => {
  it('is shown with holder, the eleven items and the verdict of the centre', async () => {
    await insert('retiree-new');
    expect((await cardOn()).body).toEqual({
      generation: 'national-3',
      specVersion: '3.00',
      cardNumber: 'T30000029',
      cardIdentifier: '310000D1560000050C0000025A5A5A5A',
      basicString: expect.stringMatching(/^310000\|310199195705200225\|T30000029\|(?:[^|]*\|){8}$/),
      holder: expect.objectContaining({
        name: '陆退休',
        citizenNumber: '310199195705200225',
        gender: '2',
        birthDate: '1957-05-20',
      }),
      holderAccess: 'read',
      notice: null,
      verdict: USABLE,
    });
  });

  it.each([
    ['employee-old', 'shanghai-legacy'],
    ['locked-3', 'national-3'],
  ])('that does not tell its holder (%s) gets him from the registry', async (card, generation) => {
    const holder = {
      personNumber: '3100000000000011',
      name: '沈在职',
      citizenNumber: '310199198603120113',
      gender: '1',
      birthDate: '1986-03-12',
    };
    centre.script.verdict = () => ({ verdict: USABLE, holder });
    await insert(card);
    const { body } = await cardOn();
    expect(body).toMatchObject({ generation, holder: { name: '沈在职', citizenNumber: '310199198603120113' } });
    expect(body.holder).not.toHaveProperty('personNumber');
  });

  it.each([
    ['bank-only', null, 'CARD-NOT-SOCIAL-SECURITY'],
    ['broken', null, 'CARD-UNREADABLE'],
  ])('that is none (%s) is refused without asking the registry', async (card, generation, code) => {
    await insert(card);
    expect((await cardOn()).body).toMatchObject({ generation, holder: null, verdict: { outcome: 'refused', code } });
    expect(centre.verdicts).toEqual([]);
  });

  it('is judged anew each time it is asked for', async () => {
    await insert('unlucky-new');
    expect((await cardOn()).body).toMatchObject({ verdict: { outcome: 'usable' } });
    const suspended = verdictOf(refusal('CARD-SUSPENDED', { date: '2026-11-01' }));
    centre.script.verdict = () => ({ verdict: suspended, holder: null });
    expect((await cardOn()).body).toMatchObject({ verdict: { outcome: 'refused', code: 'CARD-SUSPENDED' } });
  });

  it('tells its bank account when somebody asks for it, masked, and neither before nor in the log', async () => {
    await insert('retiree-new');
    expect((await cardOn()).text).not.toContain('999999');
    const { status, body } = await call('GET', '/api/readers/virtual-1/bank-card');
    expect([status, body]).toEqual([
      200,
      { outcome: 'read', account: '999999*********0220', expiry: expect.any(String), sequence: '01', label: 'DEBIT' },
    ]);
    expect((await cardOn()).body).toMatchObject({ holderAccess: 'read' });
    await insert('employee-old');
    expect((await call('GET', '/api/readers/virtual-1/bank-card')).body).toEqual({ outcome: 'no-bank-application' });
    expect(await call('GET', '/api/readers/virtual-2/bank-card')).toMatchObject({
      status: 404,
      body: { code: 'READER-EMPTY' },
    });
    expect(lines.join('')).not.toContain('999999');
  });

  it('is an error of its own kind when it is not there', async () => {
    expect(await cardOn()).toMatchObject({ status: 404, body: { code: 'READER-EMPTY', message: expect.any(String) } });
    expect(await cardOn('nowhere')).toMatchObject({ status: 404, body: { code: 'READER-UNKNOWN' } });
  });
});

describe('the events of the readers', () => {
  it('tell insertion, reading and removal with the reader', async () => {
    const stream = await listen();
    await insert('pupil-new');
    expect(await stream.next('card-inserted')).toMatchObject({ name: 'virtual-1', kind: 'virtual', state: 'reading' });
    expect(await stream.next('card-read')).toMatchObject({ state: 'ready', card: { cardNumber: 'T30000037' } });
    expect((await call('GET', '/api/readers')).body).toMatchObject([
      { name: 'virtual-1', state: 'ready', card: { cardNumber: 'T30000037' } },
      { name: 'virtual-2', state: 'empty', card: null },
    ]);
    expect((await call('DELETE', '/api/virtual-readers/virtual-1/card')).status).toBe(204);
    expect(await stream.next('card-removed')).toMatchObject({ name: 'virtual-1', state: 'empty', card: null });
  });

  it('tell the verdict by themselves once the centre is back', async () => {
    await centre.stop();
    const stream = await listen();
    await insert('pupil-new');
    expect(await stream.next('card-read')).toMatchObject({
      card: { verdict: { outcome: 'unknown', code: 'UNKNOWN-CARD-CENTRE-UNREACHABLE' } },
    });
    await centre.start();
    expect(await stream.next('card-read')).toMatchObject({ card: { verdict: { outcome: 'usable' } } });
  });

  it('are for a bounded number of listeners, and end with the program', async () => {
    for (let count = 0; count < 16; count += 1) await listen();
    expect((await call('GET', '/api/readers/events')).status).toBe(429);
    const [first] = streams;
    await program.close();
    await first?.ended;
  });
});

describe('virtual readers', () => {
  it('take demo cards only', async () => {
    expect((await insert('pupil-new')).status).toBe(204);
    expect(await insert('nobody')).toMatchObject({ status: 404, body: { code: 'DOOR-NOT-FOUND' } });
    expect(await insert('pupil-new', 'nowhere')).toMatchObject({ status: 404, body: { code: 'READER-UNKNOWN' } });
    expect((await call('PUT', '/api/virtual-readers/virtual-1/card', '{"kard":1}')).status).toBe(400);
    expect((await call('DELETE', '/api/virtual-readers/nowhere/card')).status).toBe(404);
  });

  it('change cards when another one is put in', async () => {
    await insert('pupil-new');
    await insert('retiree-new');
    expect((await cardOn()).body).toMatchObject({ cardNumber: 'T30000029' });
  });
});

describe('a message of HIS', () => {
  it('comes and goes to the letter', async () => {
    const text = '{"infcode":0,"output":{"a":1.500,"名":"x"}}';
    centre.script.message = () => ({ text });
    const answer = await post(read1101);
    expect(answer).toMatchObject({ status: 200, text, type: expect.stringContaining('application/json') });
    expect(centre.messages[0]).toMatchObject({ text: JSON.stringify(read1101), terminal: 'SH-0001' });
    expect(centre.messages[0]).not.toHaveProperty('path');
  });

  it('on its own path names the path; an address that no transaction has is not there', async () => {
    await post(read1101, 'fsiPsnInfoService/queryPsnInfo');
    expect(centre.messages[0]).toMatchObject({ path: 'fsiPsnInfoService/queryPsnInfo' });
    expect((await post(read1101, 'nothing/here')).status).toBe(404);
  });

  it('that is no JSON is answered 400', async () => {
    const answer = await call('POST', '/fsi/api/rsfComIfsService/callService', 'hello');
    expect(answer).toMatchObject({ status: 400, body: { code: 'MSG-NOT-JSON', message: expect.any(String) } });
  });

  it('gets the card that was put in just before, though it is still being read', async () => {
    await insert('retiree-new', 'virtual-2');
    await post({ ...read1101, dev_no: 'virtual-2' });
    expect(centre.messages[0]?.onReader).toEqual({
      card: {
        cardNumber: 'T30000029',
        generation: 'national-3',
        cardIdentifier: '310000D1560000050C0000025A5A5A5A',
        citizenNumber: '310199195705200225',
        name: '陆退休',
      },
    });
  });

  it('is answered with an unknown outcome when it was sent and the centre died', async () => {
    centre.script.message = async () => {
      await centre.stop();
      return { text: 'never' };
    };
    const answer = await post({ ...read1101, infno: '2207' });
    expect(answer).toMatchObject({ status: 200, body: { infcode: -1 } });
    expect(answer.text).toContain('[UNKNOWN-NO-ANSWER]');
    expect((await post({ ...read1101, infno: '2207' })).text).toContain('[UNKNOWN-NO-ANSWER]');
    // What was never sent is refused as that, and says since when.
    expect((await post({ ...read1101, infno: '2207', msgid: 'M2' })).text).toMatch(
      /\[CENTRE-UNREACHABLE\] 结算中心自\d{4}-\d\d-\d\d \d\d:\d\d:\d\d起/,
    );
  });

  it('can be asked for afterwards', async () => {
    const text = '{"infcode":0,"paid":12.50}';
    centre.script.outcome = () => ({ outcome: 'settled', cancelled: true, closed: false, text });
    const path = '/api/outcomes/H31010600001/M1';
    expect((await call('GET', path)).text).toBe(`{"outcome":"settled","cancelled":true,"answer":${text}}`);
    expect((await call('GET', '/api/outcomes/H34010400001/M1')).status).toBe(400);
    await centre.stop();
    expect((await call('GET', path)).body).toEqual({ outcome: 'unknown', cancelled: false, answer: null });
  });
});

describe('the agent', () => {
  it('opens to its HIS and to operators, and to nobody else', async () => {
    expect((await call('GET', '/api/readers', undefined, OPERATOR_KEY)).status).toBe(200);
    expect((await call('GET', '/api/readers', undefined, 'some-other-key-0001')).status).toBe(401);
  });

  it('tells how it is without telling who is there', async () => {
    await insert('retiree-new');
    await cardOn();
    const { body, text } = await call('GET', '/health');
    expect(body).toMatchObject({
      terminal: 'SH-0001',
      readers: [
        { name: 'virtual-1', state: 'ready' },
        { name: 'virtual-2', state: 'empty' },
      ],
    });
    expect(body.centre).toMatchObject({ reachable: expect.any(Boolean), since: expect.any(String) });
    expect(text).not.toMatch(/陆退休|310199195705200225|T30000029/);
  });

  it('logs nothing that belongs to a person', async () => {
    await insert('retiree-new');
    await cardOn();
    await post(read1101);
    await call('GET', '/api/readers/virtual-1/card');
    expect(lines.join('')).not.toMatch(/陆退休|310199195705200225|T30000029|310000D156/);
  });
});
