import { describe, expect, it } from '@jest/globals';
import { readHostileCard } from '../index.js';

const READINGS = 5_000;

/** Seeds that once broke a promise come here, so that they never do again. None has so far. */
const FAILED_ONCE: readonly number[] = [];

describe('a card that answers wrongly', () => {
  it(`gives an outcome with a code each of ${READINGS} times, and breaks no promise`, async () => {
    const codes = new Map<string, number>();
    for (let seed = 0; seed < READINGS; seed += 1) {
      const { code } = await readHostileCard(seed);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    // The walk is taken to its end, and left at its many corners.
    expect(codes.size).toBeGreaterThan(30);
    for (const code of [
      'card read, holder read',
      'card read, holder needs-authentication',
      'card+keys read, holder read',
      'card+keys read, holder authentication-failed',
      'card+keys read, holder key-service-unreachable',
      'card+keys read, holder key-service-refused',
      'bank read',
      'bank refused, credit',
    ]) {
      expect(codes.get(code) ?? 0).toBeGreaterThan(0);
    }
  });

  it('is the same card for the same seed', async () => {
    for (const seed of [1, 77, 4_711, ...FAILED_ONCE]) {
      expect(await readHostileCard(seed)).toEqual(await readHostileCard(seed));
    }
  });
});
