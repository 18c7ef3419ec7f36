import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { parseWire, textOf } from '@medisettle/national';
import { Recomputation } from '../apps/settlement/src/recomputation/recomputation.js';
import { YearChangeRun } from '../apps/settlement/src/year-change/year-change-run.js';
import pg from 'pg';
import { CentreInTime } from './world/centre-in-time.js';
import { demoCredential, demoPerson, fenOf, objectOf, type His } from './world/his.js';
import { good, identities, OutpatientVisit, RIGHT, settlementIdOf, type DemoLine } from './world/visit.js';

const retiree = demoPerson('retiree');
const employee = demoPerson('employee');
const pupil = demoPerson('pupil');
const of = (count: number): DemoLine => ({
  item: 'DEMO-A-001',
  price: '12.5',
  count: String(count),
  amount: fen(1_250 * count),
});

let centre: CentreInTime;
let hospital: His;
/** The settlement of the old year that is cancelled in the new one. */
let old: { visit: OutpatientVisit; settlementId: string };

beforeAll(async () => {
  centre = await CentreInTime.open('2026-05-20');
  hospital = centre.his('H31010600001');
});

afterAll(async () => {
  await centre?.close();
});

const balances = async (card: string): Promise<unknown> => {
  const { output } = good(await hospital.send('1101', { data: demoCredential(card) }));
  const said = objectOf(parseWire(textOf(objectOf(output.baseinfo).exp_content) ?? ''));
  return [said.crtYearBalc, said.calYearBalc, said.outpatientSegmentUsed].map((amount) => textOf(amount));
};

const settle = async (person: string, card: string, batch: string, count: number) => {
  const visit = await OutpatientVisit.begin(hospital, person, demoCredential(card));
  good(await visit.upload(batch, [of(count)]));
  const settled = good(await hospital.send('2207', visit.bill(batch, [of(count)])));
  expect(identities(objectOf(settled.output.setlinfo))).toEqual(RIGHT);
  return { visit, settlementId: settlementIdOf(settled), setlinfo: objectOf(settled.output.setlinfo) };
};

const rows = (sql: string, values: unknown[] = []): Promise<object[]> => centre.database.query<object[]>(sql, values);
const booked = (personId: string) =>
  rows(
    `SELECT c.credit_id, c.reason, coalesce(sum(t.amount_fen), 0)::int AS amount
       FROM medisettle.account_credit c LEFT JOIN medisettle.transfer t USING (person_id, credit_id)
      WHERE c.person_id = $1 AND c.credit_id LIKE 'year:%' GROUP BY 1, 2 ORDER BY 1`,
    [personId],
  );
const clean = { differences: 0, listed: [] };
const recomputed = () => centre.app.get(Recomputation).run();

