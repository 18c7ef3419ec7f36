import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import pg from 'pg';
import { Transactions } from '../apps/settlement/src/database/transactions.js';
import { Insured } from '../apps/settlement/src/insured/insured.js';
import { Merges } from '../apps/settlement/src/insured/merges.js';
import { CHECKS, findings } from '../books/checks.mjs';
import { sweep, violations } from '../books/sweep.mjs';
import { openCentre, type CentreInProcess } from './world/centre-in-process.js';
import { demoCredential, demoPerson } from './world/his.js';
import { InpatientStay } from './world/stay.js';
import { good, OutpatientVisit, settlementIdOf } from './world/visit.js';

const BILL = [{ item: 'DEMO-A-001', price: '12.5', count: '200', amount: fen(250_000) }];
const retiree = demoPerson('retiree').psnNo;
const merged = demoPerson('employee').psnNo;

let centre: CentreInProcess;
let database: pg.Client;
let settlementId: string;
let cancelledId: string;
let stay: InpatientStay;
let stayId: string;

beforeAll(async () => {
  centre = await openCentre('sweep');
  const visit = await OutpatientVisit.begin(centre.his(), retiree, demoCredential('retiree-new'));
  good(await visit.upload('B1', BILL));
  cancelledId = settlementIdOf(good(await visit.his.send('2207', visit.bill('B1', BILL))));
  good(await visit.cancel(cancelledId));
  settlementId = settlementIdOf(good(await visit.his.send('2207', visit.bill('B1', BILL))));
  stay = await InpatientStay.begin(centre.his(), retiree, demoCredential('retiree-new'));
  good(await stay.upload('L', BILL));
  good(await stay.discharge());
  stayId = settlementIdOf(good(await stay.settle(fen(250_000))));
  await mergeWithBills();
  database = new pg.Client({ connectionString: centre.url });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await centre?.close();
});

/**
 * Somebody was known under two numbers, with bills under both, one of them cancelled after the numbers became one: its
 * money and its accumulators go on to the number that was kept.
 */
async function mergeWithBills(): Promise<void> {
  const visit = await OutpatientVisit.begin(centre.his(), merged, demoCredential('employee-old'));
  for (const batch of ['U1', 'U2']) good(await visit.upload(batch, BILL));
  good(await visit.his.send('2207', visit.bill('U1', BILL, { acct_used_flag: '0' })));
  const taken = settlementIdOf(good(await visit.his.send('2207', visit.bill('U2', BILL))));
  const [insured, merges] = [centre.part(Insured), centre.part(Merges)];
  await centre.part(Transactions).run(async (db) => {
    await insured.holdAll(db, [merged, retiree]);
    await merges.merge(db, merged, retiree, new Date());
  });
  good(await visit.cancel(taken));
}

/** Which checks find something once this was done; the database is as before afterwards. */
async function foundAfter(...statements: readonly string[]): Promise<Record<string, string[]>> {
  await database.query('BEGIN');
  try {
    for (const statement of statements) await database.query(statement);
    const broken = (await findings(database)).filter(({ count }) => count > 0);
    return Object.fromEntries(broken.map(({ name, keys }) => [name, keys]));
  } finally {
    await database.query('ROLLBACK');
  }
}

const free = (table: string, ...constraints: readonly string[]): string[] =>
  constraints.map((constraint) => `ALTER TABLE medisettle.${table} DROP CONSTRAINT ${constraint} CASCADE`);

const copyOfSettlement = (change: string, of: string): string =>
  `INSERT INTO medisettle.settlement
   SELECT (json_populate_record(s, '{${change}}'::json)).* FROM medisettle.settlement s WHERE settlement_id = '${of}'`;

const cleared = (state: 'confirmed' | 'paid'): string =>
  `INSERT INTO medisettle.clearing (month, province, side, state, rows, total_fen, fund_fen, account_fen, owed_fen,
                                    confirmed_at, confirmed_there_at, paid_at)
   VALUES ('2026-01', '340000', 'insured', '${state}', 1, 1, 1, 0, 1, now(), now(), ${state === 'paid' ? 'now()' : 'NULL'})`;

