import { Injectable } from '@nestjs/common';
import { fen } from '@medisettle/money';
import { CHINA_ZONE } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Db } from '../database/transactions.js';
import { type Institution } from '../institutions/institutions.js';
import { clearingOf, type Clearing } from '../settlements/clearing-key.js';
import { type DayGroup } from './totals.js';

/** Days `yyyy-MM-dd`, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** Midnight in China at the start of the first day, and after the last. */
export function instantsOf({ from, to }: DayRange): [Date, Date] {
  const start = (day: string): DateTime => DateTime.fromISO(day, { zone: CHINA_ZONE });
  return [start(from).toJSDate(), start(to).plus({ days: 1 }).toJSDate()];
}

const dayOf = (instant: string): string => `(${instant} AT TIME ZONE '${CHINA_ZONE}')::date`;

const closedBefore = (institution: string, day: string, then: string): string =>
  `EXISTS (SELECT FROM medisettle.closed_day k
            WHERE k.institution_code = ${institution} AND k.day = ${dayOf(day)} AND k.closed_at < ${then})`;

/**
 * The rows of an institution ($1) that were settled from $2 to before $3, as both sides have them. What was reversed (2601)
 * is in nobody's books: the settlement and its reversal are left out together, and so are a cancellation that was
 * reversed and what stands again. It is otherwise once the day of the first row is closed: then each counts on its own day.
 */
export const BOOKED = `
  WITH RECURSIVE reversal AS (
    SELECT r.person_id, r.settlement_id AS made, r.cancels AS undone, r.settled_at AS reversed_at
      FROM medisettle.settlement r
     WHERE r.institution_code = $1 AND r.settled_at >= $2 AND r.infno = '2601' AND r.kind = 'cancellation'
    UNION ALL
    SELECT v.person_id, v.made, b.cancels, v.reversed_at
      FROM reversal v
      JOIN medisettle.settlement c ON c.person_id = v.person_id AND c.settlement_id = v.undone AND c.restores IS NOT NULL
      JOIN medisettle.settlement b ON b.person_id = c.person_id AND b.settlement_id = c.restores),
  annulled AS (
    SELECT v.person_id, each.settlement_id
      FROM reversal v
      JOIN medisettle.settlement a ON a.person_id = v.person_id AND a.settlement_id = v.undone AND a.restores IS NULL
     CROSS JOIN LATERAL (VALUES (v.made), (v.undone)) AS each (settlement_id)
     WHERE NOT ${closedBefore('$1', 'a.settled_at', 'v.reversed_at')}
    UNION
    SELECT c.person_id, each.settlement_id
      FROM medisettle.settlement c
      JOIN medisettle.settlement b ON b.person_id = c.person_id AND b.settlement_id = c.restores
     CROSS JOIN LATERAL (VALUES (c.settlement_id), (b.settlement_id)) AS each (settlement_id)
     WHERE c.institution_code = $1 AND c.settled_at >= $2 AND c.restores IS NOT NULL
       AND NOT ${closedBefore('$1', 'b.settled_at', 'c.settled_at')}),
  booked AS MATERIALIZED (
    SELECT s.person_id, s.settlement_id, s.visit_id, s.msgid, s.insurance_type, s.medical_category, s.settled_at,
           s.kind = 'cancellation' AS refund, s.cancels, s.total_fen, s.fund_total_fen, s.account_total_fen, s.cash_fen
      FROM medisettle.settlement s
     WHERE s.institution_code = $1 AND s.settled_at >= $2 AND s.settled_at < $3
       AND NOT EXISTS (SELECT FROM annulled a WHERE a.person_id = s.person_id AND a.settlement_id = s.settlement_id))`;

interface GroupRow {
  readonly day: string;
  readonly insurance_type: string;
  readonly medical_category: string;
  readonly refund: boolean;
  readonly rows: number;
  readonly pairs: number;
  readonly total: number;
  readonly fund: number;
  readonly account: number;
  readonly cash: number;
}

const GROUPS = `${BOOKED}
  SELECT ${dayOf('b.settled_at')} AS day, b.insurance_type, b.medical_category, b.refund, count(*)::int AS rows,
         count(o.settlement_id)::int AS pairs, sum(b.total_fen)::bigint AS total, sum(b.fund_total_fen)::bigint AS fund,
         sum(b.account_total_fen)::bigint AS account, sum(b.cash_fen)::bigint AS cash
    FROM booked b
    LEFT JOIN booked o ON b.refund AND o.person_id = b.person_id AND o.settlement_id = b.cancels
   GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

/** What the centre has of an institution's days. */
@Injectable()
export class BookedRows {
  /** Sums by day, medical category and refund, each with the key that it is cleared by. */
  async groups(db: Db, institution: Institution, range: DayRange): Promise<DayGroup[]> {
    const found = await db.query<GroupRow>(GROUPS, [institution.institutionCode, ...instantsOf(range)]);
    return found.map((row) => ({
      ...clearingOf(institution, row.medical_category),
      insuranceType: row.insurance_type,
      day: row.day,
      refund: row.refund,
      rows: row.rows,
      pairs: row.pairs,
      total: fen(row.total),
      fund: fen(row.fund),
      account: fen(row.account),
      cash: fen(row.cash),
    }));
  }

  /** The `med_type` of an institution's days that are cleared in a class by an agency. */
  async categoriesOf(db: Db, institution: Institution, range: DayRange, wanted: Clearing): Promise<string[]> {
    const found = await db.query<{ category: string }>(
      `SELECT DISTINCT medical_category AS category FROM medisettle.settlement
        WHERE institution_code = $1 AND settled_at >= $2 AND settled_at < $3`,
      [institution.institutionCode, ...instantsOf(range)],
    );
    return found
      .map(({ category }) => category)
      .filter((category) => {
        const { clearingClass, clearingAgency } = clearingOf(institution, category);
        return clearingClass === wanted.clearingClass && clearingAgency === wanted.clearingAgency;
      });
  }
}
