import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { CENTRE_LINK } from '@medisettle/national';
import { statSync, truncateSync } from 'node:fs';
import pg from 'pg';
import { FaultProxy, type Fault, type Passing } from '../../campaign/wire/fault-proxy.mjs';
import { demoCredential, demoPerson, His, newMsgid, type HisAnswer } from '../world/his.js';
import { startProvince, type TestProvince } from '../world/programs.js';
import { good, OutpatientVisit } from '../world/visit.js';

const HOSPITAL = 'H31010600001';
const BILL = [{ item: 'DEMO-A-001', price: '12.5', count: '4', amount: fen(5_000) }];

let province: TestProvince;
let proxy: FaultProxy;
let proxyPort: number;
let his: His;
let database: pg.Client;
let bills = 0;

beforeAll(async () => {
  province = await startProvince('shanghai', {
    linkThrough: async (linkPort) => {
      proxy = new FaultProxy(linkPort);
      return (proxyPort = await proxy.start());
    },
    // A connection is taken for dead after two beats: a busy machine needs some time for one.
    agentSettings: { CENTRE_DEADLINE_MS: '3000', HEARTBEAT_MS: '1000' },
  });
  his = new His(province.agent.url, province.keys.his, HOSPITAL);
  database = new pg.Client({ connectionString: province.database.url });
  await database.connect();
});

afterEach(() => {
  proxy.decide = () => 'pass';
});

afterAll(async () => {
  await database?.end();
  await province?.close();
  await proxy?.stop();
});

/** The text of a 2207 whose visit and lines are there, and its number. */
async function settlementToBe(): Promise<{ text: string; msgid: string }> {
  const visit = await OutpatientVisit.begin(his, demoPerson('retiree').psnNo, demoCredential('retiree-new'));
  const batch = `B${(bills += 1)}`;
  good(await visit.upload(batch, BILL));
  const msgid = newMsgid(HOSPITAL);
  return { text: his.message('2207', visit.bill(batch, BILL), { msgid }), msgid };
}

/** Decides on the next 2207 or its answer, once; says when it has passed by. */
function onNext(direction: Passing['direction'], decide: () => Fault | Promise<Fault>): Promise<void> {
  return new Promise((seen) => {
    let done = false;
    proxy.decide = (passing) => {
      if (done || passing.direction !== direction || passing.pattern !== CENTRE_LINK.message) return 'pass';
      done = true;
      seen();
      return decide();
    };
  });
}

const settlementsOf = async (msgid: string): Promise<number> => {
  const { rows } = await database.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM medisettle.settlement WHERE msgid = $1',
    [msgid],
  );
  return rows[0]?.n ?? -1;
};

const storedAnswer = async (msgid: string): Promise<string | undefined> => {
  const { rows } = await database.query<{ answer: string }>(
    'SELECT answer FROM medisettle.reservation WHERE msgid = $1',
    [msgid],
  );
  return rows[0]?.answer;
};

