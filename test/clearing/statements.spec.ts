import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StreamableFile } from '@nestjs/common';
import { fen, formatYuan } from '@medisettle/money';
import { parse } from 'csv-parse/sync';
import { extractText, getDocumentProxy } from 'unpdf';
import { StatementsController } from '../../apps/settlement/src/clearing/statements.controller.js';
import { openProvinces, type TwoProvinces } from '../cross-province/two-provinces.js';
import { inDatabase, MONTH, settledBill } from './two-sides.js';

const HOSPITAL = 'H31010600001';

let world: TwoProvinces;
let statements: StatementsController;
let visitors: string;

beforeAll(async () => {
  world = await openProvinces();
  statements = world.shanghai.part(StatementsController);
  const visitor = ['visitor', 'visitor-new'] as const;
  visitors = await settledBill(world.shanghai.his(HOSPITAL, '340100'), visitor, fen(250_000));
  await settledBill(world.shanghai.his(), ['retiree', 'retiree-new'], fen(12_500), { cancelled: true });
  await settledBill(world.shanghai.his(), ['retiree', 'retiree-new'], fen(1_250));
});

afterAll(async () => {
  await world?.close();
});

async function bytesOf(file: StreamableFile): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of file.getStream()) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

async function textOfPdf(file: StreamableFile): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await bytesOf(file))), { mergePages: true });
  return text.replaceAll(/\s+/g, '');
}

async function rowsOfCsv(file: StreamableFile): Promise<Record<string, string>[]> {
  const text = (await bytesOf(file)).toString('utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  return parse(text, { bom: true, columns: (names: string[]) => names.map((name) => name.split(' ')[1] ?? name) });
}

const owed = async (): Promise<string> => {
  const sql = `SELECT owed_fen AS owed FROM medisettle.province_settlement WHERE settlement_id = '${visitors}'`;
  const [row] = await inDatabase<{ owed: number }>(world.shanghai, sql);
  return formatYuan(fen(row?.owed ?? 0));
};

describe("the statement of an institution's month", () => {
  const asked = { institution: HOSPITAL, month: MONTH };

  it('has every settlement as a row of a CSV file, with who pays', async () => {
    const rows = await rowsOfCsv(await statements.institution({ ...asked, format: 'csv' }));
    expect(rows.map((row) => [row['medfee_sumamt'], row['insuplc'], row['refd_setl_flag'], row['clr_type']])).toEqual([
      ['2500.00', '340000', '0', '11'],
      ['125.00', '', '0', '11'],
      ['-125.00', '', '1', '11'],
      ['12.50', '', '0', '11'],
    ]);
  });

  it('has its sums on paper, in Chinese that can be read back', async () => {
    const text = await textOfPdf(await statements.institution({ ...asked, format: 'pdf' }));
    expect(text).toContain('医药机构费用结算月度对账单');
    expect(text).toContain(HOSPITAL);
    expect(text).toContain(MONTH);
    expect(text).toContain('3400003101112500.00');
    expect(text).toContain('本省31011312.50');
  });

  it('is refused for nobody, and for what is no month', async () => {
    await expect(statements.institution({ ...asked, institution: 'H0', format: 'csv' })).rejects.toMatchObject({
      refusal: { code: 'MSG-INSTITUTION-UNKNOWN' },
    });
    await expect(statements.institution({ ...asked, month: '2026-13', format: 'csv' })).rejects.toMatchObject({
      refusal: { code: 'MSG-FIELD-INVALID' },
    });
  });
});

describe("the statement of a province's month", () => {
  const asked = { province: '340000', side: 'care', month: MONTH };

  it('has what is receivable, settlement by settlement and on paper', async () => {
    const rows = await rowsOfCsv(await statements.province({ ...asked, format: 'csv' }));
    expect(rows.map((row) => [row['setl_id'], row['owed']])).toEqual([[visitors, await owed()]]);
    const text = await textOfPdf(await statements.province({ ...asked, format: 'pdf' }));
    expect(text).toContain('跨省异地就医清算表（应收）');
    expect(text).toContain(`应收合计：¥${await owed()}`);
  });

  it('takes as many pages as it needs', async () => {
    await inDatabase(
      world.shanghai,
      `CREATE TEMPORARY TABLE twin AS SELECT * FROM medisettle.settlement WHERE settlement_id = '${visitors}'`,
      `INSERT INTO medisettle.settlement
       SELECT (json_populate_record(t, json_build_object('settlement_id', 'SX' || n, 'attempt', n + 9,
                 'msgid', 'MX' || n, 'institution_code', 'H' || (31010700000 + n)))).*
         FROM twin t, generate_series(1, 90) AS n`,
      `INSERT INTO medisettle.province_settlement
       SELECT o.person_id, 'SX' || n, o.side, o.other_division, o.owed_fen
         FROM medisettle.province_settlement o, generate_series(1, 90) AS n WHERE settlement_id = '${visitors}'`,
    );
    const file = await statements.province({ ...asked, format: 'pdf' });
    const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(await bytesOf(file))));
    expect(totalPages).toBe(3);
    expect(text.filter((page) => page.includes('应清算金额'))).toHaveLength(3);
    expect(text.join('')).toContain('H31010700090');
  });
});
