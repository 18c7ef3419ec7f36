import { describe, expect, it } from '@jest/globals';
import { type CardChannel } from '../channel.js';
import { fromHex, toHex } from '../encodings/hex.js';
import { readRecord, RecordMode, selectByName } from './commands.js';
import { exchange } from './exchange.js';

function scripted(answers: readonly string[]): { channel: CardChannel; sent: string[] } {
  const sent: string[] = [];
  let next = 0;
  const transmit = (command: Uint8Array): Promise<Uint8Array> => {
    sent.push(toHex(command));
    const answer = answers[Math.min(next, answers.length - 1)] ?? '';
    next += 1;
    return Promise.resolve(fromHex(answer));
  };
  return { channel: { atr: new Uint8Array(), transmit }, sent };
}

const READ = readRecord(3, RecordMode.BY_NUMBER, 6);

describe('one command and its T=0 conversation', () => {
  it('fetches an announced answer and joins its parts', async () => {
    const { channel, sent } = scripted(['6103', 'AABBCC6102', 'DDEE9000']);
    const answer = await exchange(channel, selectByName(fromHex('A000000333')));
    expect(answer).toEqual({ data: fromHex('AABBCCDDEE'), status: 0x9000 });
    expect(sent).toEqual(['00A4040005A000000333', '00C0000003', '00C0000002']);
  });

  it('repeats a read with the length that the card wants', async () => {
    const { channel, sent } = scripted(['6C04', '030131009000']);
    expect((await exchange(channel, READ)).data).toEqual(fromHex('03013100'));
    expect(sent).toEqual(['00B2030406', '00B2030404']);
  });

  it('repeats GET RESPONSE too when the announced length was wrong', async () => {
    const { channel, sent } = scripted(['6108', '6C02', 'AABB9000']);
    expect((await exchange(channel, selectByName(fromHex('A000000333')))).data).toEqual(fromHex('AABB'));
    expect(sent.slice(1)).toEqual(['00C0000008', '00C0000002']);
  });

  it.each(['6C01', '6101', 'AA6105'])('gives up on a card that answers %s for ever', async (answer) => {
    const { channel, sent } = scripted([answer]);
    const { status } = await exchange(channel, READ);
    expect([0x6c, 0x61]).toContain(status >> 8);
    expect(sent.length).toBe(8);
  });

  it('leaves 6Cxx to a command that asked for nothing', async () => {
    const { channel, sent } = scripted(['6C02']);
    expect((await exchange(channel, selectByName(fromHex('A000000333')))).status).toBe(0x6c02);
    expect(sent.length).toBe(1);
  });

  it.each(['', '90'])('takes the answer "%s" without status word for a pulled card', async (answer) => {
    const { channel } = scripted([answer]);
    await expect(exchange(channel, READ)).rejects.toMatchObject({ name: 'CardFault', kind: 'removed' });
  });

  it('passes refusals on', async () => {
    const { channel } = scripted(['6A83']);
    expect(await exchange(channel, READ)).toEqual({ data: new Uint8Array(), status: 0x6a83 });
  });
});
