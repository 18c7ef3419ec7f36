import { Injectable } from '@nestjs/common';
import { fen, formatYuan, negate, type Fen } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { type ClearingKey, type Side } from './clearing-rows.js';

/**
 * Accounts between provinces. `other-province` is that of the settlements (a debit is a claim, a credit a debt),
 * `advance-fund` what is set aside for what is owed to one province, `treasury` the fiscal account that money comes from and
 * goes to.
 */
type ProvinceAccount = 'other-province' | 'advance-fund' | 'treasury';

interface Posting {
  readonly province: string;
  readonly postingId: string;
  readonly month: string | null;
  readonly side: Side;
  readonly debit: ProvinceAccount;
  readonly credit: ProvinceAccount;
  readonly amount: Fen;
  readonly at: Date;
  readonly operator: string;
}

/** Money that is set aside for what is owed to a province. */
export interface Advance {
  /** Named by who pays it in, so that it is booked once. */
  readonly id: string;
  readonly province: string;
  readonly amount: Fen;
  readonly operator: string;
  readonly at: Date;
}

/** What is paid between provinces: entries of two sides, the amount above 0, and never more out of a fund than is in it. */
@Injectable()
export class ProvinceLedger {
  /** What the advance fund for a province holds. */
  async balance(db: Db, province: string): Promise<Fen> {
    const [row] = await db.query<{ balance: number }>(
      'SELECT balance_fen AS balance FROM medisettle.advance_fund WHERE province = $1',
      [province],
    );
    return fen(row?.balance ?? 0);
  }

  /** Pays an advance in, once under its number. Refuses CLEARING-ADVANCE-REUSED. @returns what the fund holds then */
  async advance(db: Db, { id, province, amount, operator, at }: Advance): Promise<Fen> {
    const postingId = `advance:${id}`;
    await this.open(db, province);
    const [known] = await db.query<{ amount: number }>(
      'SELECT amount_fen AS amount FROM medisettle.province_transfer WHERE province = $1 AND posting_id = $2',
      [province, postingId],
    );
    if (known && known.amount !== amount) refuse('CLEARING-ADVANCE-REUSED');
    if (!known) {
      const sides = { side: 'insured', debit: 'advance-fund', credit: 'treasury' } as const;
      await this.post(db, { province, postingId, month: null, ...sides, amount, at, operator });
      await this.move(db, province, amount);
    }
    return this.balance(db, province);
  }

  /**
   * Pays what is owed for a month out of the advance fund. Where more was taken back than settled, the amount is below 0 and
   * the fund gets it. Refuses CLEARING-ADVANCE-SHORT.
   */
  async pay(db: Db, { month, province }: ClearingKey, owed: Fen, operator: string, at: Date): Promise<void> {
    await this.open(db, province);
    const balance = await this.balance(db, province);
    if (owed > balance) {
      refuse('CLEARING-ADVANCE-SHORT', { province, balance: formatYuan(balance), owed: formatYuan(owed) });
    }
    await this.clear(db, { month, province, side: 'insured' }, 'advance-fund', owed, operator, at);
    await this.move(db, province, negate(owed));
  }

  /** Books what another province has paid for a month. */
  async receive(db: Db, { month, province }: ClearingKey, owed: Fen, operator: string, at: Date): Promise<void> {
    await this.clear(db, { month, province, side: 'care' }, 'treasury', owed, operator, at);
  }

  /** A claim is taken down by a credit of `other-province`, a debt by a debit. */
  private async clear(
    db: Db,
    { month, province, side }: ClearingKey,
    money: 'advance-fund' | 'treasury',
    owed: Fen,
    operator: string,
    at: Date,
  ): Promise<void> {
    if (owed === 0) return;
    const outgoing = (side === 'insured') === owed > 0;
    await this.post(db, {
      province,
      postingId: `clearing:${month}:${side}`,
      month,
      side,
      debit: outgoing ? 'other-province' : money,
      credit: outgoing ? money : 'other-province',
      amount: owed > 0 ? owed : negate(owed),
      at,
      operator,
    });
  }

  private async open(db: Db, province: string): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.advance_fund (province, balance_fen) VALUES ($1, 0) ON CONFLICT (province) DO NOTHING`,
      [province],
    );
    // Held until the commit, so that two payments do not both count on the same money.
    await db.query('SELECT FROM medisettle.advance_fund WHERE province = $1 FOR UPDATE', [province]);
  }

  private async move(db: Db, province: string, amount: Fen): Promise<void> {
    await db.query('UPDATE medisettle.advance_fund SET balance_fen = balance_fen + $2 WHERE province = $1', [
      province,
      amount,
    ]);
  }

  private async post(db: Db, posting: Posting): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.province_transfer
         (province, posting_id, month, side, debit_account, credit_account, amount_fen, posted_at, posted_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        posting.province,
        posting.postingId,
        posting.month,
        posting.side,
        posting.debit,
        posting.credit,
        posting.amount,
        posting.at,
        posting.operator,
      ],
    );
  }
}
