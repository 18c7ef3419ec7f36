import { Injectable } from '@nestjs/common';
import { refuse, wireDate, type RefusalCode } from '@medisettle/national';
import { DateTime } from 'luxon';
import { Transactions, type Db } from '../database/transactions.js';
import { FileShelf } from '../files/file-shelf.js';
import { Institutions, type Institution } from '../institutions/institutions.js';
import { BookedRows, instantsOf, type DayRange } from './booked-rows.js';
import { dayStanding, type DayStanding, type DayState } from './day-states.js';
import { Statements } from './statements.js';
import { sumOf, type Sums } from './totals.js';

/** Days that the nightly run looks back on; older ones are closed by asking for them. */
const LOOK_BACK_DAYS = 92;
/** How long after its end a day stays open: what was settled in its last moment is in the books by then. */
const AFTER_MIDNIGHT_MINUTES = 10;

/** A day of an institution: how it stands, and since when and by whom it is closed. */
export interface CalendarDay {
  readonly day: string;
  readonly state: DayState | 'closed';
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly sums: Pick<Sums, 'rows' | 'total' | 'fund' | 'account'>;
  readonly keys: DayStanding['keys'];
}

/** What a run came to: days of institutions. */
export interface ClosingReport {
  readonly closed: number;
  readonly differing: number;
  readonly open: number;
}

/** How a day is left; `pending`: agreed on, but another province may still add to it. */
type Left = DayState | 'pending';

/** Why a day that is over stays as it is. What is balanced is closed, unless another centre is closing it just now. */
const NOT_CLOSED: Readonly<Record<Left, RefusalCode>> = {
  open: 'RECON-DAY-OPEN',
  differing: 'RECON-DAY-DIFFERS',
  pending: 'RECON-DAY-PENDING',
  balanced: 'RECON-DAY-OPEN',
};

export interface ClosedRow {
  readonly day: string;
  readonly closedAt: Date;
  /** The operator; null for the nightly run. */
  readonly closedBy: string | null;
}

/** The last day that is over, and whose last settlement is in the books. */
const lastDayOver = (now: DateTime): string =>
  wireDate(now.minus({ minutes: AFTER_MIDNIGHT_MINUTES }).minus({ days: 1 }));

/** Closes the days that both sides agree on. A closed day stays closed, and what is reversed later counts on its own day. */
@Injectable()
export class DayClosing {
  constructor(
    private readonly transactions: Transactions,
    private readonly institutions: Institutions,
    private readonly rows: BookedRows,
    private readonly statements: Statements,
    private readonly shelf: FileShelf,
  ) {}

  /**
   * The nightly run over all institutions. Each closes by itself: a crash leaves those before it closed, and the next
   * run goes on. Two runs at once close nothing twice. Forgets files that have expired.
   */
  async run(now: DateTime): Promise<ClosingReport> {
    const range = { from: wireDate(now.minus({ days: LOOK_BACK_DAYS })), to: lastDayOver(now) };
    const counts = { closed: 0, differing: 0, open: 0 };
    for (const institution of await this.withSettlements(range)) {
      for (const { state } of await this.close(institution, range, now, null)) {
        counts[state === 'closed' || state === 'differing' ? state : 'open'] += 1;
      }
    }
    await this.shelf.sweep(this.transactions.reader, now.toJSDate());
    return counts;
  }

  /**
   * Closes one day of an institution at an operator's word, however long ago it was. Closed again, it answers as the first
   * time. Refuses RECON-DAY-RUNNING, RECON-DAY-EMPTY, RECON-DAY-OPEN, RECON-DAY-DIFFERS, RECON-DAY-PENDING.
   */
  async closeDay(institution: Institution, day: string, now: DateTime, operator: string): Promise<ClosedRow> {
    if (day > lastDayOver(now)) refuse('RECON-DAY-RUNNING', { day });
    const range = { from: day, to: day };
    const [left] = await this.close(institution, range, now, operator);
    const [closed] = await this.closedDays(this.transactions.reader, institution, range);
    if (closed) return closed;
    return refuse(left && left.state !== 'closed' ? NOT_CLOSED[left.state] : 'RECON-DAY-EMPTY', { day });
  }

