// Compares what two provinces and the hub between them have booked of care for persons who are insured in the other one.
// Pure.

/** @typedef {import('./verdict.mjs').Name} Name */
/** @typedef {import('./verdict.mjs').Amounts} Amounts */
/** @typedef {import('./verdict.mjs').Verdict} Verdict */

/** Which province treated, and which one insures. @typedef {{ careDivision: string, insuredDivision: string }} Pair */

/**
 * A settlement across provinces, or its mirror, in the books of one side. `owed` is what the insured place owes the place
 * of care for it, in fen.
 * @typedef {Name & Amounts & Pair & { side: 'care' | 'insured', kind: string, owed: number }} Booking
 */

/** What the hub has noted for a pair of provinces. @typedef {Pair & { count: number, owedFen: number }} ClearingTotal */

const COMPARED = /** @type {const} */ (['kind', 'total', 'fund', 'account', 'cash', 'owed']);

/** @param {Name} name */
const keyOf = ({ institution, msgid }) => `${institution} ${msgid}`;

/** @param {Pair} pair */
const pairOf = ({ careDivision, insuredDivision }) => `${careDivision} owed by ${insuredDivision}`;

/**
 * @param {readonly Booking[]} bookings of both provinces
 * @param {readonly ClearingTotal[]} clearing the hub's
 * @returns {Verdict}
 */
export function verdictAcross(bookings, clearing) {
  /** @type {Verdict} */
  const verdict = { lost: [], double: [], unresolved: [], unbalanced: [] };
  /** @type {Map<string, Booking[]>} */
  const byMessage = new Map();
  for (const booking of bookings) byMessage.set(keyOf(booking), [...(byMessage.get(keyOf(booking)) ?? []), booking]);
  for (const [key, booked] of byMessage) {
    const [care, ...careAgain] = booked.filter(({ side }) => side === 'care');
    const [insured, ...insuredAgain] = booked.filter(({ side }) => side === 'insured');
    if (careAgain.length + insuredAgain.length > 0) verdict.double.push(`${key}: booked twice on one side`);
    if (care === undefined || insured === undefined) {
      verdict.lost.push(`${key}: booked at the ${care ? 'place of care' : 'insured place'} alone`);
      continue;
    }
    const differing = COMPARED.filter((field) => care[field] !== insured[field]);
    if (differing.length > 0) verdict.unbalanced.push(`${key}: ${differing.join(', ')} differ between the provinces`);
  }
  const [ours, hubs] = [owedOf(bookings), new Map(clearing.map((total) => [pairOf(total), total.owedFen]))];
  for (const pair of new Set([...ours.keys(), ...hubs.keys()])) {
    const [booked, noted] = [ours.get(pair) ?? 0, hubs.get(pair) ?? 0];
    if (booked !== noted) verdict.unbalanced.push(`${pair}: ${booked} fen at the place of care, ${noted} at the hub`);
  }
  return verdict;
}

/**
 * What places of care are owed, by pair of provinces.
 * @param {readonly Booking[]} bookings
 * @returns {Map<string, number>}
 */
function owedOf(bookings) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const booking of bookings)
    if (booking.side === 'care') sums.set(pairOf(booking), (sums.get(pairOf(booking)) ?? 0) + booking.owed);
  return sums;
}
