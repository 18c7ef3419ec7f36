import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen, negate } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { FileShelf } from '../../apps/settlement/src/files/file-shelf.js';
import { Transactions } from '../../apps/settlement/src/database/transactions.js';
import { openCentre, type CentreInProcess } from '../world/centre-in-process.js';
import { demoCredential, demoPerson, newMsgid, now, objectOf, type His, type HisAnswer } from '../world/his.js';
import { good, OutpatientVisit } from '../world/visit.js';
import { askDetails, askTotals, booked, textOfRows, upload, zipOfRows, type HisRow } from './ledger-of-his.js';
import { readZip, writeZip } from './plain-zip.js';

const HOSPITAL = 'H31010600001';
const OTHER_HOSPITAL = 'H31010600002';
const retiree = demoPerson('retiree').psnNo;
const today = now().slice(0, 10);

let centre: CentreInProcess;
let hospital: His;
let batch = 0;

beforeAll(async () => {
  centre = await openCentre('recon');
  hospital = centre.his(HOSPITAL);
});

afterAll(async () => {
  await centre?.close();
});

/** A settlement of the retiree's, as HIS books it, and how to undo it. */
async function settled(his = hospital): Promise<HisRow & { msgid: string; visit: OutpatientVisit }> {
  batch += 1;
  const lines = [{ item: 'DEMO-A-001', price: '12.5', count: String(batch), amount: fen(1_250 * batch) }];
  const visit = await OutpatientVisit.begin(his, retiree, demoCredential('retiree-new'));
  good(await visit.upload(`R${batch}`, lines));
  const msgid = newMsgid(his.institution);
  return { ...booked(good(await his.send('2207', visit.bill(`R${batch}`, lines), { msgid }))), msgid, visit };
}

const resultOf = (answer: HisAnswer): unknown => objectOf(good(answer).output.stmtinfo).stmt_rslt;

/** The rows of a result file, fetched and read without any code of the centre's. */
async function resultRows(answer: HisAnswer): Promise<string[][]> {
  const { file_qury_no: id, filename } = objectOf(good(answer).output.fileinfo);
  const said = good(
    await hospital.send('9102', {
      fsDownloadIn: { file_qury_no: id, filename, fixmedins_code: HOSPITAL },
    }),
  ).output;
  const parts: Buffer[] = [];
  const { reader } = centre.part(Transactions);
  for await (const part of centre.part(FileShelf).read(reader, HOSPITAL, textOf(id) ?? '', new Date()))
    parts.push(part);
  const zip = Buffer.concat(parts);
  expect(Number(textOf(said.bytes))).toBe(zip.length);
  const [text, ...others] = readZip(zip);
  expect(others).toEqual([]);
  expect(text?.name).toBe(`${HOSPITAL}-${today}-${today}-11.txt`);
  const lines = (text?.content.toString('utf8') ?? '').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => line.split('\t'));
}

