import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { AMOUNT_MAX, fen, formatYuan, parseYuan, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { chinaTime, wireDate } from '@medisettle/national';
import { checkValue, For, readJson } from '@medisettle/program';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { Transactions } from '../database/transactions.js';
import { MONTH, monthsFrom } from './clearing-month.js';
import { advanceDue, calendarOf, CLEARING_POLICY, warningLevel, type ClearingPolicy } from './clearing-policy.js';
import { ClearingRows, SIDES, type ClearingSums } from './clearing-rows.js';
import { Clearings, type Clearing } from './clearings.js';
import { ProvinceClearing } from './province-clearing.js';
import { ProvinceLedger } from './province-ledger.js';
import { provinceMonths, type ProvinceMonth } from './province-months.js';
import { SplitMonths } from './split-months.js';

const month = z.string().regex(MONTH, 'yyyy-MM');
/** A province by its division: two digits and 0000. */
const province = z.string().regex(/^\d{2}0000$/);
const side = z.enum(SIDES);
/** Who does it; kept with what was done. */
const operator = z.string().trim().min(1).max(30);

const OfMonth = z.object({ month });
const OfProvince = z.object({ month, province });
const OfSide = z.object({ month, province, side });
const Confirmation = OfSide.extend({ operator });
const Payment = OfProvince.extend({ operator });
const NewAdvance = z.object({
  id: z.string().regex(/^[\w.-]{1,60}$/),
  province,
  amount: z.string().transform((text, context) => {
    const amount = parseYuan(text);
    if (amount !== null && amount > 0 && amount <= AMOUNT_MAX) return amount;
    context.addIssue({ code: 'custom', message: 'an amount in yuan above 0, as text' });
    return z.NEVER;
  }),
  operator,
});

const now = (): DateTime => chinaTime(DateTime.now().toMillis());

/** Months between provinces, for operators: how they stand, compare, confirm, pay. Amounts in yuan, as strings. */
@Controller('api/clearing')
@For('operator')
export class ClearingController {
  constructor(
    private readonly transactions: Transactions,
    private readonly rows: ClearingRows,
    private readonly clearings: Clearings,
    private readonly clearing: ProvinceClearing,
    private readonly ledger: ProvinceLedger,
    private readonly splits: SplitMonths,
    @Inject(CLEARING_POLICY) private readonly policy: ClearingPolicy,
  ) {}

  /** A month: its deadlines, every province on both sides, advance funds, and what hospitals have said. */
  @Get()
  async month(@Query() query: unknown): Promise<object> {
    const { month: asked } = checkValue(query, OfMonth);
    const { reader: db } = this.transactions;
    const provinces = provinceMonths(await this.rows.all(db, asked), await this.clearings.ofMonth(db, asked));
    return {
      month: asked,
      calendar: calendarOf(this.policy, asked),
      provinces: provinces.map(({ province: of, side: on, kept, ...sums }) => ({
        province: of,
        side: on,
        ...(kept ? shown(kept) : { state: 'open' }),
        ...inYuan(sums),
      })),
      advances: await this.advances([...new Set(provinces.map((row) => row.province))], asked, provinces),
      hospitals: await this.splits.standings(db, asked),
    };
  }

  /** The last two years' months of which something was compared, newest first: how many tables are in which state. */
  @Get('months')
  async months(): Promise<object> {
    const found = await this.clearings.months(this.transactions.reader);
    return { months: found.map(({ owed, ...row }) => ({ ...row, owed: formatYuan(owed) })) };
  }

  /** Where a comparison found the two tables different, settlement by settlement; at most 500. */
  @Get('differences')
  async differences(@Query() query: unknown): Promise<object> {
    const key = checkValue(query, OfSide);
    const yuan = (amount: Fen | null): string | null => (amount === null ? null : formatYuan(amount));
    const found = await this.clearings.differences(this.transactions.reader, key);
    return { ...key, differences: found.map((row) => ({ ...row, here: yuan(row.here), there: yuan(row.there) })) };
  }

  /** Compares both tables with a province. */
  @Post('comparisons')
  @HttpCode(200)
  async compare(@Body() body: unknown): Promise<object> {
    const { month: of, province: other } = readJson(body, OfProvince);
    const found = await this.clearing.compare(of, other, now());
    return {
      month: of,
      province: other,
      tables: found.map((row) => ({ side: row.side, ...shown(row), ...inYuan(row) })),
    };
  }

  @Post('confirmations')
  @HttpCode(200)
  async confirm(@Body() body: unknown): Promise<object> {
    const { operator: by, ...key } = readJson(body, Confirmation);
    const { told, ...row } = await this.clearing.confirm(key, by, now());
    return { ...key, ...shown(row), ...inYuan(row), told };
  }

  @Post('payments')
  @HttpCode(200)
  async pay(@Body() body: unknown): Promise<object> {
    const { month: of, province: other, operator: by } = readJson(body, Payment);
    const { told, ...row } = await this.clearing.pay(of, other, by, now());
    return { month: of, province: other, ...shown(row), ...inYuan(row), told };
  }

  /** Sets money aside for what is owed to a province, once under its number. */
  @Post('advances')
  @HttpCode(200)
  async advance(@Body() body: unknown): Promise<object> {
    const advance = { ...readJson(body, NewAdvance), at: now().toJSDate() };
    const balance = await this.transactions.run((db) => this.ledger.advance(db, advance));
    return { province: advance.province, balance: formatYuan(balance) };
  }

  /** Advance funds of provinces: what they hold, what is spoken for, and what they should be. */
  private async advances(
    provinces: readonly string[],
    asked: string,
    booked: readonly ProvinceMonth[],
  ): Promise<object[]> {
    const { reader: db } = this.transactions;
    const compared = (await this.clearings.unpaid(db)).filter((row) => row.month !== asked);
    const found: object[] = [];
    for (const of of provinces) {
      const balance = await this.ledger.balance(db, of);
      const isUnpaid = (row: ProvinceMonth): boolean =>
        row.province === of && row.side === 'insured' && row.kept?.state !== 'paid';
      const ofMonth = booked.filter(isUnpaid);
      const unpaid = plus(
        ZERO_FEN,
        ...[...compared.filter((row) => row.province === of), ...ofMonth].map((row) => row.owed),
      );
      const due = advanceDue(this.policy, `${asked}-01`, await this.fourthQuarter(of, asked));
      found.push({
        province: of,
        balance: formatYuan(balance),
        unpaid: formatYuan(unpaid),
        due: due && formatYuan(due),
        warning: warningLevel(this.policy, wireDate(now()), { balance, unpaid }),
      });
    }
    return found;
  }

  /** What was owed to a province for the last three months of the year before. */
  private async fourthQuarter(of: string, asked: string): Promise<Fen> {
    const october = `${monthsFrom(`${asked.slice(0, 4)}-01`, -3)}`;
    let owed = ZERO_FEN;
    for (const later of [0, 1, 2]) {
      const key = { month: monthsFrom(october, later), province: of, side: 'insured' } as const;
      owed = plus(owed, (await this.rows.sums(this.transactions.reader, key)).owed);
    }
    return owed;
  }
}

const inYuan = ({ rows, total, fund, account, owed }: ClearingSums) => ({
  rows,
  total: formatYuan(fen(total)),
  fund: formatYuan(fen(fund)),
  account: formatYuan(fen(account)),
  owed: formatYuan(fen(owed)),
});

const shown = ({ state, differences, comparedAt, confirmedAt, confirmedBy, ...row }: Clearing) => ({
  state,
  differences,
  comparedAt,
  confirmedAt,
  confirmedBy,
  confirmedThereAt: row.confirmedThereAt,
  paidAt: row.paidAt,
  paidBy: row.paidBy,
});
