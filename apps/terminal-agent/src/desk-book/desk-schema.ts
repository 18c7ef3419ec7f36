import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * `printing`: each time that a receipt was printed. `shift`: who was at the desk from when to when, and what was counted
 * at the end. `counted`: in which shift a message was counted, so that none is counted twice. Nothing of patients is in it.
 */
export class DeskBook1770000000101 implements MigrationInterface {
  name = 'DeskBook1770000000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE printing (
        institution TEXT NOT NULL,
        msgid TEXT NOT NULL,
        number INTEGER NOT NULL,
        printed_at INTEGER NOT NULL,
        CONSTRAINT printing_once PRIMARY KEY (institution, msgid, number)
      )`);
    await runner.query(`
      CREATE TABLE shift (
        institution TEXT NOT NULL,
        number INTEGER NOT NULL,
        operator TEXT NOT NULL,
        name TEXT NOT NULL,
        began_at INTEGER NOT NULL,
        ended_at INTEGER,
        counted_fen INTEGER,
        totals TEXT,
        CONSTRAINT shift_once PRIMARY KEY (institution, number),
        CONSTRAINT shift_ended CHECK ((ended_at IS NULL) = (counted_fen IS NULL) AND (ended_at IS NULL) = (totals IS NULL))
      )`);
    await runner.query(`CREATE UNIQUE INDEX shift_open ON shift (institution) WHERE ended_at IS NULL`);
    await runner.query(`
      CREATE TABLE counted (
        institution TEXT NOT NULL,
        msgid TEXT NOT NULL,
        shift INTEGER NOT NULL,
        CONSTRAINT counted_once PRIMARY KEY (institution, msgid)
      )`);
    await runner.query(`CREATE INDEX counted_shift ON counted (institution, shift)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['counted', 'shift', 'printing']) await runner.query(`DROP TABLE ${table}`);
  }
}
