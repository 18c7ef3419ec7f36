// `npm run sweep`: do the books balance? DATABASE_URL names a centre's database; without it those of the demo are swept.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { homeAt } from '../demo/home.mjs';
import { PROVINCES } from '../demo/plan.mjs';
import { Explained, readIfThere, say } from '../set-up/files.mjs';
import { ensureInstalled } from '../set-up/install.mjs';
import { sweep, violations } from './sweep.mjs';

/** @returns {{ name: string, url: string }[]} */
function databases() {
  const given = process.env['DATABASE_URL'];
  if (given) return [{ name: new URL(given).pathname.slice(1), url: given }];
  const { keysFolder } = homeAt(process.env['MEDISETTLE_HOME']);
  const files = PROVINCES.map(({ division }) => join(keysFolder, `database-${division}.url`)).filter(existsSync);
  if (files.length === 0) throw new Explained('There is no demo here. Start it (npm start), or set DATABASE_URL.');
  return files.map((file) => {
    const url = (readIfThere(file) ?? '').trim();
    return { name: new URL(url).pathname.slice(1), url };
  });
}

/** @returns {Promise<number>} exit code */
async function run() {
  await ensureInstalled();
  let broken = 0;
  for (const { name, url } of databases()) {
    const found = await sweep(url);
    broken += violations(found);
    console.log(name);
    for (const { name: check, count, keys } of found) {
      console.log(`  ${String(count).padStart(6)}  ${check}`);
      for (const key of keys) console.log(`          ${key}`);
      if (count > keys.length) console.log(`          … and ${count - keys.length} more`);
    }
  }
  console.log(`violations=${broken}`);
  return broken === 0 ? 0 : 1;
}

run().then(
  (code) => process.exit(code),
  (/** @type {unknown} */ error) => {
    say(error instanceof Explained ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
