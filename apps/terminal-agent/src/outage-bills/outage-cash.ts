import { fen, type Fen } from '@medisettle/money';
import { type DeskBook } from '../desk-book/desk-book.js';
import { givesCashBack, type Withdrawal } from './outage-bill.js';

/** Cash that was taken for a bill in full, or given back when it was withdrawn. */
export interface OutageCash {
  /** Names the movement among those that shifts have counted; no message is called so. */
  readonly key: string;
  readonly operator: string;
  readonly taken: Fen;
  readonly givenBack: Fen;
}

const NOTHING = fen(0);

/**
 * What bills in full have moved in the drawer from a moment on, beside what is given back when they are settled.
 * @param from milliseconds since 1970
 */
export async function outageCash(book: DeskBook, institution: string, from: number): Promise<OutageCash[]> {
  const rows = await book.rows(
    `SELECT number, operator, made_at, total_fen, withdrawn_at, withdrawn_by, reason FROM outage_bill
      WHERE institution = ? AND (made_at >= ? OR withdrawn_at >= ?) ORDER BY made_at, number`,
    [institution, from, from],
  );
  return rows.flatMap((row) => {
    const [number, paid] = [String(row['number']), fen(Number(row['total_fen']))];
    const reason = row['reason'] as Withdrawal | null;
    const took = { key: `kept ${number}`, operator: String(row['operator']), taken: paid, givenBack: NOTHING };
    const back = { key: `withdrawn ${number}`, operator: String(row['withdrawn_by']), taken: NOTHING, givenBack: paid };
    return [
      ...(Number(row['made_at']) >= from ? [took] : []),
      ...(reason !== null && givesCashBack(reason) && Number(row['withdrawn_at']) >= from ? [back] : []),
    ];
  });
}

/** What was paid in full for the bills that messages settle, by the number of the message. */
export async function paidBefore(book: DeskBook, institution: string): Promise<ReadonlyMap<string, Fen>> {
  const rows = await book.rows('SELECT msgid, total_fen FROM outage_bill WHERE institution = ? AND msgid IS NOT NULL', [
    institution,
  ]);
  return new Map(rows.map((row) => [String(row['msgid']), fen(Number(row['total_fen']))]));
}
