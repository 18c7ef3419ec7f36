import { Injectable } from '@nestjs/common';
import { refuse, type OutputOf } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { Insured, type Person } from '../insured/insured.js';
import { Merges } from '../insured/merges.js';
import { type Handled, type Occasion } from '../messages/occasion.js';
import { isStay } from './medical-category.js';
import { Posting, type CancellationOrigin } from './posting.js';
import { SettlementBook } from './settlement-book.js';
import { type SettlementRecord } from './settlement-record.js';
import { setldetail, setlinfo } from './setlinfo.js';

/** What a cancellation names. */
export interface Cancelled {
  readonly setl_id: string;
  readonly mdtrt_id: string;
  readonly psn_no: string;
}

/** 2208, 2103 and 2305: undoes a settlement by its mirror. */
@Injectable()
export class Cancelling {
  constructor(
    private readonly insured: Insured,
    private readonly book: SettlementBook,
    private readonly posting: Posting,
    private readonly merges: Merges,
  ) {}

  /**
   * Cancels a settlement of this institution that was made by the transaction `settledBy`. The institution need not show
   * the card again: it undoes what it did itself. Where a cancellation of it was reversed, what stands again is cancelled.
   * Of a stay's settlements only the last one: what comes after it was reckoned on it. Refuses SETTLEMENT-UNKNOWN,
   * -NOT-CANCELLABLE, -CANCELLED, STAY-SETTLEMENT-LATER.
   */
  async cancel(
    occasion: Occasion,
    named: Cancelled,
    settledBy: '2207' | '2102' | '2304',
  ): Promise<Handled<OutputOf<'2208'>>> {
    const { db, institution } = occasion;
    const person = await this.insured.hold(db, named.psn_no);
    const settled = await this.book.find(db, person.personId, named.setl_id);
    if (!settled || settled.visitId !== named.mdtrt_id || settled.institutionCode !== institution.institutionCode) {
      refuse('SETTLEMENT-UNKNOWN');
    }
    if (settled.kind !== 'settlement' || settled.infno !== settledBy) refuse('SETTLEMENT-NOT-CANCELLABLE');
    const latest = await this.book.latestOf(db, person.personId, settled.settlementId);
    if (latest?.kind !== 'settlement') refuse('SETTLEMENT-CANCELLED');
    const record = await this.undo(db, person, latest, originOf(occasion));
    const answer = setlinfo(record, person, institution);
    return {
      output: { setlinfo: { ...answer, pdn_cash_pay: answer.psn_cash_pay }, setldetail: setldetail(record) },
      personId: person.personId,
      settlementId: record.settlementId,
    };
  }

  /**
   * Takes a settlement back that stands. The person is held. Money of a merged number goes on to the kept one. Refuses
   * STAY-SETTLEMENT-LATER.
   */
  async undo(db: Db, person: Person, settled: SettlementRecord, origin: CancellationOrigin): Promise<SettlementRecord> {
    if (isStay(settled.medicalCategory)) {
      const later = await this.book.lastOfStay(db, person.personId, settled.visitId);
      if (later !== settled.settlementId) refuse('STAY-SETTLEMENT-LATER', { settlement: later ?? '' });
    }
    const record = await this.posting.cancel(db, settled, origin);
    if (person.mergedInto !== null) {
      const { personId, insuranceType, insuranceYearFrom, moved } = settled;
      const key = { personId, insuranceType, insuranceYearFrom };
      const { settlementId, settledAt } = record;
      await this.merges.forward(db, personId, person.mergedInto, { settlementId, key, moved, at: settledAt });
    }
    return record;
  }
}

/** What a cancellation takes from its message. */
export const originOf = ({ envelope, at }: Pick<Occasion, 'envelope' | 'at'>): CancellationOrigin => ({
  msgid: envelope.msgid ?? '',
  infno: envelope.infno,
  operator: envelope.opter,
  at: at.toJSDate(),
});
