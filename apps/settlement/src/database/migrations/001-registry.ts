import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is insured, which card is whose, where one is treated and what an item is. `person_id` leads every key of what a
 * person owns, so that these tables can be spread by person; the two directories beside them are spread by their own
 * key and only lead to the person.
 */
export class Registry1770000000001 implements MigrationInterface {
  name = 'Registry1770000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.institution (
        institution_code text NOT NULL,
        name text NOT NULL,
        uscc text NOT NULL,
        kind text NOT NULL,
        hospital_grade text NOT NULL,
        level smallint,
        division text NOT NULL,
        CONSTRAINT institution_pk PRIMARY KEY (institution_code),
        CONSTRAINT institution_kind CHECK (kind IN ('hospital', 'pharmacy')),
        CONSTRAINT institution_level CHECK (level BETWEEN 1 AND 3 OR (level IS NULL AND kind = 'pharmacy'))
      );
      CREATE TABLE medisettle.operator_session (
        institution_code text NOT NULL,
        operator text NOT NULL,
        day date NOT NULL,
        sign_no text NOT NULL,
        signed_in_at timestamptz NOT NULL,
        signed_out_at timestamptz,
        CONSTRAINT operator_session_pk PRIMARY KEY (institution_code, operator, day)
      );
      CREATE TABLE medisettle.person (
        person_id text NOT NULL,
        name text NOT NULL,
        certificate_type text NOT NULL,
        certificate_number text NOT NULL,
        gender text NOT NULL,
        nation text NOT NULL,
        birth_date date NOT NULL,
        work_start_date date,
        retirement_date date,
        CONSTRAINT person_pk PRIMARY KEY (person_id),
        CONSTRAINT person_life CHECK (work_start_date > birth_date AND retirement_date > birth_date)
      );
      CREATE TABLE medisettle.certificate_directory (
        certificate_type text NOT NULL,
        certificate_number text NOT NULL,
        person_id text NOT NULL,
        CONSTRAINT certificate_directory_pk PRIMARY KEY (certificate_type, certificate_number)
      );
      CREATE TABLE medisettle.enrolment (
        person_id text NOT NULL,
        insurance_type text NOT NULL,
        person_type text NOT NULL,
        status text NOT NULL,
        enrolled_on date NOT NULL,
        suspended_on date,
        division text NOT NULL,
        own_ceiling_fen bigint,
        CONSTRAINT enrolment_pk PRIMARY KEY (person_id, insurance_type),
        CONSTRAINT enrolment_person FOREIGN KEY (person_id) REFERENCES medisettle.person,
        CONSTRAINT enrolment_status CHECK (status IN ('active', 'suspended', 'arrears', 'ended')),
        CONSTRAINT enrolment_ceiling CHECK (own_ceiling_fen >= 0)
      );
      CREATE TABLE medisettle.card (
        person_id text NOT NULL,
        card_number text NOT NULL,
        card_identifier text NOT NULL,
        generation text NOT NULL,
        state text NOT NULL,
        state_since date NOT NULL,
        void_reason text,
        financial boolean NOT NULL,
        predecessor text,
        CONSTRAINT card_pk PRIMARY KEY (person_id, card_number),
        CONSTRAINT card_person FOREIGN KEY (person_id) REFERENCES medisettle.person,
        CONSTRAINT card_predecessor FOREIGN KEY (person_id, predecessor) REFERENCES medisettle.card,
        CONSTRAINT card_generation
          CHECK (generation IN ('shanghai-legacy', 'national-1', 'national-2', 'national-3')),
        CONSTRAINT card_state CHECK (state IN ('issued', 'delivered', 'active', 'suspended', 'void')),
        CONSTRAINT card_void_reason CHECK ((state = 'void') = (void_reason IS NOT NULL))
      );
      CREATE TABLE medisettle.card_directory (
        card_number text NOT NULL,
        person_id text NOT NULL,
        CONSTRAINT card_directory_pk PRIMARY KEY (card_number)
      );
      CREATE TABLE medisettle.catalogue_item (
        item_code text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        name text NOT NULL,
        class text NOT NULL,
        list_type text NOT NULL,
        fee_category text NOT NULL,
        selfpay_ratio numeric(5, 4),
        selfpay_fixed numeric(16, 6),
        price_limit numeric(16, 6),
        CONSTRAINT catalogue_item_pk PRIMARY KEY (item_code, valid_from),
        CONSTRAINT catalogue_item_class CHECK (class IN ('A', 'B', 'C')),
        CONSTRAINT catalogue_item_ratio CHECK (selfpay_ratio BETWEEN 0 AND 1),
        CONSTRAINT catalogue_item_fixed CHECK (selfpay_fixed >= 0),
        CONSTRAINT catalogue_item_limit CHECK (price_limit >= 0),
        CONSTRAINT catalogue_item_one_rule CHECK (num_nonnulls(selfpay_ratio, selfpay_fixed) <= 1)
      );
      CREATE TABLE medisettle.demo_world_load (
        world text NOT NULL,
        loaded_at timestamptz NOT NULL,
        CONSTRAINT demo_world_load_pk PRIMARY KEY (world)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE medisettle.demo_world_load, medisettle.catalogue_item, medisettle.card_directory, medisettle.card,
        medisettle.enrolment, medisettle.certificate_directory, medisettle.person, medisettle.operator_session,
        medisettle.institution
    `);
  }
}
