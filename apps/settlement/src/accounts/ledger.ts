import { Injectable } from '@nestjs/common';
import { fen, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';

/** Accounts that a person owns; each has a balance row that is never below 0. */
export type PersonalAccount = 'current-year-account' | 'accumulated-account' | 'family-account';

/** Accounts without a balance row: their totals come from the transfers. */
export type SharedAccount =
  | 'pool-fund'
  | 'additional-fund'
  | 'critical-illness-fund'
  | 'cash'
  | 'institution'
  | 'contributions'
  /** Between two numbers of one human being; what goes in comes out in the same commit. */
  | 'person-merge'
  /** What the insured place owes the place of care: a debit is a claim of ours, a credit a debt. */
  | 'other-province';

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

/** The transfers of one posting, in their order. */
export interface PostedTransfers {
  readonly personId: string;
  readonly posting: Posting;
  readonly transfers: readonly Transfer[];
}

const BALANCE_OF: Readonly<Record<PersonalAccount, keyof Balances>> = {
  'current-year-account': 'currentYear',
  'accumulated-account': 'accumulated',
  'family-account': 'family',
};

const PERSONAL = Object.keys(BALANCE_OF) as PersonalAccount[];

/** Balances of a person without accounts. */
export const EMPTY: Balances = { currentYear: ZERO_FEN, accumulated: ZERO_FEN, family: ZERO_FEN };

/** `balc` of the national interface: current-year plus accumulated money. */
export function totalBalance(balances: Balances): Fen {
  return plus(balances.currentYear, balances.accumulated);
}

/** A person's accounts as they lie there. */
export interface KeptAccounts {
  readonly balances: Balances;
  /** A day of the insurance year whose money the current-year account holds; null without accounts. */
  readonly inYearOf: string | null;
}

export const NO_ACCOUNTS: KeptAccounts = { balances: EMPTY, inYearOf: null };

/** The double-entry ledger of personal accounts and funds. */
@Injectable()
export class Ledger {
  /** As {@link keptOf}, for one person. */
  async kept(db: Db, personId: string): Promise<KeptAccounts> {
    return (await this.keptOf(db, [personId])).get(personId) ?? NO_ACCOUNTS;
  }

  /** Person → accounts as they lie there; who has none is left out, and {@link NO_ACCOUNTS} are his. */
  async keptOf(db: Db, personIds: readonly string[]): Promise<Map<string, KeptAccounts>> {
    const rows = await db.query<{
      person_id: string;
      account: PersonalAccount;
      balance_fen: number;
      in_year_of: string;
    }>(`SELECT person_id, account, balance_fen, in_year_of FROM medisettle.account WHERE person_id = ANY ($1)`, [
      personIds,
    ]);
    const found = new Map<string, KeptAccounts>();
    for (const { person_id, account, balance_fen, in_year_of } of rows) {
      const { balances, inYearOf } = found.get(person_id) ?? NO_ACCOUNTS;
      found.set(person_id, {
        balances: { ...balances, [BALANCE_OF[account]]: fen(balance_fen) },
        inYearOf: account === 'current-year-account' ? in_year_of : inYearOf,
      });
    }
    return found;
  }

  /** The current-year account holds money of the year of this day from now on; its old money was moved before. */
  async enterYear(db: Db, personId: string, day: string): Promise<void> {
    await db.query(
      `UPDATE medisettle.account SET in_year_of = $2 WHERE person_id = $1 AND account = 'current-year-account'`,
      [personId, day],
    );
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
    await this.book(db, personId, { creditId, reason: entry.reason, at: entry.at }, [
      { debit: 'contributions', credit: entry.account, amount: entry.amount, segment: 'credit' },
    ]);
  }

  /** Books transfers that no settlement makes, under a number that is the person's own and a reason. */
  async book(
    db: Db,
    personId: string,
    entry: { creditId: string; reason: string; at: Date },
    transfers: readonly Transfer[],
  ): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.account_credit (person_id, credit_id, reason, credited_at) VALUES ($1, $2, $3, $4)`,
      [personId, entry.creditId, entry.reason, entry.at],
    );
    if (transfers.length === 0) return;
    await this.post(db, [{ personId, posting: { creditId: entry.creditId, postedAt: entry.at }, transfers }]);
  }

  /**
   * Writes the transfers of many postings and moves the personal balances that they touch, in one statement, so that
   * neither is ever there without the other. The database refuses a zero amount, a missing side and a balance below 0;
   * the caller holds the persons, so that such a refusal is a defect and not a race.
   */
  async post(db: Db, entries: readonly PostedTransfers[]): Promise<void> {
    const rows = entries.flatMap(({ personId, posting, transfers }) =>
      transfers.map((transfer, index) => ({
        person_id: personId,
        settlement_id: 'settlementId' in posting ? posting.settlementId : null,
        credit_id: 'creditId' in posting ? posting.creditId : null,
        position: index + 1,
        debit_account: transfer.debit,
        credit_account: transfer.credit,
        amount_fen: transfer.amount,
        segment: transfer.segment,
        institution_code:
          'institutionCode' in posting && (transfer.debit === 'institution' || transfer.credit === 'institution')
            ? posting.institutionCode
            : null,
        posted_at: posting.postedAt,
      })),
    );
    const moved = await db.query<{ person_id: string; account: string }>(
      `WITH posted AS (
         INSERT INTO medisettle.transfer
           (person_id, posting_id, position, settlement_id, credit_id, debit_account, credit_account, amount_fen,
            segment, institution_code, posted_at)
         SELECT person_id, coalesce(settlement_id, credit_id), position, settlement_id, credit_id, debit_account,
                credit_account, amount_fen, segment, institution_code, posted_at
           FROM json_to_recordset($1::json) AS t (
             person_id text, settlement_id text, credit_id text, position integer, debit_account text,
             credit_account text, amount_fen bigint, segment text, institution_code text, posted_at timestamptz)
         RETURNING person_id, debit_account, credit_account, amount_fen),
       sides AS (
         SELECT person_id, credit_account AS account, amount_fen AS amount FROM posted
         UNION ALL SELECT person_id, debit_account, -amount_fen FROM posted),
       moved AS (SELECT person_id, account, sum(amount) AS amount FROM sides GROUP BY person_id, account)
       UPDATE medisettle.account a SET balance_fen = a.balance_fen + moved.amount
         FROM moved WHERE a.person_id = moved.person_id AND a.account = moved.account
       RETURNING a.person_id, a.account`,
      [JSON.stringify(rows)],
    );
    const there = new Set(moved.map((row) => `${row.account} ${row.person_id}`));
    for (const row of rows) {
      const touched = PERSONAL.filter((account) => account === row.debit_account || account === row.credit_account);
      const missing = touched.find((account) => !there.has(`${account} ${row.person_id}`));
      if (missing) throw new Error(`transfers touch an account that was never opened: ${missing}`);
    }
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
