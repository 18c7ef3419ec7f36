import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was done about a difference: who had it done, when and why, and what came of it. It is written before the message
 * goes out, so that a crash leaves a cure whose outcome is asked for again under the same number.
 */
export class Cures1770000000021 implements MigrationInterface {
  name = 'Cures1770000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE medisettle.statement_cure (
        institution_code text NOT NULL,
        statement_id text NOT NULL,
        position integer NOT NULL,
        cure text NOT NULL,
        operator text NOT NULL,
        reason text NOT NULL,
        msgid text NOT NULL,
        ordered_at timestamptz NOT NULL,
        outcome text,
        ended_at timestamptz,
        CONSTRAINT statement_cure_pk PRIMARY KEY (institution_code, statement_id, position),
        CONSTRAINT statement_cure_of FOREIGN KEY (institution_code, statement_id, position)
          REFERENCES medisettle.statement_difference,
        CONSTRAINT statement_cure_ended CHECK ((outcome IS NULL) = (ended_at IS NULL))
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE medisettle.statement_cure');
  }
}
