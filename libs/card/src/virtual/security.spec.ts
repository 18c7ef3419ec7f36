import { describe, expect, it } from '@jest/globals';
import { proofOf } from '../authentication/card-keys.js';
import { fromHex, toHex } from '../encodings/hex.js';
import { cardOf, send, SPECIMENS } from './specimens.js';
import { testCardKeys } from './test-issuer.js';
import { type VirtualCard } from './virtual-card.js';

const SELECT_SSSE = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';
const LOCKED = { holderAccess: 'external-authentication', keys: 'test-issuer', pin: '123456' };
const KEYS = testCardKeys('990100', fromHex(SPECIMENS['national-3'].atr));
const FACTOR = '0102030405060708';
const BANK = { aid: 'A000000333010101', label: 'DEBIT', pan: '9999990000000001004', expiry: '2032-02', sequence: '01' };

function inApplication(changes: Record<string, unknown> = {}): VirtualCard {
  const card = cardOf('national-3', { ...LOCKED, ...changes });
  send(card, SELECT_SSSE);
  return card;
}

const proof = (keyId: number, data: string): string =>
  toHex(proofOf(KEYS.get(keyId) ?? new Uint8Array(16), fromHex(FACTOR), fromHex(data)));

/** Proves to the card that its key is known, over a challenge of its own. */
function authenticate(card: VirtualCard): string {
  const challenge = send(card, '0084000008').slice(0, 16);
  return send(card, `0082000A10${proof(0x0a, challenge)}${FACTOR}`);
}

const readHolder = (card: VirtualCard): string => send(card, '00B2083014');

describe('the keys of a virtual card', () => {
  it('prove the card to whoever asks', () => {
    const card = inApplication();
    expect(send(card, `0088000010${FACTOR}A1A2A3A4A5A6A7A8`)).toBe('6108');
    expect(send(card, '00C0000008')).toBe(`${proof(0x00, 'A1A2A3A4A5A6A7A8')}9000`);
    expect(send(card, `0088000A10${FACTOR}A1A2A3A4A5A6A7A8`)).toBe('6A88');
    expect(send(card, `0088000008${FACTOR}`)).toBe('6700');
  });

  it('open the holder’s file to whoever proves to have them', () => {
    const card = inApplication();
    expect(readHolder(card)).toBe('6982');
    expect(authenticate(card)).toBe('9000');
    expect(readHolder(card)).toMatch(/9000$/);
  });

  it('want a fresh challenge, of which each serves once and at once', () => {
    const card = inApplication();
    expect(send(card, `0082000A10${'00'.repeat(16)}`)).toBe('6984');
    const challenge = send(card, '0084000008').slice(0, 16);
    expect(send(card, `0082000A10${proof(0x0a, challenge)}${FACTOR}`)).toBe('9000');
    expect(send(card, `0082000A10${proof(0x0a, challenge)}${FACTOR}`)).toBe('6984');
    send(card, '0084000010');
    expect(send(card, `0082000A10${'00'.repeat(16)}`)).toBe('6984');
    const stale = send(card, '0084000008').slice(0, 16);
    send(card, `0088000010${FACTOR}${FACTOR}`);
    expect(send(card, `0082000A10${proof(0x0a, stale)}${FACTOR}`)).toBe('6984');
  });

  it('count wrong proofs over resets, and are blocked after the last', () => {
    const card = inApplication({ keyTries: 2 });
    send(card, '0084000008');
    expect(send(card, `0082000A10${'00'.repeat(16)}`)).toBe('63C1');
    card.reset();
    send(card, SELECT_SSSE);
    expect(authenticate(card)).toBe('9000');
    for (const answer of ['63C1', '63C0', '6983']) {
      send(card, '0084000008');
      expect(send(card, `0082000A10${'00'.repeat(16)}`)).toBe(answer);
    }
    expect(authenticate(card)).toBe('6983');
    expect(readHolder(card)).toBe('6982');
  });

  it.each([
    ['a reset', (card: VirtualCard) => (card.reset(), send(card, SELECT_SSSE))],
    ['selecting the application again', (card: VirtualCard) => send(card, SELECT_SSSE)],
    [
      'going to the master file and back',
      (card: VirtualCard) => (send(card, '00A40000023F00'), send(card, SELECT_SSSE)),
    ],
    [
      'going to the bank application and back',
      (card: VirtualCard) => (send(card, '00A4040008A000000333010101'), send(card, SELECT_SSSE)),
    ],
  ])('count for nothing after %s', (_, leave) => {
    const card = inApplication({ bank: BANK });
    expect(authenticate(card)).toBe('9000');
    send(card, '0020000003123456');
    leave(card);
    expect(readHolder(card)).toBe('6982');
    expect(send(card, '0020000000')).toBe('63C3');
  });
});

