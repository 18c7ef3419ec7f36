import { Injectable } from '@nestjs/common';
import { fen, negate, type Fen } from '@medisettle/money';
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

export function reversed(moved: Accumulated): Accumulated {
  return accumulated((name) => negate(moved[name]));
}

/** Yearly accumulators: each settlement moves them, its cancellation moves them back in the same year. */
@Injectable()
export class YearAccumulators {
  async of(db: Db, key: AccumulatorKey): Promise<Accumulated> {
    const [row] = await db.query<Partial<Record<string, number>>>(
      `SELECT ${COLUMNS.join(', ')} FROM medisettle.year_accumulator
        WHERE person_id = $1 AND insurance_type = $2 AND insurance_year_from = $3`,
      [key.personId, key.insuranceType, key.insuranceYearFrom],
    );
    return accumulated((name) => row?.[ACCUMULATOR_COLUMNS[name]]);
  }

  /** A settlement moves them on; the first one of a year begins the row. */
  async add(db: Db, key: AccumulatorKey, by: Accumulated): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.year_accumulator AS y
         (person_id, insurance_type, insurance_year_from, ${COLUMNS.join(', ')})
       VALUES ($1, $2, $3, ${COLUMNS.map((_, index) => `$${index + 4}`).join(', ')})
       ON CONFLICT (person_id, insurance_type, insurance_year_from) DO UPDATE SET
         ${COLUMNS.map((column, index) => `${column} = y.${column} + $${index + 4}`).join(', ')}`,
      [key.personId, key.insuranceType, key.insuranceYearFrom, ...NAMES.map((name) => by[name])],
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
