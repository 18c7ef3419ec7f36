import { Injectable } from '@nestjs/common';
import { fen, minus, plus } from '@medisettle/money';
import { refuse, type AccountMovement } from '@medisettle/national';
import { EMPTY, type Balances, type KeptAccounts } from '../accounts/ledger.js';
import { type Db } from '../database/transactions.js';

/** A settlement or its end, as far as a statement names it. */
export interface MovingSettlement {
  readonly settlementId: string;
  readonly infno: string;
  readonly kind: 'settlement' | 'cancellation';
  readonly cancels: string | null;
  readonly restores: string | null;
  readonly institutionCode: string;
  /** Null for an institution of another province. */
  readonly institutionName: string | null;
  /** Of the place of care, where that is another province. */
  readonly otherDivision: string | null;
}

/** One movement of a person's accounts; amounts are above 0 for money that came. */
export interface Movement {
  readonly at: Date;
  readonly type: AccountMovement;
  /** The agency's words of a credit; the first day of the year for what belongs to one. */
  readonly memo: string;
  /** Counted in the balances of today, and booked with the next movement. */
  readonly pending: boolean;
  readonly settlement: MovingSettlement | null;
  readonly amounts: Balances;
}

/** The movements of a span, and how the accounts stood when it began. */
export interface MovementsWithin {
  readonly opening: Balances;
  readonly movements: readonly Movement[];
  /** The accounts as they lie there in the same moment. */
  readonly kept: KeptAccounts;
}

/** Movements of one span. More are asked for in shorter ones. */
const MOVEMENTS_MAX = 2_000;

interface SumRow {
  readonly part: 'before' | 'within' | 'after' | 'kept';
  readonly postingId: string | null;
  readonly settlementId: string | null;
  readonly interest: boolean | null;
  readonly postedAt: Date | null;
  readonly inYearOf: string | null;
  readonly currentYear: number;
  readonly accumulated: number;
  readonly family: number;
}

interface PostingRow extends SumRow {
  readonly postingId: string;
  readonly postedAt: Date;
}

const sums = (amount: string): string =>
  Object.entries({ currentYear: 'current-year', accumulated: 'accumulated', family: 'family' })
    .map(
      ([name, kind]) => `coalesce(sum(${amount}) FILTER (WHERE account = '${kind}-account'), 0)::bigint AS "${name}"`,
    )
    .join(', ');

/**
 * All in one statement, so that sums, movements and balances are those of one moment. Every part goes by the person,
 * who leads the keys; a life of transfers is some thousands of rows.
 */
const READ = `
  WITH side AS (
    SELECT t.posting_id, t.settlement_id, t.segment = 'interest' AS interest, t.posted_at, s.account, s.amount
      FROM medisettle.transfer t
     CROSS JOIN LATERAL (VALUES (t.credit_account::text, t.amount_fen), (t.debit_account::text, -t.amount_fen))
        AS s (account, amount)
     WHERE t.person_id = $1 AND s.account IN ('current-year-account', 'accumulated-account', 'family-account'))
  SELECT 'before' AS part, NULL AS "postingId", NULL AS "settlementId", NULL::boolean AS interest,
         NULL::timestamptz AS "postedAt", NULL::date AS "inYearOf", ${sums('amount')}
    FROM side WHERE posted_at < $2
   UNION ALL
  SELECT 'after', NULL, NULL, NULL, NULL, NULL, ${sums('amount')} FROM side WHERE posted_at >= $3
   UNION ALL
  SELECT 'kept', NULL, NULL, NULL, NULL, max(in_year_of) FILTER (WHERE account = 'current-year-account'),
         ${sums('balance_fen')}
    FROM medisettle.account WHERE person_id = $1
   UNION ALL
  (SELECT 'within', posting_id, settlement_id, interest, posted_at, NULL, ${sums('amount')}
     FROM side WHERE posted_at >= $2 AND posted_at < $3
    GROUP BY posting_id, settlement_id, interest, posted_at LIMIT $4)`;

const balancesOf = ({ currentYear, accumulated, family }: SumRow): Balances => ({
  currentYear: fen(currentYear),
  accumulated: fen(accumulated),
  family: fen(family),
});

/** Balances after a movement. */
export const moved = (balances: Balances, by: Balances): Balances => ({
  currentYear: plus(balances.currentYear, by.currentYear),
  accumulated: plus(balances.accumulated, by.accumulated),
  family: plus(balances.family, by.family),
});

const YEAR = /^year:(\d{4}-\d{2}-\d{2}):(roll|credit)$/;

/**
 * Postings in the order of their booking. Within one transaction, whose postings have one time, the change of the year
 * was booked first, oldest year first, its roll before its credit; what a settlement did came last.
 */
const orderOf = ({ postedAt, postingId, settlementId, interest }: PostingRow): string => {
  const [, year, kind] = YEAR.exec(postingId) ?? [];
  const turn = year === undefined ? (settlementId === null ? '1' : '2') : `0${year}${kind === 'roll' ? '0' : '1'}`;
  return `${postedAt.toISOString()} ${turn} ${postingId} ${interest ? '1' : '0'}`;
};

