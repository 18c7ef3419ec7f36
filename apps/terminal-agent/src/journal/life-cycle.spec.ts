import { describe, expect, it } from '@jest/globals';
import { INTENT_EVENTS, INTENT_LIFE_CYCLE, INTENT_STATES, OPEN_STATES, type IntentState } from './life-cycle.js';

const ENDED: readonly IntentState[] = ['settled', 'refused', 'closed'];

describe('the life of an intent', () => {
  it.each(ENDED)('ends in %s for ever', (state) => {
    expect(INTENT_EVENTS.map((event) => INTENT_LIFE_CYCLE[state][event])).toEqual(INTENT_EVENTS.map(() => state));
  });

  it('knows no way from a message that may be on its way to one that was not done, but the word of the centre', () => {
    for (const state of ['repeated', 'unknown', 'absent'] as const) {
      for (const event of INTENT_EVENTS)
        expect(['waiting', 'defective']).not.toContain(INTENT_LIFE_CYCLE[state][event]);
    }
  });

  it('finds whatever was on its way unknown after a start, and leaves the rest', () => {
    for (const state of INTENT_STATES) {
      expect(INTENT_LIFE_CYCLE[state].restarted).toBe(OPEN_STATES.includes(state) ? 'unknown' : state);
    }
  });
});
