import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leads from the number of a settlement across provinces to its row; those of this province alone are found by their time. */
export class ProvinceSettlementNumber1770000000023 implements MigrationInterface {
  name = 'ProvinceSettlementNumber1770000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX province_settlement_number ON medisettle.province_settlement (settlement_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX medisettle.province_settlement_number');
  }
}
