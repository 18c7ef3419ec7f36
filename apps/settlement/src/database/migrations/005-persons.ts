import type { MigrationInterface, QueryRunner } from 'typeorm';

const LEDGER_ACCOUNTS = `'current-year-account', 'accumulated-account', 'family-account', 'pool-fund', 'additional-fund',
  'critical-illness-fund', 'cash', 'institution', 'contributions'`;

/**
 * What a person goes through. Enrolment states and places of care are kept with the day since when they hold, so that any
 * day can be asked for; `told_at` is the sender's own time, which decides between two rows. The account knows in which
 * insurance year its current-year money belongs. Nothing of a merged person moves to another `person_id`: balances go
 * over by transfers, accumulators by rows of `accumulator_carry`.
 */
export class Persons1770000000005 implements MigrationInterface {
  name = 'Persons1770000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.person
        ADD COLUMN died_on date,
        ADD COLUMN merged_into text,
        ADD COLUMN described_at timestamptz,
        ADD COLUMN employed_at timestamptz,
        ADD COLUMN death_told_at timestamptz,
        ADD CONSTRAINT person_death CHECK (died_on >= birth_date),
        ADD CONSTRAINT person_merged_into_another CHECK (merged_into <> person_id);
      ALTER TABLE medisettle.enrolment ADD COLUMN told_at timestamptz;
      CREATE INDEX person_merged_into ON medisettle.person (merged_into) WHERE merged_into IS NOT NULL;
      CREATE INDEX certificate_directory_person ON medisettle.certificate_directory (person_id);
      CREATE INDEX legacy_credential_person ON medisettle.legacy_credential (person_id);
      CREATE TABLE medisettle.enrolment_status (
        person_id text NOT NULL,
        insurance_type text NOT NULL,
        since date NOT NULL,
        status text NOT NULL,
        told_at timestamptz NOT NULL,
        CONSTRAINT enrolment_status_pk PRIMARY KEY (person_id, insurance_type, since),
        CONSTRAINT enrolment_status_enrolment FOREIGN KEY (person_id, insurance_type) REFERENCES medisettle.enrolment,
        CONSTRAINT enrolment_status_known CHECK (status IN ('active', 'suspended', 'arrears', 'ended'))
      );
      CREATE TABLE medisettle.residence (
        person_id text NOT NULL,
        insurance_type text NOT NULL,
        since date NOT NULL,
        division text NOT NULL,
        told_at timestamptz NOT NULL,
        CONSTRAINT residence_pk PRIMARY KEY (person_id, insurance_type, since),
        CONSTRAINT residence_enrolment FOREIGN KEY (person_id, insurance_type) REFERENCES medisettle.enrolment
      );
      ALTER TABLE medisettle.account
        ADD COLUMN in_year_of date NOT NULL DEFAULT ((now() AT TIME ZONE 'Asia/Shanghai')::date);
      UPDATE medisettle.account a SET in_year_of = c.day
        FROM (SELECT person_id, (max(credited_at) AT TIME ZONE 'Asia/Shanghai')::date AS day
                FROM medisettle.account_credit GROUP BY person_id) c
       WHERE c.person_id = a.person_id;
      CREATE INDEX account_in_year ON medisettle.account (in_year_of) WHERE account = 'current-year-account';
      ALTER DOMAIN medisettle.ledger_account DROP CONSTRAINT ledger_account_check;
      ALTER DOMAIN medisettle.ledger_account ADD CONSTRAINT ledger_account_check
        CHECK (VALUE IN (${LEDGER_ACCOUNTS}, 'person-merge'));
      CREATE TABLE medisettle.accumulator_carry (
        person_id text NOT NULL,
        carry_id text NOT NULL,
        insurance_type text NOT NULL,
        insurance_year_from date NOT NULL,
        from_person_id text NOT NULL,
        outpatient_segment_used_fen bigint NOT NULL,
        outpatient_shared_used_fen bigint NOT NULL,
        inpatient_deductible_used_fen bigint NOT NULL,
        ceiling_expenses_used_fen bigint NOT NULL,
        carried_at timestamptz NOT NULL,
        CONSTRAINT accumulator_carry_pk PRIMARY KEY (person_id, carry_id, insurance_type, insurance_year_from),
        CONSTRAINT accumulator_carry_person FOREIGN KEY (person_id) REFERENCES medisettle.person
      );
      CREATE TABLE medisettle.person_row_receipt (
        event_id text NOT NULL,
        fingerprint text NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT person_row_receipt_pk PRIMARY KEY (event_id)
      );
      CREATE TABLE medisettle.person_row_waiting (
        event_id text NOT NULL,
        awaits text NOT NULL,
        fingerprint text NOT NULL,
        told jsonb NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT person_row_waiting_pk PRIMARY KEY (event_id)
      );
      CREATE TABLE medisettle.person_row_rejection (
        event_id text NOT NULL,
        person_id text NOT NULL,
        told_type text NOT NULL,
        code text NOT NULL,
        rejected_at timestamptz NOT NULL,
        CONSTRAINT person_row_rejection_pk PRIMARY KEY (event_id)
      );
      CREATE INDEX person_row_waiting_for ON medisettle.person_row_waiting (awaits);
      ALTER TABLE medisettle.card_event_upload RENAME TO feed_upload;
      ALTER TABLE medisettle.feed_upload ADD COLUMN feed text NOT NULL DEFAULT 'card-events';
      ALTER TABLE medisettle.feed_upload ALTER COLUMN feed DROP DEFAULT;
      ALTER TABLE medisettle.feed_upload
        DROP CONSTRAINT card_event_upload_pk,
        ADD CONSTRAINT feed_upload_pk PRIMARY KEY (feed, upload);
      ALTER TABLE medisettle.feed_upload RENAME CONSTRAINT card_event_upload_state TO feed_upload_state;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM medisettle.feed_upload WHERE feed <> 'card-events';
      ALTER TABLE medisettle.feed_upload DROP CONSTRAINT feed_upload_pk, DROP COLUMN feed;
      ALTER TABLE medisettle.feed_upload RENAME TO card_event_upload;
      ALTER TABLE medisettle.card_event_upload ADD CONSTRAINT card_event_upload_pk PRIMARY KEY (upload);
      ALTER TABLE medisettle.card_event_upload RENAME CONSTRAINT feed_upload_state TO card_event_upload_state;
      DROP TABLE medisettle.person_row_rejection, medisettle.person_row_waiting, medisettle.person_row_receipt, medisettle.accumulator_carry,
        medisettle.residence, medisettle.enrolment_status;
      ALTER DOMAIN medisettle.ledger_account DROP CONSTRAINT ledger_account_check;
      ALTER DOMAIN medisettle.ledger_account ADD CONSTRAINT ledger_account_check CHECK (VALUE IN (${LEDGER_ACCOUNTS}));
      DROP INDEX medisettle.certificate_directory_person, medisettle.legacy_credential_person,
        medisettle.account_in_year;
      ALTER TABLE medisettle.account DROP COLUMN in_year_of;
      ALTER TABLE medisettle.enrolment DROP COLUMN told_at;
      ALTER TABLE medisettle.person
        DROP CONSTRAINT person_death, DROP CONSTRAINT person_merged_into_another, DROP COLUMN died_on,
        DROP COLUMN merged_into, DROP COLUMN described_at, DROP COLUMN employed_at, DROP COLUMN death_told_at;
    `);
  }
}
