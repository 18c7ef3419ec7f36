import { describe, expect, it } from '@jest/globals';
import {
  isClean,
  lineOf,
  together,
  verdictOf,
  type HisMessage,
  type Intent,
  type Records,
  type Reservation,
  type Settlement,
  type Told,
} from './verdict.mjs';

const HOSPITAL = 'H1';
const OPENING = 100_000;
const AMOUNTS = { total: 2_500, fund: 1_000, account: 1_200, cash: 300 };
const MIRROR = { total: -2_500, fund: -1_000, account: -1_200, cash: -300 };

const told = (msgid: string, more: Partial<Told> = {}): Told => ({
  end: 'settled',
  digest: `answer to ${msgid}`,
  settlementId: `S-${msgid}`,
  amounts: AMOUNTS,
  ...more,
});
const refused = (msgid: string): Told => told(msgid, { end: 'refused', settlementId: null, amounts: null });
const ABSENT: Told = { end: 'absent', digest: null, settlementId: null, amounts: null };

const message = (msgid: string, infno: string, act: string, ...ends: Told[]): HisMessage => ({
  institution: HOSPITAL,
  msgid,
  infno,
  act,
  personId: 'P1',
  told: ends,
});
const intent = (msgid: string, state: string): Intent => ({
  institution: HOSPITAL,
  msgid,
  state,
  digest: state === 'settled' || state === 'refused' ? `answer to ${msgid}` : null,
});
const reservation = (msgid: string, outcome = 'settled', money = true): Reservation => ({
  institution: HOSPITAL,
  msgid,
  outcome,
  digest: `answer to ${msgid}`,
  settlementId: money && outcome === 'settled' ? `S-${msgid}` : null,
});
const settlement = (msgid: string, more: Partial<Settlement> = {}): Settlement => ({
  institution: HOSPITAL,
  msgid,
  settlementId: `S-${msgid}`,
  kind: 'settlement',
  cancels: null,
  bill: 'V1 B1',
  ...AMOUNTS,
  ...more,
});

/**
 * A day on which everything went well: a visit, a bill that was settled and told twice, the same bill again and refused, a
 * second bill that was settled and cancelled, a message that was closed and one that was never sent.
 */
const GOOD: Records = {
  his: [
    message('m1', '2201', 'visit 1', told('m1', { settlementId: null, amounts: null })),
    message('m2', '2207', 'bill 1', told('m2'), told('m2')),
    message('m3', '2207', 'bill 1', refused('m3')),
    message('m4', '2207', 'bill 2', told('m4')),
    message('m5', '2208', 'cancelling bill 2', told('m5', { amounts: MIRROR })),
    message('m6', '2207', 'bill 3', ABSENT),
    message('m7', '2207', 'bill 3', ABSENT),
  ],
  intents: [
    intent('m1', 'settled'),
    intent('m2', 'settled'),
    intent('m3', 'refused'),
    intent('m4', 'settled'),
    intent('m5', 'settled'),
    intent('m6', 'closed'),
  ],
  reservations: [
    reservation('m1', 'settled', false),
    reservation('m2'),
    reservation('m3', 'refused'),
    reservation('m4'),
    reservation('m5'),
    reservation('m6', 'void'),
  ],
  settlements: [
    settlement('m2'),
    settlement('m4', { bill: 'V2 B1' }),
    settlement('m5', { kind: 'cancellation', cancels: 'S-m4', bill: 'V2 B1', ...MIRROR }),
  ],
  visits: ['O1', 'O2'],
  balances: new Map([
    ['P1', OPENING - AMOUNTS.account],
    ['P2', OPENING],
  ]),
  opening: OPENING,
  sweep: [{ name: 'a balance equals its entries', count: 0, keys: [] }],
};

/** The good day with rows of one message changed; undefined takes them away. */
function changed(
  key: 'his' | 'intents' | 'reservations' | 'settlements',
  msgid: string,
  more: Partial<HisMessage & Intent & Reservation & Settlement> | undefined,
): Records {
  const rows: readonly { msgid: string }[] = GOOD[key];
  const others = rows.filter((row) => row.msgid !== msgid);
  const found = rows.filter((row) => row.msgid === msgid);
  return { ...GOOD, [key]: more === undefined ? others : [...others, ...found.map((row) => ({ ...row, ...more }))] };
}

