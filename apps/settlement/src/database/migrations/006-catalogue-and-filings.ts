import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The rest of the catalogue, and filings. Catalogue tables are reference data, dated like the items, and never written by
 * a settlement; their days are kept from overlapping by the import, which locks the table that it writes. A filing is a
 * person's.
 */
export class CatalogueAndFilings1770000000006 implements MigrationInterface {
  name = 'CatalogueAndFilings1770000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.catalogue_item
        ADD COLUMN unit text,
        ADD COLUMN specification text,
        ADD COLUMN payment_standard numeric(16, 6),
        ADD COLUMN limit_text text,
        ADD COLUMN ward text,
        ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
        ADD CONSTRAINT catalogue_item_standard CHECK (payment_standard >= 0),
        ADD CONSTRAINT catalogue_item_days CHECK (valid_to >= valid_from);
      CREATE TABLE medisettle.catalogue_selfpay (
        item_code text NOT NULL,
        insurance_type text NOT NULL,
        division text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        selfpay_ratio numeric(5, 4) NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT catalogue_selfpay_pk PRIMARY KEY (item_code, insurance_type, division, valid_from),
        CONSTRAINT catalogue_selfpay_ratio CHECK (selfpay_ratio BETWEEN 0 AND 1),
        CONSTRAINT catalogue_selfpay_days CHECK (valid_to >= valid_from)
      );
      CREATE TABLE medisettle.catalogue_price_limit (
        item_code text NOT NULL,
        hospital_level text NOT NULL,
        division text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        price_limit numeric(16, 6) NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT catalogue_price_limit_pk PRIMARY KEY (item_code, hospital_level, division, valid_from),
        CONSTRAINT catalogue_price_limit_level CHECK (hospital_level IN ('0', '1', '2', '3')),
        CONSTRAINT catalogue_price_limit_amount CHECK (price_limit >= 0),
        CONSTRAINT catalogue_price_limit_days CHECK (valid_to >= valid_from)
      );
      CREATE TABLE medisettle.catalogue_match (
        institution_code text NOT NULL,
        own_code text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        own_name text NOT NULL,
        item_code text NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT catalogue_match_pk PRIMARY KEY (institution_code, own_code, valid_from),
        CONSTRAINT catalogue_match_days CHECK (valid_to >= valid_from)
      );
      CREATE TABLE medisettle.bed_fee_standard (
        ward text NOT NULL,
        division text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        payable numeric(16, 6) NOT NULL,
        source text NOT NULL,
        grade text NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT bed_fee_standard_pk PRIMARY KEY (ward, division, valid_from),
        CONSTRAINT bed_fee_standard_amount CHECK (payable >= 0),
        CONSTRAINT bed_fee_standard_days CHECK (valid_to >= valid_from)
      );
      CREATE TABLE medisettle.filed_illness (
        illness_code text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        name text NOT NULL,
        kind text NOT NULL,
        listed boolean NOT NULL,
        source text NOT NULL,
        grade text NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT filed_illness_pk PRIMARY KEY (illness_code, valid_from),
        CONSTRAINT filed_illness_kind CHECK (kind IN ('01', '04')),
        CONSTRAINT filed_illness_days CHECK (valid_to >= valid_from)
      );
      CREATE TABLE medisettle.filing (
        person_id text NOT NULL,
        filing_id text NOT NULL,
        kind text NOT NULL,
        insurance_type text NOT NULL,
        illness_code text,
        institution_code text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        identified_on date,
        doctor_code text,
        filed_at timestamptz NOT NULL,
        filed_by text,
        cancelled_at timestamptz,
        cancelled_by text,
        cancellation_reason text,
        CONSTRAINT filing_pk PRIMARY KEY (person_id, filing_id),
        CONSTRAINT filing_person FOREIGN KEY (person_id) REFERENCES medisettle.person,
        CONSTRAINT filing_kind CHECK (kind ~ '^[0-9]{2}$'),
        CONSTRAINT filing_illness CHECK (illness_code IS NOT NULL OR kind NOT IN ('01', '04')),
        CONSTRAINT filing_days CHECK (valid_to >= valid_from)
      );
      CREATE UNIQUE INDEX filing_once
        ON medisettle.filing (person_id, insurance_type, kind, illness_code, valid_from) WHERE cancelled_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE medisettle.filing, medisettle.filed_illness, medisettle.bed_fee_standard, medisettle.catalogue_match,
        medisettle.catalogue_price_limit, medisettle.catalogue_selfpay;
      ALTER TABLE medisettle.catalogue_item
        DROP CONSTRAINT catalogue_item_standard, DROP CONSTRAINT catalogue_item_days,
        DROP COLUMN unit, DROP COLUMN specification, DROP COLUMN payment_standard, DROP COLUMN limit_text,
        DROP COLUMN ward, DROP COLUMN updated_at;
    `);
  }
}
