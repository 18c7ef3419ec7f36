import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Stays in hospital. A stay is a visit that has an end of its own; `visit.ended_at` says whether it lasts, and the rows of
 * `discharge` how it ended each time, undone ends too. A person has one open stay at an institution.
 */
export class Stays1770000000011 implements MigrationInterface {
  name = 'Stays1770000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.visit
        ADD COLUMN inpatient boolean NOT NULL DEFAULT false,
        ADD COLUMN ended_at timestamptz,
        ADD CONSTRAINT visit_times CHECK (ended_at >= began_at),
        ADD CONSTRAINT visit_end_of_stay CHECK (inpatient OR ended_at IS NULL);
      CREATE UNIQUE INDEX visit_one_open_stay ON medisettle.visit (person_id, institution_code)
        WHERE inpatient AND ended_at IS NULL AND cancelled_at IS NULL;
      CREATE TABLE medisettle.admission (
        person_id text NOT NULL,
        visit_id text NOT NULL,
        contact_name text,
        contact_phone text,
        record_no text,
        diagnosis_text text,
        bed text,
        main_diagnosis_code text,
        main_diagnosis_name text,
        operation_code text,
        operation_name text,
        extension jsonb NOT NULL,
        CONSTRAINT admission_pk PRIMARY KEY (person_id, visit_id),
        CONSTRAINT admission_visit FOREIGN KEY (person_id, visit_id) REFERENCES medisettle.visit
      );
      CREATE TABLE medisettle.discharge (
        person_id text NOT NULL,
        visit_id text NOT NULL,
        discharge_no integer NOT NULL,
        ended_at timestamptz NOT NULL,
        way text NOT NULL,
        department_code text,
        department_name text,
        bed text,
        operation_code text,
        operation_name text,
        complication text,
        died_on date,
        extension jsonb NOT NULL,
        told_at timestamptz NOT NULL,
        undone_at timestamptz,
        CONSTRAINT discharge_pk PRIMARY KEY (person_id, visit_id, discharge_no),
        CONSTRAINT discharge_visit FOREIGN KEY (person_id, visit_id) REFERENCES medisettle.visit
      );
      CREATE UNIQUE INDEX discharge_once ON medisettle.discharge (person_id, visit_id) WHERE undone_at IS NULL;
      CREATE TABLE medisettle.stay_diagnosis (
        person_id text NOT NULL,
        visit_id text NOT NULL,
        discharge_no integer NOT NULL,
        sequence_no text NOT NULL,
        kind text NOT NULL,
        main boolean NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        condition text,
        department text,
        doctor_code text,
        doctor_name text,
        diagnosed_at timestamptz,
        CONSTRAINT stay_diagnosis_pk PRIMARY KEY (person_id, visit_id, discharge_no, sequence_no),
        CONSTRAINT stay_diagnosis_visit FOREIGN KEY (person_id, visit_id) REFERENCES medisettle.visit
      );
      COMMENT ON COLUMN medisettle.stay_diagnosis.discharge_no IS '0: on admission; else that of the discharge';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE medisettle.stay_diagnosis, medisettle.discharge, medisettle.admission;
      DROP INDEX medisettle.visit_one_open_stay;
      ALTER TABLE medisettle.visit
        DROP CONSTRAINT visit_times, DROP CONSTRAINT visit_end_of_stay, DROP COLUMN inpatient, DROP COLUMN ended_at;
    `);
  }
}
