import { Controller, Get, Query } from '@nestjs/common';
import { CHINA_ZONE, refuse } from '@medisettle/national';
import { DateTime } from 'luxon';
import { Journal } from '../journal/journal.js';
import { PaidOrders } from '../visitor-purchases/paid-orders.js';
import { type SettlementRow, settlementRows } from './settlement-rows.js';

/** What this counter has settled and cancelled, by its own journal; it needs no centre. */
@Controller('api/settlements')
export class SettlementsController {
  constructor(
    private readonly journal: Journal,
    private readonly orders: PaidOrders,
  ) {}

  /** @param day `yyyy-MM-dd` in Asia/Shanghai; today without it */
  @Get()
  async settlements(@Query('day') day?: unknown): Promise<{ day: string; settlements: SettlementRow[] }> {
    const begin = day === undefined ? DateTime.now().setZone(CHINA_ZONE).startOf('day') : dayOf(day);
    const rows = await settlementRows(this.journal, {
      from: begin.toMillis(),
      to: begin.plus({ days: 1 }).toMillis(),
    });
    return { day: begin.toFormat('yyyy-MM-dd'), settlements: await this.orders.told(rows) };
  }
}

/** @param told undefined, a text, or several where the address names it more than once */
function dayOf(told: unknown): DateTime {
  const day = DateTime.fromFormat(typeof told === 'string' ? told : '', 'yyyy-MM-dd', { zone: CHINA_ZONE });
  if (day.isValid) return day;
  return refuse('MSG-FIELD-INVALID', { field: 'day', expectedZh: 'yyyy-MM-dd', expectedEn: 'yyyy-MM-dd' });
}
