import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CardChannel, CardFault } from '../channel.js';
import { cardOf, overheard, SPECIMENS } from '../virtual/specimens.js';
import { connectVirtualCard } from '../virtual/virtual-channel.js';
import { readCard } from './read-card.js';

const KINDS = Object.keys(SPECIMENS) as (keyof typeof SPECIMENS)[];
const PLACES = [{}, { applicationPlace: 'mf' }];
const OUTCOMES = ['read', 'not-social-security', 'damaged', 'interrupted'];

describe('a card that is pulled', () => {
  it.each(KINDS)('at any command of the walk through %s interrupts the reading', async (kind) => {
    for (const place of kind === 'shanghai-legacy' ? [{}] : PLACES) {
      const { channel, log } = overheard(cardOf(kind, place));
      expect((await readCard(channel)).outcome).toBe('read');
      for (let removedAt = 1; removedAt <= log.length; removedAt += 1) {
        const pulled = cardOf(kind, { ...place, faults: { removedAt } });
        expect(await readCard(connectVirtualCard(pulled))).toEqual({ outcome: 'interrupted', fault: 'removed' });
      }
      const afterwards = cardOf(kind, { ...place, faults: { removedAt: log.length + 1 } });
      expect((await readCard(connectVirtualCard(afterwards))).outcome).toBe('read');
    }
  });

  it('is not taken for a card of another trade when it leaves an empty answer', async () => {
    const channel: CardChannel = { atr: new Uint8Array(), transmit: () => Promise.resolve(new Uint8Array()) };
    expect(await readCard(channel)).toEqual({ outcome: 'interrupted', fault: 'removed' });
  });
});

describe('other faults', () => {
  it('come out as what they are', async () => {
    const mute = connectVirtualCard(cardOf('national-3', { faults: { mute: true } }));
    expect(await readCard(mute)).toEqual({ outcome: 'interrupted', fault: 'mute' });
    const broken: CardChannel = { atr: new Uint8Array(), transmit: () => Promise.reject(new CardFault('reader')) };
    expect(await readCard(broken)).toEqual({ outcome: 'interrupted', fault: 'reader' });
  });

  it('that are defects are not hidden', async () => {
    const defect: CardChannel = { atr: new Uint8Array(), transmit: () => Promise.reject(new TypeError('defect')) };
    await expect(readCard(defect)).rejects.toThrow('defect');
  });
});

describe('garbage', () => {
  const expectAnOutcome = async (channel: CardChannel): Promise<void> => {
    const reading = await readCard(channel);
    expect(OUTCOMES).toContain(reading.outcome);
    if (reading.outcome === 'read') {
      expect(reading.cardNumber).toMatch(/^[0-9A-Z]{9}$/);
      expect(reading.basicString.split('|').length).toBe(12);
    }
  };

  it('from a card that answers anything at all gives one of the outcomes', async () => {
    const success = fc.uint8Array({ maxLength: 60 }).map((data) => Uint8Array.of(...data, 0x90, 0x00));
    const answer = fc.oneof(fc.uint8Array({ maxLength: 300 }), success, success);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 40 }),
        fc.array(answer, { minLength: 1, maxLength: 40 }),
        (atr, answers) => {
          let next = 0;
          const transmit = () => Promise.resolve(answers[next++ % answers.length] ?? new Uint8Array());
          return expectAnOutcome({ atr, transmit });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('in the middle of good answers gives one of the outcomes', async () => {
    const flip = fc.record({ answer: fc.nat(20), at: fc.nat(40), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...KINDS), fc.array(flip, { maxLength: 4 }), (kind, flips) => {
        const channel = connectVirtualCard(cardOf(kind));
        let next = 0;
        const transmit = async (command: Uint8Array): Promise<Uint8Array> => {
          const answer = Uint8Array.from(await channel.transmit(command));
          for (const { at, value } of flips.filter((candidate) => candidate.answer === next)) {
            answer[at % answer.length] = value;
          }
          next += 1;
          return answer;
        };
        return expectAnOutcome({ atr: channel.atr, transmit });
      }),
      { numRuns: 200 },
    );
  });
});
