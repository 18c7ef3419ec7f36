import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { type Write } from './commit-group.js';
import { IntentDays1770000000002 } from './journal-days.js';
import { IntentEnds1770000000003 } from './journal-ends.js';
import { Intents1770000000001 } from './journal-schema.js';

/** SQLite's codes for a file that is not what it should be. */
const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;
const PAGE_BYTES = 4096;

/** SQLite's code of an error, for instance `SQLITE_FULL`; undefined for any other error. */
export function sqliteCodeOf(error: unknown): string | undefined {
  const { driverError, code } = (error ?? {}) as { driverError?: { code?: unknown }; code?: unknown };
  const found = driverError?.code ?? code;
  return typeof found === 'string' && found.startsWith('SQLITE_') ? found : undefined;
}

/** Whether an error says that the file itself is damaged. */
export const saysDamaged = (error: unknown): boolean => DAMAGED.test(sqliteCodeOf(error) ?? '');

type Options = Omit<Extract<DataSourceOptions, { type: 'better-sqlite3' }>, 'type' | 'prepareDatabase'>;

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** The driver's own connection. */
interface Connection {
  readonly open: boolean;
  unsafeMode(on: boolean): unknown;
  pragma(pragma: string): unknown;
  close(): unknown;
}

/**
 * One SQLite file of this agent alone. Commits are on the disk when they return (WAL, `synchronous=FULL`); the lock is
 * kept for as long as the file is open, so that no second agent can work on it.
 */
export class JournalFile {
  private constructor(private readonly source: DataSource) {}

  /**
   * Opens the file, makes it where it is missing, and brings it up to date. Readable and writable by its owner only.
   * @param bytesMax the size from which on nothing is added (SQLITE_FULL); none unless given
   * @param migrations what the file holds; the tables of the journal unless given
   */
  static async open(
    path: string,
    bytesMax?: number,
    migrations: Options['migrations'] = [Intents1770000000001, IntentDays1770000000002, IntentEnds1770000000003],
  ): Promise<JournalFile> {
    const folder = dirname(path);
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Made before SQLite opens it, which gives its companions the same permissions.
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    return JournalFile.connected({ database: path, enableWAL: true, timeout: 0, migrations }, (connection) => {
      connection.pragma(`page_size = ${PAGE_BYTES}`);
      connection.pragma('locking_mode = EXCLUSIVE');
      connection.pragma('synchronous = FULL');
      if (bytesMax !== undefined) connection.pragma(`max_page_count = ${Math.floor(bytesMax / PAGE_BYTES)}`);
    });
  }

  /** Opens a file only to read from it, for instance a damaged one. */
  static openToRead(path: string): Promise<JournalFile> {
    return JournalFile.connected({ database: path, readonly: true, fileMustExist: true }, (connection) => {
      // Otherwise SQLite reads nothing at all from a file that is shorter than its header says.
      connection.unsafeMode(true);
      connection.pragma('writable_schema = ON');
    });
  }

  private static async connected(options: Options, prepare: (connection: Connection) => void): Promise<JournalFile> {
    let connection: Connection | undefined;
    const source = new DataSource({
      ...options,
      type: 'better-sqlite3',
      prepareDatabase: (made: Connection) => {
        connection = made;
        prepare(made);
      },
    });
    try {
      await source.initialize();
      if (options.migrations) await source.runMigrations({ transaction: 'all' });
      return new JournalFile(source);
    } catch (error) {
      // The framework forgets a connection that failed on its way, and with it the lock on the file.
      if (connection?.open) connection.close();
      throw error;
    }
  }

  /** What SQLite finds wrong with the file; empty when nothing is. */
  async faults(): Promise<string[]> {
    try {
      const rows = await this.rows('PRAGMA quick_check(5)');
      return rows.map((row) => String(Object.values(row)[0])).filter((word) => word !== 'ok');
    } catch (error) {
      if (saysDamaged(error)) return ['unreadable'];
      throw error;
    }
  }

  rows(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.source.query<Row[]>(sql, [...parameters]);
  }

  async run(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    await this.source.query(sql, [...parameters]);
  }

  /**
   * Runs writes in one transaction. A crash before it resolves leaves all of them or none; only one may run at a time,
   * since there is one connection.
   */
  async transaction(writes: readonly Write[]): Promise<void> {
    await this.run('BEGIN IMMEDIATE');
    try {
      for (const write of writes) await write();
      await this.run('COMMIT');
    } catch (error) {
      await this.undo();
      throw error;
    }
  }

  private async undo(): Promise<void> {
    try {
      await this.run('ROLLBACK');
    } catch (error) {
      // On some errors, a full disk among them, SQLite has undone the transaction by itself.
      if (!/no transaction is active/.test(String((error as { message?: unknown }).message))) throw error;
    }
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}
