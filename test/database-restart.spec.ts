import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addHospitals, addPersons, settlementMessage } from '../bench/synthetic-bills.mjs';
import { sweep } from '../books/sweep.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { startPostgres, type Cluster } from '../set-up/postgres.mjs';
import { canEnter, letThrough, serverAccount } from '../set-up/postgres-account.mjs';
import { billsOf, numbers } from './world/bills.js';
import { openCentre, type CentreInProcess } from './world/centre-in-process.js';

const PERSONS = 20;
const SETTLEMENTS = 200;

let folder: string;
let cluster: Cluster;
let centre: CentreInProcess;
let start: () => Promise<Cluster>;

beforeAll(async () => {
  const account = serverAccount();
  folder = mkdtempSync(
    join(account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp', 'medisettle-'),
  );
  letThrough(folder);
  const [port = 0] = await freePorts(1);
  const settings = { folder: join(folder, 'postgres'), port, password: randomBytes(16).toString('hex'), durable: true };
  start = () => startPostgres(settings);
  cluster = await start();
  centre = await openCentre('restart', {}, cluster.url);
});

afterAll(async () => {
  await centre?.close();
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a database that is restarted under load', () => {
  it('loses no settlement that was answered, makes none twice and leaves none one-sided', async () => {
    const database = await centre.connect();
    await addHospitals(database, 1);
    await addPersons(database, PERSONS, 100_000);
    const bills = await billsOf(
      database,
      numbers(SETTLEMENTS).map((index) => index % PERSONS),
    );
    await database.end();
    const messages = bills.map((bill) => settlementMessage(bill));
    const answered: string[] = [];
    let restart: Promise<void> | undefined;
    let next = 0;
    const seen = new Set<string>();
    const counter = async (): Promise<void> => {
      for (let index = next++; index < messages.length; index = next++) {
        // Repeated until it is settled, as a counter does; a third of the way the database goes.
        for (let code = 'none'; code !== '';) {
          const answer = await centre.send(messages[index] ?? '');
          ({ code } = answer);
          seen.add(code);
          if (code === '') answered[index] = answer.text;
          else await restart;
        }
        if (index === Math.floor(SETTLEMENTS / 3)) {
          restart = cluster.stop().then(async () => {
            cluster = await start();
          });
        }
      }
    };
    await Promise.all(numbers(16).map(counter));
    await restart;
    for (const code of seen) expect(['', 'CENTRE-FAULT', 'UNKNOWN-COMMIT']).toContain(code);
    expect(seen.size).toBeGreaterThan(1);
    const again = await Promise.all(messages.map((text) => centre.send(text)));
    expect(again.map(({ text }) => text)).toEqual(answered);
    const books = await centre.connect();
    const { rows } = await books.query<{ n: number }>('SELECT count(*)::int AS n FROM medisettle.settlement');
    await books.end();
    expect(rows).toEqual([{ n: SETTLEMENTS }]);
    expect((await sweep(centre.url)).filter(({ count }) => count > 0)).toEqual([]);
  });
});
