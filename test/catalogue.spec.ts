import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { textOf, type WireObject } from '@medisettle/national';
import pg from 'pg';
import { demoCredential, demoPerson, fenOf, His, now, objectOf } from './world/his.js';
import { Issuer, type Report } from './world/issuer.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { good, identities, OutpatientVisit, RIGHT, type DemoLine } from './world/visit.js';

let province: TestProvince;
let hospital: His;
let operator: Issuer;
let database: pg.Client;

beforeAll(async () => {
  province = await startProvince('shanghai');
  hospital = new His(province.agent.url, province.keys.his, 'H31010600001');
  operator = new Issuer(province);
  database = new pg.Client({ connectionString: province.database.url });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await province?.close();
});

const send = (csv: string, part = ''): Promise<Report> => operator.upload(csv, 'text/csv', '', `catalogue${part}`);

const rejections = (report: Report) => report.rejected.map(({ line, code }) => [line, code]);

const ITEMS =
  'code,from,to,name,class,listType,feeCategory,selfpayRatio,selfpayFixed,priceLimit,paymentStandard,limitText';

/** Asks for rows of the catalogue, ten to the page unless said otherwise. */
async function ask(infno: string, filters: object): Promise<{ rows: WireObject[]; output: WireObject }> {
  const { output } = good(await hospital.send(infno, { data: { page_num: 1, page_size: 10, ...filters } }));
  return { rows: (output.data as WireObject[]).map(objectOf), output };
}

const fields = (rows: readonly WireObject[], ...names: string[]) =>
  rows.map((row) => names.map((name) => textOf(row[name])));

/** How today's catalogue splits lines for a demo person, at a hospital. */
async function splitFor(person: string, card: string, lines: readonly DemoLine[], his = hospital) {
  const { psnNo } = demoPerson(person);
  const visit = await OutpatientVisit.begin(his, psnNo, demoCredential(card), '11', person === 'pupil' ? '390' : '310');
  const answer = good(await visit.upload('K1', lines));
  return { visit, lines: (answer.output.result as WireObject[]).map(objectOf) };
}

const one = (item: string, yuan: number): DemoLine => ({
  item,
  price: String(yuan),
  count: '1',
  amount: fen(yuan * 100),
});

