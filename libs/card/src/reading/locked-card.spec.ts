import { describe, expect, it } from '@jest/globals';
import { type KeyQuestion, type KeyReply, type KeyService } from '../authentication/key-service.js';
import { type CardChannel } from '../channel.js';
import { fromHex, toHex } from '../encodings/hex.js';
import { cardOf, overheard, send, SPECIMENS } from '../virtual/specimens.js';
import { replyAsTestIssuer } from '../virtual/test-issuer.js';
import { type VirtualCard } from '../virtual/virtual-card.js';
import { connectVirtualCard } from '../virtual/virtual-channel.js';
import { type CardReading } from './card-reading.js';
import { readCard } from './read-card.js';

const LOCKED = { holderAccess: 'external-authentication', keys: 'test-issuer' };
const WRONG_KEY = '00112233445566778899AABBCCDDEEFF';

/** A key service that replies as the test issuer's would, or otherwise, and keeps what it was asked. */
function keyService(reply: (question: KeyQuestion) => KeyReply = replyAsTestIssuer): KeyService & {
  asked: KeyQuestion[];
} {
  const asked: KeyQuestion[] = [];
  return {
    asked,
    reply: (question) => {
      asked.push(question);
      return Promise.resolve(reply(question));
    },
  };
}

const locked = (changes: Record<string, unknown> = {}): VirtualCard => cardOf('national-3', { ...LOCKED, ...changes });
const read = (card: VirtualCard, service: KeyService = keyService()): Promise<CardReading> =>
  readCard(connectVirtualCard(card), { keyService: service });

/** Answers of a card that differ from a good card's, by the first bytes of the command. */
function answering(card: VirtualCard, otherwise: Record<string, string>): CardChannel {
  const channel = connectVirtualCard(card);
  return {
    atr: channel.atr,
    transmit: (command) => {
      const other = Object.entries(otherwise).find(([start]) => toHex(command).startsWith(start));
      return other ? Promise.resolve(fromHex(other[1])) : channel.transmit(command);
    },
  };
}

/** How many tries the card's key for the holder has left, found out by wasting one. */
function triesLeftAfterOneMore(card: VirtualCard): string {
  card.reset();
  send(card, '00A404000F7378312E73682EC9E7BBE1B1A3D5CF');
  send(card, '0084000008');
  return send(card, '0082000A10' + '00'.repeat(16));
}

describe('a locked holder’s file', () => {
  it('is opened with the help of a key service, in one walk', async () => {
    const { channel, log } = overheard(locked());
    const service = keyService();
    const reading = await readCard(channel, { keyService: service });
    expect(reading).toMatchObject({ outcome: 'read', holderAccess: 'read', holder: SPECIMENS['national-3'].holder });
    expect(reading.outcome === 'read' && reading.basicString).toContain('|990101198002290011|990000017|');
    const commands = log.map((line) => line.slice(0, 10));
    const from = commands.indexOf('0084000008');
    expect(commands.slice(from - 2, from + 10)).toEqual([
      '00A4020002',
      '00B2080014',
      '0084000008',
      '0084000008',
      '0088000010',
      '00C0000008',
      '0084000008',
      '0084000008',
      '0082000A10',
      '00A4020002',
      '00B2080014',
      '00B2090020',
    ]);
    // The application is selected once: selecting it again would undo what was proven.
    expect(commands.filter((command) => command === '00A404000F')).toHaveLength(1);
    expect(service.asked).toHaveLength(1);
    expect(service.asked[0]).toMatchObject({
      division: '990100',
      algorithm: '03',
      cardIdentifier: '990100D156000005000001235A5A5A5A',
    });
  });

  it('is opened on a contactless card and on one whose application is the master file', async () => {
    expect(await read(locked({ interface: 'contactless' }))).toMatchObject({ holderAccess: 'read' });
    const service = keyService();
    expect(await read(locked({ applicationPlace: 'mf' }), service)).toMatchObject({ holderAccess: 'read' });
    expect(service.asked[0]?.algorithm).toBe('');
  });

  it('stays closed without a key service, and no key is tried', async () => {
    const { channel, log } = overheard(locked());
    expect(await readCard(channel)).toMatchObject({
      outcome: 'read',
      holder: null,
      holderAccess: 'needs-authentication',
    });
    expect(log.filter((line) => /^00(84|88|82|20)/.test(line))).toEqual([]);
  });

  it('is not locked on an open card, and the key service is not asked', async () => {
    const service = keyService();
    expect(await read(cardOf('national-3', { keys: 'test-issuer' }), service)).toMatchObject({ holderAccess: 'read' });
    expect(service.asked).toEqual([]);
  });
});

