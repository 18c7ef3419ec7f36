import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEY = `insurance_type text NOT NULL,
        clearing_class text NOT NULL,
        clearing_agency text NOT NULL`;

/**
 * What institutions said of their days and what the centre found, the differences row by row, and the days that are
 * closed. The indexes lead to the settlements of an institution's day and to its reversals, of which there are few.
 */
export class Reconciliation1770000000017 implements MigrationInterface {
  name = 'Reconciliation1770000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX settlement_of_institution ON medisettle.settlement (institution_code, settled_at);
      CREATE INDEX settlement_reversals ON medisettle.settlement (institution_code, settled_at)
        WHERE infno = '2601' OR restores IS NOT NULL;
      CREATE TABLE medisettle.statement (
        institution_code text NOT NULL,
        statement_id text NOT NULL,
        kind text NOT NULL,
        msgid text NOT NULL,
        insurance_type text,
        clearing_class text NOT NULL,
        clearing_agency text NOT NULL,
        from_day date NOT NULL,
        to_day date NOT NULL,
        refund_flag text,
        told jsonb NOT NULL,
        found jsonb NOT NULL,
        equal boolean NOT NULL,
        differences integer,
        result_file text,
        made_at timestamptz NOT NULL,
        CONSTRAINT statement_pk PRIMARY KEY (institution_code, statement_id),
        CONSTRAINT statement_kind CHECK (kind IN ('totals', 'details')),
        CONSTRAINT statement_details CHECK ((kind = 'details') = (differences IS NOT NULL)),
        CONSTRAINT statement_days CHECK (from_day <= to_day)
      );
      CREATE TABLE medisettle.statement_difference (
        institution_code text NOT NULL,
        statement_id text NOT NULL,
        position integer NOT NULL,
        class text NOT NULL,
        elsewhere text NOT NULL,
        refund boolean NOT NULL,
        person_id text NOT NULL,
        visit_id text NOT NULL,
        settlement_id text NOT NULL,
        msgid text,
        line integer,
        told_total_fen bigint,
        told_fund_fen bigint,
        told_account_fen bigint,
        found_total_fen bigint,
        found_fund_fen bigint,
        found_account_fen bigint,
        CONSTRAINT statement_difference_pk PRIMARY KEY (institution_code, statement_id, position),
        CONSTRAINT statement_difference_statement
          FOREIGN KEY (institution_code, statement_id) REFERENCES medisettle.statement DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT statement_difference_class
          CHECK (class IN ('only-at-institution', 'only-at-centre', 'amounts-differ')),
        CONSTRAINT statement_difference_elsewhere CHECK (elsewhere IN ('nowhere', 'other-statement', 'undone', 'standing')),
        CONSTRAINT statement_difference_sides CHECK (
          (class = 'only-at-centre') = (line IS NULL) AND (class = 'only-at-institution') = (found_total_fen IS NULL))
      );
      CREATE TABLE medisettle.day_word (
        institution_code text NOT NULL,
        day date NOT NULL,
        ${KEY},
        statement_id text NOT NULL,
        equal boolean NOT NULL,
        rows integer NOT NULL,
        total_fen bigint NOT NULL,
        fund_fen bigint NOT NULL,
        account_fen bigint NOT NULL,
        said_at timestamptz NOT NULL,
        CONSTRAINT day_word_pk PRIMARY KEY (institution_code, day, insurance_type, clearing_class, clearing_agency)
      );
      CREATE TABLE medisettle.closed_day (
        institution_code text NOT NULL,
        day date NOT NULL,
        rows integer NOT NULL,
        total_fen bigint NOT NULL,
        fund_fen bigint NOT NULL,
        account_fen bigint NOT NULL,
        closed_at timestamptz NOT NULL,
        CONSTRAINT closed_day_pk PRIMARY KEY (institution_code, day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE medisettle.closed_day, medisettle.day_word, medisettle.statement_difference, medisettle.statement;
      DROP INDEX medisettle.settlement_reversals, medisettle.settlement_of_institution;
    `);
  }
}
