import { type Log } from '@medisettle/program';
import { renameSync } from 'node:fs';
import { CommitGroup, type Write } from '../journal/commit-group.js';
import { JournalFile, saysDamaged, type Row } from '../journal/journal-file.js';
import { asideOf } from '../journal/journal-folder.js';
import { DeskBook1770000000101 } from './desk-schema.js';
import { DeskBook1770000000103 } from './order-schema.js';
import { DeskBook1770000000102 } from './outage-schema.js';

/**
 * What this counter remembers beside its messages, in a file of its own: nothing in it moves money at the centre, so that
 * a damaged one never keeps the journal, and with it settling, from going on. Bills that were paid in full are on the
 * papers that their patients have, too.
 */
export class DeskBook {
  private readonly group: CommitGroup;

  private constructor(private readonly file: JournalFile) {
    this.group = new CommitGroup((writes) => file.transaction(writes));
  }

  /**
   * Opens the book, makes it where it is missing. A damaged one is put aside for a person to look at, and a new one begun.
   * @throws Error when another agent has it open
   */
  static async open(path: string, log: Log): Promise<DeskBook> {
    try {
      const file = await openFile(path);
      if ((await file.faults()).length === 0) return new DeskBook(file);
      await file.close();
    } catch (error) {
      if (!saysDamaged(error)) throw error;
    }
    log.warn('the desk book is damaged and put aside; printings, shifts and bills in full begin anew');
    const aside = asideOf(path);
    for (const part of ['-shm', '-wal', '']) moveIfThere(path + part, aside + part);
    return new DeskBook(await openFile(path));
  }

  rows(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.file.rows(sql, parameters);
  }

  run(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    return this.file.run(sql, parameters);
  }

  /** Commits what a write does, all of it or nothing; it is on the disk when this resolves. */
  async write(write: Write): Promise<void> {
    await this.group.write(write);
  }

  /** Waits for the writes under way and gives the file back. */
  async close(): Promise<void> {
    await this.group.drained();
    await this.file.close();
  }
}

const openFile = (path: string): Promise<JournalFile> =>
  JournalFile.open(path, undefined, [DeskBook1770000000101, DeskBook1770000000102, DeskBook1770000000103]);

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
  }
}
