import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A cancellation can itself be undone. The settlement that it had taken back then stands again as a row of its own, which
 * names the cancellation; no row is changed.
 */
export class Restorations1770000000013 implements MigrationInterface {
  name = 'Restorations1770000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.settlement
        ADD COLUMN restores text,
        ADD CONSTRAINT settlement_restores FOREIGN KEY (person_id, restores) REFERENCES medisettle.settlement,
        ADD CONSTRAINT settlement_restored_once UNIQUE (person_id, restores),
        ADD CONSTRAINT settlement_restores_as_settlement CHECK (restores IS NULL OR kind = 'settlement');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE medisettle.settlement DROP COLUMN restores');
  }
}