describe('the PIN of a virtual card', () => {
  it('is verified, and the card says so when asked', () => {
    const card = inApplication();
    expect(send(card, '0020000000')).toBe('63C3');
    expect(send(card, '0020000003123456')).toBe('9000');
    expect(send(card, '0020000000')).toBe('9000');
  });

  it('is blocked after three wrong ones, for good', () => {
    const card = inApplication();
    expect(send(card, '0020000003111111')).toBe('63C2');
    expect(send(card, '0020000003123456')).toBe('9000');
    for (const answer of ['63C2', '63C1', '63C0', '6983']) expect(send(card, '0020000003111111')).toBe(answer);
    expect(send(card, '0020000003123456')).toBe('6983');
    card.reset();
    expect(send(card, '0020000000')).toBe('6983');
  });

  it('is changed by whoever knows it', () => {
    const card = inApplication({ pinTries: 2 });
    expect(send(card, '805E010007111111FF654321')).toBe('63C1');
    expect(send(card, '805E010007123456FF654321')).toBe('9000');
    expect(send(card, '0020000003123456')).toBe('63C1');
    expect(send(card, '0020000003654321')).toBe('9000');
  });

  it.each(['0020000001' + '12', '805E010003123456', '805E010004123456FF', '0020000009' + '11'.repeat(9)])(
    'is not taken in another form (%s)',
    (command) => {
      const card = inApplication();
      expect(send(card, command)).toBe('6700');
      expect(send(card, '0020000000')).toBe('63C3');
    },
  );
});

describe('a contactless card', () => {
  const card = inApplication({ interface: 'contactless', bank: BANK });

  it('answers at once, without a second command', () => {
    expect(send(card, SELECT_SSSE)).toBe('6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C038601039000');
    expect(send(card, '00C0000018')).toBe('6D00');
    expect(send(card, '00B2032C00')).toBe('0304332E30309000');
    expect(send(card, `0088000010${FACTOR}${FACTOR}`)).toBe(`${proof(0, FACTOR)}9000`);
  });

  it('lists its bank application for contactless terminals only', () => {
    expect(send(card, '00A404000E315041592E5359532E4444463031')).toBe('6A82');
    expect(send(card, '00A404000E325041592E5359532E4444463031')).toMatch(/4F08A000000333010101.*9000$/);
  });
});

describe('faults on request', () => {
  it('answer with the tag of another record', () => {
    const card = inApplication({ faults: { wrongTags: ['07'] } });
    expect(send(card, '00B2072C0B')).toBe('F8093939303030303031379000');
  });

  it('answer a command with any status word at all', () => {
    const card = cardOf('national-3', { faults: { statusWords: [{ at: 1, status: 'FFFF' }] } });
    expect(send(card, SELECT_SSSE)).toBe('FFFF');
    expect(send(card, SELECT_SSSE)).toBe('611E');
  });

  it('say how slow the card is, for whoever carries its commands', () => {
    expect(cardOf('national-3', { faults: { slowMs: 250 } }).latencyMs).toBe(250);
    expect(cardOf('national-3').latencyMs).toBe(0);
  });
});
