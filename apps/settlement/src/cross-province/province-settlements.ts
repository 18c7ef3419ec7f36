import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { owedFor } from './owed.js';

/** On which side a settlement across provinces stands here. */
export interface Side {
  /** `care`: treated here, insured there; `insured`: the other way round. */
  readonly side: 'care' | 'insured';
  readonly otherDivision: string;
  /** At the insured place, the filing of care elsewhere by which it is paid; null for an emergency and a cancellation. */
  readonly filingId?: string | null;
  /** At the place of care, by how much the answer differed within the tolerance. */
  readonly differenceFen?: number;
}

/** Which settlements are across provinces, and what one province owes the other for them. */
@Injectable()
export class ProvinceSettlements {
  /** Beside the row of a settlement or cancellation, in the transaction that writes it. */
  async write(
    db: Db,
    { personId, settlementId, amounts }: Pick<SettlementRecord, 'personId' | 'settlementId' | 'amounts'>,
    { side, otherDivision, filingId = null, differenceFen = 0 }: Side,
  ): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.province_settlement (person_id, settlement_id, side, other_division, owed_fen, filing_id, difference_fen)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [personId, settlementId, side, otherDivision, owedFor(amounts), filingId, differenceFen],
    );
  }
}
