import { Injectable } from '@nestjs/common';
import { fen, minus, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { visitKey, type Visit } from '../visits/visits.js';

/**
 * How far a stay is settled. The bills of a stay follow each other: each settles the lines that came since the one
 * before, up to its own batch, and only the last one that stands can be cancelled. Batches are numbered upwards and a
 * number is never used twice, so that lines which were settled, cancelled and settled again are told apart.
 */
export interface StayStanding {
  /** The highest batch of any settlement, cancelled ones too; empty before the first. */
  readonly lastBatch: string;
  /** Up to here the lines are settled; empty when none are. */
  readonly settledTo: string;
  /** The settlement after the discharge stands: nothing changes any more. */
  readonly final: boolean;
  /** Until which day the settlements that stand count. */
  readonly careUntil: string | null;
  /** What the settlements that stand have taken of a deductible that is due once for each stay. */
  readonly deductibleUsed: Fen;
}

const UNSETTLED: StayStanding = {
  lastBatch: '',
  settledTo: '',
  final: false,
  careUntil: null,
  deductibleUsed: ZERO_FEN,
};

const BATCH_DIGITS = 6;

/** The batch to which lines belong that come now, and the number of the next settlement. */
export const openBatch = ({ lastBatch }: StayStanding): string =>
  String(Number(lastBatch) + 1).padStart(BATCH_DIGITS, '0');

/** Whether any settlement of the stay stands. */
export const isSettled = ({ settledTo }: StayStanding): boolean => settledTo !== '';

/** The stay after one more settlement, which was just decided. */
export function afterSettlement(
  standing: StayStanding,
  { batchNo, ofStay, amounts, moved }: SettlementRecord,
): StayStanding {
  return {
    lastBatch: batchNo,
    settledTo: batchNo,
    final: ofStay?.midStay === false,
    careUntil: ofStay?.careUntil ?? null,
    // A deductible that is no yearly one is due once for each stay.
    deductibleUsed: plus(standing.deductibleUsed, minus(amounts.deductible, moved.inpatientDeductibleUsed)),
  };
}

/** Reads how far stays are settled. */
@Injectable()
export class StayStandings {
  async of(db: Db, stay: Pick<Visit, 'personId' | 'visitId'>): Promise<StayStanding> {
    return (await this.ofStays(db, [stay])).get(visitKey(stay)) ?? UNSETTLED;
  }

  /** As `of`, for many, each once; by `visitKey`. A yearly deductible is left to the accumulators of its year. */
  async ofStays(
    db: Db,
    stays: readonly Pick<Visit, 'personId' | 'visitId'>[],
  ): Promise<ReadonlyMap<string, StayStanding>> {
    const rows = await db.query<StayStanding & Pick<Visit, 'personId' | 'visitId'>>(
      `SELECT person_id AS "personId", visit_id AS "visitId", max(batch_no COLLATE "C") AS "lastBatch",
              coalesce(max(batch_no COLLATE "C") FILTER (WHERE stands), '') AS "settledTo",
              coalesce(bool_or(stands AND NOT mid_stay), false) AS final,
              max(care_until) FILTER (WHERE stands) AS "careUntil",
              sum(deductible_fen - inpatient_deductible_used_fen)::bigint AS "deductibleUsed"
         FROM unnest($1::text[], $2::text[]) AS wanted (person_id, visit_id)
         JOIN medisettle.settlement s USING (person_id, visit_id)
        CROSS JOIN LATERAL (
          SELECT s.kind = 'settlement' AND NOT EXISTS (
            SELECT FROM medisettle.settlement c WHERE c.person_id = s.person_id AND c.cancels = s.settlement_id)
          ) AS standing (stands)
        GROUP BY person_id, visit_id`,
      [stays.map(({ personId }) => personId), stays.map(({ visitId }) => visitId)],
    );
    const found = new Map(rows.map(({ personId, visitId, ...row }) => [visitKey({ personId, visitId }), row]));
    return new Map(
      stays.map((stay) => {
        const row = found.get(visitKey(stay));
        return [visitKey(stay), row ? { ...row, deductibleUsed: fen(row.deductibleUsed) } : UNSETTLED];
      }),
    );
  }
}
