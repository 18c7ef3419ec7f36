import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Transactions, CommitUnknown } from '../apps/settlement/src/database/transactions.js';
import { Batch } from '../apps/settlement/src/settlements/writer/batch.js';
import { SettlementWriter } from '../apps/settlement/src/settlements/writer/settlement-writer.js';
import { addHospitals, addPersons, person, settlementMessage, type PreparedBill } from '../bench/synthetic-bills.mjs';
import { sweep } from '../books/sweep.mjs';
import { billsOf, numbers } from './world/bills.js';
import { openCentre, type CentreInProcess } from './world/centre-in-process.js';
import { type HisAnswer } from './world/his.js';
import { good, settlementIdOf } from './world/visit.js';

const PERSONS = 60;
const POOL = 4;

let centre: CentreInProcess;
let database: pg.Client;

beforeAll(async () => {
  centre = await openCentre('writer', { DATABASE_POOL: String(POOL), SETTLEMENTS_WAITING_MAX: '200' });
  database = await centre.connect();
  await addHospitals(database, 1);
  await addPersons(database, PERSONS, 100_000);
});

afterEach(async () => {
  const broken = (await sweep(centre.url)).filter(({ count }) => count > 0);
  expect(broken).toEqual([]);
});

afterAll(async () => {
  await database?.end();
  await centre?.close();
});

const settle = (bill: PreparedBill, more: object = {}, data: object = {}): Promise<HisAnswer> =>
  centre.send(settlementMessage(bill, more, data));

/**
 * Sends messages so that they are surely gathered: the first batches do not begin before all of them wait.
 * @returns their answers, and how many were in each batch
 */
async function together(messages: readonly string[]): Promise<{ answers: HisAnswer[]; batches: number[] }> {
  const [batch, writer] = [centre.part(Batch), centre.part(SettlementWriter)];
  const write = batch.write.bind(batch);
  const join = writer.settle.bind(writer);
  const batches: number[] = [];
  let waiting = 0;
  let begin: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (begin = resolve));
  writer.settle = (settlement) => {
    waiting += 1;
    if (waiting === messages.length) begin();
    return join(settlement);
  };
  batch.write = async (members, patient) => {
    batches.push(members.length);
    await all;
    return write(members, patient);
  };
  try {
    return { answers: await Promise.all(messages.map((text) => centre.send(text))), batches };
  } finally {
    batch.write = write;
    writer.settle = join;
  }
}

/** Repeats a message as a hospital does: the pool may still hold a connection whose end it has not heard of. */
async function untilSettled(text: string): Promise<void> {
  for (;;) {
    const answer = await centre.send(text);
    if (answer.code !== 'CENTRE-FAULT') return void good(answer);
  }
}

const countOf = async (bills: readonly PreparedBill[]): Promise<number> => {
  const { rows } = await database.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM medisettle.settlement WHERE visit_id = ANY ($1)',
    [bills.map(({ visitId }) => visitId)],
  );
  return rows[0]?.n ?? -1;
};

