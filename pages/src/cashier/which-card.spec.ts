import { describe, expect, it } from '@jest/globals';
import type { ReaderView } from '../../../apps/terminal-agent/src/counter/counter-reader.js';
import { whichCard } from './which-card.js';

type Outcome = 'usable' | 'refused' | 'unknown';

function lying(name: string, holder: string, outcome: Outcome): ReaderView {
  const person = { name: '', citizenNumber: holder, gender: '', birthDate: null, nation: '', birthPlace: '' };
  const verdict = { outcome, code: '', actor: null, zh: '', en: '', hotline: null };
  return {
    name,
    kind: 'virtual',
    state: 'ready',
    card: {
      generation: 'national-3',
      specVersion: '',
      cardNumber: '',
      cardIdentifier: '',
      basicString: '',
      holder: person,
      holderAccess: null,
      notice: null,
      verdict,
    },
  };
}

describe('which of the cards on the readers is the patient’s', () => {
  it('the only one that may be used, in place of the other one of the same holder', () => {
    const [old, now] = [lying('1', 'A', 'refused'), lying('2', 'A', 'usable')];
    expect(whichCard([old, now], null)).toEqual({ advice: 'use', reader: now, instead: [old] });
  });

  it('says nothing of a bad card of somebody else', () => {
    const [other, good] = [lying('1', 'B', 'refused'), lying('2', 'A', 'usable')];
    expect(whichCard([other, good], null)).toEqual({ advice: 'use', reader: good, instead: [] });
  });

  it('has to be chosen where two may be used', () => {
    const both = [lying('1', 'A', 'usable'), lying('2', 'B', 'usable')];
    expect(whichCard(both, null)).toEqual({ advice: 'choose', readers: both });
    expect(whichCard(both, '2')).toMatchObject({ advice: 'use', reader: { name: '2' }, instead: [] });
  });

  it('is none that is refused or not known, nor one that is still being read', () => {
    const reading: ReaderView = { name: '3', kind: 'virtual', state: 'reading', card: null };
    expect(whichCard([lying('1', 'A', 'refused'), lying('2', 'A', 'unknown'), reading], '1')).toEqual({
      advice: 'none',
    });
  });
});
