import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addHospitals, addPersons, BILL_FEN, person, settlementMessage } from '../bench/synthetic-bills.mjs';
import { sweep } from '../books/sweep.mjs';
import { billsOf, numbers } from './world/bills.js';
import { openCentre, type CentreInProcess } from './world/centre-in-process.js';
import { fenOf, objectOf, type HisAnswer } from './world/his.js';

const COUNTERS = 50;
const ATTEMPTS = 400;
const BALANCE_FEN = 500_000;

let centre: CentreInProcess;

beforeAll(async () => {
  centre = await openCentre('balance');
});

afterAll(() => centre?.close());

/** Fifty counters work through the messages, each with one at a time. */
async function atCounters(messages: readonly string[]): Promise<HisAnswer[]> {
  const answers: HisAnswer[] = [];
  let next = 0;
  const counter = async (): Promise<void> => {
    for (let index = next++; index < messages.length; index = next++) {
      answers[index] = await centre.send(messages[index] ?? '');
    }
  };
  await Promise.all(numbers(COUNTERS).map(counter));
  return answers;
}

describe('one person and one balance at fifty counters', () => {
  it('is never overspent: who comes too late pays cash, unless he was promised that he need not', async () => {
    const database = await centre.connect();
    await addHospitals(database, 1);
    await addPersons(database, 1, BALANCE_FEN);
    const bills = await billsOf(
      database,
      numbers(ATTEMPTS).map(() => 0),
    );
    // Every other cashier has told the patient that there is nothing to pay in cash, as it was when he looked.
    const promised = (index: number): boolean => index % 2 === 0;
    const messages = bills.map((bill, index) =>
      settlementMessage(bill, {}, promised(index) ? { exp_content: '{"psn_cash_pay":"0.00"}' } : {}),
    );
    const answers = await atCounters(messages);

    const settled = answers.filter(({ infcode }) => infcode === 0);
    const refused = answers.filter(({ infcode }) => infcode !== 0);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['CASH-CHANGED']));
    const amounts = (field: string): number[] =>
      settled.map(({ output }) => fenOf(objectOf(output.setlinfo), field) as number);
    const sum = (field: string): number => amounts(field).reduce((total, amount) => total + amount, 0);
    expect(sum('fund_pay_sumamt') + sum('acct_pay') + sum('psn_cash_pay')).toBe(settled.length * BILL_FEN);
    expect(Math.min(...amounts('balc'))).toBeGreaterThanOrEqual(0);
    // The money has all been spent, once: there were more bills than it could pay.
    expect(sum('acct_pay')).toBe(BALANCE_FEN);
    expect(amounts('psn_cash_pay').filter((cash) => cash === 0).length).toBeGreaterThan(0);
    expect(amounts('psn_cash_pay').filter((cash) => cash > 0).length).toBeGreaterThan(0);

    // A promise was kept or the bill was not settled; nobody else was refused.
    answers.forEach(({ infcode, output }, index) => {
      if (infcode !== 0) expect(promised(index)).toBe(true);
      else if (promised(index)) expect(fenOf(objectOf(output.setlinfo), 'psn_cash_pay')).toBe(0);
    });
    const { rows } = await database.query<{ fen: string; n: number }>(
      `SELECT sum(balance_fen) AS fen,
              (SELECT count(*)::int FROM medisettle.settlement WHERE person_id = $1) AS n
         FROM medisettle.account WHERE person_id = $1`,
      [person(0)],
    );
    expect(rows).toEqual([{ fen: '0', n: settled.length }]);
    await database.end();
    expect((await sweep(centre.url)).filter(({ count }) => count > 0)).toEqual([]);
  });
});
