import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Referrals to hospitals of other provinces are filings of care elsewhere that a hospital makes. A settlement at the insured
 * place names the filing by which it was paid, so that a filing that was used is not withdrawn.
 * At the place of care it says by how much the answer differed from the bill.
 */
export class Referrals1770000000019 implements MigrationInterface {
  name = 'Referrals1770000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.care_filing
        ADD COLUMN referring_institution text,
        ADD COLUMN receiving_institution text,
        ADD COLUMN diagnosis_code text,
        ADD COLUMN filed_by text,
        ADD COLUMN cancelled_by text,
        ADD COLUMN cancellation_reason text,
        ADD CONSTRAINT care_filing_referral CHECK (referring_institution IS NULL OR kind = 'referral');
      ALTER TABLE medisettle.province_settlement
        ADD COLUMN filing_id text,
        ADD COLUMN difference_fen bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT province_settlement_filing
          FOREIGN KEY (person_id, filing_id) REFERENCES medisettle.care_filing;
      COMMENT ON COLUMN medisettle.province_settlement.difference_fen IS
        'by how much the sums of the insured place differed from those of the bill; tolerated up to 0.10';
      CREATE INDEX province_settlement_by_filing ON medisettle.province_settlement (person_id, filing_id)
        WHERE filing_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.province_settlement DROP COLUMN filing_id, DROP COLUMN difference_fen;
      ALTER TABLE medisettle.care_filing
        DROP COLUMN referring_institution, DROP COLUMN receiving_institution, DROP COLUMN diagnosis_code,
        DROP COLUMN filed_by, DROP COLUMN cancelled_by, DROP COLUMN cancellation_reason;
    `);
  }
}
