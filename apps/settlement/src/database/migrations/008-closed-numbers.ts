import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A message number can be taken without anything having been done: `void`, the tombstone of a message that never came. */
export class ClosedNumbers1770000000008 implements MigrationInterface {
  name = 'ClosedNumbers1770000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.reservation
        DROP CONSTRAINT reservation_outcome,
        ADD CONSTRAINT reservation_outcome CHECK (outcome IN ('settled', 'refused', 'void'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.reservation
        DROP CONSTRAINT reservation_outcome,
        ADD CONSTRAINT reservation_outcome CHECK (outcome IN ('settled', 'refused'));
    `);
  }
}
