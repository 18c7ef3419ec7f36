import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { formatYuan } from '@medisettle/money';
import { check, CHINA_ZONE, may, need } from '@medisettle/national';
import { For, httpRefusal, readJson } from '@medisettle/program';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { Transactions } from '../database/transactions.js';
import { Institutions } from '../institutions/institutions.js';
import { DayClosing, type ClosedRow, type ClosingReport } from './day-closing.js';
import { DetailComparison } from './detail-comparison.js';
import { cureOf, type RowAmounts } from './differences.js';
import { Statements } from './statements.js';
import { type Sums } from './totals.js';

const Days = z.object({
  institution: need.code('医药机构编号', 30),
  from: need.date('开始日期'),
  to: need.date('结束日期'),
});

const Differences = z.object({
  institution: need.code('医药机构编号', 30),
  statement: need.code('对账编号', 30),
  after: may.whole('上页最后一行', 0, 999_999_999),
});

const OneDay = z.object({
  institution: need.code('医药机构编号', 30),
  day: need.date('日期'),
  operator: need.code('经办人', 30),
});

const PAGE_ROWS = 500;

/** The calendar of reconciled days, what differs, and the nightly run by hand. Amounts in yuan, as strings. */
@Controller('api/reconciliation')
@For('operator')
export class ReconciliationController {
  constructor(
    private readonly closing: DayClosing,
    private readonly comparison: DetailComparison,
    private readonly statements: Statements,
    private readonly institutions: Institutions,
    private readonly transactions: Transactions,
  ) {}

  /** Days `open`, `differing`, `balanced` (closed by the next run) or `closed`; those without anything are not listed. */
  @Get('days')
  async days(@Query() query: unknown): Promise<object> {
    const { institution: code, from, to } = check(Days, query);
    const [institution] = await this.institutions.findAll(this.transactions.reader, [code]);
    if (!institution) throw httpRefusal('MSG-INSTITUTION-UNKNOWN');
    const days = await this.closing.calendar(institution, { from, to });
    return {
      institution: code,
      days: days.map(({ sums, keys, ...day }) => ({
        ...day,
        ...inYuan(sums),
        keys: keys.map(({ sums: ofKey, ...key }) => ({ ...key, ...inYuan(ofKey) })),
      })),
    };
  }

  /** What an institution said and what was found, newest first. */
  @Get('statements')
  async said(@Query() query: unknown): Promise<object> {
    const { institution, from, to } = check(Days, query);
    return { institution, statements: await this.statements.list(this.transactions.reader, institution, { from, to }) };
  }

  /** The differences of a statement, each with its cure; `after` is the position of the last one of the page before. */
  @Get('differences')
  async differences(@Query() query: unknown): Promise<object> {
    const { institution, statement, after } = check(Differences, query);
    const page = await this.comparison.page(this.transactions.reader, institution, statement, after ?? 0, PAGE_ROWS);
    return {
      institution,
      statement,
      differences: page.map(({ position, difference: { told, found, ...difference } }) => ({
        position,
        ...difference,
        told: amountsInYuan(told),
        found: amountsInYuan(found),
        cure: cureOf(difference),
      })),
    };
  }

  /** Closes what balances, as the nightly run does. */
  @Post('runs')
  @HttpCode(200)
  run(): Promise<ClosingReport> {
    return this.closing.run(DateTime.now().setZone(CHINA_ZONE));
  }

  /** Closes one day of one institution in an operator's name, if both sides agree on it. */
  @Post('closings')
  @HttpCode(200)
  async close(@Body() body: unknown): Promise<ClosedRow> {
    const { institution: code, day, operator } = check(OneDay, readJson(body, z.unknown()));
    const [institution] = await this.institutions.findAll(this.transactions.reader, [code]);
    if (!institution) throw httpRefusal('MSG-INSTITUTION-UNKNOWN');
    return this.closing.closeDay(institution, day, DateTime.now().setZone(CHINA_ZONE), operator);
  }
}

const amountsInYuan = (amounts: RowAmounts | null) =>
  amounts && {
    total: formatYuan(amounts.total),
    fund: formatYuan(amounts.fund),
    account: formatYuan(amounts.account),
  };

const inYuan = ({ rows, ...amounts }: Pick<Sums, 'rows' | 'total' | 'fund' | 'account'>) => ({
  rows,
  ...amountsInYuan(amounts),
});
