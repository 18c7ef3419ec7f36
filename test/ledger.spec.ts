import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import pg from 'pg';
import { demoCredential, demoPerson, His } from './world/his.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { good, OutpatientVisit, settlementIdOf } from './world/visit.js';

const BILL = [
  { item: 'DEMO-A-001', price: '12.5', count: '100', amount: fen(125_000) },
  { item: 'DEMO-MAT-2300', price: '12300', count: '1', amount: fen(1_230_000) },
];
const retiree = demoPerson('retiree');

let province: TestProvince;
let ledger: pg.Client;
let settlementId: string;

beforeAll(async () => {
  province = await startProvince('shanghai');
  const hospital = new His(province.centre.url, province.keys.operator, 'H31010600001');
  const visit = await OutpatientVisit.begin(hospital, retiree.psnNo, demoCredential('retiree-new'));
  good(await visit.upload('B1', BILL));
  const first = settlementIdOf(good(await hospital.send('2207', visit.bill('B1', BILL))));
  good(await visit.cancel(first));
  settlementId = settlementIdOf(good(await hospital.send('2207', visit.bill('B1', BILL))));
  ledger = new pg.Client({ connectionString: province.database.url });
  await ledger.connect();
});

afterAll(async () => {
  await ledger?.end();
  await province?.close();
});

/** SQLSTATE of a statement that must fail; the statement runs in a transaction that is undone. */
async function refusedWith(sql: string, values: unknown[] = []): Promise<[string, string]> {
  await ledger.query('BEGIN');
  try {
    await ledger.query(sql, values);
    return ['none', ''];
  } catch (error) {
    const { code = '', constraint = '' } = error as pg.DatabaseError;
    return [code, constraint];
  } finally {
    await ledger.query('ROLLBACK');
  }
}

const NOT_NULL = '23502';
const CHECK = '23514';
const UNIQUE = '23505';

const transfer = (debit: string | null, credit: string | null, amount: number): Promise<[string, string]> =>
  refusedWith(
    `INSERT INTO medisettle.transfer (person_id, posting_id, position, settlement_id, debit_account, credit_account,
       amount_fen, segment, institution_code, posted_at)
     VALUES ($1, $2, 99, $2, $3, $4, $5, 'pool', 'H31010600001', now())`,
    [retiree.psnNo, settlementId, debit, credit, amount],
  );

const sums = async (sql: string): Promise<unknown[]> => (await ledger.query<Record<string, unknown>>(sql)).rows;

describe('the ledger', () => {
  it('has for each settlement transfers that add up to its bill', async () => {
    expect(await sums(`SELECT count(*)::int AS settlements FROM medisettle.settlement`)).toEqual([{ settlements: 3 }]);
    expect(
      await sums(`SELECT s.settlement_id FROM medisettle.settlement s
        LEFT JOIN medisettle.transfer t ON t.person_id = s.person_id AND t.settlement_id = s.settlement_id
       GROUP BY s.person_id, s.settlement_id, s.total_fen
      HAVING coalesce(sum(t.amount_fen), 0) <> abs(s.total_fen)`),
    ).toEqual([]);
  });

  it('has balances that equal their transfers', async () => {
    expect(
      await sums(`SELECT a.person_id, a.account FROM medisettle.account a
        LEFT JOIN medisettle.transfer t ON t.person_id = a.person_id AND a.account IN (t.debit_account, t.credit_account)
       GROUP BY a.person_id, a.account, a.balance_fen
      HAVING coalesce(sum(CASE WHEN t.credit_account = a.account THEN t.amount_fen ELSE -t.amount_fen END), 0)
             <> a.balance_fen`),
    ).toEqual([]);
  });

  it('has accumulators that equal what the settlements moved', async () => {
    expect(
      await sums(`SELECT y.outpatient_segment_used_fen = sum(s.outpatient_segment_used_fen) AS equal
         FROM medisettle.year_accumulator y JOIN medisettle.settlement s USING (person_id, insurance_type, insurance_year_from)
        GROUP BY y.person_id, y.insurance_type, y.insurance_year_from, y.outpatient_segment_used_fen`),
    ).toEqual([{ equal: true }]);
  });

  it('explains every fen of a settlement', async () => {
    expect(
      await sums(`SELECT s.settlement_id FROM medisettle.settlement s
        WHERE (SELECT sum((e ->> 'amount')::bigint) FROM jsonb_array_elements(s.explanation) e) <> s.total_fen`),
    ).toEqual([]);
  });
});

describe('the database refuses', () => {
  it('a transfer with one side only', async () => {
    expect((await transfer('pool-fund', null, 100))[0]).toBe(NOT_NULL);
    expect((await transfer(null, 'institution', 100))[0]).toBe(NOT_NULL);
    expect(await transfer('institution', 'institution', 100)).toEqual([CHECK, 'transfer_two_sides']);
  });

  it('a transfer of nothing, or of less', async () => {
    expect(await transfer('pool-fund', 'institution', 0)).toEqual([CHECK, 'transfer_amount']);
    expect(await transfer('pool-fund', 'institution', -1)).toEqual([CHECK, 'transfer_amount']);
  });

  it('a transfer from or to an account that nobody has', async () => {
    expect((await transfer('petty-cash', 'institution', 100))[0]).toBe(CHECK);
  });

  it('a transfer without a settlement or credit that it belongs to', async () => {
    const [state] = await refusedWith(
      `INSERT INTO medisettle.transfer (person_id, posting_id, position, debit_account, credit_account, amount_fen,
         segment, institution_code, posted_at)
       VALUES ($1, 'X', 1, 'pool-fund', 'institution', 1, 'pool', 'H31010600001', now())`,
      [retiree.psnNo],
    );
    expect(state).toBe(CHECK);
  });

  it.each([
    'total_fen',
    'self_funded_fen',
    'pool_fund_fen',
    'fund_total_fen',
    'person_total_fen',
    'account_total_fen',
    'current_year_account_fen',
    'cash_fen',
  ])('a settlement whose parts do not add up: %s', async (column) => {
    const [state] = await refusedWith(
      `UPDATE medisettle.settlement SET ${column} = ${column} + 1 WHERE settlement_id = $1`,
      [settlementId],
    );
    expect(state).toBe(CHECK);
  });

  it('a personal balance below 0', async () => {
    expect(
      await refusedWith(`UPDATE medisettle.account SET balance_fen = -1 WHERE person_id = $1`, [retiree.psnNo]),
    ).toEqual([CHECK, 'account_never_overdrawn']);
  });

  it('a second cancellation of a settlement, and a second settlement of a bill', async () => {
    const copy = (change: string): string =>
      `INSERT INTO medisettle.settlement
       SELECT (jsonb_populate_record(s, '{${change}}'::jsonb)).* FROM medisettle.settlement s`;
    expect(await refusedWith(`${copy('"settlement_id": "X"')} WHERE kind = 'cancellation'`)).toEqual([
      UNIQUE,
      expect.stringMatching(/settlement_(cancelled|bill)_once/),
    ]);
    expect(await refusedWith(`${copy('"settlement_id": "X"')} WHERE settlement_id = $1`, [settlementId])).toEqual([
      UNIQUE,
      'settlement_bill_once',
    ]);
  });
});
