import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * `paid_order`: what the centre said of an order that a visitor has paid in his application. Nothing that this counter
 * sends settles it, so that the journal does not know; the answer is sealed.
 */
export class DeskBook1770000000103 implements MigrationInterface {
  name = 'DeskBook1770000000103';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE paid_order (
        institution TEXT NOT NULL,
        order_no TEXT NOT NULL,
        answer BLOB NOT NULL,
        noted_at INTEGER NOT NULL,
        CONSTRAINT paid_order_once PRIMARY KEY (institution, order_no)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE paid_order');
  }
}