async function ask(path: string, method = 'GET'): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${province.keys.his}` };
  const answer = await fetch(province.agent.url + path, { method, headers });
  return (await answer.json()) as Record<string, unknown>;
}

const unresolved = async (): Promise<{ msgid: string }[]> =>
  (await ask('/api/unresolved'))['unresolved'] as { msgid: string }[];

/** How soon the agent has cleared its unknown outcomes is its own affair; that it does is what is tested. */
async function nothingUnknown(): Promise<void> {
  while ((await unresolved()).length > 0) await new Promise((resume) => setTimeout(resume, 50));
}

const codeWhen = async (answer: Promise<HisAnswer>): Promise<string> => (await answer).code;

describe('a settlement whose answer is lost', () => {
  it('clears up by itself, and its number gets the bytes that the centre keeps', async () => {
    const { text, msgid } = await settlementToBe();
    void onNext('answer', () => 'drop');
    expect(await codeWhen(his.post(text))).toBe('UNKNOWN-NO-ANSWER');
    await nothingUnknown();
    expect(await ask(`/api/outcomes/${HOSPITAL}/${msgid}`)).toMatchObject({ outcome: 'settled', cancelled: false });
    expect(good(await his.post(text)).text).toBe(await storedAnswer(msgid));
    expect(await settlementsOf(msgid)).toBe(1);
  });

  it('is done once though the network doubled it', async () => {
    const { text, msgid } = await settlementToBe();
    void onNext('request', () => 'duplicate');
    expect(good(await his.post(text)).text).toBe(await storedAnswer(msgid));
    expect(await settlementsOf(msgid)).toBe(1);
  });

  it('is not lost when HIS hangs up', async () => {
    const { text, msgid } = await settlementToBe();
    let release: (fault: Fault) => void = () => undefined;
    const seen = onNext('answer', () => new Promise<Fault>((resolve) => (release = resolve)));
    const hangUp = new AbortController();
    const gone = fetch(`${province.agent.url}/fsi/api/rsfComIfsService/callService`, {
      method: 'POST',
      headers: { authorization: `Bearer ${province.keys.his}`, 'content-type': 'application/json' },
      body: text,
      signal: hangUp.signal,
    }).catch(() => 'gone');
    await seen;
    hangUp.abort();
    expect(await gone).toBe('gone');
    release('pass');
    expect(good(await his.post(text)).text).toBe(await storedAnswer(msgid));
    expect(await settlementsOf(msgid)).toBe(1);
  });
});

describe('a settlement that never arrived', () => {
  it('is closed when it is given up, and refused however late it comes after that', async () => {
    const { text, msgid } = await settlementToBe();
    let release: (fault: Fault) => void = () => undefined;
    void onNext('request', () => new Promise<Fault>((resolve) => (release = resolve)));
    expect(await codeWhen(his.post(text))).toBe('UNKNOWN-NO-ANSWER');
    expect(await ask(`/api/outcomes/${HOSPITAL}/${msgid}`)).toMatchObject({ outcome: 'unknown' });
    const absent = { outcome: 'absent', cancelled: false, answer: null };
    expect(await ask(`/api/unresolved/${HOSPITAL}/${msgid}/give-up`, 'POST')).toEqual(absent);
    expect(await ask(`/api/outcomes/${HOSPITAL}/${msgid}`)).toEqual(absent);
    expect(await unresolved()).toEqual([]);
    const late = onNext('answer', () => 'pass');
    release('pass');
    await late;
    expect(await settlementsOf(msgid)).toBe(0);
    const refused = await his.post(text);
    expect([refused.code, refused.text]).toEqual(['MSG-CLOSED', await storedAnswer(msgid)]);
  });

  it('is sent again with the same words when HIS repeats it in time', async () => {
    const { text, msgid } = await settlementToBe();
    void onNext('request', () => 'drop');
    expect(await codeWhen(his.post(text))).toBe('UNKNOWN-NO-ANSWER');
    expect(good(await his.post(text)).text).toBe(await storedAnswer(msgid));
    expect(await settlementsOf(msgid)).toBe(1);
    await nothingUnknown();
  });
});

describe('an agent that is killed', () => {
  it.each([
    ['after it noted and sent, before the centre had it', 'request', 0],
    ['after the centre did it, before the answer came', 'answer', 1],
  ] as const)('%s, finds out and settles once', async (_, direction, doneBefore) => {
    const { text, msgid } = await settlementToBe();
    const seen = onNext(direction, () => 'drop');
    const lost = his.post(text).catch(() => 'cut');
    await seen;
    await province.agent.kill();
    expect(await lost).toBe('cut');
    expect(await settlementsOf(msgid)).toBe(doneBefore);
    await province.agent.start();
    const settled = good(await his.post(text));
    expect(settled.text).toBe(await storedAnswer(msgid));
    expect(await settlementsOf(msgid)).toBe(1);
    await nothingUnknown();
  });

  it('brings what it had under way to an end without being asked', async () => {
    const { text, msgid } = await settlementToBe();
    const seen = onNext('answer', () => 'drop');
    const lost = his.post(text).catch(() => 'cut');
    await seen;
    await province.agent.kill();
    await lost;
    await province.agent.start();
    await nothingUnknown();
    // The centre is away: this is the journal's own answer.
    await proxy.stop();
    expect((await his.post(text)).text).toBe(await storedAnswer(msgid));
    expect(await ask(`/api/outcomes/${HOSPITAL}/${msgid}`)).toMatchObject({
      outcome: 'settled',
      asOf: expect.any(String),
    });
    await proxy.start(proxyPort);
  });
});

describe('a counter without its centre', () => {
  it('says since when, takes nothing as done, and clears its unknown outcomes when the centre is back', async () => {
    const { text: unanswered, msgid: unansweredId } = await settlementToBe();
    const { text: unsent, msgid: unsentId } = await settlementToBe();
    const seen = onNext('answer', () => 'drop');
    const first = codeWhen(his.post(unanswered));
    await seen;
    await proxy.stop();
    expect(await first).toBe('UNKNOWN-NO-ANSWER');
    const read = await his.send('1101', { data: demoCredential('retiree-new') });
    expect(read.text).toMatch(/\[CENTRE-UNREACHABLE\] 结算中心自\d{4}-\d\d-\d\d \d\d:\d\d:\d\d起无法连接/);
    expect(await codeWhen(his.post(unsent))).toBe('CENTRE-UNREACHABLE');
    expect(await codeWhen(his.post(unanswered))).toBe('UNKNOWN-NO-ANSWER');
    expect(await unresolved()).toMatchObject([{ msgid: unansweredId, state: 'unknown', infno: '2207', next: null }]);
    await proxy.start(proxyPort);
    await nothingUnknown();
    expect(await ask(`/api/outcomes/${HOSPITAL}/${unansweredId}`)).toMatchObject({ outcome: 'settled' });
    good(await his.post(unsent));
    expect([await settlementsOf(unansweredId), await settlementsOf(unsentId)]).toEqual([1, 1]);
  });
});

describe('a journal that was cut in the middle', () => {
  it('is saved, says so, and the counter goes on', async () => {
    await province.agent.stop();
    truncateSync(province.journalFile, Math.floor(statSync(province.journalFile).size / 2 / 4096) * 4096);
    await province.agent.start();
    expect(await ask('/api/unresolved')).toMatchObject({
      damages: [{ file: expect.stringContaining('damaged-1'), endLost: expect.any(Boolean) }],
    });
    const { text, msgid } = await settlementToBe();
    good(await his.post(text));
    expect(await settlementsOf(msgid)).toBe(1);
  });
});
