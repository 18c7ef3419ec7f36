import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { cardNumberChecks, citizenNumberChecks } from '../check-digits.js';
import { type VirtualCardProfile, virtualCardProfileSchema } from '../virtual/profile.js';
import { VirtualCard } from '../virtual/virtual-card.js';
import { connectVirtualCard } from '../virtual/virtual-channel.js';
import { readCard } from './read-card.js';

interface DemoCard {
  readonly key: string;
  readonly chip: unknown;
}

const world = JSON.parse(readFileSync(new URL('../../../../demo/world.json', import.meta.url), 'utf8')) as {
  cards: DemoCard[];
};
const cards = world.cards.map(({ key, chip }) => ({ key, profile: virtualCardProfileSchema.parse(chip) }));
const profileOf = (key: string): VirtualCardProfile => {
  const card = cards.find((candidate) => candidate.key === key);
  if (!card) throw new Error(`no demo card ${key}`);
  return card.profile;
};
const read = (profile: VirtualCardProfile) => readCard(connectVirtualCard(new VirtualCard(profile)));

describe('every card of the demo world', () => {
  it.each(cards)('$key gives exactly what its profile says, without a warning', async ({ profile }) => {
    const reading = await read(profile);
    if (profile.generation === null) {
      expect(reading).toEqual({ outcome: 'not-social-security' });
    } else if (profile.faults) {
      expect(reading).toEqual({ outcome: 'damaged', generation: null, reason: 'record-truncated', tag: '03' });
    } else if (profile.generation === 'shanghai-legacy') {
      expect(reading).toMatchObject({
        outcome: 'read',
        generation: 'shanghai-legacy',
        specVersion: '',
        cardNumber: profile.cardNumber,
        cardIdentifier: '',
        issueDate: null,
        validUntil: null,
        holder: null,
        holderAccess: 'not-on-card',
        warnings: [],
      });
    } else {
      const open = profile.holderAccess === 'free';
      expect(reading).toMatchObject({
        outcome: 'read',
        generation: profile.generation,
        specVersion: profile.specVersion,
        cardNumber: profile.cardNumber,
        cardIdentifier: profile.cardIdentifier,
        issueDate: profile.issueDate,
        validUntil: profile.validUntil,
        holder: open ? profile.holder : null,
        holderAccess: open ? 'read' : 'needs-authentication',
        keyAlgorithm: profile.algorithm ?? 'des',
        warnings: [],
      });
    }
  });

  it('has numbers with valid check characters', () => {
    for (const { profile } of cards) {
      if ('cardNumber' in profile) expect(cardNumberChecks(profile.cardNumber)).toBe(true);
      if ('holder' in profile) expect(citizenNumberChecks(profile.holder.citizenNumber)).toBe(true);
    }
  });

  it.each([
    [
      'employee-new',
      '310000|310199198603120113|T30000010|310000D1560000050C0000015A5A5A5A|沈在职|0081544D31865331000C000001|3.00|20260302|20360302|000000000000||',
    ],
    [
      'visitor-new',
      '340100|340199199010050551|A20000051|340100D1560000050B0000055A5A5A5A|徐来沪|0081544D31865334010B000005|2.00|20150618|20350618|000000000000||',
    ],
    [
      'locked-3',
      '310000||T30000088|310000D1560000050C0000085A5A5A5A||0081544D31865331000C000008|3.00|20230109|20330109|000000000000||',
    ],
    ['employee-old', '||T10000013|||5348414C4547410A00||||000000000000||'],
  ])('%s gives the basic string of the national reader function', async (key, expected) => {
    const reading = await read(profileOf(key));
    expect(reading.outcome === 'read' && reading.basicString).toBe(expected);
    expect(expected.split('|').length).toBe(12);
  });
});