describe('settlements that are under way together', () => {
  it('are written in one batch, each with its own answer', async () => {
    const bills = await billsOf(database, numbers(30));
    const { answers, batches } = await together(bills.map((bill) => settlementMessage(bill)));
    expect(Math.max(...batches)).toBeGreaterThan(20);
    answers.forEach(good);
    expect(new Set(answers.map(settlementIdOf)).size).toBe(30);
    expect(await countOf(bills)).toBe(30);
    // What was answered is what stands under the message, byte for byte.
    const again = await Promise.all(bills.map((bill) => settle(bill)));
    expect(again.map(({ text }) => text)).toEqual(answers.map(({ text }) => text));
  });

  it('of one person go one after the other: each sees the balance that the one before has left', async () => {
    const bills = await billsOf(
      database,
      numbers(12).map(() => 31),
    );
    const { answers } = await together(bills.map((bill) => settlementMessage(bill)));
    answers.forEach(good);
    const { rows } = await database.query<{ account_total_fen: string; balance_after_fen: string }>(
      `SELECT account_total_fen, balance_after_fen FROM medisettle.settlement WHERE person_id = $1
        ORDER BY balance_after_fen DESC, account_total_fen DESC`,
      [person(31)],
    );
    let balance = 100_000;
    for (const row of rows) {
      balance -= Number(row.account_total_fen);
      expect(Number(row.balance_after_fen)).toBe(balance);
    }
  });

  it('of one bill under two numbers: one is settled, the other finds it settled', async () => {
    const [bill] = await billsOf(database, [32]);
    if (!bill) throw new Error('no bill');
    const { answers } = await together([
      settlementMessage(bill, { msgid: 'ONE' }),
      settlementMessage(bill, { msgid: 'TWO' }),
    ]);
    expect(answers.map(({ code }) => code).toSorted()).toEqual(['', 'BILL-SETTLED']);
  });

  it('that are copies of one message are one; another content under its number is refused', async () => {
    const bills = await billsOf(database, [33, 34]);
    const [bill, other] = bills;
    if (!bill || !other) throw new Error('no bill');
    const message = settlementMessage(bill, { msgid: 'SAME' });
    const { answers } = await together([message, message, settlementMessage(other, { msgid: 'SAME' }), message]);
    const [first, second, foreign, third] = answers.map(({ code }) => code);
    // Whose content came first has the number; which of the two did is the machine's choice.
    expect(new Set([first, foreign])).toEqual(new Set(['', 'MSG-MSGID-REUSED']));
    expect([second, third]).toEqual([first, first]);
    expect(new Set(answers.filter(({ code }) => code === '').map(({ text }) => text)).size).toBe(1);
    expect(await countOf(bills)).toBe(1);
  });

  it('do not suffer from one that is refused, and its refusal is kept by the same commit', async () => {
    const bills = await billsOf(database, [35, 36, 37]);
    const messages = bills.map((bill, index) =>
      settlementMessage(bill, {}, index === 1 ? { medfee_sumamt: '1.00' } : {}),
    );
    const { answers } = await together(messages);
    expect(answers.map(({ code }) => code)).toEqual(['', 'TOTAL-MISMATCH', '']);
    const again = await centre.send(messages[1] ?? '');
    expect(again.text).toBe(answers[1]?.text);
  });

  it('do not suffer from one that the database cannot take: it alone fails and leaves nothing', async () => {
    await database.query(`
      CREATE FUNCTION poisoned() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.invoice_no = 'POISON' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER poisoned BEFORE INSERT ON medisettle.settlement FOR EACH ROW EXECUTE FUNCTION poisoned()`);
    const bills = await billsOf(database, [38, 39, 40, 41, 42]);
    const messages = bills.map((bill, index) => settlementMessage(bill, {}, index === 3 ? { invono: 'POISON' } : {}));
    const { answers } = await together(messages);
    expect(answers.map(({ code }) => code)).toEqual(['', '', '', 'CENTRE-FAULT', '']);
    expect(await countOf(bills)).toBe(4);
    await database.query('DROP FUNCTION poisoned CASCADE');
    good(await centre.send(messages[3] ?? ''));
  });

  it('do not wait for a person whom somebody else holds', async () => {
    const bills = await billsOf(database, [43, 43, 44, 45, 46]);
    const holder = await centre.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM medisettle.person WHERE person_id = $1 FOR UPDATE', [person(43)]);
    const ended: number[] = [];
    const answers = bills.map(async (bill, index) => {
      const answer = await settle(bill);
      ended.push(index);
      return answer;
    });
    for (const answer of await Promise.all(answers.slice(2))) good(answer);
    expect(new Set(ended)).toEqual(new Set([2, 3, 4]));
    expect(ended).toHaveLength(3);
    await holder.query('COMMIT');
    await holder.end();
    for (const answer of await Promise.all(answers)) good(answer);
  });

  it('wait while every connection is taken, and are all settled when there is one again', async () => {
    const bills = await billsOf(database, numbers(20));
    let release: () => void = () => undefined;
    const taken = new Promise<void>((resolve) => (release = resolve));
    const transactions = centre.part(Transactions);
    const takers = numbers(POOL).map(() => transactions.run(() => taken));
    const answers = bills.map((bill) => settle(bill));
    release();
    await Promise.all(takers);
    for (const answer of await Promise.all(answers)) good(answer);
    expect(await countOf(bills)).toBe(20);
  });

  it('are unknown together when their commit is lost, and a repetition finds what became of them', async () => {
    const bills = await billsOf(database, numbers(10));
    const messages = bills.map((bill) => settlementMessage(bill));
    const transactions = centre.part(Transactions);
    const run = transactions.run.bind(transactions);
    transactions.run = async (unit) => {
      const done = await run(unit);
      throw new CommitUnknown(done);
    };
    const { answers } = await together(messages);
    transactions.run = run;
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['UNKNOWN-COMMIT']));
    for (const answer of await Promise.all(messages.map((text) => centre.send(text)))) good(answer);
    expect(await countOf(bills)).toBe(10);
  });

  it('survive a storm of serialization failures and deadlocks, each once', async () => {
    const bills = await billsOf(database, numbers(PERSONS));
    const messages = bills.map((bill) => settlementMessage(bill));
    // Two of three times the database asks to try again, with either reason; a sequence is not undone with the rest.
    await database.query(`
      CREATE SEQUENCE storm;
      CREATE FUNCTION storm() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE n bigint := nextval('storm');
        BEGIN
          IF n % 3 = 1 THEN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END IF;
          IF n % 3 = 2 THEN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END IF;
          RETURN NULL;
        END $$;
      CREATE TRIGGER storm AFTER INSERT ON medisettle.transfer FOR EACH STATEMENT EXECUTE FUNCTION storm()`);
    const answers = await Promise.all(messages.map((text) => centre.send(text)));
    for (const { code } of answers) expect(['', 'CENTRE-FAULT']).toContain(code);
    await database.query('DROP FUNCTION storm CASCADE; DROP SEQUENCE storm');
    const again = await Promise.all(messages.map((text) => centre.send(text)));
    again.forEach(good);
    // Whatever was answered well before is still the answer.
    answers.forEach(({ code, text }, index) => {
      if (code === '') expect(again[index]?.text).toBe(text);
    });
    expect(await countOf(bills)).toBe(PERSONS);
  });

  it('whose sessions are ended again and again are settled, undone or unknown, and never twice', async () => {
    const bills = await billsOf(
      database,
      numbers(240).map((index) => index % PERSONS),
    );
    const messages = bills.map((bill) => settlementMessage(bill));
    const codes: string[] = [];
    let next = 0;
    const counter = async (): Promise<void> => {
      for (let index = next++; index < messages.length; index = next++) {
        codes[index] = (await centre.send(messages[index] ?? '')).code;
        if (index % 30 !== 29) continue;
        await database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'medisettle-settlement'`,
        );
      }
    };
    await Promise.all(numbers(16).map(counter));
    for (const code of codes) expect(['', 'CENTRE-FAULT', 'UNKNOWN-COMMIT']).toContain(code);
    await Promise.all(messages.map(untilSettled));
    expect(await countOf(bills)).toBe(messages.length);
  });

  it('are all answered before the centre closes; what comes later is turned away and leaves nothing', async () => {
    const bills = await billsOf(database, numbers(40));
    const late = await billsOf(database, [1]);
    const answers = bills.map((bill) => settle(bill));
    const drained = centre.desk.drained();
    const turnedAway = await settle(late[0] as PreparedBill);
    await drained;
    expect(turnedAway.code).toBe('CENTRE-BUSY');
    for (const answer of await Promise.all(answers)) good(answer);
    expect([await countOf(bills), await countOf(late)]).toEqual([40, 0]);
  });
});
