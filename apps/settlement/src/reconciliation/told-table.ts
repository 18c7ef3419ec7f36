import { fen, formatYuan, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { type ToldRow } from './told-rows.js';

/** Rows that go to the database at a time. */
const BATCH_ROWS = 5_000;

/** What the rows of an upload come to. */
export interface ToldSums {
  readonly rows: number;
  readonly refunds: number;
  readonly total: Fen;
  readonly fund: Fen;
}

/**
 * The rows of one upload, for as long as a transaction lasts: `told_row`, a table of its own that goes with it. It is
 * not part of the schema, and nothing of it is left behind by a crash.
 */
export async function tellRows(db: Db, rows: AsyncIterable<ToldRow>): Promise<ToldSums> {
  await db.query(`
    CREATE TEMPORARY TABLE told_row (line integer NOT NULL, settlement_id text NOT NULL, matched_id text NOT NULL,
      visit_id text NOT NULL, person_id text NOT NULL, total_fen bigint NOT NULL, fund_fen bigint NOT NULL,
      account_fen bigint NOT NULL, refund boolean NOT NULL) ON COMMIT DROP`);
  let sums: ToldSums = { rows: 0, refunds: 0, total: ZERO_FEN, fund: ZERO_FEN };
  let batch: ToldRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    sums = {
      rows: sums.rows + 1,
      refunds: sums.refunds + (row.refund ? 1 : 0),
      total: plus(sums.total, row.total),
      fund: plus(sums.fund, row.fund),
    };
    if (batch.length === BATCH_ROWS) {
      await insert(db, batch);
      batch = [];
    }
  }
  if (batch.length > 0) await insert(db, batch);
  return sums;
}

async function insert(db: Db, rows: readonly ToldRow[]): Promise<void> {
  await db.query(
    `INSERT INTO told_row (line, settlement_id, matched_id, visit_id, person_id, total_fen, fund_fen, account_fen, refund)
     SELECT line, settlement_id, settlement_id, visit_id, person_id, total, fund, account, refund
       FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::boolean[])
         AS told (line, settlement_id, visit_id, person_id, total, fund, account, refund)`,
    [
      rows.map(({ line }) => line),
      rows.map(({ settlementId }) => settlementId),
      rows.map(({ visitId }) => visitId),
      rows.map(({ personId }) => personId),
      rows.map(({ total }) => total),
      rows.map(({ fund }) => fund),
      rows.map(({ account }) => account),
      rows.map(({ refund }) => refund),
    ],
  );
}

/**
 * Finds for each refund the cancellation that it means, by its own number or by that of the settlement that it takes
 * back, and looks for what makes an upload no good. Refuses RECON-ROW-FOREIGN, RECON-ROW-DUPLICATE.
 */
export async function matchRows(db: Db, institutionCode: string): Promise<void> {
  await db.query('ANALYZE told_row');
  await db.query(`
    UPDATE told_row t SET matched_id = c.settlement_id FROM medisettle.settlement c
     WHERE t.refund AND c.person_id = t.person_id AND c.cancels = t.settlement_id`);
  const [foreign] = await db.query<{ line: number }>(
    `SELECT t.line FROM told_row t
       JOIN medisettle.settlement s ON s.person_id = t.person_id AND s.settlement_id = t.matched_id
      WHERE s.institution_code <> $1 ORDER BY t.line LIMIT 1`,
    [institutionCode],
  );
  if (foreign) refuse('RECON-ROW-FOREIGN', { line: String(foreign.line) });
  const [twice] = await db.query<{ line: number; first: number }>(
    `SELECT max(line) AS line, min(line) AS first FROM told_row
      GROUP BY matched_id, refund HAVING count(*) > 1 ORDER BY 2 LIMIT 1`,
  );
  if (twice) refuse('RECON-ROW-DUPLICATE', { line: String(twice.line), first: String(twice.first) });
}

/**
 * Whether the rows are what the message says that they are: a file that was cut between two rows is well-formed. A
 * refund counts as a row, or not at all, alone or with its settlement. Refuses RECON-FILE-EMPTY, RECON-FILE-TOTALS.
 */
export function asTold(sums: ToldSums, told: { count: number; total: Fen; fund: Fen }): void {
  const { rows, refunds, total, fund } = sums;
  if (rows === 0 && told.count > 0) refuse('RECON-FILE-EMPTY');
  const counted = [rows, rows - refunds, rows - 2 * refunds].includes(told.count);
  if (counted && total === told.total && fund === told.fund) return;
  refuse('RECON-FILE-TOTALS', { rows: String(rows), total: formatYuan(fen(total)), fund: formatYuan(fen(fund)) });
}
