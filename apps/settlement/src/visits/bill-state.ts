import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';

/** What names a bill: a batch of lines of a visit. */
export interface BillName {
  readonly personId: string;
  readonly visitId: string;
  readonly batchNo: string;
}

/** How a bill stands. */
export interface BillStanding {
  /** How often it was settled before, cancelled settlements included: the next attempt is one more. */
  readonly attempts: number;
  /** One of these settlements was not cancelled. */
  readonly settled: boolean;
}

/** A bill's name as a key; the parts cannot run into each other. */
export const billKey = ({ personId, visitId, batchNo }: BillName): string =>
  JSON.stringify([personId, visitId, batchNo]);

/** Which bills of a visit are settled: there is a settlement and no cancellation of it. */
@Injectable()
export class BillState {
  async anySettled(db: Db, personId: string, visitId: string): Promise<boolean> {
    return (await this.settledBatches(db, personId, visitId)).size > 0;
  }

  /** Batch number → the settlement that stands. */
  async settledBatches(db: Db, personId: string, visitId: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.standing(db, personId, [visitId]);
    return new Map(rows.map((row) => [row.batchNo, row.settlementId]));
  }

  /** Visit → a settlement of it that stands, the newest where there are several. */
  async settledVisits(db: Db, personId: string, visitIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.standing(db, personId, visitIds);
    return new Map(rows.map((row) => [row.visitId, row.settlementId]));
  }

  private standing(
    db: Db,
    personId: string,
    visitIds: readonly string[],
  ): Promise<{ visitId: string; batchNo: string; settlementId: string }[]> {
    return db.query<{ visitId: string; batchNo: string; settlementId: string }>(
      `SELECT visit_id AS "visitId", batch_no AS "batchNo", settlement_id AS "settlementId"
         FROM medisettle.settlement s
        WHERE person_id = $1 AND visit_id = ANY ($2) AND kind = 'settlement'
          AND NOT EXISTS (SELECT FROM medisettle.settlement c
                           WHERE c.person_id = s.person_id AND c.cancels = s.settlement_id)
        ORDER BY settled_at`,
      [personId, visitIds],
    );
  }

  /** How bills stand that were settled before, by {@link billKey}; each may be asked for once. */
  async of(db: Db, bills: readonly BillName[]): Promise<ReadonlyMap<string, BillStanding>> {
    const rows = await db.query<BillName & BillStanding>(
      `SELECT person_id AS "personId", visit_id AS "visitId", batch_no AS "batchNo", count(*)::int AS attempts,
              bool_or(NOT EXISTS (SELECT FROM medisettle.settlement c
                                   WHERE c.person_id = s.person_id AND c.cancels = s.settlement_id)) AS settled
         FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (person_id, visit_id, batch_no)
         JOIN medisettle.settlement s USING (person_id, visit_id, batch_no)
        WHERE kind = 'settlement' GROUP BY person_id, visit_id, batch_no`,
      [bills.map((bill) => bill.personId), bills.map((bill) => bill.visitId), bills.map((bill) => bill.batchNo)],
    );
    return new Map(rows.map((row) => [billKey(row), { attempts: row.attempts, settled: row.settled }]));
  }
}
