import { formatYuan, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { fenOf, objectOf, type His, type HisAnswer } from '../world/his.js';
import { writeZip } from './plain-zip.js';

/** A row as a hospital's software has it in its own books. */
export interface HisRow {
  readonly settlementId: string;
  readonly visitId: string;
  readonly personId: string;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly refund: boolean;
}

/** What HIS books of an answer to a settlement or to its cancellation. */
export function booked(answer: HisAnswer): HisRow {
  const setlinfo = objectOf(answer.output.setlinfo);
  const text = (field: string): string => textOf(setlinfo[field]) ?? '';
  const total = fenOf(setlinfo, 'medfee_sumamt');
  return {
    settlementId: text('setl_id'),
    visitId: text('mdtrt_id'),
    personId: text('psn_no'),
    total,
    fund: fenOf(setlinfo, 'fund_pay_sumamt'),
    account: fenOf(setlinfo, 'acct_pay'),
    refund: total < 0,
  };
}

/** The text that HIS uploads: TAB between columns, a row a line. */
export const textOfRows = (rows: readonly HisRow[]): string =>
  rows
    .map((row) =>
      [
        row.settlementId,
        row.visitId,
        row.personId,
        formatYuan(row.total),
        formatYuan(row.fund),
        formatYuan(row.account),
        row.refund ? '1' : '0',
      ].join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('');

export const zipOfRows = (rows: readonly HisRow[]): Buffer =>
  writeZip([{ name: 'detail.txt', content: Buffer.from(textOfRows(rows), 'utf8') }]);

const sum = (rows: readonly HisRow[], amount: 'total' | 'fund' | 'account'): Fen =>
  plus(ZERO_FEN, ...rows.map((row) => row[amount]));

/** What HIS says of some days, of outpatient care unless said otherwise. */
export interface HisDays {
  readonly from: string;
  readonly to?: string;
  readonly rows: readonly HisRow[];
  readonly more?: object;
}

const common = ({ from, to = from, rows, more }: HisDays) => ({
  clr_type: '11',
  setl_optins: '310000',
  stmt_begndate: from,
  stmt_enddate: to,
  medfee_sumamt: formatYuan(sum(rows, 'total')),
  fund_pay_sumamt: formatYuan(sum(rows, 'fund')),
  fixmedins_setl_cnt: rows.length,
  refd_setl_flag: '',
  fixmedins_refd_setl_flag: '1',
  ...more,
});

/** 3201 of these rows. */
export const askTotals = (his: His, days: HisDays): Promise<HisAnswer> =>
  his.send('3201', {
    data: { insutype: '310', acct_pay: formatYuan(sum(days.rows, 'account')), ...common(days) },
  });

/** 9101 with the bytes in the message. */
export const upload = (his: His, zip: Buffer, filename = 'detail.zip'): Promise<HisAnswer> =>
  his.send('9101', { fsUploadIn: { in: zip.toString('base64'), filename, fixmedins_code: his.institution } });

/** 3202 of these rows, with a file that says the same unless another one is given. */
export async function askDetails(his: His, days: HisDays, zip = zipOfRows(days.rows)): Promise<HisAnswer> {
  const uploaded = await upload(his, zip);
  if (uploaded.infcode !== 0) return uploaded;
  return his.send('3202', {
    data: {
      file_qury_no: uploaded.output.file_qury_no,
      cash_payamt: formatYuan(ZERO_FEN),
      ...common(days),
    },
  });
}
