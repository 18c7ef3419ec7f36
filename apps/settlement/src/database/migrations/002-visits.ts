import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What happened at the institution before money moves. Fee lines are never deleted: a withdrawn one stays, so that a
 * settlement that was cancelled can still be read with the lines it was made of.
 */
export class Visits1770000000002 implements MigrationInterface {
  name = 'Visits1770000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.visit (
        person_id text NOT NULL,
        visit_id text NOT NULL,
        institution_code text NOT NULL,
        institution_visit_no text NOT NULL,
        insurance_type text NOT NULL,
        medical_category text,
        began_at timestamptz NOT NULL,
        credential_kind text NOT NULL,
        doctor_code text,
        doctor_name text,
        department_code text,
        department_name text,
        specialty text,
        disease_code text,
        disease_name text,
        condition text,
        registered_at timestamptz NOT NULL,
        cancelled_at timestamptz,
        CONSTRAINT visit_pk PRIMARY KEY (person_id, visit_id),
        CONSTRAINT visit_person FOREIGN KEY (person_id) REFERENCES medisettle.person
      );
      CREATE TABLE medisettle.diagnosis (
        person_id text NOT NULL,
        visit_id text NOT NULL,
        sequence_no text NOT NULL,
        kind text NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        department text,
        doctor_code text,
        doctor_name text,
        diagnosed_at timestamptz,
        valid boolean NOT NULL,
        CONSTRAINT diagnosis_pk PRIMARY KEY (person_id, visit_id, sequence_no),
        CONSTRAINT diagnosis_visit FOREIGN KEY (person_id, visit_id) REFERENCES medisettle.visit
      );
      CREATE TABLE medisettle.fee_line (
        person_id text NOT NULL,
        visit_id text NOT NULL,
        line_id uuid NOT NULL,
        line_no text NOT NULL,
        batch_no text NOT NULL,
        position integer NOT NULL,
        item_code text NOT NULL,
        institution_item_code text,
        occurred_at timestamptz NOT NULL,
        price numeric(16, 6) NOT NULL,
        quantity numeric(16, 4) NOT NULL,
        amount_fen bigint NOT NULL,
        item_class text,
        fee_category text NOT NULL,
        selfpay_ratio numeric(5, 4),
        selfpay_fixed numeric(16, 6),
        price_limit numeric(16, 6),
        self_funded_fen bigint NOT NULL,
        over_limit_fen bigint NOT NULL,
        classified_fen bigint NOT NULL,
        in_scope_fen bigint NOT NULL,
        uploaded_at timestamptz NOT NULL,
        withdrawn_at timestamptz,
        CONSTRAINT fee_line_pk PRIMARY KEY (person_id, visit_id, line_id),
        CONSTRAINT fee_line_visit FOREIGN KEY (person_id, visit_id) REFERENCES medisettle.visit,
        CONSTRAINT fee_line_positive CHECK (
          amount_fen >= 0 AND self_funded_fen >= 0 AND over_limit_fen >= 0 AND classified_fen >= 0 AND in_scope_fen >= 0),
        CONSTRAINT fee_line_adds_up CHECK (
          amount_fen = self_funded_fen + over_limit_fen + classified_fen + in_scope_fen)
      );
      CREATE UNIQUE INDEX fee_line_once ON medisettle.fee_line (person_id, visit_id, line_no)
        WHERE withdrawn_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE medisettle.fee_line, medisettle.diagnosis, medisettle.visit');
  }
}
