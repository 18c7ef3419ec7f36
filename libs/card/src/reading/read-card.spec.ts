import { describe, expect, it } from '@jest/globals';
import { type CardChannel } from '../channel.js';
import { fromHex, toHex } from '../encodings/hex.js';
import { cardOf, overheard, SPECIMENS } from '../virtual/specimens.js';
import { connectVirtualCard } from '../virtual/virtual-channel.js';
import { type CardReading, type ReadCard } from './card-reading.js';
import { readCard } from './read-card.js';

type Kind = keyof typeof SPECIMENS;
const read = (kind: Kind, changes: Record<string, unknown> = {}): Promise<CardReading> =>
  readCard(connectVirtualCard(cardOf(kind, changes)));

async function readWhole(kind: Kind, changes: Record<string, unknown> = {}): Promise<ReadCard> {
  const reading = await read(kind, changes);
  if (reading.outcome !== 'read') throw new Error(`the card was not read: ${JSON.stringify(reading)}`);
  return reading;
}

/** A card that answers some commands otherwise than the specimen does. */
function answering(kind: Kind, otherwise: Record<string, string>, changes: Record<string, unknown> = {}): CardChannel {
  const channel = connectVirtualCard(cardOf(kind, changes));
  return {
    atr: channel.atr,
    transmit: (command) => {
      const answer = otherwise[toHex(command)];
      return answer === undefined ? channel.transmit(command) : Promise.resolve(fromHex(answer));
    },
  };
}

describe('the walk through a card', () => {
  it('of version 2 selects, reads the card by number and the holder by tag', async () => {
    const { channel, log } = overheard(cardOf('national-2'));
    await readCard(channel);
    expect(log.map((line) => line.split(' > ')[0])).toEqual([
      '00A404000F7378312E73682EC9E7BBE1B1A3D5CF',
      '00C0000018',
      '00A4020002EF05',
      '00B2030406',
      '00B2010412',
      '00B2050406',
      '00B2060406',
      '00B207040B',
      '00A4020002EF06',
      '00B2080014',
      '00B2090020',
      '00B24E0016',
      '00B20A0003',
      '00B20B0003',
      '00B20C0005',
      '00B20D0006',
    ]);
  });

  it('of version 1 asks for no name extension', async () => {
    const { channel, log } = overheard(cardOf('national-1'));
    await readCard(channel);
    expect(log.some((line) => line.startsWith('00B24E'))).toBe(false);
  });

  it('of the old Shanghai card ends at the card number', async () => {
    const { channel, log } = overheard(cardOf('shanghai-legacy'));
    await readCard(channel);
    expect(log).toEqual([
      '00A404000F7378312E73682EC9E7BBE1B1A3D5CF > 6A82',
      '00A4020002EF05 > 9000',
      '00B2030406 > 6A83',
      '00B207040B > 07093938303030303031339000',
      '00B207040B > 07093938303030303031339000',
    ]);
  });
});

describe('a generation', () => {
  it.each(['national-1', 'national-2', 'national-3'] as const)(
    '%s is read alike with its application below the master file and in its place',
    async (kind) => {
      const below = await readWhole(kind);
      const inPlace = await readWhole(kind, { applicationPlace: 'mf' });
      expect(below.holder).toEqual(SPECIMENS[kind].holder);
      expect(below.generation).toBe(kind);
      expect(inPlace).toEqual({ ...below, keyAlgorithm: null });
    },
  );

  it('is told by the first character of the version only', async () => {
    expect(await readWhole('national-2', { specVersion: '2.0' })).toMatchObject({ specVersion: '2.0' });
    expect(await readWhole('national-2', { specVersion: '' })).toMatchObject({
      generation: 'national-2',
      specVersion: '',
    });
    const unreadableRest = answering('national-3', { '00B2030406': '030433C1FF009000' });
    expect(await readCard(unreadableRest)).toMatchObject({ generation: 'national-3', specVersion: '3' });
  });

  it('that nobody knows is said to be damaged, not guessed', async () => {
    const fourth = answering('national-3', { '00B2030406': '0304342E30309000' });
    expect(await readCard(fourth)).toEqual({
      outcome: 'damaged',
      generation: null,
      reason: 'version-unknown',
      tag: '03',
    });
  });

  it('is not told at all by a card of another trade with a file of the same short id', async () => {
    const other = answering('shanghai-legacy', { '00B2030406': '0A0411111111' + '9000', '00B207040B': '0B01119000' });
    expect(await readCard(other)).toEqual({ outcome: 'not-social-security' });
    const noFiles = answering('shanghai-legacy', { '00A4020002EF05': '6A82' });
    expect(await readCard(noFiles)).toEqual({ outcome: 'not-social-security' });
    const noSelect = answering('shanghai-legacy', { '00A404000F7378312E73682EC9E7BBE1B1A3D5CF': '6D00' });
    expect(await readCard(noSelect)).toEqual({ outcome: 'not-social-security' });
  });
});

