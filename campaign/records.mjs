// Reads what each side holds, for the comparison.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { pathToFileURL } from 'node:url';
import { findings } from '../books/checks.mjs';
import { connect } from '../set-up/databases.mjs';
import { ROOT } from '../set-up/files.mjs';
import { digestOf } from './answers.mjs';
import { OPENING_FEN } from './region.mjs';

/** @typedef {import('./verdict.mjs').Records} Records */
/** @typedef {import('./verdict.mjs').Intent} Intent */

/**
 * What the sides of a region hold. Nothing may be under way.
 * @param {import('./region.mjs').Region} region
 * @param {readonly import('./verdict.mjs').HisMessage[]} his those of the region
 * @param {readonly string[]} [elsewhere] institutions of other provinces, whose messages came by way of the hub
 * @returns {Promise<Records>}
 */
export async function recordsOf(region, his, elsewhere = []) {
  const journals = await Promise.all(region.places.map(intentsOf));
  return {
    his,
    intents: journals.flat(),
    opening: OPENING_FEN,
    ...(await centreOf(region, elsewhere)),
  };
}

/**
 * What a centre has booked of care between provinces, on whichever side it is.
 * @param {import('./region.mjs').Region} region
 * @returns {Promise<import('./verdict-across.mjs').Booking[]>}
 */
export async function bookingsOf({ databaseUrl, division }) {
  const client = await connect(databaseUrl);
  try {
    const { rows } = await client.query(
      `SELECT s.institution_code AS institution, s.msgid, o.side, s.kind,
              CASE o.side WHEN 'care' THEN $1 ELSE o.other_division END AS "careDivision",
              CASE o.side WHEN 'insured' THEN $1 ELSE o.other_division END AS "insuredDivision",
              s.total_fen::float8 AS total, s.fund_total_fen::float8 AS fund, s.account_total_fen::float8 AS account,
              s.cash_fen::float8 AS cash, o.owed_fen::float8 AS owed
         FROM medisettle.province_settlement o JOIN medisettle.settlement s USING (person_id, settlement_id)`,
      [division],
    );
    return rows;
  } finally {
    await client.end();
  }
}

/** @param {import('./region.mjs').Region} region @param {readonly string[]} elsewhere */
async function centreOf({ databaseUrl, persons }, elsewhere) {
  const client = await connect(databaseUrl);
  /** @template Row @param {string} sql @param {unknown[]} [parameters] @returns {Promise<Row[]>} */
  const rows = async (sql, parameters = []) => (await client.query(sql, parameters)).rows;
  try {
    /** @type {(import('./verdict.mjs').Name & { outcome: string, answer: string, settlementId: string | null })[]} */
    const reservations = await rows(
      `SELECT institution_code AS institution, msgid, outcome, answer, settlement_id AS "settlementId"
         FROM medisettle.reservation WHERE institution_code <> ALL ($1)`,
      [elsewhere],
    );
    /** @type {import('./verdict.mjs').Settlement[]} */
    const settlements = await rows(
      `SELECT institution_code AS institution, msgid, settlement_id AS "settlementId", kind, cancels,
              visit_id || ' ' || batch_no AS bill, total_fen::float8 AS total, fund_total_fen::float8 AS fund,
              account_total_fen::float8 AS account, cash_fen::float8 AS cash
         FROM medisettle.settlement WHERE institution_code <> ALL ($1)`,
      [elsewhere],
    );
    /** @type {{ number: string }[]} */
    const visits = await rows(
      'SELECT institution_visit_no AS number FROM medisettle.visit WHERE institution_code <> ALL ($1)',
      [elsewhere],
    );
    /** @type {{ personId: string, fen: number }[]} */
    const balances = await rows(
      `SELECT person_id AS "personId", sum(balance_fen)::float8 AS fen FROM medisettle.account
        WHERE person_id = ANY ($1) GROUP BY person_id`,
      [persons.map(({ personId }) => personId)],
    );
    return {
      reservations: reservations.map(({ answer, ...row }) => ({ ...row, digest: digestOf(answer) })),
      settlements,
      visits: visits.map(({ number }) => number),
      balances: new Map(balances.map(({ personId, fen }) => [personId, fen])),
      sweep: await findings(client),
    };
  } finally {
    await client.end();
  }
}

/**
 * A journal, from a copy: its agent keeps the file to itself.
 * @param {import('./region.mjs').Place} place
 * @returns {Promise<Intent[]>}
 */
async function intentsOf({ journalFile, journalKey }) {
  // The very class that has sealed them.
  const place = join(ROOT, 'dist/terminal-agent/apps/terminal-agent/src/journal/sealing.js');
  const { Sealing } = /** @type {typeof import('../apps/terminal-agent/src/journal/sealing.js')} */ (
    await import(pathToFileURL(place).href)
  );
  const sealing = new Sealing(journalKey);
  const folder = mkdtempSync(join(tmpdir(), 'medisettle-journal-'));
  try {
    const copy = join(folder, 'journal.sqlite');
    for (const end of ['', '-wal']) if (existsSync(journalFile + end)) copyFileSync(journalFile + end, copy + end);
    const journal = await new DataSource({ type: 'better-sqlite3', database: copy }).initialize();
    /** @type {{ institution: string, msgid: string, state: string, answer: Buffer | null }[]} */
    const rows = await journal.query('SELECT institution, msgid, state, answer FROM intent');
    await journal.destroy();
    return rows.map(({ institution, msgid, state, answer }) => {
      const text = answer && sealing.open(answer, JSON.stringify([institution, msgid, 'answer']));
      return { institution, msgid, state, digest: text === null ? null : digestOf(text) };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
