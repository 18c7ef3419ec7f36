import { formatYuan } from '@medisettle/money';
import { wireTime } from '@medisettle/national';
import { stringify } from 'csv-stringify';
import { DateTime } from 'luxon';
import { Readable } from 'node:stream';
import { type ClearingRow } from './clearing-rows.js';
import { type StatementRow } from './month-statements.js';

/** Spreadsheets take a UTF-8 file for one only by its byte order mark. */
const SETTINGS = { bom: true, record_delimiter: 'windows' } as const;

const INSTITUTION_HEADINGS = [
  '结算ID setl_id',
  '就诊ID mdtrt_id',
  '结算时间 setl_time',
  '险种 insutype',
  '清算类别 clr_type',
  '参保省 insuplc',
  '退费 refd_setl_flag',
  '医疗费总额 medfee_sumamt',
  '基金支付 fund_pay_sumamt',
  '个人账户支付 acct_pay',
  '现金支付 psn_cash_pay',
];

const PROVINCE_HEADINGS = [
  '结算ID setl_id',
  '就诊ID mdtrt_id',
  '医药机构 fixmedins_code',
  '结算时间 setl_time',
  '险种 insutype',
  '医疗费总额 medfee_sumamt',
  '基金支付 fund_pay_sumamt',
  '个人账户支付 acct_pay',
  '应清算金额 owed',
];

const timeOf = (at: Date): string => wireTime(DateTime.fromJSDate(at));

/** An institution's month as CSV (RFC 4180), a settlement a line; nobody's name or number is in it. */
export const institutionCsv = (rows: AsyncIterable<StatementRow>): Readable =>
  csv(INSTITUTION_HEADINGS, rows, (row) => [
    row.settlementId,
    row.visitId,
    timeOf(row.settledAt),
    row.insuranceType,
    row.clearingClass,
    row.province ?? '',
    row.refund ? '1' : '0',
    formatYuan(row.total),
    formatYuan(row.fund),
    formatYuan(row.account),
    formatYuan(row.cash),
  ]);

/** A month with a province as CSV, a settlement a line. */
export const provinceCsv = (rows: AsyncIterable<ClearingRow>): Readable =>
  csv(PROVINCE_HEADINGS, rows, (row) => [
    row.settlementId,
    row.visitId,
    row.institutionCode,
    timeOf(row.settledAt),
    row.insuranceType,
    formatYuan(row.total),
    formatYuan(row.fund),
    formatYuan(row.account),
    formatYuan(row.owed),
  ]);

function csv<Row>(headings: readonly string[], rows: AsyncIterable<Row>, cells: (row: Row) => string[]): Readable {
  async function* records(): AsyncGenerator<readonly string[]> {
    yield headings;
    for await (const row of rows) yield cells(row);
  }
  const source = Readable.from(records());
  const text = stringify(SETTINGS);
  // A fault of the database ends the file where it stands, and whoever reads it is told.
  source.on('error', (error) => text.destroy(error));
  return source.pipe(text);
}
