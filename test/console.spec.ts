import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AcrossView,
  ConsoleHistory,
  ConsoleTick,
  FoundView,
  MessageView,
  SettlementView,
  UnknownView,
} from '../apps/settlement/src/console/console-terms.js';
import { textOf } from '@medisettle/national';
import { demoCredential, demoPerson, His, newMsgid, objectOf } from './world/his.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { buy } from './world/purchase.js';
import { good } from './world/visit.js';

let province: TestProvince;
let pharmacy: His;
let bought: { id: string; msgid: string };

const get = async (path: string, key = province.keys.operator, at = province.centre.url): Promise<Response> =>
  fetch(`${at}${path}`, { headers: { authorization: `Bearer ${key}` } });
const read = async <T>(path: string): Promise<T> => {
  const answer = await get(path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
};

beforeAll(async () => {
  province = await startProvince('shanghai', { withHub: true, agentSettings: { HEARTBEAT_MS: '1000' } });
  pharmacy = new His(province.agent.url, province.keys.his, 'P31010600001');
  const { id } = await buy(pharmacy, 'retiree', 'retiree-new');
  const [message] = await read<MessageView[]>('/api/console/messages?outcome=settled');
  bought = { id, msgid: message?.msgid ?? '' };
});
afterAll(async () => {
  await province?.close();
});

/** The console's stream as a page hears it. */
async function listening() {
  const end = new AbortController();
  const answer = await fetch(`${province.centre.url}/api/console/events`, {
    headers: { authorization: `Bearer ${province.keys.operator}` },
    signal: end.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = (): { type: string; data: unknown }[] =>
    [...text.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)].map(([, type = '', data = '']) => ({
      type,
      data: JSON.parse(data) as unknown,
    }));
  const hear = async (enough: () => boolean): Promise<void> => {
    while (!enough()) text += (await reader?.read())?.value ?? '';
  };
  await hear(() => events().length > 0);
  return { type: answer.headers.get('content-type'), events, hear, said: () => text, end: () => end.abort() };
}

describe('the console’s stream', () => {
  it('begins with what stands and goes on with one event a second, whatever is settled', async () => {
    const { type, events, hear, said, end } = await listening();
    expect(type).toBe('text/event-stream; charset=utf-8');
    const [first] = events();
    if (first?.type !== 'history') throw new Error('the stream does not begin with what stands');
    const { seconds, now } = first.data as ConsoleHistory;
    expect(seconds.length).toBe(300);
    expect(now.counts.settled).toBe(1);
    expect(now.latest.some(({ msgid, outcome }) => msgid === bought.msgid && outcome === 'settled')).toBe(true);

    for (let count = 0; count < 5; count += 1) await buy(pharmacy, 'retiree', 'retiree-new');
    const ticks = (): ConsoleTick[] =>
      events().flatMap(({ type, data }) => (type === 'tick' ? [data as ConsoleTick] : []));
    const counted = (): number => ticks().reduce((sum, { second }) => sum + second.counts.settled, 0);
    await hear(() => ticks().at(-1)?.now.counts.settled === 6 && counted() >= 5);
    const told = ticks().map(({ second }) => second.second);
    expect(told.length).toBe(new Set(told).size);
    expect(said()).not.toContain(demoPerson('retiree').psnNo);
    expect(said()).not.toContain(demoPerson('retiree').name);
    end();
  });

  it('is for operators alone', async () => {
    const statuses = await Promise.all(
      ['events', 'messages', 'search?number=1', 'settlements/S1', 'institutions', 'unknown', 'across'].map(
        async (path) => {
          const { status } = await fetch(`${province.centre.url}/api/console/${path}`);
          return status;
        },
      ),
    );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 401]);
  });
});

