import { Injectable } from '@nestjs/common';
import { type OutcomeAnswer } from '@medisettle/national';
import { Transactions } from '../database/transactions.js';
import { Reservations } from './reservations.js';

/** What became of a message: the question that the national set does not have. */
@Injectable()
export class Outcomes {
  constructor(
    private readonly transactions: Transactions,
    private readonly reservations: Reservations,
  ) {}

  async of(institution: string, msgid: string): Promise<OutcomeAnswer> {
    const db = this.transactions.reader;
    const found = (await this.reservations.findAll(db, [{ institutionCode: institution, msgid }]))[0];
    if (!found) return { outcome: 'absent', cancelled: false, answer: null };
    const { personId, settlementId } = found;
    const cancelled =
      personId !== null && settlementId !== null && (await this.reservations.cancelled(db, personId, settlementId));
    return { outcome: found.outcome, cancelled, answer: JSON.parse(found.answer) as unknown };
  }
}
