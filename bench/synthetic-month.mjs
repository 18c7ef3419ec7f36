// Settlements of a hospital, written straight into a centre's database: as many as a month has, and more. Rows of the book
// alone, for what reads the book; there are no lines and no entries behind them.
import { person } from './synthetic-bills.mjs';

/** @typedef {import('pg').Client} Client */

/**
 * @typedef {object} Month
 * @property {string} institution
 * @property {string} from first day, yyyy-MM-dd
 * @property {number} days
 * @property {number} settlements 1 in 100 of them is cancelled an hour later
 * @property {number} persons how many synthetic persons there are
 * @property {number} seed other numbers give other amounts, classes and persons
 */

const AT_A_TIME = 20_000;
/** Cancelled in every hundred. */
const CANCELLED = 1;

const ZERO = [
  'self_funded',
  'over_limit',
  'classified',
  'deductible',
  'additional_fund',
  'critical_illness_fund',
  'civil_servant_fund',
  'enterprise_fund',
  'assistance_fund',
  'servicemen_fund',
  'other_fund',
  'current_year_account',
  'family_account',
  'hospital_share',
  'outpatient_segment_used',
  'outpatient_shared_used',
  'inpatient_deductible_used',
  'ceiling_expenses_used',
].map((name) => `${name}_fen`);

const MONEY = [
  'total',
  'in_scope',
  'pool_fund',
  'fund_total',
  'accumulated_account',
  'account_total',
  'cash',
  'person_total',
].map((name) => `${name}_fen`);

const COLUMNS = `person_id, settlement_id, kind, cancels, visit_id, batch_no, attempt, institution_code, msgid, infno,
  insurance_type, person_type, medical_category, credential_kind, account_flag, settled_at, insurance_year_from,
  insurance_year_to, pool_rate_units, balance_after_fen, funds, explanation, ${[...MONEY, ...ZERO].join(', ')}`;

/** @param {string} sign @param {string} kind */
const row = (
  sign,
  kind,
) => `person_id, ${kind === 'settlement' ? 'settlement_id' : "'C' || substr(settlement_id, 2)"}, '${kind}',
  ${kind === 'settlement' ? 'NULL' : 'settlement_id'}, visit_id, 'B1', 1, $1,
  ${kind === 'settlement' ? 'msgid' : "msgid || 'C'"}, ${kind === 'settlement' ? "'2207'" : "'2208'"},
  CASE WHEN chance % 7 = 0 THEN '390' ELSE '310' END, '11',
  (ARRAY['11', '11', '11', '13', '14'])[1 + chance % 5], '03', '1',
  settled_at ${kind === 'settlement' ? '' : "+ interval '1 hour'"}, '2026-01-01', '2026-12-31', 0, 0, '[]', '[]',
  ${sign}total, ${sign}total, ${sign}fund, ${sign}fund, ${sign}account, ${sign}account, ${sign}(total - fund - account),
  ${sign}(total - fund), ${ZERO.map(() => 0).join(', ')}`;

const ADD = `
  WITH drawn AS (
    SELECT i, ('x' || substr(md5($6 || ':' || i), 1, 7))::bit(28)::int AS chance, upper(md5($1 || $6 || i)) AS name
      FROM generate_series($4::int, $5::int) AS i),
  bill AS (
    SELECT ($9::bigint + (i::bigint * 7919) % $7)::text AS person_id, 'S' || substr(name, 1, 25) AS settlement_id,
           'V' || substr(name, 1, 25) AS visit_id, $1 || substr(name, 1, 18) AS msgid, chance, 1000 + chance % 100000 AS total,
           (1000 + chance % 100000) * 6 / 10 AS fund, (1000 + chance % 100000) * 3 / 10 AS account,
           ($2::date + (i % $3))::timestamp AT TIME ZONE 'Asia/Shanghai' + interval '8 hours' + make_interval(secs => chance % 36000)
             AS settled_at,
           i % 100 < $8 AS cancelled
      FROM drawn),
  visit AS (
    INSERT INTO medisettle.visit (person_id, visit_id, institution_code, institution_visit_no, insurance_type,
                                  medical_category, began_at, credential_kind, registered_at)
    SELECT person_id, visit_id, $1, visit_id, '310', '11', settled_at, '03', settled_at FROM bill),
  settled AS (INSERT INTO medisettle.settlement (${COLUMNS}) SELECT ${row('', 'settlement')} FROM bill)
  INSERT INTO medisettle.settlement (${COLUMNS}) SELECT ${row('-', 'cancellation')} FROM bill WHERE cancelled`;

/**
 * Adds the settlements of a month, each in a transaction with the ones around it.
 * @param {Client} client
 * @param {Month} month
 */
export async function addMonth(client, { institution, from, days, settlements, persons, seed }) {
  for (let first = 1; first <= settlements; first += AT_A_TIME) {
    const last = Math.min(settlements, first + AT_A_TIME - 1);
    const parameters = [institution, from, days, first, last, String(seed), persons, CANCELLED, person(0)];
    await client.query(ADD, parameters);
  }
  await client.query('ANALYZE medisettle.settlement');
}

/**
 * A row of the hospital's own books.
 * @typedef {object} HisBooksRow
 * @property {string} settlementId
 * @property {string} visitId
 * @property {string} personId
 * @property {number} total fen
 * @property {number} fund fen
 * @property {number} account fen
 * @property {boolean} refund
 * @property {string} msgid
 */

/** What was planted, and what must be found of it. @typedef {{ class: string, settlementId: string, refund: boolean, msgid: string }} Planted */

/**
 * The rows of a hospital's books for one class of care, as they would be if nothing had gone wrong.
 * @param {Client} client
 * @param {{ institution: string, from: string, to: string, categories: readonly string[] }} of days included
 * @returns {AsyncGenerator<HisBooksRow>}
 */
export async function* hisBooks(client, { institution, from, to, categories }) {
  let after = '';
  for (;;) {
    const { rows } = await client.query(
      `SELECT settlement_id AS "settlementId", visit_id AS "visitId", person_id AS "personId", total_fen::int AS total,
              fund_total_fen::int AS fund, account_total_fen::int AS account, kind = 'cancellation' AS refund, msgid
         FROM medisettle.settlement
        WHERE institution_code = $1 AND settled_at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai'
          AND settled_at < ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AND medical_category = ANY ($4)
          AND settlement_id > $5 ORDER BY settlement_id LIMIT 5000`,
      [institution, from, to, categories, after],
    );
    yield* rows;
    if (rows.length < 5000) return;
    after = rows.at(-1).settlementId;
  }
}

/**
 * Plants a difference in every `every`-th row: one is lost, one is altered, one is made up beside it, by turns.
 * @param {AsyncIterable<HisBooksRow>} books
 * @param {number} every
 * @param {Planted[]} planted what was planted goes here
 * @returns {AsyncGenerator<HisBooksRow>}
 */
export async function* withDifferences(books, every, planted) {
  let count = 0;
  for await (const row of books) {
    count += 1;
    const { settlementId, refund, msgid } = row;
    const note = (/** @type {string} */ kind, id = settlementId) =>
      planted.push({ class: kind, settlementId: id, refund, msgid });
    const turn = count % every === 0 ? (count / every) % 3 : -1;
    if (turn === 0) {
      note('only-at-centre');
    } else if (turn === 1) {
      note('amounts-differ');
      yield { ...row, fund: row.fund + (refund ? -1 : 1) };
    } else {
      yield row;
      if (turn === 2) {
        note('only-at-institution', `X${settlementId.slice(1)}`);
        yield { ...row, settlementId: `X${settlementId.slice(1)}` };
      }
    }
  }
}
