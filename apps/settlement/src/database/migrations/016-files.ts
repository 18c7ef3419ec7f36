import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that institutions bring and fetch. Bytes arrive before it is known whose they are, so parts have the number of
 * the upload, and the file names it once it is complete. Everything here expires.
 */
export class Files1770000000016 implements MigrationInterface {
  name = 'Files1770000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.upload_part (
        upload_id text NOT NULL,
        position integer NOT NULL,
        content bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT upload_part_pk PRIMARY KEY (upload_id, position),
        CONSTRAINT upload_part_position CHECK (position >= 0)
      );
      CREATE INDEX upload_part_expiry ON medisettle.upload_part (expires_at);
      CREATE TABLE medisettle.file (
        institution_code text NOT NULL,
        file_id text NOT NULL,
        upload_id text NOT NULL,
        filename text NOT NULL,
        bytes bigint NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT file_pk PRIMARY KEY (institution_code, file_id),
        CONSTRAINT file_bytes CHECK (bytes > 0)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE medisettle.file, medisettle.upload_part');
  }
}
