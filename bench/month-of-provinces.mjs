// A month of both provinces: half of each hospital's patients are insured in the other one. Differences of every class are
// planted between hospital and centre and between the two centres; each must be found, and no other; then the month is
// cleared, and both sides must come to the same fen.
import { peakMemory } from './profile/peak-memory.mjs';
import { CLASSES, HospitalDesk } from './hospital-desk.mjs';
import { addPersons } from './synthetic-bills.mjs';
import { addMonth } from './synthetic-month.mjs';
import { openCities } from './two-cities.mjs';

/** @typedef {import('./two-cities.mjs').City} City */
/** @typedef {import('pg').Client} Client */
/** Planted between the provinces. @typedef {{ class: 'amounts-differ' | 'only-here' | 'only-there', settlementId: string }} Planted */

const PERSONS = 5_000;
const DAYS = 28;
/** A difference between hospital and centre in so many rows. */
const EVERY = 100;
/** Differences of each class between the provinces. */
const OF_EACH = 20;
const HOSPITALS = ['H31010620001', 'H34010420001'];

/** The first day of the month before this one. */
function lastMonth() {
  const china = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(china.getUTCFullYear(), china.getUTCMonth() - 1, 1)).toISOString().slice(0, 10);
}

/**
 * Says of every settlement that an institution has so far that it is across provinces.
 * @param {Client} database
 * @param {string} institution
 * @param {'care' | 'insured'} side
 * @param {string} other division
 */
const markAcross = (database, institution, side, other) =>
  database.query(
    `INSERT INTO medisettle.province_settlement (person_id, settlement_id, side, other_division, owed_fen)
     SELECT person_id, settlement_id, $2, $3, fund_total_fen + account_total_fen FROM medisettle.settlement
      WHERE institution_code = $1`,
    [institution, side, other],
  );

/**
 * A city's hospital with patients of both provinces; the other centre has its own side of the visitors.
 * @param {City} care
 * @param {City} insured
 * @param {{ institution: string, from: string, settlements: number, seed: number }} month
 */
async function addHospital(care, insured, { institution, from, settlements, seed }) {
  await care.database.query(
    `INSERT INTO medisettle.institution (institution_code, name, uscc, kind, hospital_grade, level, division)
     VALUES ($1, '示范医院', '91310000MA1FL00000', 'hospital', '09', 3, $2)`,
    [institution, care.division],
  );
  const month = { institution, from, days: DAYS, persons: PERSONS, seed };
  const visitors = Math.ceil(settlements / 2);
  for (const { database } of [care, insured]) await addMonth(database, { ...month, settlements: visitors });
  await markAcross(care.database, institution, 'care', insured.division);
  await markAcross(insured.database, institution, 'insured', care.division);
  await addMonth(care.database, { ...month, settlements: settlements - visitors, seed: seed + 1_000_000 });
}

/**
 * Changes the insured place's books, or leaves something out on one side.
 * @param {City} care
 * @param {City} insured
 * @param {string} institution
 * @returns {Promise<{ planted: Planted[], undo: () => Promise<void> }>} as the place of care sees it
 */
async function plant(care, insured, institution) {
  const { rows } = await care.database.query(
    `SELECT settlement_id AS id FROM medisettle.province_settlement o JOIN medisettle.settlement s USING (person_id, settlement_id)
      WHERE s.institution_code = $1 AND s.kind = 'settlement'
        AND NOT EXISTS (SELECT FROM medisettle.settlement c WHERE c.person_id = s.person_id AND c.cancels = s.settlement_id)
      ORDER BY md5(settlement_id) LIMIT $2`,
    [institution, 3 * OF_EACH],
  );
  const ids = /** @type {{ id: string }[]} */ (rows).map(({ id }) => id);
  const [altered, here, there] = [0, 1, 2].map((part) => ids.slice(part * OF_EACH, (part + 1) * OF_EACH));
  const add = (/** @type {Client} */ database, /** @type {number} */ fen) =>
    database.query(
      `UPDATE medisettle.province_settlement SET owed_fen = owed_fen + $2 WHERE settlement_id = ANY ($1)`,
      [altered, fen],
    );
  const elsewhere = (/** @type {Client} */ database, /** @type {unknown} */ of, /** @type {string} */ division) =>
    database.query(`UPDATE medisettle.province_settlement SET other_division = $2 WHERE settlement_id = ANY ($1)`, [
      of,
      division,
    ]);
  await add(insured.database, 1);
  await elsewhere(insured.database, here, '990000');
  await elsewhere(care.database, there, '990000');
  const named = (/** @type {Planted['class']} */ kind, /** @type {string[]} */ of = []) =>
    of.map((settlementId) => ({ class: kind, settlementId }));
  return {
    planted: [...named('amounts-differ', altered), ...named('only-here', here), ...named('only-there', there)],
    undo: async () => {
      await add(insured.database, -1);
      await elsewhere(insured.database, here, care.division);
      await elsewhere(care.database, there, insured.division);
    },
  };
}

/**
 * @param {{ url: string, key: string }} program
 * @param {string} path
 * @param {object} [body] sent by POST
 * @returns {Promise<any>}
 */
