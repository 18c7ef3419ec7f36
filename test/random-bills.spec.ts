import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import fc from 'fast-check';
import pg from 'pg';
import { demoCredential, demoPerson, His, objectOf } from './world/his.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { good, identities, OutpatientVisit, RIGHT, settlementIdOf, type DemoLine } from './world/visit.js';

/** Demo items with their price in fen, and one that no catalogue has. */
const ITEMS: readonly (readonly [string, number])[] = [
  ['DEMO-A-001', 1_250],
  ['DEMO-B-010', 4_000],
  ['DEMO-B-020', 10_000],
  ['DEMO-C-001', 8_000],
  ['DEMO-BED-048', 5_500],
  ['DEMO-MAT-2300', 1_230_000],
  ['NOT-IN-ANY-LIST', 333],
];
const PATIENTS = [
  ['retiree', 'retiree-new'],
  ['employee', 'employee-old'],
  ['unlucky', 'unlucky-new'],
  ['guarded', 'locked-3'],
] as const;

const someLine = fc
  .tuple(fc.constantFrom(...ITEMS), fc.integer({ min: 1, max: 60 }))
  .map(([[item, price], count]): DemoLine => {
    return {
      item,
      price: `${Math.floor(price / 100)}.${String(price % 100).padStart(2, '0')}`,
      count: String(count),
      amount: fen(price * count),
    };
  });
const someBill = fc.record({
  patient: fc.constantFrom(...PATIENTS),
  lines: fc.array(someLine, { minLength: 1, maxLength: 8 }),
  flag: fc.constantFrom('0', '1'),
  keep: fc.boolean(),
});

let province: TestProvince;
let hospital: His;
let database: pg.Client;

beforeAll(async () => {
  province = await startProvince('shanghai');
  hospital = new His(province.agent.url, province.keys.his, 'H31010600001');
  database = new pg.Client({ connectionString: province.database.url });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await province?.close();
});

/** All that money is: balances and accumulators of everybody. */
async function books(): Promise<unknown> {
  const { rows } = await database.query(`
    SELECT (SELECT jsonb_agg(a ORDER BY person_id, account) FROM medisettle.account a) AS accounts,
           (SELECT jsonb_agg(y ORDER BY person_id) FROM medisettle.year_accumulator y
             WHERE outpatient_segment_used_fen + outpatient_shared_used_fen > 0) AS accumulators`);
  return rows[0];
}

describe('a random bill', () => {
  it('is settled as tried, adds up, and leaves no trace in the accounts when it is cancelled', async () => {
    let batch = 0;
    await fc.assert(
      fc.asyncProperty(someBill, async ({ patient: [person, card], lines, flag, keep }) => {
        const before = await books();
        const visit = await OutpatientVisit.begin(hospital, demoPerson(person).psnNo, demoCredential(card));
        const batchNo = `R${(batch += 1)}`;
        good(await visit.upload(batchNo, lines));
        const bill = visit.bill(batchNo, lines, { acct_used_flag: flag });
        const trial = objectOf(good(await hospital.send('2206', bill)).output.setlinfo);
        const settled = good(await hospital.send('2207', bill));
        const setlinfo = objectOf(settled.output.setlinfo);
        expect(identities(setlinfo)).toEqual(RIGHT);
        expect({ ...trial, setl_id: 0, setl_time: 0, medins_setl_id: 0, exp_content: 0 }).toEqual({
          ...setlinfo,
          setl_id: 0,
          setl_time: 0,
          medins_setl_id: 0,
          exp_content: 0,
        });
        // The trial says the same, and why.
        expect(textOf(trial.exp_content)).toContain((textOf(setlinfo.exp_content) ?? '').slice(0, -1));
        if (keep) return;
        good(await visit.cancel(settlementIdOf(settled)));
        expect(await books()).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves books that balance', async () => {
    const { rows } = await database.query(`
      SELECT (SELECT count(*)::int FROM medisettle.settlement s
               WHERE abs(total_fen) <> (SELECT sum(amount_fen) FROM medisettle.transfer t
                                         WHERE t.person_id = s.person_id AND t.settlement_id = s.settlement_id)) AS bills,
             (SELECT count(*)::int FROM medisettle.account a
               WHERE balance_fen <> (SELECT coalesce(sum(CASE WHEN credit_account = a.account THEN amount_fen ELSE -amount_fen END), 0)
                                       FROM medisettle.transfer t
                                      WHERE t.person_id = a.person_id AND a.account IN (debit_account, credit_account))) AS balances,
             (SELECT count(*)::int FROM medisettle.year_accumulator y
               WHERE (outpatient_segment_used_fen, outpatient_shared_used_fen) <>
                     (SELECT sum(outpatient_segment_used_fen), sum(outpatient_shared_used_fen) FROM medisettle.settlement s
                       WHERE s.person_id = y.person_id AND s.insurance_type = y.insurance_type
                         AND s.insurance_year_from = y.insurance_year_from)) AS accumulators`);
    expect(rows).toEqual([{ bills: 0, balances: 0, accumulators: 0 }]);
  });
});
