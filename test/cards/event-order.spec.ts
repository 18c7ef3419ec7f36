import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventBatch, type BatchGround } from '../../apps/settlement/src/cards/event-batch.js';
import { CardEvent } from '../../apps/settlement/src/cards/card-event.js';
import { refusalOfCard } from '../../apps/settlement/src/cards/card-verdict.js';
import { type PersonCards } from '../../apps/settlement/src/cards/exchange.js';
import { answerOf, rightAnswer, type Told } from '../../demo/transition/oracle.mjs';

const PERSON = 'P1';
const CARDS = ['A0', 'A1', 'A2'];
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);

const told = fc.record({
  type: fc.constantFrom<Told['type'][]>('delivered', 'activated', 'finance-activated', 'lost', 'found'),
  card: fc.constantFrom(...CARDS),
  at: fc.integer({ min: 1, max: 8 }).map((day) => START + day * DAY_MS),
});

/** A card that was withdrawn has no life after that. */
const withdrawal = fc.option(
  fc.constantFrom(...CARDS).map((card): Told => ({ type: 'voided', card, at: START + 9 * DAY_MS })),
);

const issues: Told[] = CARDS.map((card, index) => ({
  type: 'issued',
  card,
  at: START,
  predecessor: CARDS[index - 1] ?? null,
}));

/** A history, and the order in which it is told. */
const history = fc
  .tuple(fc.array(told, { maxLength: 12 }), withdrawal, fc.subarray(issues))
  .map(([events, end, cards]): Told[] => [...cards, ...events, ...(end ? [end] : [])])
  .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })));

function registryAfter(events: readonly Told[]) {
  const cards: PersonCards = new Map();
  const ground: BatchGround = {
    persons: new Map([[PERSON, { personId: PERSON, birthDate: '1980-01-01', cards }]]),
    owners: new Map(),
    citizens: new Map(),
    merged: new Map(),
    known: new Map(),
    day: '2026-11-23',
  };
  const arriving = new Map(CARDS.map((card) => [card, PERSON]));
  const batch = new EventBatch(ground, arriving);
  const eventOf = ({ type, card, at, predecessor }: Told, index: number): CardEvent =>
    CardEvent.parse({
      eventId: `E${index}`,
      type,
      cardNumber: card,
      at: new Date(at).toISOString(),
      ...(type === 'issued'
        ? { personNumber: PERSON, generation: 'national-3', predecessor: predecessor ?? undefined }
        : {}),
    });
  for (const [index, event] of events.entries()) batch.take(eventOf(event, index));
  // What had to wait is taken once more, as when its card arrives.
  for (const { event } of batch.waiting.splice(0)) batch.take(event, true);
  return (card: string): string => {
    const found = cards.get(card);
    const registered = found && { ...found, personId: PERSON, stateSince: found.since, otherCardActive: false };
    return refusalOfCard(registered ?? null, '', null)?.code ?? 'CARD-USABLE';
  };
}

describe('the events of a person’s cards', () => {
  it('lead to the same verdicts in whatever order they come, and to the right ones', () => {
    fc.assert(
      fc.property(history, ([events, order]) => {
        const inTime = registryAfter(events);
        const shuffled = registryAfter(order);
        for (const card of CARDS) {
          expect(answerOf(shuffled(card))).toBe(rightAnswer(events, card));
          expect(answerOf(inTime(card))).toBe(rightAnswer(events, card));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
