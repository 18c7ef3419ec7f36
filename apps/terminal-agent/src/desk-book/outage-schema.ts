import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * `outage_bill`: a bill that was paid in full while the centre could not be reached. Whose it is and what is on it is
 * sealed. `msgid` names the message that settles it, noted before that message is; `settled_at` is when this book has
 * learnt from the journal that it is settled, so that ended bills need not be looked at again.
 */
export class DeskBook1770000000102 implements MigrationInterface {
  name = 'DeskBook1770000000102';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outage_bill (
        institution TEXT NOT NULL,
        number TEXT NOT NULL,
        operator TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        total_fen INTEGER NOT NULL,
        words BLOB NOT NULL,
        msgid TEXT,
        settled_at INTEGER,
        withdrawn_at INTEGER,
        withdrawn_by TEXT,
        reason TEXT,
        CONSTRAINT outage_bill_once PRIMARY KEY (institution, number),
        CONSTRAINT outage_bill_paid CHECK (total_fen > 0),
        CONSTRAINT outage_bill_settled CHECK (settled_at IS NULL OR msgid IS NOT NULL),
        CONSTRAINT outage_bill_ends_once CHECK (withdrawn_at IS NULL OR msgid IS NULL),
        CONSTRAINT outage_bill_withdrawn CHECK
          ((withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (reason IS NULL))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX outage_bill_message ON outage_bill (institution, msgid) WHERE msgid IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX outage_bill_open ON outage_bill (institution, made_at)
        WHERE settled_at IS NULL AND withdrawn_at IS NULL`,
    );
    await runner.query(`CREATE INDEX outage_bill_made ON outage_bill (institution, made_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outage_bill');
  }
}
