import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { virtualCardProfileSchema } from './profile.js';
import { cardOf, profileOf, send, SPECIMENS } from './specimens.js';
import { VirtualCard } from './virtual-card.js';

const SELECT_SSSE = '00A404000F 7378312E73682EC9E7BBE1B1A3D5CF';
const SELECT_EF05 = '00A4020002 EF05';
const SELECT_EF06 = '00A4020002 EF06';

function opened(kind: keyof typeof SPECIMENS, file: string, changes: Record<string, unknown> = {}): VirtualCard {
  const card = cardOf(kind, changes);
  send(card, SELECT_SSSE);
  expect(send(card, file)).toBe('9000');
  return card;
}

describe('a virtual card speaks T=0', () => {
  it('announces the control information of its application and gives it to GET RESPONSE', () => {
    const card = cardOf('national-2');
    expect(send(card, SELECT_SSSE)).toBe('6118');
    expect(send(card, '00C0000018')).toBe('6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E9000');
    expect(send(card, '00C0000018')).toBe('6985');
  });

  it('declares its algorithm there when it has one', () => {
    const card = cardOf('national-3');
    expect(send(card, SELECT_SSSE)).toBe('611E');
    expect(send(card, '00C000001E')).toBe('6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C038601039000');
  });

  it('gives a waiting answer in parts, names its length, and forgets it at the next command', () => {
    const card = cardOf('national-2');
    send(card, SELECT_SSSE);
    expect(send(card, '00C0000030')).toBe('6C18');
    expect(send(card, '00C0000002')).toBe('6F166116');
    send(card, SELECT_EF05);
    expect(send(card, '00C0000016')).toBe('6985');
  });

  it('wants the exact length of a record', () => {
    const card = opened('national-2', SELECT_EF05);
    expect(send(card, '00B2030400')).toBe('6C06');
    expect(send(card, '00B2030405')).toBe('6C06');
    expect(send(card, '00B2030406')).toBe('0304322E30309000');
  });
});

describe('its records', () => {
  it('are read by number, by tag, by short file id and all at once', () => {
    const card = opened('national-2', SELECT_EF05);
    expect(send(card, '00B207040B')).toBe('07093939303030303031379000');
    expect(send(card, '00B207000B')).toBe('07093939303030303031379000');
    expect(send(card, '00B2010412')).toBe('0110990100D156000005000001235A5A5A5A9000');
    // 18 + 3 + 6 + 14 + 6 + 6 + 11 bytes in one go.
    expect(send(card, '00B20105FF')).toBe('6C40');
    expect(send(card, '00B2010540')).toMatch(/^0110990100.*07093939303030303031379000$/);
  });

  it('are found through the short file id without selecting the file first', () => {
    const card = cardOf('national-2');
    send(card, SELECT_SSSE);
    expect(send(card, '00B2032C06')).toBe('0304322E30309000');
    expect(send(card, '00B20D3006')).toBe('0D04198002299000');
    expect(send(card, '00B2023420')).toBe(`091ED1F9B1BE${'00'.repeat(26)}9000`);
    expect(send(card, '00B2013C01')).toBe('6A82');
  });

  it('have other numbers in version 1 than in versions 2 and 3', () => {
    expect(send(opened('national-1', SELECT_EF06), '00B2030403')).toBe('0A01319000');
    expect(send(opened('national-2', SELECT_EF06), '00B2040403')).toBe('0A01319000');
    expect(send(opened('national-3', SELECT_EF06), '00B2040403')).toBe('0A01319000');
    expect(send(opened('national-1', SELECT_EF06), '00B20A0003')).toBe('0A01319000');
  });

  it('have no name extension in version 1, none unless needed in version 2, an empty one in version 3', () => {
    expect(send(opened('national-1', SELECT_EF06), '00B24E0016')).toBe('6A83');
    expect(send(opened('national-2', SELECT_EF06), '00B24E0016')).toBe('6A83');
    expect(send(opened('national-3', SELECT_EF06), '00B24E0016')).toBe(`4E14${'FF'.repeat(20)}9000`);
  });

  it('end in the middle of their value when the profile says so', () => {
    const card = opened('national-3', SELECT_EF05, { faults: { truncatedRecords: ['07'] } });
    expect(send(card, '00B207040B')).toBe('6C06');
    expect(send(card, '00B2070406')).toBe('0709393930309000');
  });

  it('of the holder stay closed behind external authentication', () => {
    const card = opened('national-3', SELECT_EF06, { holderAccess: 'external-authentication' });
    expect(send(card, '00B2080014')).toBe('6982');
    expect(send(card, '0082000A10' + '00'.repeat(16))).toBe('6984');
    expect(send(card, '0084000008')).toMatch(/^[0-9A-F]{16}9000$/);
    expect(send(card, '0082000A10' + '00'.repeat(16))).toBe('6A88');
    expect(send(card, '00B2080014')).toBe('6982');
  });
});

