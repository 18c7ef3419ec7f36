import { Transactions, CommitUnknown, type Db } from '../../apps/settlement/src/database/transactions.js';
import { type CentreInProcess } from '../world/centre-in-process.js';
import pg from 'pg';

/**
 * Where the centre breaks down: at which statement of its next transaction, at its commit, so that nothing is done and
 * nobody knows, or after it, so that all is done and nobody knows. `cut`: every session ends, now.
 */
export type Breakdown = { readonly statement: number } | 'at-commit' | 'after-commit' | 'cut';

const END_SESSION = 'SELECT pg_terminate_backend(pg_backend_pid())';

/** Breaks the way between a centre and its database, for the very next transaction. */
export class Faults {
  private next: Breakdown | null = null;
  private readonly admin: pg.Client;

  private constructor(centre: CentreInProcess) {
    this.admin = new pg.Client({ connectionString: centre.url });
    const transactions = centre.part(Transactions);
    const run = transactions.run.bind(transactions);
    transactions.run = async <T>(unit: (db: Db) => Promise<T>): Promise<T> => {
      const planned = this.next;
      this.next = null;
      if (planned === null || planned === 'cut') return run(unit);
      if (planned === 'after-commit') throw new CommitUnknown(await run(unit));
      if (planned === 'at-commit') {
        return run(async (db) => {
          const result = await unit(db);
          await db.query(END_SESSION).catch(() => undefined);
          return result;
        });
      }
      return run((db) => unit(breaking(db, planned.statement)));
    };
  }

  static async into(centre: CentreInProcess): Promise<Faults> {
    const faults = new Faults(centre);
    await faults.admin.connect();
    return faults;
  }

  /** Plans the breakdown; a cut of everything that is connected happens at once. */
  async plan(breakdown: Breakdown | null): Promise<void> {
    this.next = breakdown;
    if (breakdown !== 'cut') return;
    await this.admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'medisettle-settlement'`,
    );
  }

  async end(): Promise<void> {
    await this.admin.end();
  }
}

/** The session ends before its n-th statement, counted from 0, as when the process or the server died there. */
function breaking(db: Db, statement: number): Db {
  let sent = 0;
  return {
    query: async <Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> => {
      const number = sent;
      sent += 1;
      if (number === statement) await db.query(END_SESSION);
      return db.query<Row>(sql, parameters);
    },
  };
}
