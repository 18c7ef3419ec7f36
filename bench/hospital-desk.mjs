// A hospital's software at the end of a day or month: it compares its books with the centre's, by totals and by files.
import { createWriteStream, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { hisBooks, withDifferences } from './synthetic-month.mjs';

const yuan = (/** @type {number} */ fen) =>
  `${fen < 0 ? '-' : ''}${Math.trunc(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`;

/** `clr_type` of the synthetic months. */
export const CLASSES = ['11', '13', '14'];

/** @typedef {{ from: string, to: string, days: number }} Days */
/** @typedef {{ rows: number, total: number, fund: number }} Sums */

export class HospitalDesk {
  #centre;
  #database;
  #folder;
  #institution;
  #division;
  #messages = 0;

  /**
   * @param {object} place
   * @param {{ url: string, key: string }} place.centre
   * @param {import('pg').Client} place.database that of the centre, from which its own books are made
   * @param {string} place.folder for its files
   * @param {string} place.institution
   * @param {string} place.division of the agency that clears with it
   */
  constructor({ centre, database, folder, institution, division }) {
    this.#centre = centre;
    this.#database = database;
    this.#folder = folder;
    this.#institution = institution;
    this.#division = division;
  }

  /** @param {string} infno @param {object} input */
  #message(infno, input) {
    this.#messages += 1;
    const number = `${this.#institution}${String(Date.now())}${this.#messages}`;
    return JSON.stringify({ infno, msgid: number, fixmedins_code: this.#institution, input });
  }

  /** @param {string | FormData} body @returns {Promise<Response>} */
  #post(body) {
    const { url, key } = this.#centre;
    const type = typeof body === 'string' ? { 'content-type': 'application/json' } : undefined;
    const headers = { authorization: `Bearer ${key}`, ...type };
    return fetch(`${url}/fsi/api/rsfComIfsService/callService`, { method: 'POST', headers, body });
  }

  /** @param {string | FormData} body */
  async #output(body) {
    const answer = /** @type {any} */ (await (await this.#post(body)).json());
    if (answer.infcode !== 0) throw new Error(answer.err_msg ?? answer.message);
    return answer.output;
  }

  /**
   * @param {AsyncIterable<import('./synthetic-month.mjs').HisBooksRow>} rows
   * @returns {Promise<{ file: string, sums: Sums }>}
   */
  async #pack(rows) {
    /** @type {Sums} */
    const sums = { rows: 0, total: 0, fund: 0 };
    async function* lines() {
      for await (const row of rows) {
        sums.rows += 1;
        sums.total += row.total;
        sums.fund += row.fund;
        const amounts = [row.total, row.fund, row.account].map(yuan);
        yield [row.settlementId, row.visitId, row.personId, ...amounts, row.refund ? '1' : '0'].join('\t') + '\n';
      }
    }
    const file = join(this.#folder, 'upload.zip');
    const zip = new yazl.ZipFile();
    zip.addReadStream(Readable.from(lines(), { objectMode: false }), 'detail.txt');
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(file));
    return { file, sums };
  }

  /**
   * 9101, 3202, 9102.
   * @param {Days} days
   * @param {string} category
   * @param {{ file: string, sums: Sums }} packed
   * @returns {Promise<string[][]>} the rows of the result
   */
  async #details({ from, to }, category, { file, sums }) {
    const form = new FormData();
    const fsUploadIn = { filename: 'detail.zip', fixmedins_code: this.#institution };
    form.set('jsonStr', this.#message('9101', { fsUploadIn }));
    form.set('file', await openAsBlob(file), 'detail.zip');
    const { file_qury_no: uploaded } = await this.#output(form);
    const data = {
      ...{
        file_qury_no: uploaded,
        clr_type: category,
        setl_optins: this.#division,
        stmt_begndate: from,
        stmt_enddate: to,
      },
      ...{ medfee_sumamt: yuan(sums.total), fund_pay_sumamt: yuan(sums.fund), cash_payamt: '0' },
      ...{ fixmedins_setl_cnt: sums.rows, fixmedins_refd_setl_flag: '1' },
    };
    const { fileinfo } = await this.#output(this.#message('3202', { data }));
    const fsDownloadIn = { ...fileinfo, fixmedins_code: this.#institution };
    const result = await this.#post(this.#message('9102', { fsDownloadIn }));
    return rowsIn(Buffer.from(await result.arrayBuffer()));
  }

  /**
   * Compares a class of care over some days.
   * @param {Days} days
   * @param {string} category
   * @param {number} every a difference in so many rows; Infinity for none
   */
  async compare(days, category, every) {
    /** @type {import('./synthetic-month.mjs').Planted[]} */
    const planted = [];
    const books = hisBooks(this.#database, { institution: this.#institution, ...days, categories: [category] });
    const packed = await this.#pack(withDifferences(books, every, planted));
    const began = performance.now();
    const rows = await this.#details(days, category, packed);
    const ms = Math.round(performance.now() - began);
    const name = (/** @type {(string | undefined)[]} */ parts) => parts.join(' ');
    const found = new Set(
      rows.map((row) => name([row[6]?.split('：')[0], row[2] === 'null' ? row[3] : row[2], row[5]])),
    );
    const wanted = planted.map((one) =>
      name([one.class, one.class === 'only-at-centre' ? one.msgid : one.settlementId, one.refund ? '1' : '0']),
    );
    const missed = wanted.filter((one) => !found.delete(one)).length;
    return { rows: packed.sums.rows, planted: planted.length, missed, others: found.size, ms };
  }

  /** 3201 for every key of the days, as it is in the books. @param {Days} days @returns {Promise<number>} how many are equal */
  async totals({ from, to }) {
    const { rows: keys } = await this.#database.query(
      `SELECT insurance_type, medical_category, count(*)::int AS count, sum(total_fen)::bigint AS total,
              sum(fund_total_fen)::bigint AS fund, sum(account_total_fen)::bigint AS account
         FROM medisettle.settlement
        WHERE institution_code = $1 AND settled_at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai'
          AND settled_at < ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' GROUP BY 1, 2`,
      [this.#institution, from, to],
    );
    let equal = 0;
    for (const key of keys) {
      const data = {
        ...{ insutype: key.insurance_type, clr_type: key.medical_category, setl_optins: this.#division },
        ...{ stmt_begndate: from, stmt_enddate: to, medfee_sumamt: yuan(Number(key.total)) },
        ...{ fund_pay_sumamt: yuan(Number(key.fund)), acct_pay: yuan(Number(key.account)) },
        ...{ fixmedins_setl_cnt: key.count, fixmedins_refd_setl_flag: '1' },
      };
      const { stmtinfo } = await this.#output(this.#message('3201', { data }));
      equal += stmtinfo.stmt_rslt === '0' ? 1 : 0;
    }
    return equal;
  }
}

/** @param {Buffer} zip @returns {Promise<string[][]>} */
async function rowsIn(zip) {
  const archive = await yauzl.fromBufferPromise(zip, { lazyEntries: true });
  const parts = [];
  for await (const entry of archive.eachEntry()) {
    for await (const part of await archive.openReadStreamPromise(entry)) parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));
}
