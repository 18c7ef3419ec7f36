import { Injectable } from '@nestjs/common';
import { CHINA_ZONE, Refused, wireDate } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { Transactions, type Db } from '../database/transactions.js';
import { Policies } from '../policies/policies.js';
import { YearChanges } from './year-changes.js';

/** Persons that are changed in one transaction: few enough that a patient at a counter hardly waits. */
const BATCH_PERSONS_MAX = 100;

/** What came of opening a year for everybody. */
export interface YearChangeReport {
  readonly yearFrom: string;
  readonly changed: number;
  /** Persons whose change cannot be computed, by the code of the reason; they stay as they are. */
  readonly refused: Readonly<Record<string, number>>;
  /** Persons who were held by a settlement in that moment; it changes their year itself. */
  readonly passedOver: number;
}

/** Opens the insurance year for all persons ahead of their next visit. Safe to run twice, and at several centres. */
@Injectable()
export class YearChangeRun {
  constructor(
    private readonly transactions: Transactions,
    private readonly policies: Policies,
    private readonly changes: YearChanges,
  ) {}

  /** A crash leaves each batch changed as a whole or not at all; run again, it goes on with the rest. */
  async run(now: DateTime): Promise<YearChangeReport> {
    const at = now.setZone(CHINA_ZONE);
    const day = wireDate(at);
    const yearFrom = this.policies.accountYear(day).from;
    const refused: Record<string, number> = {};
    let changed = 0;
    let after = '';
    for (;;) {
      const batch = await this.transactions.run(async (db) => {
        const persons = await this.hold(db, yearFrom, after);
        const codes: string[] = [];
        for (const personId of persons) {
          const code = await this.refusalOf(() => this.changes.open(db, personId, day, at.toJSDate()));
          if (code !== null) codes.push(code);
        }
        return { persons, codes };
      });
      for (const code of batch.codes) refused[code] = (refused[code] ?? 0) + 1;
      changed += batch.persons.length - batch.codes.length;
      after = batch.persons.at(-1) ?? after;
      if (batch.persons.length < BATCH_PERSONS_MAX) break;
    }
    const left = await this.left(yearFrom);
    const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0);
    return { yearFrom, changed, refused, passedOver: Math.max(0, left - refusals) };
  }

  /** A change is computed before anything of it is written, so that a refused one leaves nothing in the transaction. */
  private async refusalOf(change: () => Promise<unknown>): Promise<string | null> {
    try {
      await change();
      return null;
    } catch (error) {
      if (error instanceof Refused) return error.refusal.code;
      throw error;
    }
  }

  private async hold(db: Db, yearFrom: string, after: string): Promise<string[]> {
    const rows = await db.query<{ person_id: string }>(
      `SELECT p.person_id FROM medisettle.person p
         JOIN medisettle.account a ON a.person_id = p.person_id AND a.account = 'current-year-account'
        WHERE a.in_year_of < $1 AND p.person_id > $2
        ORDER BY p.person_id LIMIT $3 FOR NO KEY UPDATE OF p SKIP LOCKED`,
      [yearFrom, after, BATCH_PERSONS_MAX],
    );
    return rows.map((row) => row.person_id);
  }

  private async left(yearFrom: string): Promise<number> {
    const [row] = await this.transactions.reader.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM medisettle.account
        WHERE account = 'current-year-account' AND in_year_of < $1`,
      [yearFrom],
    );
    return row?.left ?? 0;
  }
}
