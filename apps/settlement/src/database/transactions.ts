import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';

/** One connection inside one transaction. Everything that belongs together goes through the same one. */
export interface Db {
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** The commit was sent and its answer lost: the work is done or not, and nobody can say which. */
export class CommitUnknown extends Error {
  constructor(cause: unknown) {
    super('the outcome of a commit is not known', { cause });
    this.name = 'CommitUnknown';
  }
}

/** Serialization failure and deadlock: the database undid everything and asks to try again. */
const TRY_AGAIN = new Set(['40001', '40P01']);
const ATTEMPTS_MAX = 5;

const sqlstateOf = (error: unknown): string | undefined => {
  const state = (error as { driverError?: { code?: unknown }; code?: unknown }) ?? {};
  const code = state.driverError?.code ?? state.code;
  return typeof code === 'string' ? code : undefined;
};

/** The one way to open a transaction. It owns the connection; no network call may happen inside it. */
@Injectable()
export class Transactions {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs the whole unit in one transaction, again from its start when the database asks for it (bounded, with jitter).
   * The unit must have no effect outside the database.
   * @throws CommitUnknown when the connection broke while committing; otherwise what the unit threw, rolled back
   */
  async run<T>(unit: (db: Db) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(unit);
      } catch (error) {
        const again = TRY_AGAIN.has(sqlstateOf(error) ?? '') && attempt < ATTEMPTS_MAX;
        if (!again) throw error;
        await new Promise((resume) => setTimeout(resume, Math.random() * 20 * attempt));
      }
    }
  }

  /** Reads outside a transaction, each statement for itself. */
  get reader(): Db {
    return {
      query: async <Row extends object>(sql: string, parameters: readonly unknown[] = []) => {
        // eslint-disable-next-line no-restricted-syntax -- released at once, no transaction
        const runner = this.dataSource.createQueryRunner();
        try {
          return await connection(runner).query<Row>(sql, parameters);
        } finally {
          await runner.release();
        }
      },
    };
  }

  private async once<T>(unit: (db: Db) => Promise<T>): Promise<T> {
    // eslint-disable-next-line no-restricted-syntax -- the one place that opens a query runner
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      await runner.startTransaction();
      const result = await unit(connection(runner));
      await commit(runner);
      return result;
    } catch (error) {
      if (runner.isTransactionActive && !(error instanceof CommitUnknown)) await undo(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

function connection(runner: QueryRunner): Db {
  return {
    query: async <Row extends object>(sql: string, parameters: readonly unknown[] = []) => {
      const result = await runner.query(sql, [...parameters], true);
      return result.records as Row[];
    },
  };
}

async function commit(runner: QueryRunner): Promise<void> {
  try {
    await runner.commitTransaction();
  } catch (error) {
    // A constraint checked at commit is a plain no; a lost connection is not.
    const state = sqlstateOf(error);
    if (state && !state.startsWith('08') && !state.startsWith('57')) throw error;
    throw new CommitUnknown(error);
  }
}

/** A rollback on a broken connection fails too; the database undoes the work by itself when the connection is gone. */
async function undo(runner: QueryRunner): Promise<void> {
  try {
    await runner.rollbackTransaction();
  } catch (error) {
    if (sqlstateOf(error) && !sqlstateOf(error)?.startsWith('08') && !sqlstateOf(error)?.startsWith('57')) throw error;
  }
}
