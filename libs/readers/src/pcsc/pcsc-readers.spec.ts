import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CardChannel } from '@medisettle/card';
import { type ReaderEvent } from '../reader-driver.js';
import { type CardOrder } from './child-messages.js';
import { PcscReaders } from './pcsc-readers.js';
import { ScriptedChild } from './scripted-child.js';

const EMPTY = 0x12;
const PRESENT = 0x22;
const HELD = 0x100;
const COMMAND = Uint8Array.of(0x00, 0x84, 0x00, 0x00, 0x08);

let watch: ScriptedChild;
let lines: Map<string, ScriptedChild[]>;
let answer: (order: CardOrder, reader: string) => string | number | null;
let readers: PcscReaders;
let events: ReaderEvent[];

/** A reader's state as the service counts it: each coming and going of a card is one change. */
const state = (reader: string, bits: number, changes: number): void =>
  watch.tell({ news: 'state', reader, state: (changes << 16) | bits, atr: bits & 0x20 ? '3b00' : '' });
const lineOf = (reader: string): ScriptedChild => {
  const line = lines.get(reader)?.at(-1);
  if (!line) throw new Error(`no line to ${reader}`);
  return line;
};
const transmit = (channel: CardChannel): Promise<Uint8Array> => channel.transmit(COMMAND);
const told = (): string[] => events.map(({ type, reader }) => `${type} ${reader}`);

beforeEach(() => {
  lines = new Map();
  answer = ({ order }) => (order === 'transmit' ? '9000' : '');
  readers = new PcscReaders({
    deadlines: { commandMs: 50, powerUpMs: 200, leavingMs: 20 },
    launch: (program, reader = '') => {
      const child = new ScriptedChild((order) => answer(order, reader));
      if (program === 'watch') watch = child;
      else lines.set(reader, [...(lines.get(reader) ?? []), child]);
      return child.asProcess();
    },
  });
  events = [];
  readers.events.subscribe((event) => events.push(event));
  watch.tell({ news: 'service-there' });
  for (const reader of ['A', 'B']) {
    watch.tell({ news: 'reader-there', reader });
    state(reader, EMPTY, 0);
  }
});
afterEach(() => readers.close());

describe('readers of the card service', () => {
  it('may be unplugged while the neighbour works, and be back with nothing of before', async () => {
    state('A', PRESENT, 1);
    state('B', PRESENT, 1);
    const unplugged = readers.withCard('A', () => new Promise(() => undefined));
    const neighbour = readers.withCard('B', transmit);
    watch.tell({ news: 'reader-gone', reader: 'A' });
    await expect(unplugged).rejects.toMatchObject({ name: 'CardFault', kind: 'reader' });
    expect(await neighbour).toEqual(Uint8Array.of(0x90, 0x00));
    expect(lineOf('A').killed).toBe(true);
    await expect(readers.withCard('A', transmit)).rejects.toMatchObject({ name: 'UnknownReader' });

    watch.tell({ news: 'reader-there', reader: 'A' });
    state('A', PRESENT, 1);
    expect(await readers.withCard('A', transmit)).toEqual(Uint8Array.of(0x90, 0x00));
    expect(told().slice(4)).toEqual(['card-removed A', 'reader-removed A', 'reader-added A', 'card-inserted A']);
  });

  it('are told to hold another card when the service counted a swap, and the same one when it was caught counting', () => {
    state('A', PRESENT, 0);
    state('A', PRESENT, 1);
    expect(told().slice(2)).toEqual(['card-inserted A']);
    state('A', PRESENT | HELD, 1);
    state('A', PRESENT, 3);
    expect(told().slice(2)).toEqual(['card-inserted A', 'card-removed A', 'card-inserted A']);
    state('A', EMPTY, 0xffff);
    state('B', PRESENT, 0xffff);
    state('B', PRESENT, 1);
    expect(told().slice(5)).toEqual(['card-removed A', 'card-inserted B', 'card-removed B', 'card-inserted B']);
  });

  it('are given up, each for itself, when their card is silent', async () => {
    answer = ({ order }, reader) => (order === 'transmit' ? (reader === 'A' ? null : '9000') : '');
    state('A', PRESENT, 1);
    state('B', PRESENT, 1);
    const silent = readers.withCard('A', transmit);
    expect(await readers.withCard('B', transmit)).toEqual(Uint8Array.of(0x90, 0x00));
    await expect(silent).rejects.toMatchObject({ name: 'CardFault', kind: 'mute' });
    expect(events.at(-1)).toEqual({ type: 'reader-faulty', reader: 'A', reason: 'wedged' });
    expect(lines.get('A')?.[0]?.killed).toBe(true);
    expect(lines.get('B')).toHaveLength(1);
  });

  it.each([0x80100069, 0x80100016, '90', ''])(
    'take a card that ends with %s for one that is leaving',
    async (ending) => {
      answer = ({ order }) => (order === 'transmit' ? ending : '');
      state('A', PRESENT, 1);
      const pulled = readers.withCard('A', async (channel) => {
        const answered = transmit(channel);
        state('A', EMPTY, 2);
        return answered;
      });
      await expect(pulled).rejects.toMatchObject({ name: 'CardFault', kind: 'removed' });
    },
  );

  it('tell that another program holds the card, and tell the card anew when it lets go', async () => {
    const sharingViolation = 0x8010000b;
    answer = ({ order }) => (order === 'power-up' ? sharingViolation : '9000');
    state('A', PRESENT | HELD, 1);
    await expect(readers.withCard('A', transmit)).rejects.toMatchObject({ name: 'CardFault', kind: 'reader' });
    expect(events.at(-1)).toEqual({ type: 'reader-faulty', reader: 'A', reason: 'in-use' });
    state('A', PRESENT, 1);
    expect(told().slice(-2)).toEqual(['reader-added A', 'card-inserted A']);
  });
});

describe('a machine without a usable native module', () => {
  it('says how to get readers', () => {
    watch.tell({ news: 'module-unusable' });
    watch.emit('exit', null);
    expect(readers.advice).toContain('apt-get install');
  });
});
