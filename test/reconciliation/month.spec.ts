import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import type pg from 'pg';
import { FileShelf } from '../../apps/settlement/src/files/file-shelf.js';
import { Transactions } from '../../apps/settlement/src/database/transactions.js';
import { addHospitals, addPersons, hospital } from '../../bench/synthetic-bills.mjs';
import { addMonth, hisBooks, withDifferences, type Planted } from '../../bench/synthetic-month.mjs';
import { openCentre, type CentreInProcess } from '../world/centre-in-process.js';
import { objectOf, type His } from '../world/his.js';
import { good } from '../world/visit.js';
import { askDetails, askTotals, type HisRow } from './ledger-of-his.js';
import { readZip } from './plain-zip.js';

const SETTLEMENTS = 3_000;
const PERSONS = 200;
const [FROM, TO] = ['2026-09-01', '2026-09-30'] as const;
const KEPT = new Date();

let centre: CentreInProcess;
let database: pg.Client;
let his: His;

beforeAll(async () => {
  centre = await openCentre('month');
  database = await centre.connect();
  await addHospitals(database, 1);
  await addPersons(database, PERSONS, 1);
  await addMonth(database, {
    institution: hospital(0),
    from: FROM,
    days: 30,
    settlements: SETTLEMENTS,
    persons: PERSONS,
    seed: 7,
  });
  his = centre.his(hospital(0));
});

afterAll(async () => {
  await database?.end();
  await centre?.close();
});

const books = (category: string) =>
  hisBooks(database, { institution: hospital(0), from: FROM, to: TO, categories: [category] });

async function rowsOf(source: ReturnType<typeof hisBooks>): Promise<HisRow[]> {
  const rows: HisRow[] = [];
  for await (const { total, fund, account, ...row } of source) {
    rows.push({ ...row, total: fen(total), fund: fen(fund), account: fen(account) });
  }
  return rows;
}

/** Class, number and refund of each row that is found, sorted. */
async function found(answer: Awaited<ReturnType<typeof askDetails>>): Promise<string[]> {
  const id = textOf(objectOf(good(answer).output.fileinfo).file_qury_no) ?? '';
  const parts: Buffer[] = [];
  const file = centre.part(FileShelf).read(centre.part(Transactions).reader, hospital(0), id, KEPT);
  for await (const part of file) parts.push(part);
  const [text] = readZip(Buffer.concat(parts));
  const lines = (text?.content.toString('utf8') ?? '').split('\n').slice(0, -1);
  return lines
    .map((line) => line.split('\t'))
    .map((row) => [row[6]?.split('：')[0], row[2] === 'null' ? row[3] : row[2], row[5]].join(' '))
    .sort();
}

const wanted = (planted: readonly Planted[]): string[] =>
  planted
    .map((one) =>
      [one.class, one.class === 'only-at-centre' ? one.msgid : one.settlementId, one.refund ? 1 : 0].join(' '),
    )
    .sort();

describe('a month of a hospital', () => {
  it.each(['11', '13', '14'])('has every planted difference found in class %s, and no other', async (category) => {
    const planted: Planted[] = [];
    const rows = await rowsOf(withDifferences(books(category), 3, planted));
    const days = { from: FROM, to: TO, rows, more: { clr_type: category } };
    expect(new Set(planted.map((one) => `${one.class}${String(one.refund)}`)).size).toBeGreaterThan(3);
    expect(await found(await askDetails(his, days))).toEqual(wanted(planted));
  });

  it('is equal where nothing was planted, row by row and in its totals', async () => {
    const rows = await rowsOf(books('11'));
    expect(await found(await askDetails(his, { from: FROM, to: TO, rows }))).toEqual([]);
    const insured = new Map<string, HisRow[]>();
    const { rows: types } = await database.query<{ id: string; type: string }>(
      'SELECT settlement_id AS id, insurance_type AS type FROM medisettle.settlement',
    );
    const typeOf = new Map(types.map(({ id, type }) => [id, type]));
    for (const row of rows) {
      const type = typeOf.get(row.settlementId) ?? '';
      insured.set(type, [...(insured.get(type) ?? []), row]);
    }
    expect([...insured.keys()].sort()).toEqual(['310', '390']);
    for (const [insutype, ofType] of insured) {
      const answer = good(await askTotals(his, { from: FROM, to: TO, rows: ofType, more: { insutype } }));
      expect(objectOf(answer.output.stmtinfo).stmt_rslt).toBe('0');
      const fewer = { from: FROM, to: TO, rows: ofType.slice(1), more: { insutype } };
      expect(objectOf(good(await askTotals(his, fewer)).output.stmtinfo).stmt_rslt).toBe('1');
    }
  });
});
