// Whole settlements over HTTP (a 2207 whose visit and lines are there), at the centre's door and through a counter, beside
// pgbench on the same server and an empty request at the same door. Rounds go through all series in turn, so that what
// else the machine does falls on all of them; figures are medians.
import { sweep, violations } from '../books/sweep.mjs';
import { say } from '../set-up/files.mjs';
import { load, requestText } from './http-lanes.mjs';
import { openPgbench } from './pgbench.mjs';
import { costs } from './profile/costs.mjs';
import { SettlementCity } from './settlement-city.mjs';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const PGBENCH_SECONDS = 4;
/** Requests at each number in flight: about as long as pgbench runs. */
const REQUESTS = /** @type {const} */ ([
  [1, 400],
  [8, 1_200],
  [64, 3_000],
  [256, 3_000],
]);
/** What one counter has in flight at most; it answers the rest CENTRE-BUSY by itself. */
const COUNTER_MAX = 64;
/** The number in flight that ratios are taken at, and the clients of pgbench that they are taken against. */
const COMPARED = 64;

/** @typedef {import('./http-lanes.mjs').Load} Load */

/** @param {string} answer */
const settled = (answer) => answer.startsWith('{"infcode":0,');

/**
 * One round through all series.
 * @param {SettlementCity} city
 * @param {Awaited<ReturnType<typeof openPgbench>>} pgbench
 * @returns {Promise<Map<string, Load>>} by the name of the series
 */
async function round(city, pgbench) {
  /** @type {Map<string, Load>} */
  const loads = new Map();
  /** @param {string} series @param {Load} measured */
  const note = (series, measured) => {
    loads.set(series, measured);
    say(`  ${series}: ${Math.round(measured.perSecond)} a second`);
  };
  for (const [inFlight, count] of REQUESTS) {
    for (const [place, spread] of /** @type {const} */ ([
      ['centre', 'cold'],
      ['centre', 'hot'],
      ['centre', 'few'],
      ['agent', 'cold'],
    ])) {
      if (spread === 'few' && inFlight !== COMPARED) continue;
      if (place === 'agent' && inFlight > COUNTER_MAX) continue;
      const { url, key } = city[place];
      const bills = await city.bills(spread, count);
      const requests = bills.map(({ path, body }) => requestText(url, key, path, body));
      note(`${place} ${spread}, ${inFlight} in flight`, await load(url, requests, inFlight, settled));
    }
    const { url, key } = city.centre;
    const empty = Array.from({ length: count }, () => requestText(url, key, '/health'));
    note(`empty request, ${inFlight} in flight`, await load(url, empty, inFlight, (body) => body !== ''));
    if (pgbench && inFlight <= COMPARED) {
      const perSecond = await pgbench(inFlight, PGBENCH_SECONDS);
      note(`pgbench TPC-B-like, ${inFlight} clients`, { perSecond, p50: Number.NaN, p99: Number.NaN });
    }
  }
  const found = (await sweep(city.databaseUrl)).filter(({ count }) => count > 0);
  if (violations(found) > 0) throw new Error(`the books do not balance: ${JSON.stringify(found)}`);
  return loads;
}

/** @returns {Promise<import('./run.mjs').Measured>} */
export async function measure() {
  const city = await SettlementCity.open();
  try {
    const pgbench = await openPgbench(city.serverUrl);
    if (!pgbench) say('pgbench TPC-B-like is skipped: there is none here, and it cannot be had from Debian');
    // What the first seconds of a program are like is not measured.
    await warm(city);
    /** @type {Map<string, Load>[]} */
    const rounds = [];
    for (let number = 1; number <= ROUNDS; number += 1) {
      say(`round ${number} of ${ROUNDS}`);
      rounds.push(await round(city, pgbench));
    }
    const profile = await costs(city, pgbench);
    return { ratios: ratiosOf(rounds, pgbench !== undefined), table: tableOf(rounds), profile };
  } finally {
    await city.close();
  }
}

/** @param {SettlementCity} city */
async function warm(city) {
  for (const place of /** @type {const} */ (['centre', 'agent'])) {
    const { url, key } = city[place];
    const bills = await city.bills('cold', 2_000);
    const requests = bills.map(({ path, body }) => requestText(url, key, path, body));
    await load(url, requests.slice(0, 500), 32, settled);
    await city.analyze();
    await load(url, requests.slice(500), 32, settled);
  }
}

/**
 * Ratios within one round and then their median: a round is near in time.
 * @param {readonly Map<string, Load>[]} rounds
 * @param {boolean} withPgbench
 * @returns {import('./run.mjs').Ratio[]}
 */
function ratiosOf(rounds, withPgbench) {
  /** @param {string} series @param {string} other @param {'perSecond' | 'p99'} figure */
  const ratio = (series, other, figure = 'perSecond') =>
    median(rounds.map((loads) => (loads.get(series)?.[figure] ?? NaN) / (loads.get(other)?.[figure] ?? NaN)));
  const [cold, hot, few] = ['cold', 'hot', 'few'].map((spread) => `centre ${spread}, ${COMPARED} in flight`);
  const byAgent = `agent cold, ${COMPARED} in flight`;
  const base = `pgbench TPC-B-like, ${COMPARED} clients`;
  return [
    ...(withPgbench
      ? [
          { name: 'settlementToPgbench', value: ratio(cold ?? '', base), atLeast: 1.5 },
          { name: 'settlementByAgentToPgbench', value: ratio(byAgent, base), atLeast: 1 },
        ]
      : []),
    { name: 'hotToCold', value: ratio(hot ?? '', cold ?? ''), atLeast: 0.95 },
    { name: 'manyPersonsToFew', value: ratio(hot ?? '', few ?? '') },
    { name: 'p99ToEmptyRequest', value: ratio(cold ?? '', `empty request, ${COMPARED} in flight`, 'p99') },
  ];
}

/**
 * @param {readonly Map<string, Load>[]} rounds
 * @returns {Record<string, Record<string, number | string>>}
 */
function tableOf(rounds) {
  return Object.fromEntries(
    [...(rounds[0]?.keys() ?? [])].map((series) => {
      const loads = rounds.flatMap((loadsOf) => loadsOf.get(series) ?? []);
      const each = loads.map(({ perSecond }) => perSecond);
      const range = `${Math.round(Math.min(...each))}–${Math.round(Math.max(...each))}`;
      return [
        series,
        {
          'a second': Math.round(median(each)),
          range,
          'p50 ms': Math.round(median(loads.map(({ p50 }) => p50)) * 10) / 10,
          'p99 ms': Math.round(median(loads.map(({ p99 }) => p99)) * 10) / 10,
        },
      ];
    }),
  );
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
