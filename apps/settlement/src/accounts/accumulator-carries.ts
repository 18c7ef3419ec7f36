import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';
import {
  ACCUMULATOR_COLUMNS,
  accumulated,
  YearAccumulators,
  reversed,
  type Accumulated,
  type AccumulatorKey,
  type YearAccumulator,
} from './year-accumulators.js';

/** From whom, to whom, and the number under which it is found again. */
export interface Carry {
  readonly from: string;
  readonly to: string;
  readonly carryId: string;
  readonly at: Date;
}

const NAMES = Object.keys(ACCUMULATOR_COLUMNS) as YearAccumulator[];
const COLUMNS = NAMES.map((name) => ACCUMULATOR_COLUMNS[name]);

type Row = Omit<AccumulatorKey, 'personId'> & Record<string, unknown>;

/**
 * What a person's accumulators have from another number of the same person. Each is a row that stays, so that the
 * accumulators can be computed again: what the own settlements moved, and what was carried over.
 */
@Injectable()
export class AccumulatorCarries {
  constructor(private readonly accumulators: YearAccumulators) {}

  /** Adds all accumulators of one person to those of another; the rows of the first stay as they are. */
  async carryAll(db: Db, carry: Carry): Promise<void> {
    const rows = await db.query<Row>(
      `SELECT insurance_type AS "insuranceType", insurance_year_from AS "insuranceYearFrom", ${COLUMNS.join(', ')}
         FROM medisettle.year_accumulator WHERE person_id = $1 ORDER BY insurance_type, insurance_year_from`,
      [carry.from],
    );
    for (const { insuranceType, insuranceYearFrom, ...amounts } of rows) {
      const by = accumulated((name) => amounts[ACCUMULATOR_COLUMNS[name]] as number);
      const key = { personId: carry.to, insuranceType, insuranceYearFrom };
      await this.accumulators.add(db, [{ key, by }]);
      await this.note(db, carry, key, by);
    }
  }

  /** Takes back from the second what a cancellation under the first took back there. @param by 0 or less */
  async takeBack(db: Db, carry: Carry, key: AccumulatorKey, by: Accumulated): Promise<void> {
    const own = { ...key, personId: carry.to };
    await this.accumulators.takeBack(db, own, reversed(by));
    await this.note(db, carry, own, by);
  }

  private async note(db: Db, { from, carryId, at }: Carry, key: AccumulatorKey, by: Accumulated): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.accumulator_carry
         (person_id, carry_id, insurance_type, insurance_year_from, from_person_id, carried_at, ${COLUMNS.join(', ')})
       VALUES ($1, $2, $3, $4, $5, $6, ${COLUMNS.map((_, index) => `$${index + 7}`).join(', ')})`,
      [key.personId, carryId, key.insuranceType, key.insuranceYearFrom, from, at, ...NAMES.map((name) => by[name])],
    );
  }
}
