import type { MigrationInterface, QueryRunner } from 'typeorm';

const LEDGER_ACCOUNTS = `'current-year-account', 'accumulated-account', 'family-account', 'pool-fund', 'additional-fund',
  'critical-illness-fund', 'cash', 'institution', 'contributions', 'person-merge'`;

/**
 * Care in one province for a person who is insured in another. A visitor is a person without enrolment and accounts. A
 * settlement across provinces stands on both sides under the same number; `province_settlement` says on which side this
 * is, and what the insured place owes the place of care for it. An intent is written before the insured place is asked
 * to change something, and ended in the transaction that books what came of it.
 */
export class AcrossProvinces1770000000014 implements MigrationInterface {
  name = 'AcrossProvinces1770000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER DOMAIN medisettle.ledger_account DROP CONSTRAINT ledger_account_check;
      ALTER DOMAIN medisettle.ledger_account ADD CONSTRAINT ledger_account_check
        CHECK (VALUE IN (${LEDGER_ACCOUNTS}, 'other-province'));
      ALTER TABLE medisettle.reservation
        DROP CONSTRAINT reservation_outcome,
        ADD CONSTRAINT reservation_outcome CHECK (outcome IN ('settled', 'refused', 'void', 'pending'));
      CREATE TABLE medisettle.visitor (
        person_id text NOT NULL,
        division text NOT NULL,
        person_type text NOT NULL,
        first_seen_at timestamptz NOT NULL,
        CONSTRAINT visitor_pk PRIMARY KEY (person_id),
        CONSTRAINT visitor_person FOREIGN KEY (person_id) REFERENCES medisettle.person
      );
      CREATE TABLE medisettle.province_settlement (
        person_id text NOT NULL,
        settlement_id text NOT NULL,
        side text NOT NULL,
        other_division text NOT NULL,
        owed_fen bigint NOT NULL,
        CONSTRAINT province_settlement_pk PRIMARY KEY (person_id, settlement_id),
        CONSTRAINT province_settlement_of FOREIGN KEY (person_id, settlement_id) REFERENCES medisettle.settlement,
        CONSTRAINT province_settlement_side CHECK (side IN ('care', 'insured'))
      );
      COMMENT ON COLUMN medisettle.province_settlement.side IS
        'care: treated here, insured there (receivable); insured: insured here, treated there (payable)';
      CREATE TABLE medisettle.province_intent (
        person_id text NOT NULL,
        institution_code text NOT NULL,
        msgid text NOT NULL,
        kind text NOT NULL,
        division text NOT NULL,
        content jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT province_intent_pk PRIMARY KEY (person_id, institution_code, msgid),
        CONSTRAINT province_intent_person FOREIGN KEY (person_id) REFERENCES medisettle.person,
        CONSTRAINT province_intent_kind CHECK (kind IN ('settle', 'cancel', 'take-back'))
      );
      CREATE UNIQUE INDEX province_intent_one_open ON medisettle.province_intent (person_id) WHERE ended_at IS NULL;
      CREATE INDEX province_intent_open ON medisettle.province_intent (institution_code, msgid) WHERE ended_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE medisettle.province_intent, medisettle.province_settlement, medisettle.visitor;
      ALTER TABLE medisettle.reservation
        DROP CONSTRAINT reservation_outcome,
        ADD CONSTRAINT reservation_outcome CHECK (outcome IN ('settled', 'refused', 'void'));
      ALTER DOMAIN medisettle.ledger_account DROP CONSTRAINT ledger_account_check;
      ALTER DOMAIN medisettle.ledger_account ADD CONSTRAINT ledger_account_check CHECK (VALUE IN (${LEDGER_ACCOUNTS}));
    `);
  }
}
