import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who closed a day; null for the nightly run, which closes what both sides agree on. */
export class DayClosers1770000000024 implements MigrationInterface {
  name = 'DayClosers1770000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE medisettle.closed_day ADD COLUMN closed_by text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE medisettle.closed_day DROP COLUMN closed_by');
  }
}
