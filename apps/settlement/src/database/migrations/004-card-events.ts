import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The events of cards. What a person owns (history, guardians) is keyed by the person; receipts, waiting events, uploads
 * and legacy credentials stand under keys of their own, since their person may not be known yet or is what they lead to.
 * A predecessor may arrive after its successor, so that no foreign key can lead to it.
 */
export class CardEvents1770000000004 implements MigrationInterface {
  name = 'CardEvents1770000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.card
        DROP CONSTRAINT card_predecessor,
        DROP CONSTRAINT card_state,
        ADD COLUMN activated boolean NOT NULL DEFAULT false,
        ADD COLUMN custody_at timestamptz,
        ADD COLUMN voided_at timestamptz;
      ALTER TABLE medisettle.card
        ADD CONSTRAINT card_state CHECK (state IN ('issued', 'delivered', 'active', 'suspended', 'withheld', 'void'));
      UPDATE medisettle.card SET activated = true WHERE state IN ('active', 'suspended');
      CREATE TABLE medisettle.card_guardian (
        person_id text NOT NULL,
        card_number text NOT NULL,
        name text,
        relation text NOT NULL,
        CONSTRAINT card_guardian_pk PRIMARY KEY (person_id, card_number),
        CONSTRAINT card_guardian_card FOREIGN KEY (person_id, card_number) REFERENCES medisettle.card
      );
      CREATE TABLE medisettle.card_event (
        person_id text NOT NULL,
        card_number text NOT NULL,
        event_id text NOT NULL,
        happening text NOT NULL,
        happened_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        state_before text,
        state_after text NOT NULL,
        effect text NOT NULL,
        code text,
        CONSTRAINT card_event_pk PRIMARY KEY (person_id, card_number, event_id),
        CONSTRAINT card_event_card FOREIGN KEY (person_id, card_number) REFERENCES medisettle.card,
        CONSTRAINT card_event_effect CHECK (effect IN ('applied', 'unchanged', 'overtaken', 'rejected')),
        CONSTRAINT card_event_code CHECK ((effect = 'rejected') = (code IS NOT NULL))
      );
      CREATE TABLE medisettle.card_event_receipt (
        event_id text NOT NULL,
        fingerprint text NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT card_event_receipt_pk PRIMARY KEY (event_id)
      );
      CREATE TABLE medisettle.card_event_waiting (
        event_id text NOT NULL,
        awaits_kind text NOT NULL,
        awaits text NOT NULL,
        fingerprint text NOT NULL,
        event jsonb NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT card_event_waiting_pk PRIMARY KEY (event_id),
        CONSTRAINT card_event_waiting_kind CHECK (awaits_kind IN ('card', 'person', 'certificate'))
      );
      CREATE INDEX card_event_waiting_for ON medisettle.card_event_waiting (awaits_kind, awaits);
      CREATE TABLE medisettle.card_event_upload (
        upload text NOT NULL,
        state text NOT NULL,
        counts jsonb NOT NULL,
        began_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT card_event_upload_pk PRIMARY KEY (upload),
        CONSTRAINT card_event_upload_state CHECK (state IN ('under-way', 'finished', 'broken-off'))
      );
      CREATE TABLE medisettle.legacy_credential (
        kind text NOT NULL,
        issuer text NOT NULL,
        number text NOT NULL,
        person_id text NOT NULL,
        ended boolean NOT NULL,
        CONSTRAINT legacy_credential_pk PRIMARY KEY (kind, issuer, number),
        CONSTRAINT legacy_credential_kind CHECK (kind IN ('stripe', 'visit-card')),
        CONSTRAINT legacy_credential_issuer CHECK ((kind = 'stripe') = (issuer = ''))
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE medisettle.legacy_credential, medisettle.card_event_upload, medisettle.card_event_waiting,
        medisettle.card_event_receipt, medisettle.card_event, medisettle.card_guardian;
      UPDATE medisettle.card SET state = 'suspended' WHERE state = 'withheld';
      ALTER TABLE medisettle.card
        DROP COLUMN activated,
        DROP COLUMN custody_at,
        DROP COLUMN voided_at,
        DROP CONSTRAINT card_state,
        ADD CONSTRAINT card_state CHECK (state IN ('issued', 'delivered', 'active', 'suspended', 'void'));
    `);
  }
}
