import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { INTENT_STATES } from './life-cycle.js';

const STATES = INTENT_STATES.map((state) => `'${state}'`).join(', ');

/**
 * `intent`: a row for each message that changes something; nothing is ever deleted, so that `position` has no gaps and a
 * missing row is seen. `words`: what was sent, apart from its row, which changes while they do not. `lock`: a sealed word by which a wrong key is recognised. `damage`: what was lost when a journal
 * had to be saved from a damaged file.
 */
export class Intents1770000000001 implements MigrationInterface {
  name = 'Intents1770000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE intent (
        position INTEGER PRIMARY KEY,
        institution TEXT NOT NULL,
        msgid TEXT NOT NULL,
        infno TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        lane TEXT NOT NULL,
        state TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        answer BLOB,
        CONSTRAINT intent_once UNIQUE (institution, msgid),
        CONSTRAINT intent_state CHECK (state IN (${STATES})),
        CONSTRAINT intent_answered CHECK (state NOT IN ('settled', 'refused') OR answer IS NOT NULL)
      )`);
    await runner.query(`
      CREATE INDEX intent_open ON intent (position) WHERE state IN ('intended', 'repeated', 'unknown', 'absent')`);
    await runner.query(`CREATE TABLE words (position INTEGER PRIMARY KEY, content BLOB NOT NULL)`);
    await runner.query(`CREATE TABLE lock (word BLOB NOT NULL)`);
    await runner.query(`
      CREATE TABLE damage (
        found_at INTEGER NOT NULL,
        file TEXT NOT NULL,
        kept INTEGER NOT NULL,
        lost INTEGER NOT NULL,
        end_lost INTEGER NOT NULL,
        "after" INTEGER,
        "before" INTEGER
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['damage', 'lock', 'words', 'intent']) await runner.query(`DROP TABLE ${table}`);
  }
}
