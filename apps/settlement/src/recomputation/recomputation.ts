import { Injectable } from '@nestjs/common';
import { fen, type Fen } from '@medisettle/money';
import { ACCUMULATOR_COLUMNS } from '../accounts/year-accumulators.js';
import { Transactions } from '../database/transactions.js';

/** Persons that are computed in one statement; a statement sees one state of the books, whatever is settled meanwhile. */
const PAGE_PERSONS_MAX = 2_000;
const DIFFERENCES_SHOWN_MAX = 1_000;

/** A figure that is kept and differs from what the books say. */
export interface Difference {
  /** Null for what belongs to no single person. */
  readonly personId: string | null;
  /** Which figure: an account, an accumulator with insurance type and year, the transfers of a settlement. */
  readonly figure: string;
  /** From what it was computed again. */
  readonly from: 'transfers' | 'settlements-and-credits' | 'settlements-and-carries' | 'merges';
  readonly kept: Fen;
  readonly recomputed: Fen;
}

/** What a recomputation found. `differences` counts all, `listed` has the first ones. */
export interface RecomputationResult {
  readonly persons: number;
  readonly differences: number;
  readonly listed: readonly Difference[];
}

const ACCOUNTS = `(VALUES ('current-year-account'), ('accumulated-account'), ('family-account')) AS own (account)`;

const spent = (alias: string): string => `CASE ${alias}.account
  WHEN 'current-year-account' THEN s.current_year_account_fen
  WHEN 'accumulated-account' THEN s.accumulated_account_fen ELSE s.family_account_fen END`;

const signed = (alias: string): string =>
  `CASE WHEN t.credit_account = ${alias}.account THEN t.amount_fen ELSE -t.amount_fen END`;

/**
 * Balances: once from all transfers, once from the settlements' own columns and the transfers of credits. What the
 * accounts of a visitor pay, they pay at his insured place.
 */
const BALANCES = `
  SELECT p.person_id, own.account AS figure, coalesce(a.balance_fen, 0) AS kept, f.source, f.amount AS recomputed
    FROM unnest($1::text[]) AS p (person_id)
   CROSS JOIN ${ACCOUNTS}
    LEFT JOIN medisettle.account a ON a.person_id = p.person_id AND a.account = own.account
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(${signed('own')}), 0) AS by_transfers,
            coalesce(sum(${signed('own')}) FILTER (WHERE t.credit_id IS NOT NULL), 0) AS credited
       FROM medisettle.transfer t
      WHERE t.person_id = p.person_id AND own.account IN (t.debit_account, t.credit_account)) m
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(${spent('own')}), 0) AS spent FROM medisettle.settlement s
      WHERE s.person_id = p.person_id AND NOT EXISTS (
        SELECT FROM medisettle.province_settlement o
         WHERE o.person_id = s.person_id AND o.settlement_id = s.settlement_id AND o.side = 'care')) b
   CROSS JOIN LATERAL (VALUES ('transfers', m.by_transfers), ('settlements-and-credits', m.credited - b.spent))
     AS f (source, amount)
   WHERE coalesce(a.balance_fen, 0) <> f.amount`;

const accumulators = Object.entries(ACCUMULATOR_COLUMNS);
const sums = accumulators.map(([, column]) => `sum(${column}) AS ${column}`).join(', ');
const columns = accumulators.map(([, column]) => column).join(', ');

