import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newIdentity, timeOfIdentity } from './identity.js';

it('a number tells when it was made, to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (ms) => {
      expect(timeOfIdentity(newIdentity('S', new Date(ms)))?.getTime()).toBe(ms);
    }),
  );
});

it('a text that is no such number tells nothing', () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => timeOfIdentity(text) === null));
  expect(timeOfIdentity(`S${'Z'.repeat(25)}`)).toBeNull();
  expect(timeOfIdentity(`S${'0'.repeat(25)}`)).toBeNull();
});