/** Reads how the money of one person's accounts moved, out of the ledger itself. */
@Injectable()
export class AccountMovements {
  /**
   * @param from first moment, included
   * @param to first moment after the span
   * @throws Refused ACCOUNT-STATEMENT-LONG; Error where the transfers do not add up to the balances: no statement then
   */
  async within(db: Db, personId: string, from: Date, to: Date): Promise<MovementsWithin> {
    const rows = await db.query<SumRow>(READ, [personId, from, to, MOVEMENTS_MAX + 1]);
    const postings = rows.filter((row): row is PostingRow => row.part === 'within');
    if (postings.length > MOVEMENTS_MAX) refuse('ACCOUNT-STATEMENT-LONG', { most: String(MOVEMENTS_MAX) });
    const of = (part: SumRow['part']): Balances => rows.filter((row) => row.part === part).map(balancesOf)[0] ?? EMPTY;
    const kept = rows.find(({ part }) => part === 'kept');
    mustAddUp(postings.map(balancesOf).reduce(moved, moved(of('before'), of('after'))), of('kept'));
    const settlements = await this.settlements(db, personId, postings);
    const reasons = await this.reasons(db, personId, postings);
    const inOrder = postings.map((row) => ({ row, order: orderOf(row) }));
    inOrder.sort((one, other) => (one.order < other.order ? -1 : 1));
    return {
      opening: of('before'),
      movements: inOrder.map(({ row }) => movementOf(row, settlements, reasons)),
      kept: { balances: of('kept'), inYearOf: kept?.inYearOf ?? null },
    };
  }

  private async settlements(
    db: Db,
    personId: string,
    postings: readonly PostingRow[],
  ): Promise<ReadonlyMap<string, MovingSettlement>> {
    const rows = await db.query<MovingSettlement>(
      `SELECT s.settlement_id AS "settlementId", s.infno, s.kind, s.cancels, s.restores,
              s.institution_code AS "institutionCode", i.name AS "institutionName", p.other_division AS "otherDivision"
         FROM medisettle.settlement s
         LEFT JOIN medisettle.institution i ON i.institution_code = s.institution_code
         LEFT JOIN medisettle.province_settlement p
           ON p.person_id = s.person_id AND p.settlement_id = s.settlement_id AND p.side = 'insured'
        WHERE s.person_id = $1 AND s.settlement_id = ANY ($2)`,
      [personId, postings.flatMap(({ settlementId }) => settlementId ?? [])],
    );
    return new Map(rows.map((row) => [row.settlementId, row]));
  }

  private async reasons(
    db: Db,
    personId: string,
    postings: readonly PostingRow[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows = await db.query<{ creditId: string; reason: string }>(
      `SELECT credit_id AS "creditId", reason FROM medisettle.account_credit WHERE person_id = $1 AND credit_id = ANY ($2)`,
      [personId, postings.flatMap(({ settlementId, postingId }) => (settlementId === null ? postingId : []))],
    );
    return new Map(rows.map(({ creditId, reason }) => [creditId, reason]));
  }
}

/** A statement that the books do not bear out is given to nobody. */
function mustAddUp(sum: Balances, kept: Balances): void {
  const rest = [
    minus(sum.currentYear, kept.currentYear),
    minus(sum.accumulated, kept.accumulated),
    minus(sum.family, kept.family),
  ];
  if (rest.some((amount) => amount !== 0)) throw new Error('the transfers of a person do not add up to the balances');
}

function movementOf(
  row: PostingRow,
  settlements: ReadonlyMap<string, MovingSettlement>,
  reasons: ReadonlyMap<string, string>,
): Movement {
  const common = { at: row.postedAt, pending: false, amounts: balancesOf(row) };
  if (row.settlementId !== null) {
    const settlement = settlements.get(row.settlementId) ?? null;
    return { ...common, type: settlementType(settlement), memo: '', settlement };
  }
  const reason = reasons.get(row.postingId) ?? '';
  const [, year, kind] = YEAR.exec(row.postingId) ?? [];
  if (year !== undefined) {
    const type = kind === 'credit' ? 'year-credit' : row.interest ? 'interest' : 'year-change';
    return { ...common, type, memo: year, settlement: null };
  }
  if (row.postingId.startsWith('merge:')) return { ...common, type: 'merge', memo: '', settlement: null };
  if (reason === 'opening') return { ...common, type: 'opening', memo: '', settlement: null };
  return { ...common, type: 'credit', memo: reason, settlement: null };
}

function settlementType(settlement: MovingSettlement | null): AccountMovement {
  if (settlement?.kind === 'cancellation') return settlement.infno === '2601' ? 'reversal' : 'cancellation';
  return settlement?.restores ? 'restoration' : 'settlement';
}