describe('the change of the insurance year', () => {
  it('leaves a fresh account of the running year as it is', async () => {
    expect(await balances('retiree-new')).toEqual(['1680.00', '5000.00', '0.00']);
    expect(await balances('employee-old')).toEqual(['600.00', '2345.67', '0.00']);
  });

  it('shows at once in balances and trials, and writes nothing for them', async () => {
    // 2,500.00: 1,680.00 current-year money, 300.00 self-pay segment, 390.00 of the fund, 130.00 of the person.
    const { visit, settlementId } = await settle(retiree.psnNo, 'retiree-new', 'OLD', 200);
    old = { visit, settlementId };
    expect(await balances('retiree-new')).toEqual(['0.00', '4570.00', '300.00']);
    const small = await settle(employee.psnNo, 'employee-old', 'OLD', 8);
    expect(fenOf(small.setlinfo, 'balc')).toBe(284_567);
    centre.goTo('2026-07-01');
    expect(await balances('retiree-new')).toEqual(['1680.00', '4570.00', '0.00']);
    expect(await balances('employee-old')).toEqual(['0.00', '2845.67', '0.00']);
    expect(await booked(retiree.psnNo)).toEqual([]);
  });

  it('is booked by the first settlement of the year, once, with its reasons', async () => {
    const { setlinfo } = await settle(retiree.psnNo, 'retiree-new', 'NEW', 8);
    expect(fenOf(setlinfo, 'acct_pay')).toBe(10_000);
    expect(fenOf(setlinfo, 'balc')).toBe(168_000 + 457_000 - 10_000);
    await settle(retiree.psnNo, 'retiree-new', 'NEW2', 8);
    expect(await booked(retiree.psnNo)).toEqual([
      { credit_id: 'year:2026-07-01:credit', reason: 'credit-retired-to-74', amount: 168_000 },
      { credit_id: 'year:2026-07-01:roll', reason: 'year-change', amount: 0 },
    ]);
    expect(await balances('retiree-new')).toEqual(['1480.00', '4570.00', '0.00']);
    // Two counters in the same moment: one of them books it, the other finds it done.
    await Promise.all(['A', 'B'].map((batch) => settle(employee.psnNo, 'employee-old', batch, 1)));
    expect(await booked(employee.psnNo)).toEqual([
      { credit_id: 'year:2026-07-01:roll', reason: 'year-change', amount: 50_000 },
    ]);
    expect(await balances('employee-old')).toEqual(['0.00', '2820.67', '25.00']);
    expect(await recomputed()).toMatchObject(clean);
  });

  it('gives back what a settlement of the old year took to accumulated money, and its accumulators to the old year', async () => {
    const cancelled = objectOf(good(await old.visit.cancel(old.settlementId)).output.setlinfo);
    expect(identities(cancelled)).toEqual(RIGHT);
    expect(fenOf(cancelled, 'acct_pay')).toBe(-(168_000 + 43_000));
    expect(await balances('retiree-new')).toEqual(['1480.00', '6680.00', '0.00']);
    expect(
      await rows(
        `SELECT insurance_year_from AS year, outpatient_segment_used_fen AS segment FROM medisettle.year_accumulator
          WHERE person_id = $1 ORDER BY 1`,
        [retiree.psnNo],
      ),
    ).toEqual([
      { year: '2025-07-01', segment: 0 },
      { year: '2026-07-01', segment: 0 },
    ]);
    expect(
      await rows(
        `SELECT current_year_account_fen AS current, accumulated_account_fen AS accumulated
           FROM medisettle.settlement WHERE cancels = $1`,
        [old.settlementId],
      ),
    ).toEqual([{ current: 0, accumulated: -211_000 }]);
    expect(await recomputed()).toMatchObject(clean);
  });

  it('is opened for everybody by one run, once, and for each year that passed', async () => {
    const run = centre.app.get(YearChangeRun);
    const { total } = (await rows(`SELECT count(*)::int AS total FROM medisettle.person`))[0] as { total: number };
    centre.goTo('2028-07-02');
    expect(await run.run(centre.now)).toEqual({ yearFrom: '2028-07-01', changed: total, refused: {}, passedOver: 0 });
    expect(await run.run(centre.now)).toMatchObject({ changed: 0, passedOver: 0 });
    // Two credits: the first rolled over a year later.
    expect(await balances('retiree-new')).toEqual(['1680.00', '9840.00', '0.00']);
    expect(await booked(pupil.psnNo)).toMatchObject([
      { credit_id: 'year:2026-07-01:roll', amount: 0 },
      { credit_id: 'year:2027-07-01:roll', amount: 0 },
      { credit_id: 'year:2028-07-01:roll', amount: 0 },
    ]);
    expect(await recomputed()).toMatchObject({ persons: total, ...clean });
  });

  it('passes over who is held at a counter; the next visit changes his year', async () => {
    centre.goTo('2029-07-02');
    const [{ total }] = (await rows(`SELECT count(*)::int AS total FROM medisettle.person`)) as [{ total: number }];
    const holder = new pg.Client({ connectionString: centre.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query(`SELECT 1 FROM medisettle.person WHERE person_id = $1 FOR NO KEY UPDATE`, [retiree.psnNo]);
    const report = await centre.app.get(YearChangeRun).run(centre.now);
    await holder.end();
    expect(report).toMatchObject({ changed: total - 1, passedOver: 1 });
    expect(await balances('retiree-new')).toEqual(['1680.00', '11520.00', '0.00']);
  });

  it('gives no credit to the dead nor to those whose insurance ended', async () => {
    centre.goTo('2030-07-02');
    await rows(`UPDATE medisettle.person SET died_on = '2030-06-30' WHERE person_id = $1`, [retiree.psnNo]);
    await centre.app.get(YearChangeRun).run(centre.now);
    expect(
      await rows(`SELECT account, balance_fen AS balance FROM medisettle.account WHERE person_id = $1 ORDER BY 1`, [
        retiree.psnNo,
      ]),
    ).toMatchObject([
      { account: 'accumulated-account', balance: 1_152_000 + 168_000 },
      { account: 'current-year-account', balance: 0 },
      { account: 'family-account', balance: 0 },
    ]);
  });
});

describe('a recomputation', () => {
  it('finds a balance, an accumulator and a transfer that differ, with both figures, and mends nothing', async () => {
    await rows(
      `UPDATE medisettle.account SET balance_fen = balance_fen + 7
                 WHERE person_id = $1 AND account = 'accumulated-account'`,
      [employee.psnNo],
    );
    await rows(
      `UPDATE medisettle.year_accumulator SET ceiling_expenses_used_fen = 9
                 WHERE person_id = $1 AND insurance_year_from = '2026-07-01'`,
      [employee.psnNo],
    );
    await rows(
      `UPDATE medisettle.transfer SET amount_fen = amount_fen + 1
                 WHERE person_id = $1 AND settlement_id = $2 AND position = 1`,
      [retiree.psnNo, old.settlementId],
    );
    const found = await recomputed();
    const kept = (await rows(
      `SELECT balance_fen AS kept FROM medisettle.account
      WHERE person_id = $1 AND account = 'accumulated-account'`,
      [employee.psnNo],
    )) as [{ kept: number }];
    const differing = { figure: 'accumulated-account', kept: kept[0].kept, recomputed: kept[0].kept - 7 };
    expect(found.listed).toEqual(
      expect.arrayContaining([
        { personId: employee.psnNo, from: 'transfers', ...differing },
        { personId: employee.psnNo, from: 'settlements-and-credits', ...differing },
        {
          personId: employee.psnNo,
          figure: 'ceilingExpensesUsed 310 2026-07-01',
          from: 'settlements-and-carries',
          kept: 9,
          recomputed: 0,
        },
        {
          personId: retiree.psnNo,
          figure: `settlement ${old.settlementId}`,
          from: 'transfers',
          kept: 250_000,
          recomputed: 250_001,
        },
      ]),
    );
    expect(found.differences).toBe(5);
    expect(await recomputed()).toEqual(found);
  });
});
