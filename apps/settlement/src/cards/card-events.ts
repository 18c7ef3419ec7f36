import { Injectable } from '@nestjs/common';
import { CHINA_ZONE, wireDate } from '@medisettle/national';
import { DateTime } from 'luxon';
import { sqlstateOf, Transactions, type Db } from '../database/transactions.js';
import { type CardEvent } from './card-event.js';
import { CardStore } from './card-store.js';
import { CardWatch } from './card-watch.js';
import { EventBatch, subjectOf, type BatchGround, type EventOutcome } from './event-batch.js';

/** Events that are taken in one transaction: few enough that the persons held meanwhile do not notice. */
export const BATCH_EVENTS_MAX = 500;

const ATTEMPTS_MAX = 5;
/** Another transaction took the same event or card number in this very moment. */
const UNIQUE_VIOLATION = '23505';

class CardTakenMeanwhile extends Error {}

const isDisturbed = (error: unknown): boolean =>
  error instanceof CardTakenMeanwhile || sqlstateOf(error) === UNIQUE_VIOLATION;

/** Takes the events of the issuing side, at most {@link BATCH_EVENTS_MAX} at a time. */
@Injectable()
export class CardEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: CardStore,
    private readonly watch: CardWatch,
  ) {}

  /**
   * Takes events in one commit: an activation and the end of the card before it are one. An event that cannot be taken
   * is rejected by itself. After a crash all of them are taken or none; sent again, those that were taken are `duplicate`.
   * @returns an outcome for each event, in the order of the events
   */
  async take(events: readonly CardEvent[]): Promise<EventOutcome[]> {
    const outcomes = await this.undisturbed((db) => this.takeOnce(db, events, []));
    this.watch.look();
    return outcomes;
  }

  /**
   * Takes what waited for a card or a person that has arrived since.
   * @returns how many were taken out of the waiting room; 0 when nothing is left to do
   */
  async takeArrived(): Promise<number> {
    const count = await this.undisturbed(async (db) => {
      const arrived = await this.store.arrived(db, BATCH_EVENTS_MAX);
      if (arrived.length > 0) await this.takeOnce(db, [], arrived);
      return arrived.length;
    });
    if (count > 0) this.watch.look();
    return count;
  }

  /** Runs it again when somebody else took the same number meanwhile: it is found then. */
  private async undisturbed<Result>(unit: (db: Db) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transactions.run(unit);
      } catch (error) {
        if (!isDisturbed(error) || attempt >= ATTEMPTS_MAX) throw error;
      }
    }
  }

  private async takeOnce(db: Db, events: readonly CardEvent[], waited: readonly CardEvent[]): Promise<EventOutcome[]> {
    const at = DateTime.now().setZone(CHINA_ZONE);
    const all = [...waited, ...events];
    const { ground, arriving } = await this.ground(db, all, wireDate(at));
    const batch = new EventBatch(ground, arriving);
    // A card first, then what happened to it: within a batch nothing has to wait.
    for (const event of waited.toSorted(issuedFirst)) batch.take(event, true);
    const outcomes = new Map<CardEvent, EventOutcome>();
    for (const event of events.toSorted(issuedFirst)) outcomes.set(event, batch.take(event));
    const released = await this.store.released(db, [...batch.issued.keys()]);
    for (const { event } of released) batch.take(event, true);
    await this.write(db, batch, at.toJSDate());
    return events.map((event) => outcomes.get(event) ?? { kind: 'unchanged' });
  }

  private async ground(
    db: Db,
    events: readonly CardEvent[],
    day: string,
  ): Promise<{ ground: BatchGround; arriving: Map<string, string> }> {
    const numbers = events.flatMap(({ cardNumber, predecessor }) =>
      predecessor === undefined ? [cardNumber] : [cardNumber, predecessor],
    );
    const owners = await this.store.owners(db, numbers);
    const named = events.flatMap(({ citizenNumber }) => citizenNumber ?? []);
    const numbered = events.flatMap(({ personNumber }) => personNumber ?? []);
    const merged = numbered.length > 0 ? await this.store.merged(db, numbered) : new Map<string, string>();
    const citizens = named.length > 0 ? await this.store.citizens(db, named) : new Map<string, string>();
    const arriving = new Map<string, string>();
    const personIds = new Set<string>();
    for (const event of events.toSorted(issuedFirst)) {
      const subject = subjectOf(event, { owners, citizens, merged }, arriving);
      if (!('personId' in subject)) continue;
      personIds.add(subject.personId);
      if (event.type === 'issued') arriving.set(event.cardNumber, subject.personId);
    }
    const persons = await this.store.hold(db, [...personIds]);
    // A merge that was under way has moved the cards: everything is looked up again.
    if ((await this.store.merged(db, [...persons.keys()])).size > 0) throw new CardTakenMeanwhile();
    // Asked once the persons are held: whoever sends the same event at the same time waits for us, or we for him.
    const known = await this.store.known(
      db,
      events.map(({ eventId }) => eventId),
    );
    return { ground: { persons, owners, citizens, merged, known, day }, arriving };
  }

  private async write(db: Db, batch: EventBatch, at: Date): Promise<void> {
    const issued = [...batch.issued].map(([cardNumber, personId]) => ({ cardNumber, personId }));
    if (issued.length > 0 && (await this.store.enter(db, issued)) > 0) throw new CardTakenMeanwhile();
    if (batch.cards.length > 0) await this.store.save(db, batch.cards);
    if (batch.guardians.size > 0) await this.store.addGuardians(db, [...batch.guardians.values()]);
    if (batch.history.length > 0) await this.store.note(db, batch.history, at);
    if (batch.taken.length > 0) await this.store.acknowledge(db, batch.taken, at);
    if (batch.waiting.length > 0) await this.store.keepWaiting(db, batch.waiting, at);
  }
}

const issuedFirst = (a: CardEvent, b: CardEvent): number => Number(b.type === 'issued') - Number(a.type === 'issued');
