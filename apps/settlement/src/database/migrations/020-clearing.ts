import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A month between provinces: what it comes to on each side, where the two differ, what was paid and from which advance;
 * and what hospitals said of their part of it (3261, 3262). Rows of a clearing belong to a province, not to a person. The
 * index leads to the settlements of a month: it is small, since they were written in the order of their time.
 */
export class Clearing1770000000020 implements MigrationInterface {
  name = 'Clearing1770000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX settlement_in_time ON medisettle.settlement USING brin (settled_at);
      CREATE TABLE medisettle.clearing (
        month text NOT NULL,
        province text NOT NULL,
        side text NOT NULL,
        state text NOT NULL,
        rows integer NOT NULL,
        total_fen bigint NOT NULL,
        fund_fen bigint NOT NULL,
        account_fen bigint NOT NULL,
        owed_fen bigint NOT NULL,
        differences integer,
        compared_at timestamptz,
        confirmed_at timestamptz,
        confirmed_by text,
        confirmed_there_at timestamptz,
        paid_at timestamptz,
        paid_by text,
        CONSTRAINT clearing_pk PRIMARY KEY (month, province, side),
        CONSTRAINT clearing_month CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
        CONSTRAINT clearing_province CHECK (province ~ '^[0-9]{2}0000$'),
        CONSTRAINT clearing_side CHECK (side IN ('care', 'insured')),
        CONSTRAINT clearing_state CHECK (state IN ('open', 'differing', 'agreed', 'confirmed', 'paid')),
        CONSTRAINT clearing_confirmed CHECK ((state IN ('confirmed', 'paid')) = (confirmed_at IS NOT NULL)),
        CONSTRAINT clearing_paid CHECK ((state = 'paid') = (paid_at IS NOT NULL)),
        CONSTRAINT clearing_paid_when_both_agree CHECK (paid_at IS NULL OR confirmed_there_at IS NOT NULL)
      );
      COMMENT ON COLUMN medisettle.clearing.side IS
        'care: the other province owes (receivable); insured: this one owes (payable)';
      CREATE TABLE medisettle.clearing_told (
        comparison_id text NOT NULL,
        settlement_id text NOT NULL,
        owed_fen bigint NOT NULL,
        told_at timestamptz NOT NULL,
        CONSTRAINT clearing_told_pk PRIMARY KEY (comparison_id, settlement_id)
      );
      CREATE TABLE medisettle.clearing_difference (
        month text NOT NULL,
        province text NOT NULL,
        side text NOT NULL,
        settlement_id text NOT NULL,
        class text NOT NULL,
        here_fen bigint,
        there_fen bigint,
        CONSTRAINT clearing_difference_pk PRIMARY KEY (month, province, side, settlement_id),
        CONSTRAINT clearing_difference_of FOREIGN KEY (month, province, side) REFERENCES medisettle.clearing,
        CONSTRAINT clearing_difference_class CHECK (class IN ('only-here', 'only-there', 'amounts-differ')),
        CONSTRAINT clearing_difference_sides CHECK (
          (class = 'only-here') = (there_fen IS NULL) AND (class = 'only-there') = (here_fen IS NULL))
      );
      CREATE TABLE medisettle.advance_fund (
        province text NOT NULL,
        balance_fen bigint NOT NULL,
        CONSTRAINT advance_fund_pk PRIMARY KEY (province),
        CONSTRAINT advance_fund_never_overdrawn CHECK (balance_fen >= 0)
      );
      CREATE TABLE medisettle.province_transfer (
        province text NOT NULL,
        posting_id text NOT NULL,
        month text,
        side text NOT NULL,
        debit_account text NOT NULL,
        credit_account text NOT NULL,
        amount_fen bigint NOT NULL,
        posted_at timestamptz NOT NULL,
        posted_by text NOT NULL,
        CONSTRAINT province_transfer_pk PRIMARY KEY (province, posting_id),
        CONSTRAINT province_transfer_clearing
          FOREIGN KEY (month, province, side) REFERENCES medisettle.clearing (month, province, side),
        CONSTRAINT province_transfer_amount CHECK (amount_fen > 0),
        CONSTRAINT province_transfer_two_sides CHECK (debit_account <> credit_account),
        CONSTRAINT province_transfer_accounts CHECK (
          debit_account IN ('other-province', 'advance-fund', 'treasury')
          AND credit_account IN ('other-province', 'advance-fund', 'treasury'))
      );
      CREATE TABLE medisettle.split_month (
        institution_code text NOT NULL,
        month text NOT NULL,
        state text NOT NULL,
        CONSTRAINT split_month_pk PRIMARY KEY (institution_code, month),
        CONSTRAINT split_month_state CHECK (state IN ('open', 'partly', 'disputed', 'confirmed', 'cleared'))
      );
      CREATE TABLE medisettle.split_confirmation (
        institution_code text NOT NULL,
        confirmation_id text NOT NULL,
        month text NOT NULL,
        msgid text NOT NULL,
        confirmed_at timestamptz NOT NULL,
        rolled_back_at timestamptz,
        CONSTRAINT split_confirmation_pk PRIMARY KEY (institution_code, confirmation_id),
        CONSTRAINT split_confirmation_month
          FOREIGN KEY (institution_code, month) REFERENCES medisettle.split_month
      );
      CREATE TABLE medisettle.split_word (
        institution_code text NOT NULL,
        confirmation_id text NOT NULL,
        settlement_id text NOT NULL,
        agreed boolean NOT NULL,
        CONSTRAINT split_word_pk PRIMARY KEY (institution_code, confirmation_id, settlement_id),
        CONSTRAINT split_word_confirmation
          FOREIGN KEY (institution_code, confirmation_id) REFERENCES medisettle.split_confirmation
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE medisettle.split_word, medisettle.split_confirmation, medisettle.split_month,
        medisettle.province_transfer, medisettle.advance_fund, medisettle.clearing_difference,
        medisettle.clearing_told, medisettle.clearing;
      DROP INDEX medisettle.settlement_in_time;
    `);
  }
}
