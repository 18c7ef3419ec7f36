import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError, type QueryRunner } from 'typeorm';

/**
 * One connection inside one transaction. Everything that belongs together goes through the same one. Statements that do
 * not need each other's answers may be sent at once; the database does them in the order in which they were sent.
 */
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

/** The SQLSTATE that the database gave an error; undefined for any other error. */
export const sqlstateOf = (error: unknown): string | undefined => {
  const state = (error as { driverError?: { code?: unknown }; code?: unknown }) ?? {};
  const code = state.driverError?.code ?? state.code;
  return typeof code === 'string' ? code : undefined;
};

/** Whether the server or the way to it is gone: class 08, class 57, or the driver had no answer at all. */
const isBroken = (error: unknown): boolean => {
  if (error instanceof CommitUnknown) return true;
  const state = sqlstateOf(error);
  return state ? /^(08|57)/.test(state) : error instanceof QueryFailedError;
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
      query: <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
        this.connected((runner) => connection(runner).query<Row>(sql, parameters)),
    };
  }

  /** Runs statements that change nothing on one connection, without a transaction: each sees what is committed then. */
  reading<T>(unit: (db: Db) => Promise<T>): Promise<T> {
    return this.connected((runner) => unit(connection(runner)));
  }

  private once<T>(unit: (db: Db) => Promise<T>): Promise<T> {
    return this.connected(async (runner) => {
      await runner.startTransaction();
      try {
        const result = await unit(connection(runner));
        await commit(runner);
        return result;
      } catch (error) {
        if (!isBroken(error)) await runner.rollbackTransaction();
        throw error;
      }
    });
  }

  /** Lends a connection and takes it back, whatever happens; one that broke does not return to the pool. */
  private async connected<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as { end(): Promise<void> };
      try {
        return await work(runner);
      } catch (error) {
        if (isBroken(error)) discard(client);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }
}

/**
 * Keeps a broken connection out of the pool, where the next caller would meet it: the news of its end may arrive after
 * it was given back. What it had not committed the database undoes by itself.
 */
function discard(client: { end(): Promise<void> }): void {
  client.end().catch(() => undefined);
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
    // A constraint that is checked at commit is a plain no.
    throw isBroken(error) ? new CommitUnknown(error) : error;
  }
}
