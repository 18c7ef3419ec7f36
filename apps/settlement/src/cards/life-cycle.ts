/**
 * What a card can be. `withheld`: reported lost before it was activated; outside it is shown as `suspended`, since it
 * may not be used either, but finding it again does not activate it.
 */
export const CARD_STATES = ['issued', 'delivered', 'active', 'suspended', 'withheld', 'void'] as const;
export type CardState = (typeof CARD_STATES)[number];

/** What can happen to a card that is issued. `superseded`: its successor was activated. */
export const CARD_HAPPENINGS = [
  'delivered',
  'activated',
  'finance-activated',
  'lost',
  'found',
  'voided',
  'superseded',
] as const;
export type CardHappening = (typeof CARD_HAPPENINGS)[number];

/**
 * States × happenings → next. Events may come late and in any order, so every pair has an answer: what is overtaken
 * leaves the state as it is. Nothing leads out of `void`.
 */
export const LIFE_CYCLE: Readonly<Record<CardState, Readonly<Record<CardHappening, CardState>>>> = {
  issued: {
    delivered: 'delivered',
    activated: 'active',
    'finance-activated': 'issued',
    lost: 'withheld',
    found: 'issued',
    voided: 'void',
    superseded: 'void',
  },
  delivered: {
    delivered: 'delivered',
    activated: 'active',
    'finance-activated': 'delivered',
    lost: 'withheld',
    found: 'delivered',
    voided: 'void',
    superseded: 'void',
  },
  active: {
    delivered: 'active',
    activated: 'active',
    'finance-activated': 'active',
    lost: 'suspended',
    found: 'active',
    voided: 'void',
    superseded: 'void',
  },
  suspended: {
    delivered: 'suspended',
    activated: 'suspended',
    'finance-activated': 'suspended',
    lost: 'suspended',
    found: 'active',
    voided: 'void',
    superseded: 'void',
  },
  withheld: {
    delivered: 'withheld',
    activated: 'suspended',
    'finance-activated': 'withheld',
    lost: 'withheld',
    found: 'delivered',
    voided: 'void',
    superseded: 'void',
  },
  void: {
    delivered: 'void',
    activated: 'void',
    'finance-activated': 'void',
    lost: 'void',
    found: 'void',
    voided: 'void',
    superseded: 'void',
  },
};
