import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Orders of visitors at pharmacies here: a bill that was tried at the insured place and waits for the patient. Whether it
 * was paid is told by the message number that its settlement has, which is the order's own.
 */
export class PurchaseOrders1770000000018 implements MigrationInterface {
  name = 'PurchaseOrders1770000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.purchase_order (
        person_id text NOT NULL,
        order_no text NOT NULL,
        institution_code text NOT NULL,
        serial_no text NOT NULL,
        division text NOT NULL,
        bill jsonb NOT NULL,
        account_fen bigint NOT NULL,
        cash_fen bigint NOT NULL,
        made_at timestamptz NOT NULL,
        cancelled_at timestamptz,
        CONSTRAINT purchase_order_pk PRIMARY KEY (person_id, order_no),
        CONSTRAINT purchase_order_person FOREIGN KEY (person_id) REFERENCES medisettle.person,
        CONSTRAINT purchase_order_amounts CHECK (account_fen >= 0 AND cash_fen >= 0)
      );
      CREATE UNIQUE INDEX purchase_order_number ON medisettle.purchase_order (institution_code, order_no);
      CREATE UNIQUE INDEX purchase_order_serial ON medisettle.purchase_order (institution_code, serial_no);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE medisettle.purchase_order');
  }
}