describe('an authentication that fails', () => {
  it.each<[string, KeyReply]>([
    ['key-service-unreachable', { outcome: 'unreachable' }],
    ['key-service-refused', { outcome: 'refused' }],
  ])('as %s leaves the rest of the card, and no try is spent', async (holderAccess, reply) => {
    const card = locked();
    expect(
      await read(
        card,
        keyService(() => reply),
      ),
    ).toMatchObject({
      outcome: 'read',
      cardNumber: '990000017',
      holder: null,
      holderAccess,
      warnings: [],
    });
    expect(triesLeftAfterOneMore(card)).toBe('63C2');
  });

  it('because the card has other keys shows at the card’s own proof, before a try is spent', async () => {
    const card = locked({ keys: { '00': WRONG_KEY, '0A': WRONG_KEY } });
    expect(await read(card)).toMatchObject({ outcome: 'read', holder: null, holderAccess: 'authentication-failed' });
    expect(triesLeftAfterOneMore(card)).toBe('63C2');
  });

  it('because an answer belongs to another question is the service’s fault', async () => {
    const mixedUp = keyService((question) => replyAsTestIssuer({ ...question, internalData: question.internalFactor }));
    const card = locked();
    expect(await read(card, mixedUp)).toMatchObject({ holderAccess: 'key-service-refused' });
    expect(triesLeftAfterOneMore(card)).toBe('63C2');
  });

  it('at the key for the holder costs one try of each reading and no more, until the card is blocked', async () => {
    const { channel: probe, log } = overheard(locked());
    await readCard(probe, { keyService: keyService() });
    const wrongProof = keyService((question) =>
      replyAsTestIssuer({ ...question, externalChallenge: new Uint8Array(8) }),
    );
    const card = locked();
    for (const answer of ['63C2', '63C1', '63C0', '6983']) {
      const { channel, log: heard } = overheard(card);
      expect(await readCard(channel, { keyService: wrongProof })).toMatchObject({
        outcome: 'read',
        holder: null,
        holderAccess: answer === '6983' ? 'key-blocked' : 'authentication-failed',
      });
      const tries = heard.filter((line) => line.startsWith('0082'));
      expect(tries).toEqual([expect.stringMatching(new RegExp(`> ${answer}$`))]);
      expect(heard.at(-1)).toBe(tries[0]);
    }
    expect(log.filter((line) => line.startsWith('0082'))).toHaveLength(1);
    expect(await read(card)).toMatchObject({ holderAccess: 'key-blocked' });
  });

  it.each([
    [{ '0084': '6D00' }, 'authentication-failed'],
    [{ '0084': '01029000' }, 'authentication-failed'],
    [{ '0088': '6A88' }, 'authentication-failed'],
    [{ '0088': '6983' }, 'key-blocked'],
    [{ '0088': '9000' }, 'authentication-failed'],
    [{ '0082': '6985' }, 'authentication-failed'],
    [{ '0082': '63C9' }, 'authentication-failed'],
  ])('with the answers %j is %s', async (otherwise: Record<string, string>, holderAccess) => {
    const reading = await readCard(answering(locked(), otherwise), { keyService: keyService() });
    expect(reading).toMatchObject({ outcome: 'read', cardNumber: '990000017', holder: null, holderAccess });
  });

  it('though the card accepted the proof is not tried again', async () => {
    const { channel, log } = overheard(locked());
    const stubborn: CardChannel = {
      atr: channel.atr,
      transmit: (command) =>
        toHex(command).startsWith('00B208') ? Promise.resolve(fromHex('6982')) : channel.transmit(command),
    };
    expect(await readCard(stubborn, { keyService: keyService() })).toMatchObject({
      holderAccess: 'authentication-failed',
    });
    expect(log.filter((line) => line.startsWith('0082'))).toHaveLength(1);
  });
});

describe('a card that is pulled while it authenticates', () => {
  it('at any command interrupts the reading', async () => {
    const { channel, log } = overheard(locked());
    await readCard(channel, { keyService: keyService() });
    for (let removedAt = 1; removedAt <= log.length; removedAt += 1) {
      expect(await read(locked({ faults: { removedAt } }))).toEqual({ outcome: 'interrupted', fault: 'removed' });
    }
  });
});
