import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The terminals that have been heard of, each with what it last said of itself. Times are the centre's. */
export class Terminals1770000000022 implements MigrationInterface {
  name = 'Terminals1770000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.terminal (
        terminal text NOT NULL,
        institutions text[] NOT NULL,
        heard_at timestamptz NOT NULL,
        unknown_count integer NOT NULL,
        unknown_overdue integer NOT NULL,
        unknown_since timestamptz,
        CONSTRAINT terminal_pk PRIMARY KEY (terminal),
        CONSTRAINT terminal_unknown CHECK (unknown_count >= 0 AND unknown_overdue BETWEEN 0 AND unknown_count)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE medisettle.terminal');
  }
}
