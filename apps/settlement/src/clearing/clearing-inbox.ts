import { Injectable } from '@nestjs/common';
import { formatYuan } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { type Db } from '../database/transactions.js';
import { type ConfirmedBody, type TableBody } from './clearing-bodies.js';
import { isOver } from './clearing-month.js';
import { ClearingRows, provinceOf, type ClearingKey } from './clearing-rows.js';
import { CLEARING_CYCLE } from './clearing-states.js';
import { Clearings } from './clearings.js';
import { ProvinceLedger } from './province-ledger.js';

const PAGE_ROWS = 5_000;

/** Who books what another province has told. */
const byProvince = (province: string): string => `province ${province}`;

/** What other provinces ask and tell about a month; each is told as often as it is sent and counts once. */
@Injectable()
export class ClearingInbox {
  constructor(
    private readonly rows: ClearingRows,
    private readonly clearings: Clearings,
    private readonly ledger: ProvinceLedger,
  ) {}

  /** A page of our table with the province that asks. Refuses CLEARING-MONTH-OPEN. */
  async table(db: Db, { month, side, after }: TableBody, from: string, at: DateTime): Promise<object> {
    if (!isOver(month, at)) refuse('CLEARING-MONTH-OPEN', { month });
    const key: ClearingKey = { month, side, province: provinceOf(from) };
    const { rows, owed } = await this.rows.sums(db, key);
    const page = await this.rows.after(db, key, after, PAGE_ROWS);
    return {
      table: { month, side, rows, owedFen: owed },
      page: page.map((row) => [row.settlementId, row.owed]),
      last: page.length < PAGE_ROWS,
    };
  }

  /** The other province has confirmed. Refuses CLEARING-DIFFERS, where our books say something else. */
  async confirmed(db: Db, body: ConfirmedBody, from: string): Promise<object> {
    const key: ClearingKey = { month: body.month, side: body.side, province: provinceOf(from) };
    await this.clearings.hold(db, key);
    const { rows, owed } = await this.rows.sums(db, key);
    if (rows !== body.rows || owed !== body.owedFen) differ(body);
    await this.clearings.confirmedThere(db, key, body.at);
    return { noted: true };
  }

  /**
   * The other province has paid what it owes: the claim is taken down. Refuses CLEARING-NOT-CONFIRMED, CLEARING-DIFFERS. A
   * crash before the commit leaves the claim; whoever paid tells it again.
   */
  async paid(db: Db, body: ConfirmedBody, from: string): Promise<object> {
    const key: ClearingKey = { month: body.month, side: 'care', province: provinceOf(from) };
    const { state, rows, owed } = await this.clearings.hold(db, key);
    if (state === 'paid') return { noted: true };
    if (state !== 'confirmed') refuse('CLEARING-NOT-CONFIRMED', { month: body.month });
    if (rows !== body.rows || owed !== body.owedFen) differ(body);
    const operator = byProvince(key.province);
    await this.ledger.receive(db, key, owed, operator, body.at);
    await this.clearings.paid(db, key, CLEARING_CYCLE[state].paid, operator, body.at);
    return { noted: true };
  }
}

const differ = ({ month, rows, owedFen }: ConfirmedBody): never =>
  refuse('CLEARING-DIFFERS', { month, rows: String(rows), owed: formatYuan(owedFen) });
