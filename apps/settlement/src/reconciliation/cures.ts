import { Injectable } from '@nestjs/common';
import { REFUSALS, refuse, type RefusalCode } from '@medisettle/national';
import { z } from 'zod';
import { Transactions, type Db } from '../database/transactions.js';
import { MessageDesk } from '../messages/message-desk.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { DetailComparison } from './detail-comparison.js';
import { cureOf, type Difference } from './differences.js';

/** A difference, and who has it cured why. */
export interface CureOrder {
  readonly institutionCode: string;
  readonly statementId: string;
  readonly position: number;
  readonly operator: string;
  readonly reason: string;
}

/** A cure as it is kept. */
export interface KeptCure extends CureOrder {
  readonly cure: string;
  /** Number of the message that does it. */
  readonly msgid: string;
  readonly orderedAt: Date;
  /** `reversed`, or the code of the refusal; null while nobody knows, or while it may yet be done. */
  readonly outcome: string | null;
  readonly endedAt: Date | null;
}

const COLUMNS = `institution_code AS "institutionCode", statement_id AS "statementId", position, cure, operator, reason,
  msgid, ordered_at AS "orderedAt", outcome, ended_at AS "endedAt"`;

/** As much of an answer as says what became of the message. */
const Answer = z.object({ infcode: z.number(), err_msg: z.string().nullable() });

/**
 * Cures differences at an operator's command, where that is safe: what the institution does not have is taken back by the
 * reversal (2601) that its own software would send, under a number that belongs to the difference. So it is done once
 * however often it is ordered, and shows in the books like any other reversal.
 */
@Injectable()
export class Cures {
  constructor(
    private readonly transactions: Transactions,
    private readonly comparison: DetailComparison,
    private readonly book: SettlementBook,
    private readonly desk: MessageDesk,
  ) {}

  /**
   * Orders a cure and has it done. The order is committed before the message goes out: a crash after it leaves a cure
   * without outcome, which is ordered again as it was; who ordered it first stays on record. Refuses
   * RECON-DIFFERENCE-UNKNOWN, RECON-CURE-ELSEWHERE for what only the institution can do, RECON-CURE-OUTDATED.
   */
  async order(order: CureOrder, at: Date): Promise<KeptCure> {
    const { institutionCode, statementId, position } = order;
    const difference = await this.differenceOf(order);
    const kept = await this.transactions.run(async (db) => {
      const known = await this.find(db, order);
      if (known) return known;
      if (await this.isOutdated(db, order, difference)) refuse('RECON-CURE-OUTDATED');
      await db.query(
        `INSERT INTO medisettle.statement_cure (institution_code, statement_id, position, cure, operator, reason, msgid,
                                                ordered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (institution_code, statement_id, position) DO NOTHING`,
        [
          institutionCode,
          statementId,
          position,
          cureOf(difference).cure,
          order.operator,
          order.reason,
          `${institutionCode}${statementId}${position}`,
          at,
        ],
      );
      return this.found(db, order);
    });
    if (kept.outcome !== null) return kept;
    const outcome = await this.reverse(kept, difference);
    if (outcome === null) return kept;
    return this.transactions.run(async (db) => {
      await db.query(
        `UPDATE medisettle.statement_cure SET outcome = $4, ended_at = $5
          WHERE institution_code = $1 AND statement_id = $2 AND position = $3 AND outcome IS NULL`,
        [institutionCode, statementId, position, outcome, at],
      );
      return this.found(db, order);
    });
  }

  /** The cures of a statement that were ordered, in the order of its differences. */
  of(institutionCode: string, statementId: string): Promise<KeptCure[]> {
    return this.transactions.reader.query<KeptCure>(
      `SELECT ${COLUMNS} FROM medisettle.statement_cure
        WHERE institution_code = $1 AND statement_id = $2 ORDER BY position`,
      [institutionCode, statementId],
    );
  }

  private async differenceOf({ institutionCode, statementId, position }: CureOrder): Promise<Difference> {
    const { reader } = this.transactions;
    const [row] = await this.comparison.page(reader, institutionCode, statementId, position - 1, 1);
    if (row?.position !== position) return refuse('RECON-DIFFERENCE-UNKNOWN');
    const { cure, zh } = cureOf(row.difference);
    return cure === 'reverse-or-book' ? row.difference : refuse('RECON-CURE-ELSEWHERE', { cure: zh });
  }

  /** Whether a later comparison of the same days and class no longer has the difference. */
  private async isOutdated(
    db: Db,
    { institutionCode, statementId }: CureOrder,
    { personId, settlementId }: Difference,
  ): Promise<boolean> {
    const rows = await db.query(
      `SELECT FROM medisettle.statement s
         JOIN medisettle.statement n ON n.institution_code = s.institution_code AND n.kind = 'details'
                                    AND n.clearing_class = s.clearing_class AND n.clearing_agency = s.clearing_agency
                                    AND n.made_at > s.made_at AND n.refund_flag IS DISTINCT FROM '1'
         JOIN medisettle.settlement b ON b.person_id = $3 AND b.settlement_id = $4
        WHERE s.institution_code = $1 AND s.statement_id = $2
          AND (b.settled_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN n.from_day AND n.to_day
          AND NOT EXISTS (SELECT FROM medisettle.statement_difference d
                           WHERE d.institution_code = n.institution_code AND d.statement_id = n.statement_id
                             AND d.person_id = $3 AND d.settlement_id = $4 AND d.class = 'only-at-centre')
        LIMIT 1`,
      [institutionCode, statementId, personId, settlementId],
    );
    return rows.length > 0;
  }

  /** @returns what became of it; null where that is not known, or the message may be sent again */
  private async reverse({ institutionCode, msgid, operator }: KeptCure, difference: Difference) {
    const { personId, settlementId } = difference;
    const settled = await this.book.find(this.transactions.reader, personId, settlementId);
    if (!settled) throw new Error('a settlement that only the centre has is not in its books');
    const { text } = await this.desk.receive({
      text: JSON.stringify({
        infno: '2601',
        msgid,
        opter: operator,
        fixmedins_code: institutionCode,
        input: { data: { psn_no: personId, omsgid: settled.msgid, oinfno: settled.infno } },
      }),
    });
    const { infcode, err_msg } = Answer.parse(JSON.parse(text));
    if (infcode === 0) return 'reversed';
    const code = /^\[([A-Z-]+)\]/.exec(err_msg ?? '')?.[1] ?? '';
    const isEnd = Object.hasOwn(REFUSALS, code) && REFUSALS[code as RefusalCode].class === 'business';
    return isEnd ? code : null;
  }

  private async find(db: Db, { institutionCode, statementId, position }: CureOrder): Promise<KeptCure | null> {
    const [row] = await db.query<KeptCure>(
      `SELECT ${COLUMNS} FROM medisettle.statement_cure
        WHERE institution_code = $1 AND statement_id = $2 AND position = $3`,
      [institutionCode, statementId, position],
    );
    return row ?? null;
  }

  private async found(db: Db, order: CureOrder): Promise<KeptCure> {
    const kept = await this.find(db, order);
    if (!kept) throw new Error('a cure that was written is not there');
    return kept;
  }
}
