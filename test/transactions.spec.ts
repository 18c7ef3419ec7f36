import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { dataSourceOptions, openDatabase } from '../apps/settlement/src/database/data-source.js';
import { CommitUnknown, Transactions } from '../apps/settlement/src/database/transactions.js';
import { createTestDatabase, type TestDatabase } from './world/database.js';

const POOL = 3;

let database: TestDatabase;
let dataSource: DataSource;
let transactions: Transactions;
let admin: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('transactions');
  dataSource = await openDatabase(dataSourceOptions(database.url, POOL));
  transactions = new Transactions(dataSource);
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`
    CREATE TABLE purse (name text PRIMARY KEY, fen bigint NOT NULL);
    INSERT INTO purse VALUES ('a', 100), ('b', 100);
    CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
    CREATE TABLE slow (id int);
    CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION wait_at_commit();
  `);
});

afterAll(async () => {
  await admin?.end();
  await dataSource?.destroy();
  await database?.drop();
});

const purse = async (name: string): Promise<number> => {
  const { rows } = await admin.query<{ fen: string }>('SELECT fen FROM purse WHERE name = $1', [name]);
  return Number(rows[0]?.fen);
};

describe('a transaction', () => {
  it('that fails leaves nothing behind, and gives its connection back', async () => {
    for (let attempt = 0; attempt < 4 * POOL; attempt += 1) {
      await expect(
        transactions.run(async (db) => {
          await db.query(`UPDATE purse SET fen = 0 WHERE name = 'a'`);
          throw new Error('halfway');
        }),
      ).rejects.toThrow('halfway');
    }
    expect(await purse('a')).toBe(100);
  });

  it('that fails in the database leaves nothing behind either', async () => {
    const failing = transactions.run(async (db) => {
      await db.query(`UPDATE purse SET fen = 0 WHERE name = 'a'`);
      await db.query('SELECT 1 / 0');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(await purse('a')).toBe(100);
  });

  it('that runs into a deadlock is run again from its start, and both end', async () => {
    let runs = 0;
    let firstOnes = 0;
    let bothHold: () => void = () => undefined;
    const together = new Promise<void>((resolve) => (bothHold = resolve));
    const move = (from: string, to: string): Promise<void> =>
      transactions.run(async (db) => {
        runs += 1;
        await db.query('UPDATE purse SET fen = fen - 1 WHERE name = $1', [from]);
        // Only the first attempts wait for each other; a repetition finds the way free.
        firstOnes += 1;
        if (firstOnes === 2) bothHold();
        if (firstOnes <= 2) await together;
        await db.query('UPDATE purse SET fen = fen + 1 WHERE name = $1', [to]);
      });
    await Promise.all([move('a', 'b'), move('b', 'a')]);
    expect(runs).toBe(3);
    expect([await purse('a'), await purse('b')]).toEqual([100, 100]);
  });

  it('that is refused as not serializable is run again, a bounded number of times', async () => {
    let runs = 0;
    const never = transactions.run(async (db) => {
      runs += 1;
      await db.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
    });
    await expect(never).rejects.toThrow('again');
    expect(runs).toBe(5);
  });

  it('whose connection breaks while it commits is neither done nor undone: its outcome is unknown', async () => {
    const committing = transactions.run(async (db) => {
      await db.query('INSERT INTO slow VALUES (1)');
    });
    const outcome = committing.then(
      () => 'done',
      (error: unknown) => error,
    );
    let cut = 0;
    while (cut === 0) {
      const { rowCount } = await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND state = 'active' AND query = 'COMMIT'`,
      );
      cut = rowCount ?? 0;
    }
    expect(await outcome).toBeInstanceOf(CommitUnknown);
    // The pool goes on with other connections.
    expect(await transactions.run((db) => db.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });
});
