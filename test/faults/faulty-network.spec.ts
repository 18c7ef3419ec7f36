import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wireRun } from '../../campaign/wire/wire-run.mjs';
import { createTestDatabase, type TestDatabase } from '../world/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('wire');
});

afterAll(() => database?.drop());

describe('a network that loses, doubles, swaps, cuts and delays', () => {
  it('leaves no account one-sided', async () => {
    const settings = { seed: 1, goodMs: 1_000, faultyMs: 6_000, bucketMs: 500, databaseUrl: database.url };
    const { verdict, settled, struck } = await wireRun(settings);
    expect(verdict).toEqual({ lost: [], double: [], unresolved: [], unbalanced: [] });
    expect(settled.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect([...struck.keys()]).toEqual(expect.arrayContaining(['drop', 'duplicate', 'truncate', 'half-open']));
  });
});
