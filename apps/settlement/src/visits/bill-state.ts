import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';

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

  /** How often the bill was settled before, cancelled ones included: the next attempt is one more. */
  async attempts(db: Db, personId: string, visitId: string, batchNo: string): Promise<number> {
    const [row] = await db.query<{ attempts: number }>(
      `SELECT count(*)::int AS attempts FROM medisettle.settlement
        WHERE person_id = $1 AND visit_id = $2 AND batch_no = $3 AND kind = 'settlement'`,
      [personId, visitId, batchNo],
    );
    return row?.attempts ?? 0;
  }
}
