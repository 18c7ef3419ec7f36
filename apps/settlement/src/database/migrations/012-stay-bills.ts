import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Bills of stays. Their lines can be returned by lines below 0, each of which names the one that it takes back. A
 * settlement of a stay says whether it was made in the middle of it and until which day it counts; both are null for
 * every other settlement.
 */
export class StayBills1770000000012 implements MigrationInterface {
  name = 'StayBills1770000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.fee_line
        ADD COLUMN returns_line_no text,
        DROP CONSTRAINT fee_line_positive,
        ADD CONSTRAINT fee_line_sign CHECK (
          CASE WHEN returns_line_no IS NULL
               THEN quantity > 0
                AND least(amount_fen, self_funded_fen, over_limit_fen, classified_fen, in_scope_fen) >= 0
               ELSE quantity < 0 AND amount_fen <= 0 END);
      ALTER TABLE medisettle.settlement
        ADD COLUMN mid_stay boolean,
        ADD COLUMN care_until date,
        ADD CONSTRAINT settlement_of_stay CHECK ((mid_stay IS NULL) = (care_until IS NULL));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE medisettle.settlement
        DROP CONSTRAINT settlement_of_stay, DROP COLUMN mid_stay, DROP COLUMN care_until;
      ALTER TABLE medisettle.fee_line
        DROP CONSTRAINT fee_line_sign, DROP COLUMN returns_line_no,
        ADD CONSTRAINT fee_line_positive CHECK (
          amount_fen >= 0 AND self_funded_fen >= 0 AND over_limit_fen >= 0 AND classified_fen >= 0
          AND in_scope_fen >= 0);
    `);
  }
}