describe('a sweep of the books', () => {
  it('finds nothing in books that were only ever written by the centre, a merge of two numbers among them', async () => {
    const found = await sweep(centre.url);
    expect(violations(found)).toBe(0);
    expect(found.map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name));
  });

  const of = (name: string): string => CHECKS.find((check) => check.name.includes(name))?.name ?? name;
  // What is planted, and which check must find it. A check that nothing is planted for would never be seen to work.
  const planted: [string, () => string[], () => string][] = [
    [
      'the entries of a settlement add up',
      () => [`DELETE FROM medisettle.transfer WHERE posting_id = '${settlementId}' AND position = 1`],
      () => settlementId,
    ],
    [
      'each payer has paid',
      () => [
        ...free('settlement', 'settlement_funds', 'settlement_payers', 'settlement_person', 'settlement_accounts'),
        `UPDATE medisettle.settlement SET pool_fund_fen = pool_fund_fen + 1 WHERE settlement_id = '${settlementId}'`,
      ],
      () => `${settlementId} pool-fund`,
    ],
    [
      'every entry belongs',
      () => [
        ...free('transfer', 'transfer_credit'),
        `UPDATE medisettle.transfer SET credit_id = 'CX', posting_id = 'CX'
          WHERE credit_id = (SELECT min(credit_id) FROM medisettle.transfer WHERE credit_id NOT LIKE 'merge:%')`,
      ],
      () => 'CX 1',
    ],
    [
      'a balance equals',
      () => [
        `UPDATE medisettle.account SET balance_fen = balance_fen + 1
          WHERE person_id = '${retiree}' AND account = 'family-account'`,
      ],
      () => `${retiree} family-account`,
    ],
    [
      'below zero',
      () => [
        ...free('account', 'account_never_overdrawn'),
        `UPDATE medisettle.account SET balance_fen = -1
          WHERE person_id = '${retiree}' AND account = 'family-account'`,
      ],
      () => `${retiree} family-account`,
    ],
    [
      'accumulators equal',
      () => [
        `UPDATE medisettle.year_accumulator SET outpatient_segment_used_fen = outpatient_segment_used_fen + 1
          WHERE person_id = '${retiree}'`,
      ],
      () => `${retiree} 310 `,
    ],
    [
      'accumulators equal',
      () => [
        `UPDATE medisettle.accumulator_carry SET outpatient_segment_used_fen = outpatient_segment_used_fen + 1
          WHERE person_id = '${retiree}' AND carry_id = '${merged}'`,
      ],
      () => `${retiree} 310 `,
    ],
    [
      'what a merge takes',
      () => [
        `UPDATE medisettle.transfer SET amount_fen = amount_fen + 1
          WHERE credit_id = 'merge:${merged}:in' AND position = 1`,
      ],
      () => `merge:${merged} `,
    ],
    [
      'holds no money',
      () => [
        `UPDATE medisettle.account SET balance_fen = 1 WHERE person_id = '${merged}' AND account = 'family-account'`,
      ],
      () => `${merged} family-account`,
    ],
    [
      'fund, account and cash',
      () => [
        ...free('settlement', 'settlement_payers', 'settlement_person', 'settlement_split'),
        `UPDATE medisettle.settlement SET total_fen = total_fen + 1 WHERE settlement_id = '${settlementId}'`,
      ],
      () => settlementId,
    ],
    [
      'the explanation',
      () => [`UPDATE medisettle.settlement SET explanation = '[]' WHERE settlement_id = '${settlementId}'`],
      () => settlementId,
    ],
    [
      'a message has made one',
      () => [copyOfSettlement('"settlement_id": "SX", "attempt": 9', settlementId)],
      () => 'H31010600001 ',
    ],
    [
      'a bill has one',
      () => [copyOfSettlement('"settlement_id": "SX", "attempt": 9, "msgid": "MX"', settlementId)],
      () => ' B1',
    ],
    [
      'a settlement of a stay',
      () => [`UPDATE medisettle.fee_line SET withdrawn_at = now() WHERE visit_id = '${stay.visitId}'`],
      () => stayId,
    ],
    [
      'a stay has ended',
      () => [`UPDATE medisettle.visit SET ended_at = NULL WHERE visit_id = '${stay.visitId}'`],
      () => stay.visitId,
    ],
    [
      'a cancellation takes back',
      () => [
        ...free('settlement', 'settlement_cancelled_once', 'settlement_bill_once'),
        `INSERT INTO medisettle.settlement SELECT (json_populate_record(s, '{"settlement_id": "SX"}'::json)).*
           FROM medisettle.settlement s WHERE cancels = '${cancelledId}'`,
      ],
      () => cancelledId,
    ],
    [
      'a reversed cancellation',
      () => [copyOfSettlement(`"settlement_id": "SX", "attempt": 9, "msgid": "MX", "restores": "SX"`, cancelledId)],
      () => 'SX',
    ],
    [
      'a settlement has the answer',
      () => [`DELETE FROM medisettle.reservation WHERE settlement_id = '${settlementId}'`],
      () => settlementId,
    ],
    [
      'an answer that names',
      () => [
        `INSERT INTO medisettle.reservation SELECT institution_code, 'MX', fingerprint, infno, outcome, person_id,
                'SX', answer, reserved_at FROM medisettle.reservation WHERE settlement_id = '${settlementId}'`,
      ],
      () => 'H31010600001 MX',
    ],
    [
      'what is owed between provinces',
      () => [
        `INSERT INTO medisettle.province_settlement (person_id, settlement_id, side, other_division, owed_fen)
         VALUES ('${retiree}', '${settlementId}', 'insured', '340100', 1)`,
      ],
      () => settlementId,
    ],
    ['a month that was confirmed', () => [cleared('confirmed')], () => '2026-01 340000 insured'],
    ['what was paid', () => [cleared('paid')], () => '2026-01 340000 insured'],
    [
      'an advance fund',
      () => [`INSERT INTO medisettle.advance_fund (province, balance_fen) VALUES ('340000', 1)`],
      () => '340000',
    ],
    [
      'a message is pending',
      () => [
        `INSERT INTO medisettle.reservation SELECT institution_code, 'MX', fingerprint, infno, 'pending', person_id,
                NULL, '', reserved_at FROM medisettle.reservation WHERE settlement_id = '${settlementId}'`,
      ],
      () => 'H31010600001 MX',
    ],
    [
      'a message is pending',
      () => [
        `INSERT INTO medisettle.province_intent (person_id, institution_code, msgid, kind, division, content, made_at)
         VALUES ('${retiree}', 'H31010600001', 'MX', 'settle', '340100', '{}', now())`,
      ],
      () => 'H31010600001 MX',
    ],
  ];

  it.each(planted)('finds what breaks "%s", by its key', async (name, statements, key) => {
    const found = await foundAfter(...statements());
    expect(found[of(name)]).toEqual([expect.stringContaining(key())]);
  });

  it('has something planted for each of its checks', () => {
    expect([...new Set(planted.map(([name]) => of(name)))].toSorted()).toEqual(
      CHECKS.map(({ name }) => name).toSorted(),
    );
  });
});