describe('the totals and details of a day', () => {
  const books: HisRow[] = [];

  it('are equal where both sides have the same, with a cancellation as a row of its own', async () => {
    const kept = await settled();
    const cancelled = await settled();
    const refund = booked(good(await cancelled.visit.cancel(cancelled.settlementId)));
    books.push(kept, cancelled, refund);
    expect(resultOf(await askTotals(hospital, { from: today, rows: books }))).toBe('0');
    expect(resultOf(await askTotals(hospital, { from: today, rows: [kept] }))).toBe('0');
    expect(await resultRows(await askDetails(hospital, { from: today, rows: books }))).toEqual([]);
    // The refund may name the settlement that it takes back.
    const renamed = [kept, cancelled, { ...refund, settlementId: cancelled.settlementId }];
    expect(await resultRows(await askDetails(hospital, { from: today, rows: renamed }))).toEqual([]);
  });

  it('differ in the other class, at the other agency and on the day before', async () => {
    for (const more of [{ clr_type: '41' }, { insutype: '390' }, { setl_optins: '310115' }]) {
      expect(resultOf(await askTotals(hospital, { from: today, rows: books, more }))).toBe('1');
    }
    const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    expect(resultOf(await askTotals(hospital, { from: yesterday, rows: books }))).toBe('1');
    expect(resultOf(await askTotals(hospital, { from: yesterday, to: today, rows: books }))).toBe('0');
  });

  it('name what the institution lacks by its msgid, and are equal again once that was reversed', async () => {
    const lost = await settled();
    expect(resultOf(await askTotals(hospital, { from: today, rows: books }))).toBe('1');
    const rows = await resultRows(await askDetails(hospital, { from: today, rows: books }));
    expect(rows).toEqual([
      [
        retiree,
        'null',
        'null',
        lost.msgid,
        '1',
        '0',
        expect.stringContaining('only-at-centre'),
        '37.50',
        expect.any(String),
        expect.any(String),
      ],
    ]);
    good(await hospital.send('2601', { data: { psn_no: retiree, omsgid: rows[0]?.[3], oinfno: '2207' } }));
    expect(resultOf(await askTotals(hospital, { from: today, rows: books }))).toBe('0');
    expect(await resultRows(await askDetails(hospital, { from: today, rows: books }))).toEqual([]);
    // Who still has it is told that it is gone.
    const stale = await resultRows(await askDetails(hospital, { from: today, rows: [...books, lost] }));
    expect(stale.map((row) => [row[2], row[6]])).toEqual([[lost.settlementId, expect.stringContaining('作废')]]);
  });

  it('leave out a cancellation that was reversed, and what is undone after that', async () => {
    const first = await settled();
    const msgid = newMsgid(HOSPITAL);
    good(await hospital.send('2208', { data: { ...first.visit.names, setl_id: first.settlementId } }, { msgid }));
    good(await hospital.send('2601', { data: { psn_no: retiree, omsgid: msgid, oinfno: '2208' } }));
    expect(resultOf(await askTotals(hospital, { from: today, rows: [...books, first] }))).toBe('0');
    good(await hospital.send('2601', { data: { psn_no: retiree, omsgid: first.msgid, oinfno: '2207' } }));
    expect(resultOf(await askTotals(hospital, { from: today, rows: books }))).toBe('0');
  });

  it('tell a row that nobody settled from one whose amounts differ and from a refund that was never made', async () => {
    const [kept] = books as [HisRow];
    const invented = { ...kept, settlementId: 'S0000000000000000000000001' };
    const standing = {
      ...kept,
      total: negate(kept.total),
      fund: negate(kept.fund),
      account: negate(kept.account),
      refund: true,
    };
    const altered = { ...kept, total: fen(kept.total + 1) };
    const rows = await resultRows(
      await askDetails(hospital, { from: today, rows: [altered, ...books.slice(1), invented, standing] }),
    );
    expect(rows.map((row) => [row[2], row[4], row[5], row[6]?.split('：')[0], row[7]])).toEqual([
      [kept.settlementId, '1', '0', 'amounts-differ', '12.50'],
      [invented.settlementId, '1', '0', 'only-at-institution', '12.50'],
      [kept.settlementId, '1', '1', 'only-at-institution', '-12.50'],
    ]);
    expect(rows[2]?.[6]).toContain('2208');
  });

  it('are compared once, however often the message comes', async () => {
    const uploaded = good(await upload(hospital, zipOfRows(books)));
    const message = hospital.message('3202', {
      data: {
        ...{ file_qury_no: uploaded.output.file_qury_no, clr_type: '11', setl_optins: '310000' },
        ...{ stmt_begndate: today, stmt_enddate: today, medfee_sumamt: '12.50', fund_pay_sumamt: '0.00' },
        ...{ cash_payamt: '0', fixmedins_setl_cnt: 3, refd_setl_flag: '', fixmedins_refd_setl_flag: '1' },
      },
    });
    const answers = await Promise.all([hospital.post(message), hospital.post(message)]);
    expect(good(answers[0]).text).toBe(good(answers[1]).text);
  });

  describe('are refused with a code that says why, and leave nothing behind', () => {
    const text = (): string => textOfRows(books);
    const zipped = (content: Buffer | string, name = 'detail.txt'): Buffer =>
      writeZip([{ name, content: Buffer.from(content as string) }]);
    const changed = (change: (line: string) => string): Buffer => zipped(text().replace(/^.*$/m, change));

    const cases: [string, () => Buffer, string][] = [
      ['a ZIP file cut in half', () => zipOfRows(books).subarray(0, 120), 'RECON-ZIP'],
      ['no ZIP file', () => Buffer.from(text()), 'RECON-ZIP'],
      ['a damaged ZIP file', () => damaged(zipOfRows(books)), 'RECON-ZIP'],
      ['a ZIP file without a text', () => writeZip([]), 'RECON-ZIP-CONTENT'],
      ['another kind of file', () => zipped(text(), 'detail.exe'), 'RECON-ZIP-CONTENT'],
      ['a name that leads out', () => zipped(text(), '../../etc/detail.txt'), 'RECON-ZIP-NAME'],
      ['an absolute name', () => zipped(text(), 'C:\\detail.txt'), 'RECON-ZIP-NAME'],
      [
        'a size beyond all bounds',
        () => writeZip([{ name: 'd.txt', content: Buffer.from('x') }], 0xf0000000),
        'RECON-ZIP-SIZE',
      ],
      [
        'GBK',
        () => zipped(Buffer.concat([Buffer.from('d5c5c8fd', 'hex'), Buffer.from(text())])),
        'RECON-FILE-ENCODING',
      ],
      ['an empty text', () => zipped(''), 'RECON-FILE-EMPTY'],
      ['a text cut between two rows', () => zipped(text().split('\n')[0] ?? ''), 'RECON-FILE-TOTALS'],
      ['a text cut within a row', () => zipped(text().slice(0, -30)), 'RECON-ROW-COLUMNS'],
      ['a column too many', () => changed((line) => `${line}\t`), 'RECON-ROW-COLUMNS'],
      ['a line without an end', () => zipped('x'.repeat(100_000)), 'RECON-ROW-COLUMNS'],
      ['an amount that is none', () => changed((line) => line.replace('12.50', '12,50')), 'RECON-ROW-VALUE'],
      ['a number that is missing', () => changed((line) => line.replace(/^[^\t]+/, 'null')), 'RECON-ROW-VALUE'],
    ];

    it.each(cases)('%s', async (_, zip, code) => {
      expect((await askDetails(hospital, { from: today, rows: books }, zip())).code).toBe(code);
    });

    it('rows that come twice', async () => {
      const rows = [...books, ...books];
      const refused = await askDetails(hospital, { from: today, rows });
      expect(refused.code).toBe('RECON-ROW-DUPLICATE');
      expect(textOf(refused.body.err_msg)).toContain('第4行与第1行');
    });

    it('a row of another hospital', async () => {
      const foreign = await settled(centre.his(OTHER_HOSPITAL));
      const refused = await askDetails(hospital, { from: today, rows: [...books, foreign] });
      expect(refused.code).toBe('RECON-ROW-FOREIGN');
      expect(textOf(refused.body.err_msg)).toContain('第4行');
    });

    it('a file of another hospital, an unknown one, a name with a path, a file that is none, days that end before they begin', async () => {
      const theirs = textOf(good(await upload(centre.his(OTHER_HOSPITAL), zipOfRows(books))).output.file_qury_no);
      for (const file_qury_no of [theirs, 'D0']) {
        const download = { fsDownloadIn: { file_qury_no, filename: 'x', fixmedins_code: HOSPITAL } };
        expect((await hospital.send('9102', download)).code).toBe('FILE-UNKNOWN');
      }
      expect((await upload(hospital, zipOfRows(books), '../detail.zip')).code).toBe('FILE-NAME');
      expect((await upload(hospital, Buffer.alloc(0))).code).toBe('FILE-MISSING');
      expect((await askTotals(hospital, { from: today, to: '2020-01-01', rows: books })).code).toBe('RECON-RANGE');
    });

    it('and nothing of all this was kept', async () => {
      const client = await centre.connect();
      const { rows } = await client.query<{ statements: number; files: number; differences: number }>(
        `SELECT (SELECT count(*)::int FROM medisettle.statement WHERE kind = 'details') AS statements,
                (SELECT count(*)::int FROM medisettle.statement_difference) AS differences,
                (SELECT count(*)::int FROM medisettle.file WHERE filename LIKE '%-11.zip') AS files`,
      );
      await client.end();
      expect(rows).toEqual([{ statements: 7, differences: 5, files: 7 }]);
    });
  });
});

function damaged(zip: Buffer): Buffer {
  const copy = Buffer.from(zip);
  copy.writeUInt8(copy.readUInt8(60) ^ 0xff, 60);
  return copy;
}
