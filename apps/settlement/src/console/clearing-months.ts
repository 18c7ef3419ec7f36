import { Inject, Injectable } from '@nestjs/common';
import { formatYuan } from '@medisettle/money';
import { type DateTime } from 'luxon';
import { isOver, monthsFrom } from '../clearing/clearing-month.js';
import { calendarOf, CLEARING_POLICY, type ClearingPolicy } from '../clearing/clearing-policy.js';
import { ClearingRows, type ClearingSums, type Side } from '../clearing/clearing-rows.js';
import { Clearings } from '../clearing/clearings.js';
import { provinceMonths } from '../clearing/province-months.js';
import { Transactions } from '../database/transactions.js';
import { type ClearingMonthView } from './console-terms.js';

type Booked = readonly (ClearingSums & { readonly province: string; readonly side: Side })[];

/** How the last month and the one that runs stand between the provinces. */
@Injectable()
export class ClearingMonths {
  /** What the books have of the last month that was over: nothing is added to that one any more. */
  private over: { readonly month: string; readonly booked: Booked } | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly rows: ClearingRows,
    private readonly clearings: Clearings,
    @Inject(CLEARING_POLICY) private readonly policy: ClearingPolicy,
  ) {}

  /** @param now in China */
  async read(now: DateTime): Promise<ClearingMonthView[]> {
    const running = now.toFormat('yyyy-MM');
    const found: ClearingMonthView[] = [];
    for (const month of [monthsFrom(running, -1), running]) found.push(await this.month(month, now));
    return found;
  }

  private async month(month: string, now: DateTime): Promise<ClearingMonthView> {
    const kept = await this.clearings.ofMonth(this.transactions.reader, month);
    const tables = provinceMonths(await this.booked(month, now), kept);
    return {
      month,
      confirmation: calendarOf(this.policy, month)?.confirmation ?? null,
      tables: tables.map(({ province, side, rows, owed, kept: clearing }) => ({
        province,
        side,
        state: clearing?.state ?? 'open',
        rows,
        owed: formatYuan(owed),
        differences: clearing?.differences ?? null,
      })),
    };
  }

  private async booked(month: string, now: DateTime): Promise<Booked> {
    if (this.over?.month === month) return this.over.booked;
    const booked = await this.rows.all(this.transactions.reader, month);
    if (isOver(month, now)) this.over = { month, booked };
    return booked;
  }
}
