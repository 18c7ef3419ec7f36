import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CardChannel,
  type CardReading,
  connectVirtualCard,
  readCard,
  VirtualCard,
  virtualCardProfileSchema,
} from '@medisettle/card';
import { readFileSync } from 'node:fs';
import { type ReaderEvent } from './reader-driver.js';
import { VirtualReaders } from './virtual-readers.js';

const world = JSON.parse(readFileSync(new URL('../../../demo/world.json', import.meta.url), 'utf8')) as {
  cards: { key: string; chip: Record<string, unknown> }[];
};

function demoCard(key: string, changes: Record<string, unknown> = {}): VirtualCard {
  const chip = world.cards.find((card) => card.key === key)?.chip;
  return new VirtualCard(virtualCardProfileSchema.parse({ ...chip, ...changes }));
}

const REMOVED = { name: 'CardFault', kind: 'removed' };
const CLOSED = { name: 'CardFault', kind: 'reader' };
const GET_CHALLENGE = Uint8Array.of(0x00, 0x84, 0x00, 0x00, 0x08);
const cardNumber = (reading: CardReading): string | null => (reading.outcome === 'read' ? reading.cardNumber : null);

/** Runs something before the n-th command of the work goes to the card. */
function beforeCommand(n: number, channel: CardChannel, act: () => void): CardChannel {
  let count = 0;
  return {
    atr: channel.atr,
    transmit: (command) => {
      count += 1;
      if (count === n) act();
      return channel.transmit(command);
    },
  };
}

/** How many commands it takes to read a card. */
async function commandsOf(key: string): Promise<number> {
  let count = 0;
  const channel = connectVirtualCard(demoCard(key));
  await readCard({ atr: channel.atr, transmit: (command) => ((count += 1), channel.transmit(command)) });
  return count;
}

