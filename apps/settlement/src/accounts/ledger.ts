import { Injectable } from '@nestjs/common';
import { fen, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';

/** Accounts that a person owns; each has a balance row that is never below 0. */
export type PersonalAccount = 'current-year-account' | 'accumulated-account' | 'family-account';

/** Accounts without a balance row: their totals come from the transfers. */
export type SharedAccount =
  'pool-fund' | 'additional-fund' | 'critical-illness-fund' | 'cash' | 'institution' | 'contributions';

export type LedgerAccount = PersonalAccount | SharedAccount;

/** One entry: an amount above 0 from the debit to the credit account, and which part of the bill it pays. */
export interface Transfer {
  readonly debit: LedgerAccount;
  readonly credit: LedgerAccount;
  readonly amount: Fen;
  readonly segment: string;
}

export interface Balances {
  readonly currentYear: Fen;
  readonly accumulated: Fen;
  readonly family: Fen;
}

/** What a posting belongs to. */
export type Posting =
  | { readonly settlementId: string; readonly institutionCode: string; readonly postedAt: Date }
  | { readonly creditId: string; readonly postedAt: Date };

const PERSONAL: readonly PersonalAccount[] = ['current-year-account', 'accumulated-account', 'family-account'];

/** `balc` of the national interface: current-year plus accumulated money. */
export function totalBalance(balances: Balances): Fen {
  return plus(balances.currentYear, balances.accumulated);
}

/** The double-entry ledger of personal accounts and funds. */
@Injectable()
export class Ledger {
  /** The person's balances; accounts that he does not have count as empty. */
  async balances(db: Db, personId: string): Promise<Balances> {
    const rows = await db.query<{ account: PersonalAccount; balance_fen: number }>(
      `SELECT account, balance_fen FROM medisettle.account WHERE person_id = $1`,
      [personId],
    );
    const of = (account: PersonalAccount): Fen =>
      fen(rows.find((row) => row.account === account)?.balance_fen ?? ZERO_FEN);
    return {
      currentYear: of('current-year-account'),
      accumulated: of('accumulated-account'),
      family: of('family-account'),
    };
  }

  /** Opens the three personal accounts, empty. */
  async open(db: Db, personId: string): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.account (person_id, account, balance_fen)
       SELECT $1, account, 0 FROM unnest($2::text[]) AS account`,
      [personId, PERSONAL],
    );
  }

  /** Credits money to a personal account, out of the contributions. */
  async credit(
    db: Db,
    personId: string,
    creditId: string,
    entry: { account: PersonalAccount; amount: Fen; reason: string; at: Date },
  ): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.account_credit (person_id, credit_id, reason, credited_at) VALUES ($1, $2, $3, $4)`,
      [personId, creditId, entry.reason, entry.at],
    );
    await this.post(db, personId, { creditId, postedAt: entry.at }, [
      { debit: 'contributions', credit: entry.account, amount: entry.amount, segment: 'credit' },
    ]);
  }

  /**
   * Writes transfers and moves the personal balances that they touch, in one statement, so that neither is ever there
   * without the other. The database refuses a zero amount, a missing side and a balance below 0; the caller holds the
   * person, so that such a refusal is a defect and not a race.
   */
  async post(db: Db, personId: string, posting: Posting, transfers: readonly Transfer[]): Promise<void> {
    const settlementId = 'settlementId' in posting ? posting.settlementId : null;
    const creditId = 'creditId' in posting ? posting.creditId : null;
    const moved = await db.query<{ account: string }>(
      `WITH posted AS (
         INSERT INTO medisettle.transfer
           (person_id, posting_id, position, settlement_id, credit_id, debit_account, credit_account, amount_fen,
            segment, institution_code, posted_at)
         SELECT $1, coalesce($2, $3), t.position, $2, $3, t.debit, t.credit, t.amount, t.segment, $4, $5
           FROM unnest($6::text[], $7::text[], $8::bigint[], $9::text[]) WITH ORDINALITY
             AS t (debit, credit, amount, segment, position)
         RETURNING debit_account, credit_account, amount_fen),
       sides AS (
         SELECT credit_account AS account, amount_fen AS amount FROM posted
         UNION ALL SELECT debit_account, -amount_fen FROM posted),
       moved AS (SELECT account, sum(amount) AS amount FROM sides GROUP BY account)
       UPDATE medisettle.account a SET balance_fen = a.balance_fen + moved.amount
         FROM moved WHERE a.person_id = $1 AND a.account = moved.account
       RETURNING a.account`,
      [
        personId,
        settlementId,
        creditId,
        'institutionCode' in posting ? posting.institutionCode : null,
        posting.postedAt,
        transfers.map((transfer) => transfer.debit),
        transfers.map((transfer) => transfer.credit),
        transfers.map((transfer) => transfer.amount),
        transfers.map((transfer) => transfer.segment),
      ],
    );
    const touched = new Set(transfers.flatMap(({ debit, credit }) => [debit, credit]));
    const missing = PERSONAL.filter((account) => touched.has(account) && !moved.some((row) => row.account === account));
    if (missing.length > 0) throw new Error(`transfers touch accounts that were never opened: ${missing.join(', ')}`);
  }

  /** The transfers of a settlement in their order, for its mirror. */
  async transfersOf(db: Db, personId: string, settlementId: string): Promise<Transfer[]> {
    const rows = await db.query<{ debit: LedgerAccount; credit: LedgerAccount; amount: number; segment: string }>(
      `SELECT debit_account AS debit, credit_account AS credit, amount_fen AS amount, segment
         FROM medisettle.transfer WHERE person_id = $1 AND posting_id = $2 ORDER BY position`,
      [personId, settlementId],
    );
    return rows.map((row) => ({ ...row, amount: fen(row.amount) }));
  }
}

/** The entries that undo others: same amounts, sides changed. */
export function mirrored(transfers: readonly Transfer[]): Transfer[] {
  return transfers.map(({ debit, credit, ...rest }) => ({ ...rest, debit: credit, credit: debit }));
}
