import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadPolicy } from '../policy/load.js';
import type { Policy } from '../policy/policy.js';
import type { BillAnswer } from './answer.js';
import type { Bill } from './bill.js';
import { answered } from './examples.js';
import { billIn, frame, frameOfEmployees, lines, RUNS } from './random-bills.js';
import { unsound } from './soundness.js';
import { splitBill } from './split-bill.js';

function province(name: string): Policy {
  const text = readFileSync(new URL(`../../policy/${name}.yaml`, import.meta.url), 'utf8');
  const loaded = loadPolicy([{ name, text }], { acceptGrades: ['C'] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.policy;
}

const shanghai = province('shanghai');
const anhui = province('anhui');

const split = (given: Bill, policy = shanghai): BillAnswer => answered(splitBill(policy, given));

/** Fails the property with words; `expect` in so many runs would take most of the time. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

describe('every answer', () => {
  const met = { cohorts: new Set<string>(), segments: new Set<string>(), payers: new Set<string>() };

  it('holds the identities of the interface, overdraws no account and explains every fen once', () => {
    fc.assert(
      fc.property(billIn(frame), (given) => {
        const answer = split(given);
        const broken = unsound(given, answer);
        must(broken.length === 0, broken.join('; '));
        met.cohorts.add(answer.cohort);
        for (const { segment, payer } of answer.payers) {
          met.segments.add(segment);
          met.payers.add(payer);
        }
      }),
      { numRuns: RUNS },
    );
    // Bills that leave somebody or something out would prove less than they say.
    expect(met.cohorts.size).toBe(new Set(shanghai.tables.cohorts.map(({ cohort }) => cohort)).size);
    expect([met.segments.size, met.payers.size]).toEqual([9, 7]);
  });

  it('does so under the rules of another province', () => {
    fc.assert(
      fc.property(billIn(frameOfEmployees), (given) => {
        const broken = unsound(given, split(given, anhui));
        must(broken.length === 0, broken.join('; '));
      }),
      { numRuns: RUNS },
    );
  });

  it('does not depend on the order of the lines', () => {
    const shuffled = fc
      .tuple(frame, lines)
      .chain(([given, some]) =>
        fc.tuple(
          fc.constant({ ...given, lines: some }),
          fc.shuffledSubarray(some, { minLength: some.length, maxLength: some.length }),
        ),
      );
    const seen = ({ split, payers, explanation, movements }: BillAnswer) => ({ split, payers, explanation, movements });
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expect(seen(split({ ...given, lines: other }))).toEqual(seen(split(given)));
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    );
  });
});
