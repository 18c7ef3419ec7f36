import { Injectable } from '@nestjs/common';
import { fen, type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { type PersonalAccount } from './ledger.js';

/** Money that comes to an account out of the contributions. */
export interface Credit {
  readonly personId: string;
  /** Unique for the person, for ever. */
  readonly creditId: string;
  readonly account: PersonalAccount;
  readonly amount: Fen;
  readonly reason: string;
  readonly creditedAt: Date;
}

/** Key of a credit in {@link Credits.booked}. */
export const creditKey = (personId: string, creditId: string): string => `${personId} ${creditId}`;

const ACCOUNTS: readonly PersonalAccount[] = ['current-year-account', 'accumulated-account', 'family-account'];

/** Credits of many persons at a time. The persons are held. */
@Injectable()
export class Credits {
  /** Opens the accounts of those who have none, empty, in the insurance year of a day. */
  async openAccounts(db: Db, personIds: readonly string[], day: string): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.account (person_id, account, balance_fen, in_year_of)
       SELECT person_id, account, 0, $3::date
         FROM unnest($1::text[]) AS person_id, unnest($2::text[]) AS account
       ON CONFLICT (person_id, account) DO NOTHING`,
      [personIds, ACCOUNTS, day],
    );
  }

  /** Person → a day of the insurance year in which the current-year account stands. */
  async yearsOf(db: Db, personIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await db.query<{ personId: string; day: string }>(
      `SELECT person_id AS "personId", in_year_of AS day FROM medisettle.account
        WHERE account = 'current-year-account' AND person_id = ANY($1)`,
      [personIds],
    );
    return new Map(rows.map(({ personId, day }) => [personId, day]));
  }

  /** Which of these credits are in the books, by {@link creditKey}, with reason and amount. */
  async booked(
    db: Db,
    credits: readonly { readonly personId: string; readonly creditId: string }[],
  ): Promise<Map<string, { reason: string; amount: Fen }>> {
    const rows = await db.query<{ personId: string; creditId: string; reason: string; amount: number }>(
      `SELECT c.person_id AS "personId", c.credit_id AS "creditId", c.reason, coalesce(sum(t.amount_fen), 0)::bigint AS amount
         FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS asked (person_id, credit_id)) asked
         JOIN medisettle.account_credit c USING (person_id, credit_id)
         LEFT JOIN medisettle.transfer t ON t.person_id = c.person_id AND t.credit_id = c.credit_id
        GROUP BY c.person_id, c.credit_id, c.reason`,
      [credits.map(({ personId }) => personId), credits.map(({ creditId }) => creditId)],
    );
    return new Map(rows.map((row) => [creditKey(row.personId, row.creditId), { ...row, amount: fen(row.amount) }]));
  }

  /** Books credits and moves the balances in one statement. The database refuses a number that is booked already. */
  async book(db: Db, credits: readonly Credit[], at: Date): Promise<void> {
    const moved = await db.query<{ moves: number }>(
      `WITH credit AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[])
           AS credit (person_id, credit_id, account, amount_fen, reason, credited_at)),
       credited AS (
         INSERT INTO medisettle.account_credit (person_id, credit_id, reason, credited_at)
         SELECT person_id, credit_id, reason, credited_at FROM credit),
       posted AS (
         INSERT INTO medisettle.transfer
           (person_id, posting_id, position, credit_id, debit_account, credit_account, amount_fen, segment, posted_at)
         SELECT person_id, credit_id, 1, credit_id, 'contributions', account, amount_fen, 'credit', $7 FROM credit
         RETURNING person_id, credit_account, amount_fen),
       sums AS (
         SELECT person_id, credit_account, sum(amount_fen) AS amount_fen, count(*) AS moves
           FROM posted GROUP BY person_id, credit_account)
       UPDATE medisettle.account a SET balance_fen = a.balance_fen + s.amount_fen
         FROM sums s WHERE a.person_id = s.person_id AND a.account = s.credit_account
       RETURNING s.moves::int AS moves`,
      [
        credits.map(({ personId }) => personId),
        credits.map(({ creditId }) => creditId),
        credits.map(({ account }) => account),
        credits.map(({ amount }) => amount),
        credits.map(({ reason }) => reason),
        credits.map(({ creditedAt }) => creditedAt),
        at,
      ],
    );
    const count = moved.reduce((sum, row) => sum + row.moves, 0);
    if (count !== credits.length) throw new Error('credits touch accounts that were never opened');
  }
}