/** A promise and its switch, for work that waits. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

let readers: VirtualReaders;
let events: ReaderEvent[];
beforeEach(() => {
  readers = new VirtualReaders(['virtual-1', 'virtual-2']);
  events = [];
  readers.events.subscribe((event) => events.push(event));
});
afterEach(() => readers.close());

describe('events of virtual readers', () => {
  it('begin with the readers and cards that are there', () => {
    const insertion = readers.insert('virtual-2', demoCard('pupil-new'));
    const late: ReaderEvent[] = [];
    readers.events.subscribe((event) => late.push(event));
    expect(late).toEqual([
      { type: 'reader-added', reader: 'virtual-1' },
      { type: 'reader-added', reader: 'virtual-2' },
      { type: 'card-inserted', reader: 'virtual-2', card: { insertion, atr: demoCard('pupil-new').atr } },
    ]);
  });

  it('show a swap as a removal and an insertion of its own', () => {
    const first = readers.insert('virtual-1', demoCard('employee-old'));
    const second = readers.insert('virtual-1', demoCard('employee-old'));
    expect(second).not.toBe(first);
    expect(events.slice(2)).toMatchObject([
      { type: 'card-inserted', card: { insertion: first } },
      { type: 'card-removed', insertion: first },
      { type: 'card-inserted', card: { insertion: second } },
    ]);
    readers.remove('virtual-1');
    readers.remove('virtual-1');
    expect(events.slice(5)).toEqual([{ type: 'card-removed', reader: 'virtual-1', insertion: second }]);
  });

  it('reach every subscriber in one order, also when one of them answers by changing a reader', () => {
    const readersHere = new VirtualReaders(['virtual-1']);
    const answering: string[] = [];
    const watching: string[] = [];
    readersHere.events.subscribe((event) => {
      answering.push(event.type);
      if (event.type === 'card-inserted') readersHere.remove('virtual-1');
    });
    readersHere.events.subscribe((event) => watching.push(event.type));
    readersHere.insert('virtual-1', demoCard('pupil-new'));
    expect(watching).toEqual(['reader-added', 'card-inserted', 'card-removed']);
    expect(answering).toEqual(watching);
  });

  it('say that a mute card wedges its reader until it is pulled', async () => {
    readers.insert('virtual-1', demoCard('pupil-new', { faults: { mute: true } }));
    expect(await readers.withCard('virtual-1', readCard)).toEqual({ outcome: 'interrupted', fault: 'mute' });
    expect(events.at(-1)).toEqual({ type: 'reader-faulty', reader: 'virtual-1', reason: 'wedged' });
    expect(readers.readers()[0]).toMatchObject({ state: 'faulty' });
    readers.insert('virtual-1', demoCard('pupil-new'));
    expect(readers.readers()[0]).toMatchObject({ name: 'virtual-1', kind: 'virtual', state: 'occupied' });
    expect(cardNumber(await readers.withCard('virtual-1', readCard))).toBe('T30000037');
  });

  it('end when the readers are closed, for late subscribers too', async () => {
    await readers.close();
    let ends = 0;
    readers.events.subscribe({ complete: () => (ends += 1) });
    expect(ends).toBe(1);
  });
});

describe('work with a card', () => {
  it('reads it, again and again', async () => {
    readers.insert('virtual-1', demoCard('visitor-new'));
    const first = await readers.withCard('virtual-1', readCard);
    expect(cardNumber(first)).toBe('A20000051');
    expect(await readers.withCard('virtual-1', readCard)).toEqual(first);
  });

  it('takes turns at one reader and runs side by side at two', async () => {
    readers.insert('virtual-1', demoCard('visitor-new'));
    readers.insert('virtual-2', demoCard('pupil-new'));
    const order: string[] = [];
    const { opened, open } = gate();
    const slow = readers.withCard('virtual-1', async () => {
      order.push('slow begins');
      await opened;
      order.push('slow ends');
    });
    const next = readers.withCard('virtual-1', () => Promise.resolve(order.push('next')));
    await readers.withCard('virtual-2', async (channel) => order.push(String(cardNumber(await readCard(channel)))));
    expect(order).toEqual(['slow begins', 'T30000037']);
    open();
    await Promise.all([slow, next]);
    expect(order.slice(2)).toEqual(['slow ends', 'next']);
  });

  it('passes on what the work throws and lets the next one in', async () => {
    readers.insert('virtual-1', demoCard('visitor-new'));
    await expect(readers.withCard('virtual-1', () => Promise.reject(new TypeError('defect')))).rejects.toThrow(
      'defect',
    );
    expect(cardNumber(await readers.withCard('virtual-1', readCard))).toBe('A20000051');
  });

  it('gives the channel back when it is done', async () => {
    readers.insert('virtual-1', demoCard('visitor-new'));
    const kept = await readers.withCard('virtual-1', (channel) => Promise.resolve(channel));
    await expect(kept.transmit(GET_CHALLENGE)).rejects.toThrow('given back');
  });

  it('is refused without a card, without such a reader, and for a card that has left', async () => {
    await expect(readers.withCard('virtual-1', readCard)).rejects.toMatchObject(REMOVED);
    await expect(readers.withCard('virtual-9', readCard)).rejects.toMatchObject({
      name: 'UnknownReader',
      reader: 'virtual-9',
    });
    expect(() => readers.insert('virtual-9', demoCard('pupil-new'))).toThrow('virtual-9');
    const left = readers.insert('virtual-1', demoCard('visitor-new'));
    readers.insert('virtual-1', demoCard('pupil-new'));
    await expect(readers.withCard('virtual-1', readCard, left)).rejects.toMatchObject(REMOVED);
  });
});

describe('a card that is pulled in the middle of work', () => {
  it('fails the work at any command, with nothing read', async () => {
    const commands = await commandsOf('employee-new');
    for (let n = 1; n <= commands; n += 1) {
      readers.insert('virtual-1', demoCard('employee-new'));
      const reading = readers.withCard('virtual-1', (channel) =>
        readCard(beforeCommand(n, channel, () => readers.remove('virtual-1'))),
      );
      await expect(reading).rejects.toMatchObject(REMOVED);
      expect(readers.readers()[0]).toMatchObject({ state: 'empty', card: null });
    }
  });

  it('fails it also when the profile says when to leave, and the readers say so', async () => {
    readers.insert('virtual-1', demoCard('employee-new', { faults: { removedAt: 5 } }));
    await expect(readers.withCard('virtual-1', readCard)).rejects.toMatchObject(REMOVED);
    expect(events.at(-1)).toMatchObject({ type: 'card-removed', reader: 'virtual-1' });
  });

  it('does not lend the card that took its place to the work for the old one', async () => {
    const commands = await commandsOf('employee-new');
    for (let n = 1; n <= commands; n += 1) {
      readers.insert('virtual-1', demoCard('employee-new'));
      const swap = (): void => void readers.insert('virtual-1', demoCard('pupil-new'));
      let fate: Promise<CardReading> | undefined;
      const reading = readers.withCard('virtual-1', (channel) => (fate = readCard(beforeCommand(n, channel, swap))));
      await expect(reading).rejects.toMatchObject(REMOVED);
      expect(await fate).toEqual({ outcome: 'interrupted', fault: 'removed' });
      expect(cardNumber(await readers.withCard('virtual-1', readCard))).toBe('T30000037');
    }
  });

  it('fails those who wait for it as well, and not the work for its successor', async () => {
    readers.insert('virtual-1', demoCard('employee-new'));
    const { opened, open } = gate();
    const atWork = readers.withCard('virtual-1', () => opened);
    const waiting = readers.withCard('virtual-1', readCard);
    readers.insert('virtual-1', demoCard('pupil-new'));
    const successor = readers.withCard('virtual-1', readCard);
    await expect(atWork).rejects.toMatchObject(REMOVED);
    await expect(waiting).rejects.toMatchObject(REMOVED);
    expect(cardNumber(await successor)).toBe('T30000037');
    open();
  });

  it('fails at once, not when a slow command would have ended', async () => {
    const slow = new VirtualReaders(['virtual-1'], { apduLatencyMs: 3_600_000 });
    slow.insert('virtual-1', demoCard('pupil-new'));
    const { opened: sent, open: sending } = gate();
    const reading = slow.withCard('virtual-1', (channel) => readCard(beforeCommand(1, channel, sending)));
    await sent;
    slow.remove('virtual-1');
    await expect(reading).rejects.toMatchObject(REMOVED);
    await slow.close();
  });

  it('fails at once also when the card itself is slow', async () => {
    readers.insert('virtual-1', demoCard('pupil-new', { faults: { slowMs: 60_000 } }));
    const { opened: sent, open: sending } = gate();
    const reading = readers.withCard('virtual-1', (channel) => readCard(beforeCommand(1, channel, sending)));
    await sent;
    readers.remove('virtual-1');
    await expect(reading).rejects.toMatchObject(REMOVED);
  });

  it('may go into another reader while the work for it ends', async () => {
    const card = demoCard('pupil-new');
    readers.insert('virtual-1', card);
    const old = readers.withCard('virtual-1', (channel) =>
      readCard(beforeCommand(3, channel, () => readers.remove('virtual-1'))),
    );
    await expect(old).rejects.toMatchObject(REMOVED);
    readers.insert('virtual-2', card);
    expect(cardNumber(await readers.withCard('virtual-2', readCard))).toBe('T30000037');
  });
});

describe('readers with a latency', () => {
  it('read the same', async () => {
    const slow = new VirtualReaders(['virtual-1'], { apduLatencyMs: 1 });
    slow.insert('virtual-1', demoCard('pupil-new'));
    expect(cardNumber(await slow.withCard('virtual-1', readCard))).toBe('T30000037');
    await slow.close();
  });
});

describe('closing the readers', () => {
  it('ends work under way, waiting work and every later one', async () => {
    readers.insert('virtual-1', demoCard('pupil-new'));
    const { opened, open } = gate();
    const atWork = readers.withCard('virtual-1', () => opened);
    const waiting = readers.withCard('virtual-1', readCard);
    const fates = Promise.all([
      expect(atWork).rejects.toMatchObject(CLOSED),
      expect(waiting).rejects.toMatchObject(CLOSED),
    ]);
    await readers.close();
    await fates;
    await expect(readers.withCard('virtual-1', readCard)).rejects.toMatchObject(CLOSED);
    expect(() => readers.insert('virtual-1', demoCard('pupil-new'))).toThrow('closed');
    await readers.close();
    open();
  });
});
