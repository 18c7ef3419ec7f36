import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { formatYuan, plus, ZERO_FEN } from '@medisettle/money';
import { chinaTime } from '@medisettle/national';
import { checkValue, For, httpRefusal } from '@medisettle/program';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { Transactions } from '../database/transactions.js';
import { Institutions } from '../institutions/institutions.js';
import { MONTH } from './clearing-month.js';
import { ClearingRows, SIDES, type ClearingKey } from './clearing-rows.js';
import { Clearings } from './clearings.js';
import { MonthStatements } from './month-statements.js';
import { institutionCsv, provinceCsv } from './statement-csv.js';
import { monthPaper } from './statement-paper.js';

const month = z.string().regex(MONTH, 'yyyy-MM');
const format = z.enum(['csv', 'pdf']);

const OfInstitution = z.object({ institution: z.string().min(1).max(30), month, format });
const OfProvince = z.object({ province: z.string().regex(/^\d{2}0000$/), side: z.enum(SIDES), month, format });

const number = (heading: string, width: number) => ({ heading, width, number: true });
const word = (heading: string, width: number) => ({ heading, width, number: false });

const STATES = {
  open: '未核对',
  differing: '不一致',
  agreed: '已核对一致',
  confirmed: '已确认',
  paid: '已付款',
} as const;

/** Months on paper (PDF) and for spreadsheets (CSV), for operators. */
@Controller('api/clearing/statements')
@For('operator')
export class StatementsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly institutions: Institutions,
    private readonly statements: MonthStatements,
    private readonly rows: ClearingRows,
    private readonly clearings: Clearings,
  ) {}

  /** An institution's month: as CSV every settlement, on paper what they come to. */
  @Get('institution')
  async institution(@Query() query: unknown): Promise<StreamableFile> {
    const asked = checkValue(query, OfInstitution);
    const { reader: db } = this.transactions;
    const [institution] = await this.institutions.findAll(db, [asked.institution]);
    if (!institution) throw httpRefusal('MSG-INSTITUTION-UNKNOWN');
    const name = `${institution.institutionCode}-${asked.month}`;
    if (asked.format === 'csv')
      return csvFile(name, institutionCsv(this.statements.each(db, institution, asked.month)));
    const groups = await this.statements.groups(db, institution, asked.month);
    const bytes = await monthPaper({
      title: '医药机构费用结算月度对账单',
      about: [`医药机构：${institution.name}（${institution.institutionCode}）`, `结算月份：${asked.month}`],
      columns: [
        word('参保省', 55),
        word('险种', 40),
        word('清算类别', 50),
        number('笔数', 50),
        number('医疗费总额', 80),
        number('基金支付', 75),
        number('个人账户', 75),
        number('现金', 70),
      ],
      rows: groups.map((group) => [
        group.province ?? '本省',
        group.insuranceType,
        group.clearingClass,
        String(group.rows),
        ...[group.total, group.fund, group.account, group.cash].map(formatYuan),
      ]),
      sum: {
        label: '应付医药机构（基金与个人账户）',
        amount: plus(ZERO_FEN, ...groups.flatMap(({ fund, account }) => [fund, account])),
      },
      signatures: ['经办人', '复核人', '医药机构（盖章）'],
      at: now(),
    });
    return pdfFile(name, bytes);
  }

  /** A month with a province: as CSV every settlement, on paper what it comes to for each institution. */
  @Get('province')
  async province(@Query() query: unknown): Promise<StreamableFile> {
    const { format: wanted, ...key } = checkValue(query, OfProvince);
    const { reader: db } = this.transactions;
    const name = `${key.province}-${key.side}-${key.month}`;
    if (wanted === 'csv') return csvFile(name, provinceCsv(this.rows.each(db, key)));
    return pdfFile(name, await this.provincePaper(key));
  }

  private async provincePaper(key: ClearingKey): Promise<Buffer> {
    const { reader: db } = this.transactions;
    const found = (await this.clearings.ofMonth(db, key.month)).find(
      ({ province, side }) => province === key.province && side === key.side,
    );
    const institutions = await this.rows.byInstitution(db, key);
    const receivable = key.side === 'care';
    return monthPaper({
      title: receivable ? '跨省异地就医清算表（应收）' : '跨省异地就医清算表（应付）',
      about: [
        `${receivable ? '参保省' : '就医省'}：${key.province}`,
        `清算月份：${key.month}    状态：${STATES[found?.state ?? 'open']}`,
      ],
      columns: [
        word('医药机构', 100),
        number('笔数', 60),
        number('医疗费总额', 85),
        number('基金支付', 80),
        number('个人账户', 80),
        number('应清算金额', 85),
      ],
      rows: institutions.map(({ institutionCode, rows, total, fund, account, owed }) => [
        institutionCode,
        String(rows),
        ...[total, fund, account, owed].map(formatYuan),
      ]),
      sum: {
        label: receivable ? '应收合计' : '应付合计',
        amount: plus(ZERO_FEN, ...institutions.map(({ owed }) => owed)),
      },
      signatures: ['经办人', '复核人', '经办机构（盖章）'],
      at: now(),
    });
  }
}

const now = (): Date => chinaTime(DateTime.now().toMillis()).toJSDate();

const csvFile = (name: string, text: ReturnType<typeof provinceCsv>): StreamableFile =>
  new StreamableFile(text, { type: 'text/csv; charset=utf-8', disposition: `attachment; filename="${name}.csv"` });

const pdfFile = (name: string, bytes: Buffer): StreamableFile =>
  new StreamableFile(bytes, { type: 'application/pdf', disposition: `attachment; filename="${name}.pdf"` });