async function ask({ url, key }, path, body) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${url}${path}`, { headers, ...sent });
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
  return response.json();
}

const provinceOf = (/** @type {City} */ { division }) => `${division.slice(0, 2)}0000`;
const words = (/** @type {readonly Planted[]} */ of) => of.map((one) => `${one.class} ${one.settlementId}`).sort();
/** @type {Readonly<Record<Planted['class'], Planted['class']>>} */
const turned = { 'amounts-differ': 'amounts-differ', 'only-here': 'only-there', 'only-there': 'only-here' };

/**
 * @param {number} settlements of both provinces together
 * @param {number} seed
 * @returns {Promise<number>} exit code
 */
export async function monthOfProvinces(settlements, seed) {
  const { cities, hub, folder, close } = await openCities();
  const [first, second] = cities;
  if (!first || !second) throw new Error('there are two provinces');
  const pairs = /** @type {const} */ ([
    [first, second],
    [second, first],
  ]);
  const from = lastMonth();
  const month = from.slice(0, 7);
  const days = { from, to: `${month}-${DAYS}`, days: DAYS };
  /** @type {object[]} */
  const table = [];
  let wrong = 0;
  const memory = () => cities.map(({ pid }) => peakMemory(pid)).join(' / ');
  const timed = async (/** @type {string} */ what, /** @type {() => Promise<object>} */ work) => {
    memory();
    const began = performance.now();
    const found = await work();
    table.push({ what, ...found, ms: Math.round(performance.now() - began), 'centres, MiB': memory() });
  };
  try {
    for (const { database } of cities) await addPersons(database, PERSONS, 1);
    const half = Math.round(settlements / 2);
    for (const [index, [care, insured]] of pairs.entries()) {
      await addHospital(care, insured, {
        institution: HOSPITALS[index] ?? '',
        from,
        settlements: half,
        seed: seed + index,
      });
    }
    for (const { database } of cities) await database.query('ANALYZE');

    // Hospital and centre: 3202 by class, then 3201 for every key.
    for (const [index, [{ centre, database, division }]] of pairs.entries()) {
      const institution = HOSPITALS[index] ?? '';
      const desk = new HospitalDesk({ centre, database, folder, institution, division });
      for (const category of CLASSES) {
        await timed(`${division} 3202 class ${category}`, async () => {
          const { rows, planted, missed, others } = await desk.compare(days, category, EVERY);
          wrong += missed + others;
          return { rows, planted, missed, others };
        });
      }
      await timed(`${division} 3201`, async () => {
        const equal = await desk.totals(days);
        if (equal !== 2 * CLASSES.length) wrong += 1;
        return { equal };
      });
    }

    // Between the provinces: what was planted is found on both sides, and nothing else.
    /** @type {Awaited<ReturnType<typeof plant>>[]} */
    const planted = [];
    for (const [index, [care, insured]] of pairs.entries()) {
      planted.push(await plant(care, insured, HOSPITALS[index] ?? ''));
    }
    const compare = (/** @type {City} */ here, /** @type {City} */ there) =>
      ask(here.centre, '/api/clearing/comparisons', { month, province: provinceOf(there) });
    for (const [index, [here, there]] of pairs.entries()) {
      await timed(`${here.division} compares`, async () => {
        const { tables } = await compare(here, there);
        const ofOthers = (planted[1 - index]?.planted ?? []).map((one) => ({ ...one, class: turned[one.class] }));
        const wanted = { care: planted[index]?.planted ?? [], insured: ofOthers };
        let [missed, others] = [0, 0];
        for (const [side, expected] of Object.entries(wanted)) {
          const query = `month=${month}&province=${provinceOf(there)}&side=${side}`;
          const { differences } = await ask(here.centre, `/api/clearing/differences?${query}`);
          const found = new Set(words(differences));
          missed += words(expected).filter((one) => !found.delete(one)).length;
          others += found.size;
        }
        wrong += missed + others;
        const rows = tables.reduce(
          (/** @type {number} */ sum, /** @type {{ rows: number }} */ one) => sum + one.rows,
          0,
        );
        return { rows, planted: 6 * OF_EACH, missed, others };
      });
    }
    for (const { undo } of planted) await undo();

    // Cleared: both sides say the same, the hub was told the same, and what is owed is paid.
    for (const [here, there] of pairs) {
      await timed(`${here.division} compares again`, async () => {
        const { tables } = await compare(here, there);
        const agreed = tables.filter((/** @type {{ state: string }} */ { state }) => state === 'agreed').length;
        if (agreed !== 2) wrong += 1;
        return { equal: agreed };
      });
    }
    const operator = 'bench';
    for (const side of ['care', 'insured']) {
      for (const [here, there] of pairs) {
        await ask(here.centre, '/api/clearing/confirmations', { month, province: provinceOf(there), side, operator });
      }
    }
    for (const [here, there] of pairs) {
      const province = provinceOf(there);
      await ask(here.centre, '/api/clearing/advances', { id: month, province, amount: '9000000000.00', operator });
      await timed(`${here.division} pays`, async () => {
        const { owed, told } = await ask(here.centre, '/api/clearing/payments', { month, province, operator });
        return { owed, equal: told ? 1 : 0 };
      });
    }
    const owed = new Map();
    for (const [here, there] of pairs) {
      const { provinces } = await ask(here.centre, `/api/clearing?month=${month}`);
      for (const { province, side, state, owed: amount } of provinces) {
        if (province !== provinceOf(there) || state !== 'paid') wrong += 1;
        const pair =
          side === 'care' ? `${here.division} from ${there.division}` : `${there.division} from ${here.division}`;
        owed.set(pair, new Set([...(owed.get(pair) ?? []), amount]));
      }
    }
    const tables = await ask(hub, `/api/provinces/clearing-tables?month=${month}`);
    const told = tables.every(
      (/** @type {{ careFen: number, insuredFen: number }} */ one) => one.careFen === one.insuredFen,
    );
    if (!told || tables.length !== 2) wrong += 1;
    console.table(table);
    for (const [pair, amounts] of owed) {
      if (amounts.size !== 1) wrong += 1;
      console.log(`${pair}: ${[...amounts].join(' is not ')} on both sides`);
    }
    console.log(`settlements=${2 * half} wrong=${wrong}`);
    return wrong === 0 ? 0 : 1;
  } finally {
    await close();
  }
}
