import { Injectable } from '@nestjs/common';
import { fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { FEE_LINE_COLUMNS, lineOf, type FeeLine, type FeeLineRow } from '../visits/fee-lines.js';
import { visitKey, type Visit } from '../visits/visits.js';
import { type ClassSums } from './stay-sums.js';

type StayName = Pick<Visit, 'personId' | 'visitId'>;

/** A line that stands, with its batch. */
export interface StandingLine {
  readonly line: FeeLine;
  readonly batchNo: string;
}

/** The unsettled lines of a stay: what they come to, how many they are, and when the last of them arose. */
export interface UnsettledLines {
  readonly sums: ClassSums;
  readonly count: number;
  readonly lastAt: Date;
}

type SumsRow = { readonly [Name in keyof ClassSums]: number } & StayName & { count: number; lastAt: Date };

/** Fee lines of stays, which come for weeks and are settled in one or a few bills. */
@Injectable()
export class StayLines {
  /** What the lines after the settled ones come to, by `visitKey`; stays without any are left out. */
  async unsettled(
    db: Db,
    stays: readonly (StayName & { readonly settledTo: string })[],
  ): Promise<ReadonlyMap<string, UnsettledLines>> {
    const rows = await db.query<SumsRow>(
      `SELECT person_id AS "personId", visit_id AS "visitId", count(*)::int AS count, max(occurred_at) AS "lastAt",
              sum(in_scope_fen)::bigint AS "inScope", sum(over_limit_fen)::bigint AS "overLimit",
              coalesce(sum(classified_fen) FILTER (WHERE coalesce(selfpay_fixed, 0) = 0), 0)::bigint
                AS "classifiedByRatio",
              coalesce(sum(classified_fen) FILTER (WHERE selfpay_fixed > 0), 0)::bigint AS "classifiedFixed",
              coalesce(sum(self_funded_fen) FILTER (WHERE item_class IS NOT NULL), 0)::bigint AS "classC",
              coalesce(sum(self_funded_fen) FILTER (WHERE item_class IS NULL), 0)::bigint AS "unknownItems"
         FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (person_id, visit_id, settled_to)
         JOIN medisettle.fee_line USING (person_id, visit_id)
        WHERE withdrawn_at IS NULL AND batch_no COLLATE "C" > settled_to
        GROUP BY person_id, visit_id`,
      [stays.map((stay) => stay.personId), stays.map((stay) => stay.visitId), stays.map((stay) => stay.settledTo)],
    );
    return new Map(
      rows.map(({ personId, visitId, count, lastAt, ...amounts }) => [
        visitKey({ personId, visitId }),
        {
          sums: {
            inScope: fen(amounts.inScope),
            classifiedByRatio: fen(amounts.classifiedByRatio),
            classifiedFixed: fen(amounts.classifiedFixed),
            overLimit: fen(amounts.overLimit),
            classC: fen(amounts.classC),
            unknownItems: fen(amounts.unknownItems),
          },
          count,
          lastAt,
        },
      ]),
    );
  }

  /** When the first and the last line that stands arose, settled ones too; null without any. */
  async span(db: Db, { personId, visitId }: StayName): Promise<{ first: Date; last: Date } | null> {
    const [row] = await db.query<{ first: Date | null; last: Date | null }>(
      `SELECT min(occurred_at) AS first, max(occurred_at) AS last FROM medisettle.fee_line
        WHERE person_id = $1 AND visit_id = $2 AND withdrawn_at IS NULL`,
      [personId, visitId],
    );
    return row?.first && row.last ? { first: row.first, last: row.last } : null;
  }

  /** Those of the numbers that stand, by number. */
  find(db: Db, stay: StayName, lineNos: readonly string[]): Promise<ReadonlyMap<string, StandingLine>> {
    return standing(db, stay, 'line_no', lineNos);
  }

  /** The returns of some lines that stand, by their own numbers. */
  returnsOf(db: Db, stay: StayName, lineNos: readonly string[]): Promise<ReadonlyMap<string, StandingLine>> {
    return standing(db, stay, 'returns_line_no', lineNos);
  }

  /** Withdraws lines by number. They stay on record. */
  async withdraw(db: Db, { personId, visitId }: StayName, lineNos: readonly string[], at: Date): Promise<void> {
    await db.query(
      `UPDATE medisettle.fee_line SET withdrawn_at = $4
        WHERE person_id = $1 AND visit_id = $2 AND line_no = ANY ($3) AND withdrawn_at IS NULL`,
      [personId, visitId, lineNos, at],
    );
  }

  /** Withdraws all that is not settled. */
  async withdrawUnsettled(db: Db, { personId, visitId }: StayName, settledTo: string, at: Date): Promise<void> {
    await db.query(
      `UPDATE medisettle.fee_line SET withdrawn_at = $4
        WHERE person_id = $1 AND visit_id = $2 AND batch_no COLLATE "C" > $3 AND withdrawn_at IS NULL`,
      [personId, visitId, settledTo, at],
    );
  }
}

async function standing(
  db: Db,
  { personId, visitId }: StayName,
  column: 'line_no' | 'returns_line_no',
  lineNos: readonly string[],
): Promise<ReadonlyMap<string, StandingLine>> {
  const rows = await db.query<FeeLineRow & { batch_no: string }>(
    `SELECT batch_no, ${FEE_LINE_COLUMNS} FROM medisettle.fee_line
      WHERE person_id = $1 AND visit_id = $2 AND ${column} = ANY ($3) AND withdrawn_at IS NULL`,
    [personId, visitId, lineNos],
  );
  return new Map(rows.map((row) => [row.line_no, { line: lineOf(row), batchNo: row.batch_no }]));
}
