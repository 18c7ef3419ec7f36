import fc from 'fast-check';
import type pg from 'pg';
import { addHospitals, addPersons, card, hospital, person } from '../../bench/synthetic-bills.mjs';
import { openCentre, type CentreInProcess } from '../world/centre-in-process.js';
import { type His } from '../world/his.js';
import { Faults, type Breakdown } from './faults.js';
import { History, type Manner, type Step } from './history.js';

const BALANCE_FEN = 9_000;
const STEPS_MAX = 20;

const manner = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Manner>('awaited') },
  { weight: 2, arbitrary: fc.constant<Manner>('late') },
  { weight: 1, arbitrary: fc.constant<Manner>('twice') },
);

const breakdown = fc.oneof(
  { weight: 16, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.nat(10).map((statement): Breakdown => ({ statement })) },
  { weight: 1, arbitrary: fc.constant<Breakdown>('at-commit') },
  { weight: 1, arbitrary: fc.constant<Breakdown>('after-commit') },
  { weight: 1, arbitrary: fc.constant<Breakdown>('cut') },
);

const ACTS: readonly (readonly [Step['act'], number])[] = [
  ['settle', 6],
  ['cancel', 4],
  ['reverse', 5],
  ['repeat', 4],
  ['upload', 3],
  ['withdraw', 1],
  ['register', 1],
  ['unregister', 1],
  ['alter', 1],
  ['close', 2],
  ['activate', 1],
  ['await', 1],
];

const someStep = fc.record<Step>({
  act: fc.oneof(...ACTS.map(([act, weight]) => ({ weight, arbitrary: fc.constant(act) }))),
  which: fc.nat(20),
  batch: fc.oneof(
    { weight: 4, arbitrary: fc.constant('A' as const) },
    { weight: 1, arbitrary: fc.constant('B' as const) },
  ),
  card: fc.oneof(
    { weight: 5, arbitrary: fc.constant('old' as const) },
    { weight: 1, arbitrary: fc.constant('new' as const) },
  ),
  count: fc.integer({ min: 1, max: 5 }),
  manner,
  breakdown,
});

const plain = { which: 0, batch: 'A', card: 'old', count: 3, manner: 'awaited', breakdown: null } as const;
/** Whatever else happens, there is a visit with a bill to begin with. */
const START: readonly Step[] = [
  { ...plain, act: 'register' },
  { ...plain, act: 'upload' },
];

/** A history of a person: steps at random, with breakdowns between. */
export const someHistory: fc.Arbitrary<Step[]> = fc.array(someStep, {
  minLength: 1,
  maxLength: STEPS_MAX,
  size: 'max',
});

/** A real centre for histories, each with a person of its own. */
export class Theatre {
  private played = 0;

  private constructor(
    readonly centre: CentreInProcess,
    private readonly his: His,
    private readonly faults: Faults,
    private readonly database: pg.Client,
    private readonly persons: number,
  ) {}

  /** @param persons how many histories can be played at most */
  static async open(label: string, persons: number): Promise<Theatre> {
    const centre = await openCentre(label);
    const database = await centre.connect();
    await addHospitals(database, 1);
    await addPersons(database, persons, BALANCE_FEN);
    await database.query(
      `INSERT INTO medisettle.card (person_id, card_number, card_identifier, generation, state, state_since, financial,
                                    activated, predecessor)
       SELECT person_id, 'N' || card_number, '', 'national-3', 'delivered', '2026-01-01', false, false, card_number
         FROM medisettle.card WHERE card_number LIKE 'T9%'`,
    );
    await database.query(
      `INSERT INTO medisettle.card_directory (card_number, person_id)
       SELECT card_number, person_id FROM medisettle.card WHERE card_number LIKE 'NT9%'`,
    );
    return new Theatre(centre, centre.his(hospital(0)), await Faults.into(centre), database, persons);
  }

  /** Plays a history with a person of its own. Throws what no order of events allows. */
  async play(steps: readonly Step[]): Promise<void> {
    const number = this.played;
    this.played += 1;
    if (number >= this.persons) throw new Error('there are no more persons');
    const oldCard = card(number);
    const patient = { personId: person(number), oldCard, newCard: `N${oldCard}`, balanceFen: BALANCE_FEN };
    await new History(this.centre, this.his, this.faults, this.database, patient).play([...START, ...steps]);
  }

  get count(): number {
    return this.played;
  }

  async close(): Promise<void> {
    await this.faults.end();
    await this.database.end();
    await this.centre.close();
  }
}
