// Reads what every side holds, and compares it.
import { bookingsOf, recordsOf } from './records.mjs';
import { differingBalances, together, verdictOf } from './verdict.mjs';
import { verdictAcross } from './verdict-across.mjs';

/** @typedef {import('./verdict.mjs').HisMessage} HisMessage */
/** @typedef {import('./verdict.mjs').Verdict} Verdict */

/**
 * Nothing may be under way.
 * @param {import('./campaign.mjs').World} world
 * @param {readonly HisMessage[]} his
 * @returns {Promise<Verdict>}
 */
export async function compared(world, his) {
  const { regions } = world;
  const institutionsOf = regions.map(
    ({ places }) => new Set(places.flatMap(({ hospital, pharmacy }) => [hospital, pharmacy])),
  );
  const all = await Promise.all(
    regions.map((region, index) => {
      const elsewhere = institutionsOf.filter((_, other) => other !== index).flatMap((codes) => [...codes]);
      const here = his.filter(({ institution }) => institutionsOf[index]?.has(institution));
      return recordsOf(region, here, elsewhere);
    }),
  );
  const balances = new Map(all.flatMap((records) => [...records.balances]));
  const opening = all[0]?.opening ?? 0;
  const verdicts = all.map((records) => verdictOf({ ...records, balances: new Map() }));
  const moved = differingBalances({ his, balances, opening });
  /** @type {Verdict} */
  const ofAccounts = { lost: [], double: [], unresolved: [], unbalanced: moved };
  if (regions.length === 1) return together([...verdicts, ofAccounts]);
  const bookings = (await Promise.all(regions.map(bookingsOf))).flat();
  return together([...verdicts, ofAccounts, verdictAcross(bookings, await world.clearing())]);
}
