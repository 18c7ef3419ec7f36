import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Amounts of a settlement; a cancellation holds the same ones negative. */
const AMOUNTS = [
  'total',
  'self_funded',
  'over_limit',
  'classified',
  'in_scope',
  'deductible',
  'pool_fund',
  'additional_fund',
  'critical_illness_fund',
  'civil_servant_fund',
  'enterprise_fund',
  'assistance_fund',
  'servicemen_fund',
  'other_fund',
  'fund_total',
  'person_total',
  'current_year_account',
  'accumulated_account',
  'family_account',
  'account_total',
  'cash',
  'hospital_share',
  'outpatient_segment_used',
  'outpatient_shared_used',
  'inpatient_deductible_used',
  'ceiling_expenses_used',
];

/**
 * Money. An entry is a transfer: one row with a debit account, a credit account and an amount above 0, so that an
 * unbalanced posting cannot be written at all. Funds and institutions have no balance row (they are in every settlement
 * and would be the one hot row); their totals come from the transfers. No foreign key leads to the institution for the
 * same reason: its check would lock that one row in every settlement.
 */
export class Ledger1770000000003 implements MigrationInterface {
  name = 'Ledger1770000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.settlement (
        person_id text NOT NULL,
        settlement_id text NOT NULL,
        kind text NOT NULL,
        cancels text,
        visit_id text NOT NULL,
        batch_no text NOT NULL,
        attempt integer NOT NULL,
        institution_code text NOT NULL,
        msgid text NOT NULL,
        infno text NOT NULL,
        operator text,
        invoice_no text,
        insurance_type text NOT NULL,
        person_type text NOT NULL,
        medical_category text NOT NULL,
        credential_kind text NOT NULL,
        account_flag text NOT NULL,
        settled_at timestamptz NOT NULL,
        insurance_year_from date NOT NULL,
        insurance_year_to date NOT NULL,
        pool_rate_units integer NOT NULL,
        balance_after_fen bigint NOT NULL,
        ${AMOUNTS.map((amount) => `${amount}_fen bigint NOT NULL`).join(',\n        ')},
        funds jsonb NOT NULL,
        explanation jsonb NOT NULL,
        CONSTRAINT settlement_pk PRIMARY KEY (person_id, settlement_id),
        CONSTRAINT settlement_visit FOREIGN KEY (person_id, visit_id) REFERENCES medisettle.visit,
        CONSTRAINT settlement_cancels FOREIGN KEY (person_id, cancels) REFERENCES medisettle.settlement,
        CONSTRAINT settlement_cancelled_once UNIQUE (person_id, cancels),
        CONSTRAINT settlement_bill_once UNIQUE (person_id, visit_id, batch_no, kind, attempt),
        CONSTRAINT settlement_kind CHECK (kind IN ('settlement', 'cancellation')),
        CONSTRAINT settlement_cancels_something CHECK ((kind = 'cancellation') = (cancels IS NOT NULL)),
        CONSTRAINT settlement_split CHECK (
          total_fen = self_funded_fen + over_limit_fen + classified_fen + in_scope_fen),
        CONSTRAINT settlement_payers CHECK (total_fen = fund_total_fen + person_total_fen + hospital_share_fen),
        CONSTRAINT settlement_person CHECK (person_total_fen = account_total_fen + cash_fen),
        CONSTRAINT settlement_accounts CHECK (
          account_total_fen = current_year_account_fen + accumulated_account_fen + family_account_fen),
        CONSTRAINT settlement_funds CHECK (
          fund_total_fen = pool_fund_fen + additional_fund_fen + critical_illness_fund_fen + civil_servant_fund_fen
            + enterprise_fund_fen + assistance_fund_fen + servicemen_fund_fen + other_fund_fen),
        CONSTRAINT settlement_sign CHECK (
          CASE kind WHEN 'settlement' THEN least(${AMOUNTS.map((amount) => `${amount}_fen`).join(', ')}) >= 0
                    ELSE greatest(${AMOUNTS.map((amount) => `${amount}_fen`).join(', ')}) <= 0 END)
      );
      CREATE TABLE medisettle.account_credit (
        person_id text NOT NULL,
        credit_id text NOT NULL,
        reason text NOT NULL,
        credited_at timestamptz NOT NULL,
        CONSTRAINT account_credit_pk PRIMARY KEY (person_id, credit_id),
        CONSTRAINT account_credit_person FOREIGN KEY (person_id) REFERENCES medisettle.person
      );
      CREATE TABLE medisettle.account (
        person_id text NOT NULL,
        account text NOT NULL,
        balance_fen bigint NOT NULL,
        CONSTRAINT account_pk PRIMARY KEY (person_id, account),
        CONSTRAINT account_person FOREIGN KEY (person_id) REFERENCES medisettle.person,
        CONSTRAINT account_kind
          CHECK (account IN ('current-year-account', 'accumulated-account', 'family-account')),
        CONSTRAINT account_never_overdrawn CHECK (balance_fen >= 0)
      );
      CREATE DOMAIN medisettle.ledger_account AS text CHECK (VALUE IN (
        'current-year-account', 'accumulated-account', 'family-account', 'pool-fund', 'additional-fund',
        'critical-illness-fund', 'cash', 'institution', 'contributions'));
      CREATE TABLE medisettle.transfer (
        person_id text NOT NULL,
        posting_id text NOT NULL,
        position integer NOT NULL,
        settlement_id text,
        credit_id text,
        debit_account medisettle.ledger_account NOT NULL,
        credit_account medisettle.ledger_account NOT NULL,
        amount_fen bigint NOT NULL,
        segment text NOT NULL,
        institution_code text,
        posted_at timestamptz NOT NULL,
        CONSTRAINT transfer_pk PRIMARY KEY (person_id, posting_id, position),
        CONSTRAINT transfer_amount CHECK (amount_fen > 0),
        CONSTRAINT transfer_two_sides CHECK (debit_account <> credit_account),
        CONSTRAINT transfer_of_one_posting CHECK (
          num_nonnulls(settlement_id, credit_id) = 1 AND posting_id = coalesce(settlement_id, credit_id)),
        CONSTRAINT transfer_settlement FOREIGN KEY (person_id, settlement_id) REFERENCES medisettle.settlement,
        CONSTRAINT transfer_credit FOREIGN KEY (person_id, credit_id) REFERENCES medisettle.account_credit,
        CONSTRAINT transfer_institution CHECK (
          (debit_account = 'institution' OR credit_account = 'institution') = (institution_code IS NOT NULL))
      );
      CREATE TABLE medisettle.year_accumulator (
        person_id text NOT NULL,
        insurance_type text NOT NULL,
        insurance_year_from date NOT NULL,
        outpatient_segment_used_fen bigint NOT NULL,
        outpatient_shared_used_fen bigint NOT NULL,
        inpatient_deductible_used_fen bigint NOT NULL,
        ceiling_expenses_used_fen bigint NOT NULL,
        CONSTRAINT year_accumulator_pk PRIMARY KEY (person_id, insurance_type, insurance_year_from),
        CONSTRAINT year_accumulator_person FOREIGN KEY (person_id) REFERENCES medisettle.person,
        CONSTRAINT year_accumulator_not_negative CHECK (
          least(outpatient_segment_used_fen, outpatient_shared_used_fen, inpatient_deductible_used_fen,
            ceiling_expenses_used_fen) >= 0)
      );
      CREATE TABLE medisettle.reservation (
        institution_code text NOT NULL,
        msgid text NOT NULL,
        fingerprint text NOT NULL,
        infno text NOT NULL,
        outcome text NOT NULL,
        person_id text,
        settlement_id text,
        answer text NOT NULL,
        reserved_at timestamptz NOT NULL,
        CONSTRAINT reservation_pk PRIMARY KEY (institution_code, msgid),
        CONSTRAINT reservation_outcome CHECK (outcome IN ('settled', 'refused'))
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE medisettle.reservation, medisettle.year_accumulator, medisettle.transfer, medisettle.account,
        medisettle.account_credit, medisettle.settlement;
      DROP DOMAIN medisettle.ledger_account;
    `);
  }
}
