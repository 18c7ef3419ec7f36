import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Electronic vouchers that were decoded: a directory like those of certificates and cards, under a key of its own. */
export class Vouchers1770000000009 implements MigrationInterface {
  name = 'Vouchers1770000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.voucher_directory (
        token_fingerprint text NOT NULL,
        certificate_number text NOT NULL,
        decoded_at timestamptz NOT NULL,
        CONSTRAINT voucher_directory_pk PRIMARY KEY (token_fingerprint)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE medisettle.voucher_directory`);
  }
}
