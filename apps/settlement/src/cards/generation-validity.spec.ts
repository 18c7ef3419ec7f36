import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { cardValidity, endOfGeneration, readCardValidity } from './generation-validity.js';

const DIRECTORY = new URL('../../../../libs/benefits/policy/', import.meta.url);
const text = readFileSync(new URL('cards-shanghai.yaml', DIRECTORY), 'utf8');
const switchedOn = text.replace('inForce: false', 'inForce: true');
const ALL = ['A', 'B', 'C', 'D'];

const shanghai = [{ division: '310000', personType: '11' }];
const chongming = [{ division: '310151', personType: '12' }];

function ruleInForce() {
  const rule = cardValidity('cards.yaml', switchedOn, ALL).get('shanghai-legacy');
  if (!rule) throw new Error('no rule');
  return rule;
}

describe('the validity of a generation of cards', () => {
  it('has no end anywhere in the policies as they are shipped', () => {
    expect(readCardValidity(DIRECTORY.pathname, '310000', ['A', 'B']).size).toBe(0);
    expect(readCardValidity(DIRECTORY.pathname, '340100', ['A', 'B']).size).toBe(0);
  });

  it('ends after its last day, later for the area and persons of an extension', () => {
    const rule = ruleInForce();
    expect(endOfGeneration(rule, shanghai, '2020-12-31')).toBeNull();
    expect(endOfGeneration(rule, shanghai, '2021-01-01')).toBe('2020-12-31');
    expect(endOfGeneration(rule, chongming, '2021-06-30')).toBeNull();
    expect(endOfGeneration(rule, chongming, '2021-07-01')).toBe('2021-06-30');
    expect(endOfGeneration(rule, [{ division: '310151', personType: '11' }], '2021-01-01')).toBe('2020-12-31');
    expect(endOfGeneration(rule, [], '2021-01-01')).toBe('2020-12-31');
  });

  it.each([
    ['a field that nobody knows', switchedOn.replace('to: 2020-12-31', 'to: 2020-12-31\n    until: 2021-01-01')],
    ['a day that does not exist', switchedOn.replace('2020-12-31', '2020-12-32')],
    ['an end before the beginning', switchedOn.replace('from: 2018-01-01', 'from: 2021-01-01')],
    ['an extension that is none', switchedOn.replace('2021-06-30', '2020-06-30')],
    ['an unknown source', switchedOn.replace('source: exchange-news-2020', 'source: hearsay')],
    ['no rules at all', 'policy: x'],
  ])('is not loaded with %s', (_, broken) => {
    expect(() => cardValidity('cards.yaml', broken, ALL)).toThrow('cards.yaml cannot be used');
  });

  it('is not loaded with a rule in force whose grade is not accepted', () => {
    expect(() => cardValidity('cards.yaml', switchedOn, ['A', 'B'])).toThrow('old-card-chongming-retired');
  });
});