describe('the comparison of HIS, journal and centre', () => {
  it('finds nothing on a good day', () => {
    const verdict = verdictOf(GOOD);
    expect(verdict).toEqual({ lost: [], double: [], unresolved: [], unbalanced: [] });
    expect([isClean(verdict), lineOf(verdict)]).toEqual([true, 'lost=0 double=0 unresolved=0 unbalanced=0']);
  });

  it.each<[string, Records]>([
    ['HIS was told settled, and the centre knows nothing', changed('reservations', 'm2', undefined)],
    ['HIS was told settled, and the centre has closed the number', changed('reservations', 'm2', { outcome: 'void' })],
    ['HIS has another answer than the centre', changed('reservations', 'm2', { digest: 'other' })],
    ['a settlement was told that is not in the books', changed('settlements', 'm2', undefined)],
    ['a settlement was told with other amounts', changed('settlements', 'm2', { account: 1_199, cash: 301 })],
    ['HIS was told that it is not done, and it is', changed('reservations', 'm6', { outcome: 'settled' })],
    ['HIS was told that it is refused, and it is settled', changed('reservations', 'm3', { outcome: 'settled' })],
    ['HIS was told two ends', changed('his', 'm2', { told: [told('m2'), ABSENT] })],
    [
      'HIS was refused what must be there',
      changed('his', 'm3', { told: [{ ...refused('m3'), surprise: 'VISIT-UNKNOWN' }] }),
    ],
    [
      'HIS was told that a settlement is reversed, and it stands',
      { ...GOOD, his: [...GOOD.his, { ...message('m8', '2601', 'reversing m2', told('m8')), undoes: 'm2' }] },
    ],
    ['the journal forgot what was settled', changed('intents', 'm2', undefined)],
    ['the journal says that it was never sent', changed('intents', 'm2', { state: 'waiting' })],
    ['the journal has another answer', changed('intents', 'm2', { digest: 'other' })],
    ['the journal has settled what HIS was told is not done', changed('intents', 'm6', { state: 'settled' })],
    ['the books have a settlement without an answer under its number', changed('reservations', 'm4', undefined)],
    ['the centre has what nobody sent', { ...GOOD, reservations: [...GOOD.reservations, reservation('m9', 'void')] }],
    ['the journal has what nobody sent', { ...GOOD, intents: [...GOOD.intents, intent('m9', 'closed')] }],
  ])('calls it lost when %s', (_, records) => {
    expect(verdictOf(records).lost).not.toEqual([]);
  });

  it.each<[string, Records]>([
    ['one message made two settlements', { ...GOOD, settlements: [...GOOD.settlements, settlement('m2')] }],
    [
      'one bill has two settlements that stand',
      { ...GOOD, settlements: [...GOOD.settlements, settlement('m8', { settlementId: 'S-m8' })] },
    ],
    [
      'one settlement was cancelled twice',
      {
        ...GOOD,
        settlements: [...GOOD.settlements, settlement('m8', { kind: 'cancellation', cancels: 'S-m4', ...MIRROR })],
      },
    ],
    [
      'two messages did the same',
      { ...GOOD, reservations: [...GOOD.reservations.slice(0, -1), reservation('m6'), reservation('m7')] },
    ],
    ['a visit was registered twice', { ...GOOD, visits: ['O1', 'O1'] }],
  ])('calls it double when %s', (_, records) => {
    expect(verdictOf(records).double).not.toEqual([]);
  });

  it.each<[string, Records]>([
    ['HIS knows no end', changed('his', 'm2', { told: [] })],
    ['the journal has it open', changed('intents', 'm2', { state: 'absent' })],
  ])('calls it unresolved when %s', (_, records) => {
    expect(verdictOf(records)).toMatchObject({ lost: [], double: [], unresolved: [expect.any(String)] });
  });

  it.each<[string, Records]>([
    ['a balance is not what HIS’s answers come to', { ...GOOD, balances: new Map([['P1', OPENING - 1_201]]) }],
    ['the books are broken', { ...GOOD, sweep: [{ name: 'a balance equals its entries', count: 1, keys: ['P1'] }] }],
  ])('calls it unbalanced when %s', (_, records) => {
    const verdict = verdictOf(records);
    expect(verdict).toMatchObject({ lost: [], double: [], unresolved: [], unbalanced: [expect.any(String)] });
    expect(lineOf(together([verdict, verdict]))).toBe('lost=0 double=0 unresolved=0 unbalanced=2');
    expect(isClean(verdict)).toBe(false);
  });
});
