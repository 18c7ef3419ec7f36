import { describe, expect, it } from '@jest/globals';
import { happen, issue, type ExchangeCard, type PersonCards } from './exchange.js';
import { CARD_HAPPENINGS, CARD_STATES, LIFE_CYCLE } from './life-cycle.js';

const DAY = '2026-11-23';

const card = (cardNumber: string, change: Partial<ExchangeCard> = {}): ExchangeCard => ({
  cardNumber,
  cardIdentifier: '',
  generation: 'national-3',
  predecessor: null,
  state: 'issued',
  since: '2026-01-01',
  voidReason: null,
  voidedAt: null,
  financial: false,
  activated: false,
  custodyAt: null,
  ...change,
});

const active = { state: 'active', activated: true } as const;
const at = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`;

function cardsOf(...cards: ExchangeCard[]): PersonCards {
  return new Map(cards.map((one) => [one.cardNumber, one]));
}

describe('the life cycle of a card', () => {
  it('never leads out of void, and to use by an activation or a finding only', () => {
    for (const state of CARD_STATES) {
      for (const happening of CARD_HAPPENINGS) {
        const next = LIFE_CYCLE[state][happening];
        if (state === 'void') expect(next).toBe('void');
        if (next === 'active' && state !== 'active') expect(['activated', 'found']).toContain(happening);
      }
    }
  });
});

describe('an activation', () => {
  it('ends every card before it, and says which was lost', () => {
    const cards = cardsOf(
      card('A', active),
      card('B', { state: 'suspended', activated: true, predecessor: 'A' }),
      card('C', { predecessor: 'B' }),
    );
    const steps = happen(cards, 'C', { type: 'activated', at: at(1) }, DAY);
    expect(steps.map(({ cardNumber, happening }) => [cardNumber, happening])).toEqual([
      ['C', 'activated'],
      ['B', 'superseded'],
      ['A', 'superseded'],
    ]);
    expect(cards.get('A')).toMatchObject({ state: 'void', voidReason: 'replaced', since: DAY });
    expect(cards.get('B')).toMatchObject({ state: 'void', voidReason: 'lost' });
  });

  it('counts while the card is lost, so that the old one is void; the card itself stays shut', () => {
    const cards = cardsOf(card('A', active), card('B', { state: 'withheld', predecessor: 'A', custodyAt: at(2) }));
    happen(cards, 'B', { type: 'activated', at: at(1) }, DAY);
    expect([cards.get('A')?.state, cards.get('B')?.state]).toEqual(['void', 'suspended']);
  });

  it('heard of after the withdrawal counts if it came before it', () => {
    for (const [hour, before] of [
      [1, 'void'],
      [3, 'active'],
    ] as const) {
      const cards = cardsOf(
        card('A', active),
        card('B', { state: 'void', voidReason: 'withdrawn', voidedAt: at(2), predecessor: 'A' }),
      );
      happen(cards, 'B', { type: 'activated', at: at(hour) }, DAY);
      expect([cards.get('A')?.state, cards.get('B')?.state]).toEqual([before, 'void']);
    }
  });
});

describe('a card that is heard of late', () => {
  it('is void from the start when one after it is in use, and ends those before it', () => {
    const cards = cardsOf(card('A', active), card('C', { ...active, predecessor: 'B' }));
    const steps = issue(cards, card('B', { predecessor: 'A' }), DAY);
    expect(steps.map(({ effect, to }) => [effect, to])).toEqual([
      ['applied', 'issued'],
      ['applied', 'void'],
      ['applied', 'void'],
    ]);
    expect(cards.get('A')?.state).toBe('void');
  });
});

describe('a loss and a finding', () => {
  it('are decided by their own times, and at the same instant for the loss', () => {
    const after = (...happenings: readonly ['lost' | 'found', number][]): string | undefined => {
      const cards = cardsOf(card('A', active));
      for (const [type, hour] of happenings) happen(cards, 'A', { type, at: at(hour) }, DAY);
      return cards.get('A')?.state;
    };
    expect(after(['lost', 1], ['found', 2])).toBe('active');
    expect(after(['found', 2], ['lost', 1])).toBe('active');
    expect(after(['lost', 2], ['found', 1])).toBe('suspended');
    expect(after(['lost', 1], ['found', 1])).toBe('suspended');
    expect(after(['found', 1], ['lost', 1])).toBe('suspended');
  });
});
