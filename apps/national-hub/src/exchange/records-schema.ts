import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the hub keeps: every message with what came of it, and each settlement across provinces once. */
export class Records1770000000001 implements MigrationInterface {
  name = 'Records1770000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE message (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL,
        from_division TEXT NOT NULL,
        to_division TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        received_at TEXT NOT NULL,
        answer TEXT,
        answered_at TEXT
      )`);
    await runner.query(`
      CREATE TABLE clearing (
        settlement_id TEXT PRIMARY KEY,
        care_division TEXT NOT NULL,
        insured_division TEXT NOT NULL,
        owed_fen INTEGER NOT NULL,
        settled_at TEXT NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE clearing');
    await runner.query('DROP TABLE message');
  }
}

/** What each centre has told of a month, and when: the last word counts. */
export class ClearingTables1770000000002 implements MigrationInterface {
  name = 'ClearingTables1770000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE clearing_table (
        month TEXT NOT NULL,
        care_division TEXT NOT NULL,
        insured_division TEXT NOT NULL,
        teller TEXT NOT NULL,
        count INTEGER NOT NULL,
        owed_fen INTEGER NOT NULL,
        told_at TEXT NOT NULL,
        PRIMARY KEY (month, care_division, insured_division, teller)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE clearing_table');
  }
}
