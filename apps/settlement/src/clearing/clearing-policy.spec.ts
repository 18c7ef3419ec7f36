import { describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { readFileSync } from 'node:fs';
import { advanceDue, calendarOf, clearingPolicy, warningLevel } from './clearing-policy.js';

const TEXT = readFileSync(new URL('../../../../libs/benefits/policy/clearing.yaml', import.meta.url), 'utf8');
const policy = clearingPolicy(TEXT, ['A', 'B', 'C']);

describe('the policy of clearing', () => {
  it('says until when a month is due, by working days after the notice', () => {
    expect(calendarOf(policy, '2026-09')).toEqual({
      rule: 'clearing-calendar-2022',
      cutOff: '2026-09-30',
      tables: '2026-10-21',
      confirmation: '2026-10-25',
      notice: '2026-10-31',
      payment: '2026-11-20',
    });
    expect(calendarOf(policy, '2022-05')).toBeNull();
  });

  it('warns by how much of an advance is spoken for', () => {
    const level = (balance: number, unpaid: number): unknown =>
      warningLevel(policy, '2026-10-01', { balance: fen(balance), unpaid: fen(unpaid) })?.level;
    expect([level(1_000, 699), level(1_000, 700), level(1_000, 899), level(1_000, 900)]).toEqual([
      'none',
      'yellow',
      'yellow',
      'red',
    ]);
    expect([level(0, 0), level(0, 1), level(1_000, -1)]).toEqual(['none', 'red', 'none']);
  });

  it('reckons an advance as twice the average month, to the half fen up', () => {
    expect([300, 301, 302].map((quarter) => advanceDue(policy, '2026-10-01', fen(quarter)))).toEqual([200, 201, 201]);
  });

  it('says nothing where its rows are of a grade that is not accepted', () => {
    const strict = clearingPolicy(TEXT, ['A', 'B']);
    expect(calendarOf(strict, '2026-09')).toBeNull();
    expect(warningLevel(strict, '2026-10-01', { balance: fen(0), unpaid: fen(1) })).toBeNull();
  });

  it.each([
    ['a row without a word on what to verify', (text: string) => text.replace('      verify: calendar,\n', '')],
    ['an unknown source', (text: string) => text.replace('source: procedure-2022', 'source: nobody')],
    [
      'two rows for one day',
      (text: string) => `${text}${/ {2}- \{\n {6}rule: clearing-advance[^]*/.exec(text)?.[0] ?? ''}`,
    ],
    ['a row that ends before it begins', (text: string) => text.replace('to: null', "to: '2020-01-01'")],
  ])('is refused with %s', (_, change) => {
    expect(change(TEXT)).not.toBe(TEXT);
    expect(() => clearingPolicy(change(TEXT), ['C'])).toThrow('clearing.yaml');
  });
});
