// `npm run month -- --settlements N --seed S [--provinces]`: a month of a hospital is reconciled as its software would do it, by files;
// what was planted must be found, and nothing else. Then a small day and a large one: the centre's memory for each. With `--provinces` it is a
// month of both provinces, which is cleared between them too.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../set-up/databases.mjs';
import { say } from '../set-up/files.mjs';
import { CLASSES, HospitalDesk } from './hospital-desk.mjs';
import { monthOfProvinces } from './month-of-provinces.mjs';
import { peakMemory } from './profile/peak-memory.mjs';
import { SettlementCity } from './settlement-city.mjs';
import { hospital } from './synthetic-bills.mjs';
import { addMonth } from './synthetic-month.mjs';

const PERSONS = 5_000;
const MONTH = { from: '2026-09-01', to: '2026-09-30', days: 30 };
const DAY = { from: '2026-10-10', to: '2026-10-10', days: 1 };
/** A difference in so many rows. */
const EVERY = 100;

async function run() {
  const { values } = parseArgs({
    options: { settlements: { type: 'string' }, seed: { type: 'string' }, provinces: { type: 'boolean' } },
  });
  const settlements = Number(values.settlements ?? 100_000);
  const seed = Number(values.seed ?? 1);
  if (values.provinces) return monthOfProvinces(settlements, seed);
  const city = await SettlementCity.open({ persons: PERSONS });
  const database = await connect(city.databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'medisettle-month-'));
  try {
    const small = Math.max(1, Math.round(settlements / 10));
    const plans = /** @type {const} */ ([
      ['month', 0, MONTH, settlements],
      ['small day', 1, DAY, small],
      ['large day', 2, DAY, settlements],
    ]);
    const table = [];
    let wrong = 0;
    for (const [name, index, days, count] of plans) {
      const institution = hospital(index);
      await addMonth(database, { institution, ...days, settlements: count, persons: PERSONS, seed });
      const his = new HospitalDesk({ centre: city.centre, database, folder, institution, division: '310000' });
      peakMemory(city.centrePid);
      for (const category of CLASSES) {
        const measured = await his.compare(days, category, EVERY);
        wrong += measured.missed + measured.others;
        table.push({ what: name, class: category, ...measured, 'centre, MiB': peakMemory(city.centrePid) });
      }
      const began = performance.now();
      const equal = await his.totals(days);
      if (equal !== 2 * CLASSES.length) wrong += 1;
      table.push({ what: `${name}: totals`, rows: count, ms: Math.round(performance.now() - began), equal });
    }
    console.table(table);
    console.log(`wrong=${wrong}`);
    return wrong === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await database.end();
    await city.close();
  }
}

run().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
