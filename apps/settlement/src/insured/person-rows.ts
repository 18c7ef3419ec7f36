import { Injectable } from '@nestjs/common';
import { Refused, refusal, wireDate } from '@medisettle/national';
import { DateTime } from 'luxon';
import { Credits } from '../accounts/credits.js';
import { sqlstateOf, Transactions, type Db } from '../database/transactions.js';
import { type RowOutcome } from '../feeds/uploads.js';
import { Merges } from './merges.js';
import { PersonBatch, type MoneyRow } from './person-batch.js';
import { PersonCredits } from './person-credits.js';
import { type PersonRow } from './person-row.js';
import { PersonStore } from './person-store.js';

/** Rows that are taken in one transaction: few enough that the persons held meanwhile do not notice. */
export const BATCH_ROWS_MAX = 500;

const ATTEMPTS_MAX = 5;
/** Another transaction took the same row, person or certificate in this very moment. */
const UNIQUE_VIOLATION = '23505';

class TakenMeanwhile extends Error {}

const isDisturbed = (error: unknown): boolean =>
  error instanceof TakenMeanwhile || sqlstateOf(error) === UNIQUE_VIOLATION;

/** Within a batch: who somebody is, then what happened in its own order, and merges when all else is known. */
const RANK: Partial<Record<PersonRow['type'], number>> = { person: 0, merge: 2 };
const rank = ({ type }: PersonRow): number => RANK[type] ?? 1;
const inOrder = (a: PersonRow, b: PersonRow): number =>
  rank(a) - rank(b) || (a.at < b.at ? -1 : a.at > b.at ? 1 : enrolmentFirst(a, b));
const enrolmentFirst = (a: PersonRow, b: PersonRow): number =>
  Number(b.type === 'enrolment') - Number(a.type === 'enrolment');

