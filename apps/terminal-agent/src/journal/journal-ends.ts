import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A shift counts what has ended in it; without it that would read the journal of all years. */
export class IntentEnds1770000000003 implements MigrationInterface {
  name = 'IntentEnds1770000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX intent_ended ON intent (changed_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX intent_ended`);
  }
}