describe('cards that speak a dialect', () => {
  it('know only the general form of SELECT', async () => {
    const channel = answering('national-2', { '00A4020002EF05': '6A86', '00A4020002EF06': '6A81' });
    expect(await readCard(channel)).toEqual(await readWhole('national-2'));
  });

  it('refuse a length that is not the record’s without naming the right one', async () => {
    const channel = answering('national-2', { '00B207040B': '6700', '00B2070400': '07093939303030303031379000' });
    expect(await readCard(channel)).toEqual(await readWhole('national-2'));
  });

  it('write more than nine characters of card number', async () => {
    const channel = answering('national-2', { '00B207040B': '6C0E', '00B207040E': '070C3939303030303031374142439000' });
    expect(await readCard(channel)).toMatchObject({ cardNumber: '990000017', warnings: [] });
  });

  it('know records by number only, which version 2 has shifted', async () => {
    for (const kind of ['national-1', 'national-2', 'national-3'] as const) {
      for (const status of ['6A86', '6A81']) {
        const byTag = ['0800', '0900', '4E00', '0A00', '0B00', '0C00', '0D00'];
        const channel = connectVirtualCard(cardOf(kind));
        const reading = await readCard({
          atr: channel.atr,
          transmit: (command) =>
            byTag.includes(toHex(command.subarray(2, 4))) && command[1] === 0xb2
              ? Promise.resolve(fromHex(status))
              : channel.transmit(command),
        });
        expect(reading).toEqual(await readWhole(kind));
      }
    }
  });

  it('cut a longer record to what was asked for, or say that it is shorter', async () => {
    const cut = answering('national-2', {
      '00B207040B': '070C3939303030303031379000',
      '00B2070400': '070C3939303030303031374142439000',
      '00B2090020': '0904D1F9B1BE6282',
    });
    expect(await readCard(cut)).toEqual(await readWhole('national-2'));
  });

  it('answer the selection without control information', async () => {
    const channel = answering('national-3', { '00A404000F7378312E73682EC9E7BBE1B1A3D5CF': '9000' });
    // Nothing was selected on the specimen, so its files must lie in the master file here.
    const inPlace = answering(
      'national-3',
      { '00A404000F7378312E73682EC9E7BBE1B1A3D5CF': '9000' },
      { applicationPlace: 'mf' },
    );
    expect(await readCard(channel)).toMatchObject({ outcome: 'damaged', reason: 'file-missing' });
    expect(await readCard(inPlace)).toMatchObject({ outcome: 'read', keyAlgorithm: null });
  });
});

describe('the holder', () => {
  const named = (name: string) => ({ holder: { ...SPECIMENS['national-2'].holder, name } });

  it('has a long name in two records, put together before it is decoded', async () => {
    // 29 bytes, so that the cut after 30 goes through the next character.
    const name = '样A本样本样本样本样本样本样本样本样本';
    expect((await readWhole('national-2', named(name))).holder?.name).toBe(name);
    expect((await readWhole('national-3', named(name))).holder?.name).toBe(name);
    const { channel, log } = overheard(cardOf('national-3', named(name)));
    await readCard(channel);
    expect(log.find((line) => line.startsWith('00B24E'))).toMatch(/> 4E14F9B1BE/);
  });

  it('stays unread where the card asks for authentication, and the rest is delivered', async () => {
    const reading = await readWhole('national-3', { holderAccess: 'external-authentication' });
    expect(reading).toMatchObject({ cardNumber: '990000017', holder: null, holderAccess: 'needs-authentication' });
    const selectRefused = answering('national-2', { '00A4020002EF06': '6982' });
    expect(await readCard(selectRefused)).toMatchObject({ holder: null, holderAccess: 'needs-authentication' });
  });

  it('is not on a card whose holder file is missing or blank', async () => {
    const missing = answering('national-2', { '00A4020002EF06': '6A82' });
    expect(await readCard(missing)).toMatchObject({ outcome: 'read', holder: null, holderAccess: 'not-on-card' });
    const blank = answering('national-3', {
      '00B2080014': `0812${'00'.repeat(18)}9000`,
      '00B2090020': `091E${'20'.repeat(30)}9000`,
    });
    expect(await readCard(blank)).toMatchObject({ outcome: 'read', holder: null, holderAccess: 'not-on-card' });
  });

  it('may have another number than a citizen’s, and be contradicted by it', async () => {
    const foreign = { holder: { ...SPECIMENS['national-2'].holder, citizenNumber: 'FRA198002290011' } };
    const reading = await readWhole('national-2', foreign);
    expect(reading.holder?.citizenNumber).toBe('FRA198002290011');
    expect(reading.warnings).toEqual([{ code: 'check-digit', subject: 'citizenNumber' }]);

    const odd = { holder: { ...SPECIMENS['national-2'].holder, birthDate: '1980-03-01', gender: '2' } };
    expect((await readWhole('national-2', odd)).warnings).toEqual([
      { code: 'contradiction', subject: 'birthDate' },
      { code: 'contradiction', subject: 'gender' },
    ]);
  });

  it('keeps what can be read when a lesser record is spoilt', async () => {
    const reading = await readWhole('national-2', { faults: { truncatedRecords: ['0A', '0D', '05'] } });
    expect(reading).toMatchObject({ issueDate: null, holder: { name: '样本', gender: '', birthDate: null } });
    expect(reading.warnings).toEqual([
      { code: 'unreadable', subject: 'issueDate' },
      { code: 'unreadable', subject: 'gender' },
      { code: 'unreadable', subject: 'birthDate' },
    ]);
  });
});