/** Takes the rows of the feed of persons, at most {@link BATCH_ROWS_MAX} at a time. */
@Injectable()
export class PersonRows {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: PersonStore,
    private readonly accounts: Credits,
    private readonly credits: PersonCredits,
    private readonly merges: Merges,
  ) {}

  /**
   * Takes rows in one commit; one that cannot be taken is rejected by itself. After a crash all of them are taken or none;
   * sent again, those that were taken are `duplicate`.
   * @returns an outcome for each row, in the order of the rows
   */
  take(rows: readonly PersonRow[], at: Date = new Date()): Promise<RowOutcome[]> {
    return this.undisturbed((db) => this.takeOnce(db, rows, [], at));
  }

  /** Takes what waited for a person who has arrived since. @returns how many rows; 0 when nothing is left to do */
  takeArrived(at: Date = new Date()): Promise<number> {
    return this.undisturbed(async (db) => {
      const arrived = await this.store.arrived(db, BATCH_ROWS_MAX);
      if (arrived.length > 0) await this.takeOnce(db, [], arrived, at);
      return arrived.length;
    });
  }

  private async undisturbed<Result>(unit: (db: Db) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transactions.run(unit);
      } catch (error) {
        if (!isDisturbed(error) || attempt >= ATTEMPTS_MAX) throw error;
      }
    }
  }

  private async takeOnce(
    db: Db,
    rows: readonly PersonRow[],
    waited: readonly PersonRow[],
    at: Date,
  ): Promise<RowOutcome[]> {
    const all = [...waited, ...rows];
    const persons = await this.store.hold(db, [...new Set(all.flatMap(personsIn))]);
    const batch = new PersonBatch({
      persons,
      certificates: await this.store.certificates(db, all.flatMap(certificateIn)),
      // Asked once the persons are held: whoever sends the same row at the same time waits for us, or we for him.
      known: await this.store.known(
        db,
        all.map(({ eventId }) => eventId),
      ),
    });
    const outcomes = new Map<PersonRow, RowOutcome>();
    const isWaited = new Set(waited);
    for (const row of all.toSorted(inOrder)) {
      const outcome = batch.take(row, isWaited.has(row));
      if (outcome) outcomes.set(row, outcome);
    }
    await this.write(db, batch, persons, at);
    for (const [row, outcome] of await this.bookCredits(db, batch, at)) outcomes.set(row, outcome);
    for (const money of batch.merges) outcomes.set(money.row, await this.merge(db, batch, money, persons, at));
    if (batch.taken.length > 0) await this.store.acknowledge(db, batch.taken, at);
    if (batch.waiting.length > 0) await this.store.keepWaiting(db, batch.waiting, at);
    const refused = waited.flatMap((row) => {
      const outcome = outcomes.get(row);
      return outcome?.kind === 'rejected' ? [{ row, code: outcome.refusal.code }] : [];
    });
    if (refused.length > 0) await this.store.keepRejections(db, refused, at);
    return rows.map((row) => outcomes.get(row) ?? { kind: 'unchanged' });
  }

  private async write(
    db: Db,
    batch: PersonBatch,
    persons: Awaited<ReturnType<PersonStore['hold']>>,
    at: Date,
  ): Promise<void> {
    const of = (ids: ReadonlySet<string>) => [...ids].flatMap((personId) => persons.get(personId) ?? []);
    if (batch.registered.size > 0) {
      await this.store.register(db, of(batch.registered));
      await this.accounts.openAccounts(db, [...batch.registered], wireDate(DateTime.fromJSDate(at)));
    }
    if (batch.changed.size > 0) await this.store.change(db, of(batch.changed));
    if (batch.entered.size > 0 && (await this.store.enter(db, batch.entered)) > 0) throw new TakenMeanwhile();
    if (batch.enrolled.size > 0) await this.store.enrol(db, [...batch.enrolled.values()]);
    if (batch.statuses.size > 0) await this.store.keepStatuses(db, [...batch.statuses.values()]);
    if (batch.residences.size > 0) await this.store.keepResidences(db, [...batch.residences.values()]);
  }

  private async bookCredits(db: Db, batch: PersonBatch, at: Date): Promise<[PersonRow, RowOutcome][]> {
    if (batch.credits.length === 0) return [];
    const outcomes = await this.credits.take(
      db,
      batch.credits.map(({ row }) => row),
      at,
    );
    return batch.credits.map(({ row, fingerprint }, index) => {
      const outcome = outcomes[index] ?? { kind: 'unchanged' };
      if (outcome.kind !== 'rejected') batch.taken.push({ eventId: row.eventId, fingerprint });
      return [row, outcome];
    });
  }

  private async merge(
    db: Db,
    batch: PersonBatch,
    { row, fingerprint }: MoneyRow<'merge'>,
    persons: Awaited<ReturnType<PersonStore['hold']>>,
    at: Date,
  ): Promise<RowOutcome> {
    const merged = persons.get(row.personNumber);
    const kept = persons.get(row.into);
    if (!merged || !kept) throw new Error('a merge was tried before its persons');
    const done = merged.mergedInto === row.into;
    if (!done && (merged === kept || merged.mergedInto !== null || kept.mergedInto !== null)) {
      return { kind: 'rejected', refusal: refusal('FEED-MERGE-INVALID') };
    }
    if (!done) {
      try {
        await this.merges.merge(db, row.personNumber, row.into, at);
      } catch (error) {
        if (error instanceof Refused) return { kind: 'rejected', refusal: error.refusal };
        throw error;
      }
      persons.set(row.personNumber, { ...merged, mergedInto: row.into });
    }
    batch.taken.push({ eventId: row.eventId, fingerprint });
    return { kind: done ? 'unchanged' : 'applied' };
  }
}

const personsIn = (row: PersonRow): string[] =>
  row.type === 'merge' ? [row.personNumber, row.into] : [row.personNumber];

const certificateIn = (row: PersonRow): string[] => (row.type === 'person' ? [row.certificateNumber] : []);
