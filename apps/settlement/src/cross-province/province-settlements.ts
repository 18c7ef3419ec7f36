import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { owedFor } from './owed.js';

/** On which side a settlement across provinces stands here. */
interface Side {
  /** `care`: treated here, insured there; `insured`: the other way round. */
  readonly side: 'care' | 'insured';
  readonly otherDivision: string;
}

/** Which settlements are across provinces, and what one province owes the other for them. */
@Injectable()
export class ProvinceSettlements {
  /** Beside the row of a settlement or cancellation, in the transaction that writes it. */
  async write(
    db: Db,
    { personId, settlementId, amounts }: Pick<SettlementRecord, 'personId' | 'settlementId' | 'amounts'>,
    { side, otherDivision }: Side,
  ): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.province_settlement (person_id, settlement_id, side, other_division, owed_fen)
       VALUES ($1, $2, $3, $4, $5)`,
      [personId, settlementId, side, otherDivision, owedFor(amounts)],
    );
  }
}
