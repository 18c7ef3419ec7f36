import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Filings of care in another province, at the insured place. Never deleted; days include both ends. */
export class CareFilings1770000000015 implements MigrationInterface {
  name = 'CareFilings1770000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.care_filing (
        person_id text NOT NULL,
        filing_id text NOT NULL,
        kind text NOT NULL,
        destination text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        reason text,
        filed_at timestamptz NOT NULL,
        cancelled_at timestamptz,
        CONSTRAINT care_filing_pk PRIMARY KEY (person_id, filing_id),
        CONSTRAINT care_filing_person FOREIGN KEY (person_id) REFERENCES medisettle.person,
        CONSTRAINT care_filing_kind CHECK (kind IN ('relocation', 'emergency', 'referral', 'temporary')),
        CONSTRAINT care_filing_destination CHECK (destination ~ '^[0-9]{6}$'),
        CONSTRAINT care_filing_days CHECK (valid_to >= valid_from)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE medisettle.care_filing');
  }
}
