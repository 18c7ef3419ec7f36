import { Injectable } from '@nestjs/common';
import { type Fen } from '@medisettle/money';
import { wireDate } from '@medisettle/national';
import { DateTime } from 'luxon';
import { AccumulatorCarries } from '../accounts/accumulator-carries.js';
import { Credits } from '../accounts/credits.js';
import { Ledger, type Balances, type PersonalAccount } from '../accounts/ledger.js';
import { reversed, type Accumulated, type AccumulatorKey } from '../accounts/year-accumulators.js';
import { CardStore } from '../cards/card-store.js';
import { type Db } from '../database/transactions.js';
import { YearChanges } from '../year-change/year-changes.js';
import { Insured } from './insured.js';

const ACCOUNTS: readonly (readonly [keyof Balances, PersonalAccount])[] = [
  ['currentYear', 'current-year-account'],
  ['accumulated', 'accumulated-account'],
  ['family', 'family-account'],
];

/**
 * Two numbers of one human being become one. The number that goes on takes over cards, certificates and credentials, the
 * enrolments that it lacks, the balances (by transfers on both sides) and the accumulators. What happened under the
 * merged number stays there, can be looked up and cancelled, and nothing new begins under it.
 */
@Injectable()
export class Merges {
  constructor(
    private readonly insured: Insured,
    private readonly ledger: Ledger,
    private readonly credits: Credits,
    private readonly carries: AccumulatorCarries,
    private readonly years: YearChanges,
    private readonly cards: CardStore,
  ) {}

  /**
   * Merges a number into another, in the caller's transaction, which holds both. A crash leaves both apart or both merged.
   * Refuses POLICY-MISSING where a year that has to be changed before cannot be.
   */
  async merge(db: Db, merged: string, kept: string, at: Date): Promise<void> {
    const day = dayOf(at);
    await this.credits.openAccounts(db, [merged, kept], day);
    // Both in the running year, so that current-year money meets current-year money.
    await this.years.open(db, merged, day, at);
    await this.years.open(db, kept, day, at);
    await this.carryBalances(db, merged, kept, merged, at);
    await this.carries.carryAll(db, { from: merged, to: kept, carryId: merged, at });
    await this.cards.takeOver(db, merged, kept);
    await this.takeOverEnrolments(db, merged, kept, day, at);
    await this.point(db, merged, kept);
  }

  /**
   * After a settlement under a merged number was cancelled: the money that came back and the accumulators go on to the
   * number that was kept. The merged person is held.
   */
  async forward(
    db: Db,
    merged: string,
    kept: string,
    cancellation: { settlementId: string; key: AccumulatorKey; moved: Accumulated; at: Date },
  ): Promise<void> {
    const { settlementId, key, moved, at } = cancellation;
    await this.insured.hold(db, kept);
    await this.years.open(db, kept, dayOf(at), at);
    await this.carryBalances(db, merged, kept, settlementId, at);
    await this.carries.takeBack(db, { from: merged, to: kept, carryId: settlementId, at }, key, reversed(moved));
  }

  private async carryBalances(db: Db, from: string, to: string, id: string, at: Date): Promise<void> {
    const { balances } = await this.ledger.kept(db, from);
    const amounts = ACCOUNTS.map(([name, account]): [PersonalAccount, Fen] => [account, balances[name]]);
    const moved = amounts.filter(([, amount]) => amount > 0);
    if (moved.length === 0) return;
    await this.ledger.book(
      db,
      from,
      { creditId: `merge:${id}:out`, reason: 'merge', at },
      moved.map(([account, amount]) => ({ debit: account, credit: 'person-merge', amount, segment: 'merge' })),
    );
    await this.ledger.book(
      db,
      to,
      { creditId: `merge:${id}:in`, reason: 'merge', at },
      moved.map(([account, amount]) => ({ debit: 'person-merge', credit: account, amount, segment: 'merge' })),
    );
  }

  /** Enrolments of a kind that the kept number lacks are copied with their history; those of the merged one end. */
  private async takeOverEnrolments(db: Db, merged: string, kept: string, day: string, at: Date): Promise<void> {
    const copied = await db.query<{ insurance_type: string }>(
      `INSERT INTO medisettle.enrolment
         (person_id, insurance_type, person_type, status, enrolled_on, suspended_on, division, own_ceiling_fen, told_at)
       SELECT $2, insurance_type, person_type, status, enrolled_on, suspended_on, division, own_ceiling_fen, told_at
         FROM medisettle.enrolment WHERE person_id = $1
       ON CONFLICT DO NOTHING RETURNING insurance_type`,
      [merged, kept],
    );
    const types = copied.map((row) => row.insurance_type);
    for (const [table, value] of [
      ['enrolment_status', 'status'],
      ['residence', 'division'],
    ] as const) {
      await db.query(
        `INSERT INTO medisettle.${table} (person_id, insurance_type, since, ${value}, told_at)
         SELECT $2, insurance_type, since, ${value}, told_at
           FROM medisettle.${table} WHERE person_id = $1 AND insurance_type = ANY($3)`,
        [merged, kept, types],
      );
    }
    await db.query(
      `INSERT INTO medisettle.enrolment_status (person_id, insurance_type, since, status, told_at)
       SELECT person_id, insurance_type, $2, 'ended', $3 FROM medisettle.enrolment WHERE person_id = $1
       ON CONFLICT (person_id, insurance_type, since) DO UPDATE SET status = 'ended', told_at = excluded.told_at`,
      [merged, day, at],
    );
  }

  /** The directories lead to the kept number from now on, and so does every number that led to the merged one. */
  private async point(db: Db, merged: string, kept: string): Promise<void> {
    for (const table of ['certificate_directory', 'legacy_credential']) {
      await db.query(`UPDATE medisettle.${table} SET person_id = $2 WHERE person_id = $1`, [merged, kept]);
    }
    await db.query(`UPDATE medisettle.person SET merged_into = $2 WHERE person_id = $1 OR merged_into = $1`, [
      merged,
      kept,
    ]);
  }
}

const dayOf = (at: Date): string => wireDate(DateTime.fromJSDate(at));
