import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { place, type DatedRow } from './dated-rows.js';

type Rule = DatedRow & { valid_to: string | null; class: string };

const CONTENT = ['class'];
const rule = (valid_from: string, valid_to: string | null, itsClass = 'A'): Rule => ({
  valid_from,
  valid_to,
  class: itsClass,
});

const kindOf = (standing: readonly Rule[], row: Rule): string => place(standing, row, CONTENT).kind;

/** Does what a placing says, as the import does. */
function put(standing: Rule[], row: Rule): void {
  const placing = place(standing, row, CONTENT);
  if (placing.kind === 'added') {
    if (placing.closes) placing.closes.row.valid_to = placing.closes.lastDay;
    standing.push({ ...row });
  }
  if (placing.kind === 'ended') placing.row.valid_to = row.valid_to;
}

describe('a dated row', () => {
  it('closes the row without end before it on the day before, over the end of a month and a leap day', () => {
    for (const [from, lastDay] of [
      ['2024-03-01', '2024-02-29'],
      ['2026-01-01', '2025-12-31'],
    ] as const) {
      const open = rule('2018-01-01', null);
      expect(place([open], rule(from, null, 'B'), CONTENT)).toEqual({ kind: 'added', closes: { row: open, lastDay } });
    }
  });

  it('that was sent before changes nothing, also after a later one has closed it', () => {
    const standing: Rule[] = [];
    put(standing, rule('2018-01-01', null));
    put(standing, rule('2024-01-01', null, 'B'));
    expect(kindOf(standing, rule('2018-01-01', null))).toBe('unchanged');
    expect(kindOf(standing, rule('2024-01-01', null, 'B'))).toBe('unchanged');
    expect(standing[0]?.valid_to).toBe('2023-12-31');
  });

  it('with other content from the same day is a conflict: the past keeps its rule', () => {
    expect(kindOf([rule('2018-01-01', null)], rule('2018-01-01', null, 'C'))).toBe('conflict');
  });

  it('that overlaps one with a last day, or begins before an open one, is refused', () => {
    expect(kindOf([rule('2018-01-01', '2024-06-30')], rule('2024-06-30', null, 'B'))).toBe('overlap');
    expect(kindOf([rule('2018-01-01', null)], rule('2017-01-01', null, 'B'))).toBe('overlap');
    expect(kindOf([rule('2018-01-01', '2024-06-30')], rule('2024-07-01', null, 'B'))).toBe('added');
    expect(kindOf([rule('2018-01-01', null)], rule('2017-01-01', '2017-12-31', 'B'))).toBe('added');
  });

  it('may be given its last day, but not be opened or moved again', () => {
    expect(kindOf([rule('2018-01-01', null)], rule('2018-01-01', '2025-12-31'))).toBe('ended');
    expect(kindOf([rule('2018-01-01', '2025-12-31')], rule('2018-01-01', null))).toBe('conflict');
    expect(kindOf([rule('2018-01-01', '2025-12-31')], rule('2018-01-01', '2026-12-31'))).toBe('conflict');
  });

  it('never shares a day with another, whatever is sent, and what was applied is known when it comes again', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2024-02-${String(number).padStart(2, '0')}`);
    const row = fc
      .tuple(day, fc.option(day), fc.constantFrom('A', 'B'))
      .filter(([from, to]) => to === null || to >= from)
      .map(([from, to, itsClass]) => rule(from, to, itsClass));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (sent) => {
        const standing: Rule[] = [];
        for (const one of sent) {
          const taken = ['added', 'ended', 'unchanged'].includes(kindOf(standing, one));
          put(standing, one);
          expect(kindOf(standing, one) === 'unchanged').toBe(taken);
          for (const a of standing) {
            for (const b of standing) {
              if (a === b) continue;
              const apart = (a.valid_to ?? '9999') < b.valid_from || (b.valid_to ?? '9999') < a.valid_from;
              expect(apart).toBe(true);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