describe('its files', () => {
  it('lie below the application, or below the master file when that is the application', () => {
    expect(send(cardOf('national-2'), SELECT_EF05)).toBe('6A82');
    const card = cardOf('national-1', { applicationPlace: 'mf' });
    expect(send(card, SELECT_SSSE)).toBe('6A82');
    expect(send(card, '00A4000002EF05')).toBe('9000');
    expect(send(card, '00B2030406')).toBe('0304312E30309000');
  });

  it('of the old Shanghai card hold the card number and nothing else', () => {
    const card = cardOf('shanghai-legacy');
    expect(send(card, SELECT_SSSE)).toBe('6A82');
    expect(send(card, SELECT_EF05)).toBe('9000');
    expect(send(card, '00B207040B')).toBe('07093938303030303031339000');
    expect(send(card, '00B2030406')).toBe('6A83');
    expect(send(card, SELECT_EF06)).toBe('6A82');
  });

  it('are left by going to the master file, to another application, or by a reset', () => {
    const card = opened('national-2', SELECT_EF05, { bank: BANK });
    expect(send(card, '00A40000023F00')).toBe('9000');
    expect(send(card, '00B2030406')).toBe('6986');
    send(card, SELECT_SSSE);
    expect(send(card, '00A4040008A000000333010101')).toMatch(/^61/);
    expect(send(card, SELECT_EF05)).toBe('6A82');
    send(card, SELECT_SSSE);
    card.reset();
    expect(send(card, SELECT_EF05)).toBe('6A82');
  });
});

const BANK = { aid: 'A000000333010101', label: 'DEBIT', pan: '9999990000000001004', expiry: '2032-02', sequence: '01' };

describe('its bank application', () => {
  const bankCard = new VirtualCard(
    virtualCardProfileSchema.parse({ generation: null, atr: '3B6D000000905042304331000000000000', bank: BANK }),
  );

  it('is listed in both payment directories', () => {
    expect(send(bankCard, '00A404000E315041592E5359532E4444463031')).toBe('6117');
    expect(send(bankCard, '00C0000017')).toBe('6F15840E315041592E5359532E4444463031A5038801019000');
    expect(send(bankCard, '00B2010C00')).toBe('6C18');
    expect(send(bankCard, '00B2010C18')).toBe('701661144F08A00000033301010150054445424954870101' + '9000');
    expect(send(bankCard, '00A404000E325041592E5359532E4444463031')).toMatch(/^61/);
  });

  it('gives account number, expiry and track 2 without further ado', () => {
    expect(send(bankCard, '00A4040008A000000333010101')).toMatch(/^61/);
    expect(send(bankCard, '00B2011400')).toBe('6C18');
    expect(send(bankCard, '00B2011418')).toBe('70165F24033202295A0A9999990000000001004F5F3401019000');
    expect(send(bankCard, '00B2010C11')).toBe('6C14');
    expect(send(bankCard, '00B2018421')).toBe('6A82');
  });

  it('knows no social security', () => {
    expect(send(bankCard, SELECT_SSSE)).toBe('6A82');
  });
});

describe('wrong commands', () => {
  it.each([
    ['', '6700'],
    ['00A404', '6700'],
    ['00A404000F7378', '6700'],
    ['80A4040000', '6E00'],
    ['0020000003123456', '6A88'],
    ['0024000003123456', '6D00'],
    ['005E010003123456', '6E00'],
    ['0088010010' + '00'.repeat(16), '6A86'],
    ['0088000010' + '00'.repeat(16), '6A88'],
    ['00A4040102EF05', '6A86'],
    ['00A4030002EF05', '6A86'],
    ['00A4010002DF01', '6A82'],
    ['00A4020001EF', '6700'],
    ['00A4040000', '6A82'],
    ['00B2030406', '6986'],
    ['00B2032C06', '6A82'],
    ['00B2032E06', '6A82'],
    ['00C0000001', '6985'],
    ['0084010008', '6A86'],
    ['0084000007', '6700'],
    ['0088000000', '6700'],
  ])('%s is answered with %s', (command, answer) => {
    expect(send(cardOf('national-2'), command)).toBe(answer);
  });

  it('never upset it', () => {
    const card = cardOf('national-3', { bank: BANK });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (command) => {
        const answer = card.process(command);
        expect(typeof answer !== 'string' && answer.length >= 2).toBe(true);
      }),
    );
  });
});

describe('faults of a profile', () => {
  it('leave a mute card mute, and count the commands since the reset for one that is pulled', () => {
    expect(send(cardOf('national-2', { faults: { mute: true } }), SELECT_SSSE)).toBe('mute');
    const card = cardOf('national-2', { faults: { removedAt: 2 } });
    expect([send(card, SELECT_SSSE), send(card, '00C0000018'), send(card, SELECT_EF05)]).toEqual([
      '6118',
      'removed',
      'removed',
    ]);
    card.reset();
    expect(send(card, SELECT_SSSE)).toBe('6118');
  });

  it('must be known by name, and values must fit their records', () => {
    expect(() => profileOf('national-2', { faults: { removeAt: 2 } })).toThrow();
    expect(() => profileOf('national-2', { specVersion: '3.00' })).toThrow();
    const long = { ...SPECIMENS['national-1'].holder, name: '样'.repeat(16) };
    expect(() => profileOf('national-1', { holder: long })).toThrow();
    expect(profileOf('national-2', { holder: long })).toMatchObject({ holder: long });
  });
});