describe('warnings', () => {
  it('never stop a reading', async () => {
    expect((await readWhole('national-2', { cardNumber: '990000018' })).warnings).toEqual([
      { code: 'check-digit', subject: 'cardNumber' },
    ]);
    expect((await readWhole('national-2', { cardIdentifier: 'FF'.repeat(16) })).warnings).toEqual([
      { code: 'missing', subject: 'cardIdentifier' },
    ]);
    expect((await readWhole('national-2', { cardIdentifier: 'AA'.repeat(16) })).warnings).toEqual([
      { code: 'unusual-shape', subject: 'cardIdentifier' },
    ]);
    expect(await readWhole('national-2', { atr: '3B6D0000' })).toMatchObject({
      warnings: [{ code: 'unreadable', subject: 'atr' }],
    });
  });

  it('are for dates that are none; unfilled ones are simply absent', async () => {
    const channel = answering('national-2', { '00B2050406': '0504201413019000', '00B2060406': '0604FFFFFFFF9000' });
    expect(await readCard(channel)).toMatchObject({
      issueDate: null,
      validUntil: null,
      warnings: [{ code: 'unreadable', subject: 'issueDate' }],
    });
  });
});

describe('damage', () => {
  it.each([
    ['01', { generation: 'national-3', reason: 'record-truncated', tag: '01' }],
    ['03', { generation: null, reason: 'record-truncated', tag: '03' }],
    ['07', { generation: 'national-3', reason: 'record-truncated', tag: '07' }],
    ['08', { generation: 'national-3', reason: 'record-truncated', tag: '08' }],
    ['09', { generation: 'national-3', reason: 'record-truncated', tag: '09' }],
    ['4E', { generation: 'national-3', reason: 'record-truncated', tag: '4E' }],
  ])('of record %s spoils the reading', async (tag, damage) => {
    const faults = { truncatedRecords: [tag] };
    expect(await read('national-3', { faults })).toEqual({ outcome: 'damaged', ...damage });
    expect(await read('national-3', { faults, applicationPlace: 'mf' })).toEqual({ outcome: 'damaged', ...damage });
  });

  it('of an old card is told from a card of another trade by the tag', async () => {
    expect(await read('shanghai-legacy', { faults: { truncatedRecords: ['07'] } })).toEqual({
      outcome: 'damaged',
      generation: 'shanghai-legacy',
      reason: 'record-truncated',
      tag: '07',
    });
  });

  it.each([
    [{ '00B2030406': '6A83' }, { generation: null, reason: 'record-missing', tag: '03' }],
    [{ '00B207040B': '6A83' }, { reason: 'record-missing', tag: '07' }],
    [{ '00B207040B': '6982' }, { reason: 'record-refused', tag: null }],
    [{ '00B207040B': '6581' }, { reason: 'record-refused', tag: '07' }],
    [{ '00B207040B': '07092D30303030303031399000' }, { reason: 'value-malformed', tag: '07' }],
    [{ '00B2080014': '6A83' }, { reason: 'record-missing', tag: '08' }],
    [{ '00B2080014': `0812${'C1'.repeat(18)}9000` }, { reason: 'value-malformed', tag: '08' }],
    [{ '00B2090020': '0A01319000' }, { reason: 'record-malformed', tag: '09' }],
    [{ '00A4020002EF06': '6581' }, { reason: 'file-refused', tag: null }],
    [{ '00A404000F7378312E73682EC9E7BBE1B1A3D5CF': '9303' }, { generation: null, reason: 'application-blocked' }],
  ])('after the answers %j is %j', async (otherwise: Record<string, string>, damage) => {
    expect(await readCard(answering('national-2', otherwise))).toMatchObject({ outcome: 'damaged', ...damage });
  });
});
