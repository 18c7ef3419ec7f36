import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { counterOf, type Counter } from './world/counter.js';
import { startProvince, type TestProvince } from './world/programs.js';

let shanghai: TestProvince;
let counter: Counter;

beforeAll(async () => {
  shanghai = await startProvince('shanghai', { withKeyServer: true });
  counter = counterOf(shanghai);
});
afterAll(() => shanghai?.close());

async function lockedCard(): Promise<Record<string, unknown>> {
  await counter.insert('virtual-1', 'locked-3');
  const { status, body } = await counter.card('virtual-1');
  expect(status).toBe(200);
  await counter.remove('virtual-1');
  return body;
}

const onTheCard = { name: '冯守护', citizenNumber: '310199197911300883', gender: '2', birthDate: '1979-11-30' };

describe('a locked card of the third generation', () => {
  it('tells its holder with the help of the key server', async () => {
    const card = await lockedCard();
    expect(card).toMatchObject({
      generation: 'national-3',
      holder: { ...onTheCard, nation: '01', birthPlace: '310199' },
      holderAccess: 'read',
      notice: null,
      verdict: { outcome: 'usable' },
    });
    expect(card['basicString']).toBe(
      '310000|310199197911300883|T30000088|310000D1560000050C0000085A5A5A5A|冯守护|0081544D31865331000C000008|3.00|20230109|20330109|000000000000||',
    );
  });

  it('is used as ever while the key server is down, with the registry’s holder and a word about it', async () => {
    await shanghai.keyServer?.kill();
    expect(await lockedCard()).toMatchObject({
      // Nation and place of birth are known to the card only.
      holder: { ...onTheCard, nation: '', birthPlace: '' },
      holderAccess: 'key-service-unreachable',
      notice: { code: 'HOLDER-KEY-SERVICE-UNREACHABLE' },
      verdict: { outcome: 'usable' },
    });
    await shanghai.keyServer?.start();
    expect(await lockedCard()).toMatchObject({ holderAccess: 'read' });
  });

  it('shows nothing of keys, proofs and commands, neither in the answer nor in the logs', async () => {
    const said = [JSON.stringify(await lockedCard()), shanghai.agent.log(), shanghai.keyServer?.log() ?? ''].join('\n');
    expect(said).not.toMatch(/0082000A10|TEST EXTERNAL|544553542045585445524E414C/);
    expect(shanghai.agent.log()).not.toMatch(/310000D1560000050C000008|冯守护|T30000088/);
  });
});

describe('the stand-in of a key server', () => {
  const ask = (body: string, key: string): Promise<Response> =>
    fetch(`${shanghai.keyServer?.url ?? ''}/api/key-questions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'text/plain' },
      body,
    });

  it('answers terminals only, and only a whole question', async () => {
    expect((await ask('anything', 'nobody-s-key-at-all')).status).toBe(401);
    expect((await ask('anything', shanghai.keys.operator)).status).toBe(403);
    expect((await ask('anything', shanghai.keys.keyService)).status).toBe(400);
  });

  it('has no key for cards of other algorithms', async () => {
    const line = `310000|${'3B6D0000'.padEnd(34, '0')}|01|${'0'.repeat(32)}|${'1111111111111111|'.repeat(4)}SH|`;
    const answer = await ask(line, shanghai.keys.keyService);
    expect([answer.status, await answer.text()]).toEqual([200, '-2203']);
  });
});