describe('what an operator finds', () => {
  it('is a settlement by its own number, with who paid what by which rule, and no name in full', async () => {
    const view = await read<SettlementView>(`/api/console/settlements/${bought.id}`);
    expect(view).toMatchObject({
      settlementId: bought.id,
      kind: 'settlement',
      latest: bought.id,
      institution: { code: 'P31010600001' },
      person: { name: '陆**' },
      total: '12.50',
      payers: [{ payer: 'current-year-account', amount: '12.50' }],
      across: null,
    });
    expect(view.explanation.length).toBeGreaterThan(0);
    for (const { source } of view.explanation) expect(view.sources[source.split(' + ')[0] ?? '']).toBeTruthy();
    const answer = await get('/api/console/settlements/S0');
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'SETTLEMENT-UNKNOWN']);
  });

  it('is the same by the number of its message, and a card with a masked number', async () => {
    const found = await read<FoundView>(`/api/console/search?number=${bought.msgid}`);
    expect(found.messages).toMatchObject([
      { institution: 'P31010600001', infno: '2102', outcome: 'settled', settlementId: bought.id },
    ]);
    expect((await read<FoundView>(`/api/console/search?number=${bought.id}`)).settlements).toEqual([bought.id]);
    const number = demoCredential('unlucky-lost').mdtrt_cert_no;
    const card = await read<FoundView>(`/api/console/search?number=${number}`);
    expect(card.cards).toMatchObject([{ generation: 'national-3', state: 'void' }]);
    expect(card.cards[0]?.number).not.toBe(number);
    expect(await read<FoundView>('/api/console/search?number=nobody')).toEqual({
      settlements: [],
      messages: [],
      cards: [],
    });
  });

  it('is what became of a settlement: its cancellation, which gave the money back', async () => {
    const { answer, id } = await buy(pharmacy, 'retiree', 'retiree-new');
    const visit = textOf(objectOf(answer.output.setlinfo).mdtrt_id);
    const data = { psn_no: demoPerson('retiree').psnNo, mdtrt_id: visit, setl_id: id };
    good(await pharmacy.send('2103', { data }));
    const settled = await read<SettlementView>(`/api/console/settlements/${id}`);
    expect(settled.latest).not.toBe(id);
    const cancelled = await read<SettlementView>(`/api/console/settlements/${settled.latest}`);
    expect(cancelled).toMatchObject({ kind: 'cancellation', cancels: id, total: '-12.50', payers: settled.payers });
    expect(cancelled.explanation).toEqual([]);
  });

  it('counts a message that came before as repeated, not as settled again', async () => {
    const again = pharmacy.message('2102', {}, { msgid: bought.msgid });
    expect((await pharmacy.post(again)).code).toBe('MSG-MSGID-REUSED');
    const data = { mdtrt_id: 'V0', psn_no: demoPerson('retiree').psnNo, setl_id: 'S0' };
    const refused = pharmacy.message('2103', { data }, { msgid: newMsgid('P31010600001') });
    const centre = new His(province.centre.url, province.keys.operator, 'P31010600001');
    const first = await centre.post(refused);
    expect((await centre.post(refused)).text).toBe(first.text);
    const [repeated, original] = await read<MessageView[]>('/api/console/messages');
    expect([repeated?.outcome, original?.outcome, original?.code]).toEqual(['repeated', 'refused', first.code]);
  });
});

describe('what is behind a figure', () => {
  it('is a list: of outcomes that are not known by their age, of settlements with a province by their side', async () => {
    expect(await read<UnknownView[]>('/api/console/unknown?age=longer')).toEqual([]);
    expect(await read<AcrossView[]>('/api/console/across?division=340100&side=care')).toEqual([]);
  });

  it('is refused with the field that is wrong, whatever stands in the address', async () => {
    for (const [path, field] of [
      ['/api/console/across?division=340100&side=both', 'side'],
      ['/api/console/search?number=S1&number=S2', 'number'],
      ['/api/reconciliation/differences?institution=H31010600001&statement=x&after=1.5', 'after'],
    ] as const) {
      const answer = await get(path);
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'MSG-FIELD-INVALID', field }]);
    }
  });
});

describe('the terminals', () => {
  it('are known by their last heartbeat, with what they have open', async () => {
    const { events, hear, end } = await listening();
    const listed = () =>
      events()
        .map(({ data }) => (data as ConsoleHistory | ConsoleTick).standings?.terminals?.found.list ?? [])
        .findLast((list) => list.length > 0);
    await hear(() => listed() !== undefined);
    expect(listed()).toMatchObject([
      {
        terminal: 'SH-COUNTER-1',
        institutions: ['H31010600001', 'H31010600002', 'P31010600001'],
        unknown: { count: 0, overdue: 0, since: null },
      },
    ]);
    end();
  });
});

describe('the figures for Prometheus', () => {
  const figures = async (url: string): Promise<string> => {
    const answer = await get('/metrics', province.keys.operator, url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    return answer.text();
  };

  it('are at the centre, the agent and the hub, for the operator’s key alone', async () => {
    const { centre, agent, hub } = province;
    for (const url of [centre.url, agent.url, hub?.url ?? '']) {
      expect((await fetch(`${url}/metrics`)).status).toBe(401);
      expect(await figures(url)).toContain('process_resident_memory_bytes');
    }
    expect((await get('/metrics', province.keys.his, agent.url)).status).toBe(403);
  });

  it('count outcomes and times, and are about no person, card or message', async () => {
    const centre = await figures(province.centre.url);
    expect(centre).toMatch(/medisettle_messages_total\{infno="2102",outcome="settled",program="settlement"\} [1-9]\d*/);
    expect(centre).toMatch(/medisettle_message_seconds_count\{[^}]*infno="2102"[^}]*\} [1-9]/);
    expect(centre).toMatch(/medisettle_writer_waiting\{program="settlement"\} 0/);
    expect(centre).toMatch(/medisettle_unknown_across_provinces\{program="settlement"\} 0/);
    const agent = await figures(province.agent.url);
    expect(agent).toMatch(/medisettle_unresolved\{overdue="no",program="terminal-agent"\} 0/);
    expect(agent).toMatch(/medisettle_centre_reachable\{program="terminal-agent"\} 1/);
    for (const text of [centre, agent]) {
      for (const secret of [bought.msgid, bought.id, demoPerson('retiree').psnNo, 'T3000']) {
        expect(text).not.toContain(secret);
      }
    }
  });
});
