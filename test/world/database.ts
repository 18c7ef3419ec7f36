import { randomBytes } from 'node:crypto';
import { createDatabase, dropDatabase } from '../../set-up/databases.mjs';

/** A database that belongs to one test file. */
export interface TestDatabase {
  readonly url: string;
  /** Forgets it and ends the sessions in it. */
  drop(): Promise<void>;
}

/**
 * Makes a database with the centre's tables in the throw-away cluster of this run.
 * @param label what it is for, for somebody who looks at the server; lower-case letters
 * @param otherServer the URL of another server, where the database begins empty
 */
export async function createTestDatabase(label: string, otherServer?: string): Promise<TestDatabase> {
  const server = otherServer ?? process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('TEST_DATABASE_URL is missing: run these tests as the project "world".');
  const name = `test_${label}_${randomBytes(6).toString('hex')}`;
  const url = await createDatabase(server, name, otherServer === undefined ? process.env['TEST_TEMPLATE'] : undefined);
  return { url, drop: () => dropDatabase(server, name) };
}
