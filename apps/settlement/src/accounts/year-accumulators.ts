import { Injectable } from '@nestjs/common';
import { fen, negate, plus, type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';

/** What counts up over an insurance year, and the column that holds it, here and on the settlement that moved it. */
export const ACCUMULATOR_COLUMNS = {
  outpatientSegmentUsed: 'outpatient_segment_used_fen',
  outpatientSharedUsed: 'outpatient_shared_used_fen',
  inpatientDeductibleUsed: 'inpatient_deductible_used_fen',
  ceilingExpensesUsed: 'ceiling_expenses_used_fen',
} as const;

export type YearAccumulator = keyof typeof ACCUMULATOR_COLUMNS;

const NAMES = Object.keys(ACCUMULATOR_COLUMNS) as YearAccumulator[];
const COLUMNS = NAMES.map((name) => ACCUMULATOR_COLUMNS[name]);

/** Amounts of all accumulators, in fen. */
export type Accumulated = Readonly<Record<YearAccumulator, Fen>>;

/** First day of an insurance year and the scheme it belongs to. */
export interface AccumulatorKey {
  readonly personId: string;
  readonly insuranceType: string;
  readonly insuranceYearFrom: string;
}

/** Makes the amounts from a source that may lack some; those count as 0. */
export function accumulated(amountOf: (name: YearAccumulator) => number | undefined): Accumulated {
  return Object.fromEntries(NAMES.map((name) => [name, fen(amountOf(name) ?? 0)])) as Record<YearAccumulator, Fen>;
}

/** Nothing yet. */
export const NOTHING: Accumulated = accumulated(() => 0);

export function added(used: Accumulated, moved: Accumulated): Accumulated {
  return accumulated((name) => plus(used[name], moved[name]));
}

/** The year of a person as a key. */
export const accumulatorKey = ({ personId, insuranceType, insuranceYearFrom }: AccumulatorKey): string =>
  JSON.stringify([personId, insuranceType, insuranceYearFrom]);

export function reversed(moved: Accumulated): Accumulated {
  return accumulated((name) => negate(moved[name]));
}

/** Yearly accumulators: each settlement moves them, its cancellation moves them back in the same year. */
@Injectable()
export class YearAccumulators {
  async of(db: Db, key: AccumulatorKey): Promise<Accumulated> {
    return (await this.ofPersons(db, [key.personId])).get(accumulatorKey(key)) ?? NOTHING;
  }

  /** Everything that some persons have accumulated, by {@link accumulatorKey}; a year without a row counts as 0. */
  async ofPersons(db: Db, personIds: readonly string[]): Promise<Map<string, Accumulated>> {
    const rows = await this.rowsOf(db, personIds);
    return new Map(rows.map(({ key, used }) => [accumulatorKey(key), used]));
  }

  /** Every year in which something of a person was accumulated, oldest first. */
  async yearsOf(db: Db, personId: string): Promise<{ key: AccumulatorKey; used: Accumulated }[]> {
    return this.rowsOf(db, [personId]);
  }

  private async rowsOf(db: Db, personIds: readonly string[]): Promise<{ key: AccumulatorKey; used: Accumulated }[]> {
    const rows = await db.query<AccumulatorKey & Record<string, number>>(
      `SELECT person_id AS "personId", insurance_type AS "insuranceType",
              insurance_year_from AS "insuranceYearFrom", ${COLUMNS.join(', ')}
         FROM medisettle.year_accumulator WHERE person_id = ANY ($1) ORDER BY insurance_year_from, insurance_type`,
      [personIds],
    );
    return rows.map(({ personId, insuranceType, insuranceYearFrom, ...amounts }) => ({
      key: { personId, insuranceType, insuranceYearFrom },
      used: accumulated((name) => (amounts as Record<string, number>)[ACCUMULATOR_COLUMNS[name]]),
    }));
  }

  /** Settlements move them on, several of one year together; the first one of a year begins the row. */
  async add(db: Db, moves: readonly { readonly key: AccumulatorKey; readonly by: Accumulated }[]): Promise<void> {
    const rows = moves.map(({ key, by }) => ({
      person_id: key.personId,
      insurance_type: key.insuranceType,
      insurance_year_from: key.insuranceYearFrom,
      ...Object.fromEntries(NAMES.map((name) => [ACCUMULATOR_COLUMNS[name], by[name]])),
    }));
    await db.query(
      `INSERT INTO medisettle.year_accumulator AS y
         (person_id, insurance_type, insurance_year_from, ${COLUMNS.join(', ')})
       SELECT person_id, insurance_type, insurance_year_from, ${COLUMNS.map((column) => `sum(${column})`).join(', ')}
         FROM json_to_recordset($1::json) AS moved (
           person_id text, insurance_type text, insurance_year_from date,
           ${COLUMNS.map((column) => `${column} bigint`).join(', ')})
        GROUP BY person_id, insurance_type, insurance_year_from
       ON CONFLICT (person_id, insurance_type, insurance_year_from) DO UPDATE SET
         ${COLUMNS.map((column) => `${column} = y.${column} + excluded.${column}`).join(', ')}`,
      [JSON.stringify(rows)],
    );
  }

  /** A cancellation takes back what its settlement had moved. */
  async takeBack(db: Db, key: AccumulatorKey, moved: Accumulated): Promise<void> {
    const rows = await db.query(
      `UPDATE medisettle.year_accumulator
          SET ${COLUMNS.map((column, index) => `${column} = ${column} - $${index + 4}`).join(', ')}
        WHERE person_id = $1 AND insurance_type = $2 AND insurance_year_from = $3 RETURNING 1 AS found`,
      [key.personId, key.insuranceType, key.insuranceYearFrom, ...NAMES.map((name) => moved[name])],
    );
    if (rows.length !== 1) throw new Error('a cancellation found no accumulators of its settlement');
  }
}
