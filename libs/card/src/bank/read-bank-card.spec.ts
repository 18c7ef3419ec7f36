import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { type CardChannel } from '../channel.js';
import { fromHex, toHex } from '../encodings/hex.js';
import { readCard } from '../reading/read-card.js';
import { cardOf, overheard } from '../virtual/specimens.js';
import { replyAsTestIssuer } from '../virtual/test-issuer.js';
import { connectVirtualCard } from '../virtual/virtual-channel.js';
import { AccountNumber } from './account-number.js';
import { type BankCardReading, readBankCard } from './read-bank-card.js';

const PAN = '9999990000000001004';
const BANK = { aid: 'A000000333010101', label: 'DEBIT', pan: PAN, expiry: '2032-02', sequence: '01' };
const SELECT_PSE = '00A404000E315041592E5359532E4444463031';
const SELECT_PPSE = '00A404000E325041592E5359532E4444463031';
const SELECT_DEBIT = '00A4040008A000000333010101';
const SELECT_SSSE = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';

const channelTo = (changes: Record<string, unknown> = {}): CardChannel =>
  connectVirtualCard(cardOf('national-3', { bank: BANK, ...changes }));
const read = (changes: Record<string, unknown> = {}): Promise<BankCardReading> => readBankCard(channelTo(changes));

/** A chip whose answers are written down here; everything else is not found. */
function chip(answers: Record<string, string>): CardChannel {
  return {
    atr: new Uint8Array(),
    transmit: (command) => Promise.resolve(fromHex(answers[toHex(command)] ?? '6A82')),
  };
}

const RECORD_1 = '00B2011400';
/** A debit application without directory whose file 2 has this record. */
const withRecord = (record: string): CardChannel => chip({ [SELECT_DEBIT]: '9000', [RECORD_1]: `${record}9000` });

describe('the bank application', () => {
  it.each(['contact', 'contactless'])('of a %s card is found in the directory of its interface', async (kind) => {
    const { channel, log } = overheard(cardOf('national-3', { bank: BANK, interface: kind }));
    const reading = await readBankCard(channel);
    expect(reading).toMatchObject({ outcome: 'read', expiry: '2032-02', sequence: '01', label: 'DEBIT' });
    expect(reading.outcome === 'read' && reading.account.reveal()).toBe(PAN);
    expect(log.filter((line) => line.startsWith(SELECT_PPSE))).toHaveLength(kind === 'contact' ? 0 : 1);
    expect(log.findLast((line) => line.startsWith('00A404'))).toMatch(new RegExp(`^${SELECT_SSSE} > (61|6F|9000)`));
  });

  it('is found by its name where no directory lists it', async () => {
    const channel = channelTo();
    const unlisted: CardChannel = {
      atr: channel.atr,
      transmit: (command) =>
        [SELECT_PSE, SELECT_PPSE].includes(toHex(command))
          ? Promise.resolve(fromHex('6A82'))
          : channel.transmit(command),
    };
    expect(await readBankCard(unlisted)).toMatchObject({ outcome: 'read', label: 'DEBIT' });
  });

  it('leaves the social security application to be selected and authenticated again', async () => {
    const channel = channelTo({ holderAccess: 'external-authentication', keys: 'test-issuer' });
    const keyService = {
      reply: (question: Parameters<typeof replyAsTestIssuer>[0]) => Promise.resolve(replyAsTestIssuer(question)),
    };
    expect(await readCard(channel, { keyService })).toMatchObject({ holderAccess: 'read' });
    expect(await readBankCard(channel)).toMatchObject({ outcome: 'read' });
    expect(toHex(await channel.transmit(fromHex('00B2032C06')))).toBe('0304332E30309000');
    expect(await readCard(channel)).toMatchObject({ holderAccess: 'needs-authentication' });
  });

  it.each([
    ['A000000333010102', 'credit'],
    ['A000000333010103', 'quasi-credit'],
    ['A000000333010106', 'electronic-cash'],
    ['A0000000031010', 'other'],
  ])('%s is refused as %s, and nothing of it is read', async (aid, reason) => {
    const { channel, log } = overheard(cardOf('national-3', { bank: { ...BANK, aid } }));
    expect(await readBankCard(channel)).toEqual({ outcome: 'refused', reason });
    expect(log.some((line) => line.includes('999999'))).toBe(false);
    const unlisted = chip({ [`00A40400${(aid.length / 2).toString(16).padStart(2, '0')}${aid}`]: '9000' });
    const byName = reason === 'other' ? { outcome: 'no-bank-application' } : { outcome: 'refused', reason };
    expect(await readBankCard(unlisted)).toEqual(byName);
  });

  it('is absent from a card without one, and may be blocked', async () => {
    expect(await read({ bank: undefined })).toEqual({ outcome: 'no-bank-application' });
    for (const status of ['6283', '9303']) {
      expect(await readBankCard(chip({ [SELECT_DEBIT]: status }))).toEqual({
        outcome: 'damaged',
        reason: 'application-blocked',
      });
    }
  });
});

describe('the account number', () => {
  it('is found by structure, not by the bytes of its tag', async () => {
    // The value of another object holds 5A 08 and digits, before the real one.
    const record = '70175F20085A08111111111111' + '5A0A' + `${PAN}F`;
    expect(await readBankCard(withRecord(record))).toMatchObject({ outcome: 'read' });
    expect(await readBankCard(withRecord('700B5F20085A08111111111111'))).toEqual({
      outcome: 'damaged',
      reason: 'account-number-missing',
    });
  });

  it('is taken from track 2 where the object of its own is missing', async () => {
    const reading = await readBankCard(withRecord(`70135711${PAN}D3202201000000F`));
    expect(reading).toMatchObject({ outcome: 'read', expiry: '2032-02', sequence: '' });
    expect(reading.outcome === 'read' && reading.account.reveal()).toBe(PAN);
  });

  it.each([
    ['700C5A0A9999990000000001005F', 'account-number-check-digit'],
    ['700C5A0A99999900000000A1004F', 'account-number-malformed'],
    ['70045A021111', 'account-number-malformed'],
    ['7006570499999999', 'account-number-malformed'],
    ['70', 'account-number-missing'],
    [`701F5711${PAN}D3202201000000F5A0A9999990000000000881F`, 'contradiction'],
  ])('in the record %s is %s', async (record, reason) => {
    expect(await readBankCard(withRecord(record))).toEqual({ outcome: 'damaged', reason });
  });

  it('shows itself masked, unless it is asked for by name', () => {
    const account = AccountNumber.of('9999990000000001004');
    expect(String(account)).toBe('999999*********1004');
    expect(JSON.stringify({ account })).toBe('{"account":"999999*********1004"}');
    expect(inspect({ account }, { showHidden: true, depth: 9 })).not.toContain(PAN);
    expect(account?.reveal()).toBe(PAN);
    expect(AccountNumber.of('12345678901')).toBeNull();
  });
});

describe('a card that is pulled while its bank application is read', () => {
  it('at any command interrupts the reading', async () => {
    const { channel, log } = overheard(cardOf('national-3', { bank: BANK }));
    await readBankCard(channel);
    for (let removedAt = 1; removedAt <= log.length; removedAt += 1) {
      expect(await read({ faults: { removedAt } })).toEqual({ outcome: 'interrupted', fault: 'removed' });
    }
  });
});
