import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The day's messages are listed for the cashier; without it that would read the journal of all years. */
export class IntentDays1770000000002 implements MigrationInterface {
  name = 'IntentDays1770000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX intent_day ON intent (made_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX intent_day`);
  }
}