  /** The days of an institution on which it settled something, or says that it did, in their order. */
  async calendar(institution: Institution, range: DayRange): Promise<CalendarDay[]> {
    const { reader } = this.transactions;
    const closed = new Map((await this.closedDays(reader, institution, range)).map((row) => [row.day, row]));
    return (await this.standings(reader, institution, range)).map(({ state, ...day }) => {
      const { closedAt = null, closedBy = null } = closed.get(day.day) ?? {};
      return { ...day, closedAt, closedBy, state: closedAt ? 'closed' : state };
    });
  }

  /** @returns the days that were not closed before: closed now, or as they are left */
  private close(
    institution: Institution,
    range: DayRange,
    now: DateTime,
    operator: string | null,
  ): Promise<{ state: Left | 'closed' }[]> {
    return this.transactions.run(async (db) => {
      const closed = new Set((await this.closedDays(db, institution, range)).map(({ day }) => day));
      const left = (await this.standings(db, institution, range)).filter(({ day }) => !closed.has(day));
      const unknownSince = await this.unknownSince(db, institution);
      const balanced = left.filter(({ day, state }) => state === 'balanced' && day < unknownSince);
      await db.query(
        `INSERT INTO medisettle.closed_day (institution_code, day, rows, total_fen, fund_fen, account_fen, closed_at,
           closed_by)
         SELECT $1, day, rows, total, fund, account, $7, $8
           FROM unnest($2::date[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[])
             AS balanced (day, rows, total, fund, account) ORDER BY day
         ON CONFLICT (institution_code, day) DO NOTHING`,
        [
          institution.institutionCode,
          balanced.map(({ day }) => day),
          balanced.map(({ sums }) => sums.rows),
          balanced.map(({ sums }) => sums.total),
          balanced.map(({ sums }) => sums.fund),
          balanced.map(({ sums }) => sums.account),
          now.toJSDate(),
          operator,
        ],
      );
      return left.map((day) => {
        if (day.state !== 'balanced') return { state: day.state };
        return { state: balanced.includes(day) ? 'closed' : 'pending' };
      });
    });
  }

  /**
   * The first day that may still get a settlement of another province, whose outcome is not known here; a day after all
   * days where there is none.
   */
  private async unknownSince(db: Db, { institutionCode }: Institution): Promise<string> {
    const [row] = await db.query<{ madeAt: Date | null }>(
      `SELECT min(made_at) AS "madeAt" FROM medisettle.province_intent
        WHERE institution_code = $1 AND ended_at IS NULL`,
      [institutionCode],
    );
    return row?.madeAt ? wireDate(DateTime.fromJSDate(row.madeAt)) : '9999-12-31';
  }

  private async standings(db: Db, institution: Institution, range: DayRange) {
    const groups = await this.rows.groups(db, institution, range);
    const words = await this.statements.words(db, institution.institutionCode, range);
    const days = [...new Set([...groups, ...words].map(({ day }) => day))].sort();
    const standings = days.map((day) => {
      const ofDay = groups.filter((group) => group.day === day);
      const { state, keys } = dayStanding(
        ofDay,
        words.filter((word) => word.day === day),
      );
      return { day, state, keys, sums: sumOf(ofDay) };
    });
    return standings.filter(({ state, sums }) => sums.rows > 0 || state === 'differing');
  }

  private closedDays(db: Db, { institutionCode }: Institution, { from, to }: DayRange): Promise<ClosedRow[]> {
    return db.query<ClosedRow>(
      `SELECT day, closed_at AS "closedAt", closed_by AS "closedBy" FROM medisettle.closed_day
        WHERE institution_code = $1 AND day BETWEEN $2 AND $3`,
      [institutionCode, from, to],
    );
  }

  private async withSettlements(range: DayRange): Promise<Institution[]> {
    const { reader } = this.transactions;
    const rows = await reader.query<{ code: string }>(
      `SELECT i.institution_code AS code FROM medisettle.institution i
        WHERE EXISTS (SELECT FROM medisettle.settlement s WHERE s.institution_code = i.institution_code
                         AND s.settled_at >= $1 AND s.settled_at < $2) ORDER BY 1`,
      instantsOf(range),
    );
    const found = await this.institutions.findAll(
      reader,
      rows.map(({ code }) => code),
    );
    return found.filter((institution) => institution !== null);
  }
}
