import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PersonBatch, type PersonGround } from './person-batch.js';
import { PersonRow } from './person-row.js';

const empty = (): PersonGround => ({ persons: new Map(), certificates: new Map(), known: new Map() });

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const told = (row: object): PersonRow => PersonRow.parse({ personNumber: 'P', ...row });
const person = (second: number, more: object = {}): PersonRow =>
  told({
    eventId: `person-${second}`,
    at: at(second),
    type: 'person',
    name: `甲${second}`,
    certificateNumber: `CERT${second}`,
    gender: '1',
    birthDate: '1960-01-01',
    ...more,
  });

const day = fc.integer({ min: 0, max: 27 }).map((index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
/** Facts of one person, each with a time of its own. */
const someFacts = fc
  .array(
    fc.oneof(
      fc.record({
        type: fc.constant('enrolment'),
        insuranceType: fc.constantFrom('310', '390'),
        personType: fc.constantFrom('11', '12'),
        status: fc.constantFrom('active', 'suspended', 'arrears', 'ended'),
        since: day,
        enrolledOn: day,
        division: fc.constantFrom('310000', '310115'),
        ownCeiling: fc.constantFrom(null, '1.00', '2.00'),
      }),
      fc.record({ type: fc.constant('death'), diedOn: fc.option(day) }),
      fc.record({
        type: fc.constant('employment'),
        workStartDate: fc.constantFrom(null, '1980-01-01'),
        retirementDate: fc.constantFrom(null, '2020-01-01'),
      }),
      fc.record({ type: fc.constant('person') }),
    ),
    { minLength: 2, maxLength: 12 },
  )
  .map((facts) =>
    facts.map((fact, index) =>
      fact.type === 'person' ? person(index + 1) : told({ eventId: `e${index}`, at: at(index + 1), ...fact }),
    ),
  );

/** What is known after these rows, however they were brought. */
function known(rows: readonly PersonRow[]): unknown {
  const ground = empty();
  const batch = new PersonBatch(ground);
  for (const row of [person(0), ...rows]) batch.take(row);
  const sorted = (map: ReadonlyMap<string, object>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { enrolments, ...rest } = ground.persons.get('P') ?? { enrolments: new Map<string, object>() };
  return { rest, enrolments: sorted(enrolments), statuses: sorted(batch.statuses) };
}

describe('the rows about a person', () => {
  it('say the same in whatever order they come', () => {
    const shuffled = someFacts.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) => expect(known(others)).toEqual(known(rows))),
      { numRuns: 1_000 },
    );
  });

  it('say the same when they come twice', () => {
    fc.assert(
      fc.property(someFacts, (rows) => expect(known([...rows, ...rows])).toEqual(known(rows))),
      { numRuns: 300 },
    );
  });

  it('wait for their person, and one that nobody knows yet is named', () => {
    const batch = new PersonBatch(empty());
    expect(batch.take(told({ eventId: 'd', at: at(1), type: 'death', diedOn: null }))).toEqual({ kind: 'waiting' });
    batch.take(person(2));
    batch.take(told({ eventId: 'm', at: at(3), type: 'merge', into: 'Q' }));
    expect(batch.waiting.map(({ row, awaits }) => [row.eventId, awaits])).toEqual([
      ['d', 'P'],
      ['m', 'Q'],
    ]);
  });

  it('keep an old certificate leading to the person when it is corrected', () => {
    const batch = new PersonBatch(empty());
    batch.take(person(1));
    batch.take(person(2));
    expect([...batch.entered]).toEqual([
      ['01 CERT1', 'P'],
      ['01 CERT2', 'P'],
    ]);
  });

  it('name both dates of work or none', () => {
    const { type, eventId, at: time } = person(1);
    const half = { type, eventId, at: time, personNumber: 'P', workStartDate: null };
    expect(
      PersonRow.safeParse({ ...half, name: '甲', certificateNumber: 'C', gender: '1', birthDate: '1960-01-01' }),
    ).toMatchObject({ success: false });
  });
});