describe('the import of the catalogue', () => {
  it('takes items once, and closes the old rule on the day before the new one', async () => {
    const first = `${ITEMS}\nT-1,2020-01-01,,某药,A,101,09,,,,,\nT-2,2020-01-01,,某药二,B,101,09,0.1,,,,\n`;
    expect((await send(first)).counts).toMatchObject({ received: 2, applied: 2, rejected: 0 });
    const change = `${ITEMS}\nT-1,2026-03-01,,某药,B,101,09,0.2,,,,\n`;
    expect((await send(change)).counts).toMatchObject({ applied: 1 });
    for (const again of [first, change]) {
      expect((await send(again)).counts).toMatchObject({ applied: 0, rejected: 0 });
    }
    expect(fields((await ask('1312', { hilist_code: 'T-1' })).rows, 'begndate', 'enddate', 'chrgitm_lv')).toEqual([
      ['2020-01-01', '2026-02-28', '01'],
      ['2026-03-01', '', '02'],
    ]);
  });

  it('reports each row that it cannot take with its line and leaves nothing of it behind', async () => {
    const report = await send(
      [
        `\uFEFF${ITEMS}`,
        'R-1,2026-01-01,2025-01-01,末日在前,A,101,09,,,,,',
        'R-2,2026-01-01,,两种规则,B,101,09,0.1,5,,,',
        'R-3,2026-01-01,,没有等级,,101,09,,,,,',
        'too,short',
        'R-4,2026-01-01,,好,A,101,09,,,,,',
        'R-4,2026-01-01,,好,B,101,09,,,,,',
        'R-5,2026-01-01,2026-06-30,好,A,101,09,,,,,',
        'R-5,2026-06-30,,重叠,A,101,09,,,,,',
      ].join('\n'),
    );
    expect(report.counts).toMatchObject({ received: 8, applied: 2, rejected: 6 });
    expect(rejections(report)).toEqual([
      [2, 'CATALOGUE-DATES'],
      [3, 'CATALOGUE-TWO-RULES'],
      [4, 'MSG-FIELD-INVALID'],
      [5, 'CATALOGUE-LINE'],
      [7, 'CATALOGUE-CONFLICT'],
      [9, 'CATALOGUE-OVERLAP'],
    ]);
    for (const { message, en } of report.rejected as unknown as { message: string; en: string }[]) {
      expect([message, en]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
    }
    expect((await ask('1312', { hilist_code: 'R-3' })).rows).toEqual([]);
  });

  it('lets no two imports at once give a day two rules', async () => {
    const sent = Array.from(
      { length: 6 },
      (_, index) => `${ITEMS}\nRACE,2026-0${index + 1}-01,,甲,A,101,09,,,${index},,\n`,
    );
    const reports = await Promise.all(sent.map((csv) => send(csv)));
    const applied = reports.reduce((sum, { counts }) => sum + counts.applied, 0);
    const rejected = reports.reduce((sum, { counts }) => sum + counts.rejected, 0);
    expect(applied + rejected).toBe(6);
    const { rows: twice } = await database.query(
      `SELECT a.item_code FROM medisettle.catalogue_item a JOIN medisettle.catalogue_item b USING (item_code)
        WHERE a.valid_from < b.valid_from AND coalesce(a.valid_to, 'infinity') >= b.valid_from`,
    );
    expect(twice).toEqual([]);
  });

  it('is an operator’s, of CSV files, and of parts that there are', async () => {
    const ask_ = (path: string, key: string, type: string) =>
      fetch(`${province.centre.url}/api/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': type },
        body: ITEMS,
      });
    const { his, operator: key } = province.keys;
    expect((await ask_('catalogue', his, 'text/csv')).status).not.toBe(200);
    expect((await ask_('catalogue', key, 'application/json')).status).toBe(415);
    expect((await ask_('catalogue/attic', key, 'text/csv')).status).toBe(404);
    expect((await ask_('catalogue', key, 'text/csv')).status).toBe(200);
  });
});

describe('the catalogue as it is asked', () => {
  it('comes page by page, each row once', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => `PAGE-${index},2024-01-01,,页${index},A,101,09,,,,,`);
    await send([ITEMS, ...rows].join('\n'));
    const seen: string[] = [];
    for (const page_num of [1, 2, 3, 4]) {
      const { rows: page, output } = await ask('1312', { hilist_name: '页', page_num, page_size: 3 });
      seen.push(...page.map((row) => textOf(row.hilist_code) ?? ''));
      expect([output.firstPage, output.lastPage]).toEqual([page_num === 1, page_num >= 3]);
      expect(fields([output], 'recordCounts', 'pages', 'size')).toEqual([
        ['7', '3', String([3, 3, 1, 0][page_num - 1])],
      ]);
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, index) => `PAGE-${index}`));
  });

  it('is narrowed by what rows say, by days, and by when they changed', async () => {
    await send(`${ITEMS}\nOLD,2020-01-01,2020-12-31,旧项,C,201,05,,,,,\nNEW,2999-01-01,,将来项,B,201,05,0.3,,,,限住院`);
    const codes = async (filters: object) =>
      fields((await ask('1312', { page_size: 100, ...filters })).rows, 'hilist_code').flat();
    expect(await codes({ hilist_code: 'OLD', vali_flag: '1' })).toEqual([]);
    expect(await codes({ hilist_code: 'OLD', vali_flag: '0' })).toEqual(['OLD']);
    expect(await codes({ hilist_code: 'OLD', query_date: '2020-12-31' })).toEqual(['OLD']);
    expect(await codes({ hilist_code: 'OLD', query_date: '2021-01-01' })).toEqual([]);
    expect(await codes({ begndate: '2999-01-01' })).toEqual(['NEW']);
    expect(await codes({ lmt_used_flag: '1' })).toEqual(['NEW']);
    expect(await codes({ chrgitm_lv: '03', list_type: '201', med_chrgitm_type: '5' })).toEqual(['DEMO-C-001', 'OLD']);
    expect(await codes({ hilist_code: 'OLD', updt_time: '2999-01-01 00:00:00' })).toEqual([]);
    expect(await codes({ hilist_code: 'OLD', updt_time: '2020-01-01' })).toEqual(['OLD']);
    expect(await codes({ hilist_code: 'OLD', insu_admdvs: '310115' })).toEqual(['OLD']);
    expect(await codes({ hilist_code: 'OLD', insu_admdvs: '340100' })).toEqual([]);
    const [row] = (await ask('1316', { hilist_code: 'NEW' })).rows;
    expect(row).toMatchObject({ med_list_codg: 'NEW', hilist_code: 'NEW', list_type: '201', vali_flag: '0' });
  });

  it('takes each query by its own path as well', async () => {
    const message = hospital.message('1312', { data: { page_num: 1, page_size: 1, hilist_code: 'DEMO-A-001' } });
    expect(good(await hospital.post(message, 'catalogqueryservice/queryHilist')).output.recordCounts).toEqual(
      good(await hospital.post(message)).output.recordCounts,
    );
  });

  it('refuses what it cannot answer instead of answering something else', async () => {
    const code = async (infno: string, data: object) => (await hospital.send(infno, { data })).code;
    const page = { page_num: 1, page_size: 10 };
    expect(await code('1312', { ...page, pinyin: 'SF' })).toBe('QUERY-FILTER');
    expect(await code('1318', { ...page, overlmt_dspo_way: '1' })).toBe('QUERY-FILTER');
    expect(await code('1319', { ...page, rid: 'x' })).toBe('QUERY-FILTER');
    expect(await code('1312', { page_num: 1 })).toBe('MSG-FIELD-MISSING');
    expect(await code('1312', { ...page, page_num: 0 })).toBe('MSG-FIELD-INVALID');
    expect(await code('1317', { ...page, page_size: 1001 })).toBe('MSG-FIELD-INVALID');
    expect(await code('1316', { ...page, query_date: '2026-13-01' })).toBe('MSG-FIELD-INVALID');
  });

  it("matches an institution's own codes", async () => {
    const header = 'institution,ownCode,ownName,code,from';
    const report = await send(
      [
        header,
        'H31010600001,YP-1,本院示范药,DEMO-A-001,2026-01-01',
        'H31010600002,YP-1,别院示范药,DEMO-B-010,2026-01-01',
        'H31010600001,YP-2,本院没有的,NOT-THERE,2026-01-01',
        'H99999999999,YP-1,没有的医院,DEMO-A-001,2026-01-01',
      ].join('\n'),
      '/matches',
    );
    expect(rejections(report)).toEqual([
      [4, 'CATALOGUE-REFERENCE'],
      [5, 'CATALOGUE-REFERENCE'],
    ]);
    const { rows } = await ask('1317', { medins_list_codg: 'YP-1' });
    expect(fields(rows, 'fixmedins_code', 'medins_list_name', 'med_list_codg', 'list_type')).toEqual([
      ['H31010600001', '本院示范药', 'DEMO-A-001', '101'],
    ]);
  });
});

describe('special rules of an item', () => {
  it('give residents and employees their own ratio, from the nearest division, from its day on', async () => {
    await send(`${ITEMS}\nS-1,2020-01-01,,分险种,B,101,09,0.1,,,,\n`);
    await send(
      'code,insutype,division,from,ratio\nS-1,390,310000,2020-01-01,0.3\nS-1,390,340000,2020-01-01,0.9\nS-1,310,310000,2999-01-01,0.5\n',
      '/selfpay',
    );
    const employee = await splitFor('employee', 'employee-old', [one('S-1', 100)]);
    expect(fenOf(employee.lines[0] ?? {}, 'preselfpay_amt')).toBe(1_000);
    const pupil = await splitFor('pupil', 'pupil-new', [one('S-1', 100)]);
    expect(fields(pupil.lines, 'selfpay_prop', 'preselfpay_amt')).toEqual([['0.3000', '30.00']]);
    const { rows } = await ask('1319', { hilist_code: 'S-1', insu_admdvs: '310000', query_date: now().slice(0, 10) });
    expect(fields(rows, 'selfpay_prop_psn_type', 'selfpay_prop')).toEqual([
      ['0', '0.1000'],
      ['390', '0.3000'],
    ]);
  });

  it('limit its price by hospital level and by payment standard; what is above is the person’s', async () => {
    await send(
      `${ITEMS}\nL-1,2020-01-01,,分级限价,A,201,03,,,100,,\nL-2,2020-01-01,,支付标准,A,101,09,,,100,60,限二线用药\n`,
    );
    await send(
      'code,level,division,from,priceLimit\nL-1,3,310000,2020-01-01,80\nL-1,1,310000,2020-01-01,50\n',
      '/limits',
    );
    const { visit, lines } = await splitFor('employee', 'employee-old', [one('L-1', 90), one('L-2', 90)]);
    expect(fields(lines, 'pric_uplmt_amt', 'overlmt_amt', 'inscp_scp_amt', 'lmt_used_flag', 'memo')).toEqual([
      ['80.000000', '10.00', '80.00', '0', ''],
      ['60.000000', '30.00', '60.00', '1', '限：限二线用药'],
    ]);
    const trial = good(await hospital.send('2206', visit.bill('K1', [one('L-1', 90), one('L-2', 90)])));
    const setlinfo = objectOf(trial.output.setlinfo);
    expect(identities(setlinfo)).toEqual(RIGHT);
    expect(fenOf(setlinfo, 'overlmt_selfpay')).toBe(4_000);
    const { rows } = await ask('1318', { hilist_code: 'L-1' });
    expect(fields(rows, 'hilist_lmtpric_type', 'hilist_pric_uplmt_amt')).toEqual([
      ['0', '100.000000'],
      ['1', '50.000000'],
      ['3', '80.000000'],
    ]);
    expect(fields((await ask('1318', { hilist_code: 'L-2' })).rows, 'hilist_pric_uplmt_amt')).toEqual([['60.000000']]);
  });

  it('pay a bed by the standard of its ward, an imported one before the policy’s, and leave the demo’s bed as it is', async () => {
    const header = 'code,from,name,class,listType,feeCategory,ward';
    await send(`${header}\nBED,2020-01-01,床位费,A,201,01,by-level\nBED-N,2020-01-01,护理院床位,A,201,01,nursing-3\n`);
    const beds = [one('BED', 60), one('BED-N', 28), one('DEMO-BED-048', 55)];
    const centre = new His(province.agent.url, province.keys.his, 'H31010600002');
    const paid = async (his: His) =>
      fields((await splitFor('employee', 'employee-old', beds, his)).lines, 'inscp_scp_amt', 'overlmt_amt');
    expect(await paid(hospital)).toEqual([
      ['48.00', '12.00'],
      ['23.00', '5.00'],
      ['48.00', '7.00'],
    ]);
    expect((await paid(centre))[0]).toEqual(['25.00', '35.00']);
    const limits = async () =>
      fields(
        (await ask('1318', { hilist_code: 'BED' })).rows,
        'hilist_lmtpric_type',
        'hilist_pric_uplmt_amt',
        'begndate',
      );
    expect(await limits()).toEqual([
      ['1', '25.000000', '2020-01-01'],
      ['2', '37.000000', '2020-01-01'],
      ['3', '48.000000', '2020-01-01'],
    ]);
    const own = 'ward,division,from,payable,source,grade\ntertiary,310000,2026-02-01,52.5,notice,A\n';
    expect((await send(own, '/bed-fees')).counts).toMatchObject({ applied: 1, rejected: 0 });
    expect((await send(own, '/bed-fees')).counts).toMatchObject({ unchanged: 1, rejected: 0 });
    expect((await paid(hospital))[0]).toEqual(['52.50', '7.50']);
    expect((await paid(centre))[0]).toEqual(['25.00', '35.00']);
    expect((await limits()).slice(2)).toEqual([
      ['3', '48.000000', '2020-01-01'],
      ['3', '52.500000', '2026-02-01'],
    ]);
    expect(fields((await ask('1318', { hilist_code: 'BED', hilist_lmtpric_type: '3' })).rows, 'enddate')).toEqual([
      ['2026-01-31'],
      [''],
    ]);
  });
});

describe('an item that the catalogue does not have', () => {
  it('is self-funded, and both the line and the explanation say so', async () => {
    const lines = [one('NOBODY-KNOWS', 33)];
    const { visit, lines: split } = await splitFor('employee', 'employee-old', lines);
    expect(fields(split, 'fulamt_ownpay_amt', 'selfpay_prop', 'chrgitm_lv', 'memo')).toEqual([
      ['33.00', '1.0000', '03', '目录中没有该项目，全额自费'],
    ]);
    const settled = objectOf(good(await hospital.send('2207', visit.bill('K1', lines))).output.setlinfo);
    expect(fenOf(settled, 'fulamt_ownpay_amt')).toBe(3_300);
    const { rows } = await database.query<{ explanation: { rule: string; amount: number; segment: string }[] }>(
      'SELECT explanation FROM medisettle.settlement WHERE settlement_id = $1',
      [textOf(settled.setl_id)],
    );
    expect(rows[0]?.explanation).toMatchObject([
      { rule: 'item-not-in-catalogue', segment: 'self-funded', amount: 3_300, grade: 'B' },
    ]);
  });
});