/** Accumulators: what the own settlements moved, and what was carried over from a merged number. */
const ACCUMULATORS = `
  SELECT person_id, concat_ws(' ', f.name, insurance_type, insurance_year_from) AS figure,
         coalesce(f.kept, 0) AS kept, 'settlements-and-carries' AS source, coalesce(f.moved, 0) AS recomputed
    FROM (SELECT * FROM medisettle.year_accumulator WHERE person_id = ANY($1)) y
    FULL JOIN (
      SELECT person_id, insurance_type, insurance_year_from, ${sums}
        FROM (SELECT person_id, insurance_type, insurance_year_from, ${columns}
                FROM medisettle.settlement WHERE person_id = ANY($1)
              UNION ALL
              SELECT person_id, insurance_type, insurance_year_from, ${columns}
                FROM medisettle.accumulator_carry WHERE person_id = ANY($1)) each
       GROUP BY person_id, insurance_type, insurance_year_from) m USING (person_id, insurance_type, insurance_year_from)
   CROSS JOIN LATERAL (VALUES ${accumulators.map(([name, column]) => `('${name}', y.${column}, m.${column})`).join(', ')})
     AS f (name, kept, moved)
   WHERE coalesce(f.kept, 0) <> coalesce(f.moved, 0)`;

/** Each settlement: its total against its transfers. */
const SETTLEMENTS = `
  SELECT s.person_id, 'settlement ' || s.settlement_id AS figure, abs(s.total_fen) AS kept, 'transfers' AS source,
         coalesce(sum(t.amount_fen), 0) AS recomputed
    FROM medisettle.settlement s
    LEFT JOIN medisettle.transfer t ON t.person_id = s.person_id AND t.settlement_id = s.settlement_id
   WHERE s.person_id = ANY($1)
   GROUP BY s.person_id, s.settlement_id, s.total_fen
  HAVING coalesce(sum(t.amount_fen), 0) <> abs(s.total_fen)`;

const DIFFERENCES = `
  SELECT person_id AS "personId", figure, source AS "from", kept::bigint AS kept, recomputed::bigint AS recomputed
    FROM (${BALANCES} UNION ALL ${ACCUMULATORS} UNION ALL ${SETTLEMENTS}) found ORDER BY 1, 2, 3`;

/** Proves that balances and accumulators equal what settlements, credits and carries say. Changes nothing. */
@Injectable()
export class Recomputation {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Computes everybody's figures again, some persons at a time.
   * @param personIds only these persons; everybody where it is not given
   */
  async run(personIds?: readonly string[]): Promise<RecomputationResult> {
    const listed: Difference[] = [];
    let persons = 0;
    let differences = 0;
    const keep = (found: readonly Difference[]): void => {
      differences += found.length;
      listed.push(...found.slice(0, DIFFERENCES_SHOWN_MAX - listed.length));
    };
    for await (const page of this.pages(personIds)) {
      persons += page.length;
      keep(await this.transactions.reader.query<Difference>(DIFFERENCES, [page]));
    }
    if (personIds === undefined) keep(await this.betweenPersons());
    return { persons, differences, listed };
  }

  private async *pages(personIds: readonly string[] | undefined): AsyncGenerator<readonly string[]> {
    let after = '';
    for (;;) {
      const rows = await this.transactions.reader.query<{ person_id: string }>(
        `SELECT person_id FROM medisettle.person
          WHERE person_id > $1 AND ($3::text[] IS NULL OR person_id = ANY($3)) ORDER BY person_id LIMIT $2`,
        [after, PAGE_PERSONS_MAX, personIds ?? null],
      );
      const page = rows.map((row) => row.person_id);
      if (page.length > 0) yield page;
      if (page.length < PAGE_PERSONS_MAX) return;
      after = page.at(-1) ?? after;
    }
  }

  /** What went out under one number of a person came in under the other. */
  private async betweenPersons(): Promise<Difference[]> {
    const [row] = await this.transactions.reader.query<{ amount: number }>(
      `SELECT coalesce(sum(CASE WHEN credit_account = 'person-merge' THEN amount_fen ELSE -amount_fen END), 0)::bigint
                AS amount
         FROM medisettle.transfer WHERE 'person-merge' IN (debit_account, credit_account)`,
    );
    const amount = fen(row?.amount ?? 0);
    return amount === 0
      ? []
      : [{ personId: null, figure: 'person-merge', from: 'merges', kept: amount, recomputed: fen(0) }];
  }
}
