import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WaitingLine, type Waiting } from './waiting-line.js';

interface Member extends Waiting {
  readonly arrived: number;
}

const personsOf = (members: readonly Member[]): string[] => [...new Set(members.map(({ person }) => person))];

describe('the line before the writer', () => {
  it('serves everybody once, each person’s in the order of arrival, and no person at two places at a time', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ join: fc.constantFrom('A', 'B', 'C', 'D') }) },
      fc.record({ next: fc.integer({ min: 1, max: 4 }) }),
      fc.constant({ done: true }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const line = new WaitingLine<Member>(1_000);
        const underWay: Member[][] = [];
        const served: Member[] = [];
        let arrived = 0;
        const take = (most: number): void => {
          const batch = line.next(most);
          expect(batch.length).toBeLessThanOrEqual(most);
          expect(personsOf(batch).filter((person) => personsOf(underWay.flat()).includes(person))).toEqual([]);
          if (batch.length > 0) underWay.push(batch);
          served.push(...batch);
        };
        const finish = (): void => line.done(personsOf(underWay.shift() ?? []));
        for (const one of steps) {
          if ('join' in one) expect(line.join({ person: one.join, arrived: (arrived += 1) })).toBe(true);
          else if ('next' in one) take(one.next);
          else finish();
        }
        while (line.length > 0) {
          finish();
          take(4);
        }
        expect(served.map((member) => member.arrived).toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: arrived }, (_, index) => index + 1),
        );
        for (const person of personsOf(served)) {
          const order = served.filter((member) => member.person === person).map((member) => member.arrived);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('is full at its bound, and has room again when somebody was served', () => {
    const line = new WaitingLine<Waiting>(2);
    expect([line.join({ person: 'A' }), line.join({ person: 'A' }), line.join({ person: 'B' })]).toEqual([
      true,
      true,
      false,
    ]);
    expect(line.next(1)).toEqual([{ person: 'A' }]);
    expect(line.join({ person: 'B' })).toBe(true);
  });
});
