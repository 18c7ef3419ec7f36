import { Inject, Injectable } from '@nestjs/common';
import { fen, formatYuan } from '@medisettle/money';
import { chinaTime, CHINA_ZONE, wireDate } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { Transactions } from '../database/transactions.js';
import { Terminals } from '../terminals/terminals.js';
import { ClearingMonths } from './clearing-months.js';
import { ConsoleLists } from './console-lists.js';
import {
  type CalendarDayView,
  type CardCount,
  type ClearingMonthView,
  type FlowView,
  type StandingsView,
  type UnknownAges,
  type UnknownView,
} from './console-terms.js';
import { Look } from './looked.js';

/** What changes by the minute and what by the hour, in milliseconds. */
const SOON_MS = 4_000;
const RARELY_MS = 30_000;
/** What a page lists of unknown outcomes and of terminals; the rest is counted. */
const UNKNOWN_LISTED = 20;
const TERMINALS_LISTED = 200;
/** Days of the calendar: a month and the day that is not over. */
const CALENDAR_DAYS = 31;

/** What stands in the database and an operator wants to see: few statements, asked while somebody looks. */
@Injectable()
export class Standings {
  private readonly unknown: Look<{ ages: UnknownAges; oldest: UnknownView[] }>;
  private readonly terminals;
  private readonly cards: Look<CardCount[]>;
  private readonly calendar: Look<CalendarDayView[]>;
  private readonly flows: Look<FlowView[]>;
  private readonly clearing: Look<ClearingMonthView[]>;

  constructor(
    private readonly transactions: Transactions,
    private readonly known: Terminals,
    private readonly lists: ConsoleLists,
    months: ClearingMonths,
    log: Log,
    @Inject(CONFIGURATION) private readonly configuration: Pick<CentreConfiguration, 'CENTRE_DIVISION'>,
  ) {
    this.unknown = new Look('unknown', SOON_MS, () => this.readUnknown(), log);
    this.terminals = new Look('terminals', SOON_MS, () => this.readTerminals(), log);
    this.cards = new Look('cards', RARELY_MS, () => this.readCards(), log);
    this.calendar = new Look('calendar', RARELY_MS, () => this.readCalendar(), log);
    this.flows = new Look('flows', RARELY_MS, () => this.readFlows(), log);
    this.clearing = new Look('clearing', RARELY_MS, () => months.read(chinaTime(Date.now())), log);
  }

  /** What was found last. */
  get found(): StandingsView {
    return {
      unknown: this.unknown.found,
      terminals: this.terminals.found,
      cards: this.cards.found,
      calendar: this.calendar.found,
      flows: this.flows.found,
      clearing: this.clearing.found,
    };
  }

  /** Reads what is due. @returns whether anything new was found */
  async refresh(): Promise<boolean> {
    const { unknown, terminals, cards, calendar, flows, clearing } = this;
    const parts = [unknown, terminals, cards, calendar, flows, clearing];
    const found = await Promise.all(parts.map((part) => part.refresh()));
    return found.some((anew) => anew);
  }

  /** How many outcomes in other provinces are not known, and the oldest of them. */
  private async readUnknown(): Promise<{ ages: UnknownAges; oldest: UnknownView[] }> {
    return { ages: await this.lists.ages(), oldest: await this.lists.unknown(null, UNKNOWN_LISTED) };
  }

  private async readTerminals() {
    const list = await this.known.list(TERMINALS_LISTED);
    const [counted] = await this.transactions.reader.query<{ institutions: number }>(
      'SELECT count(*) AS institutions FROM medisettle.institution WHERE left(division, 2) = left($1, 2)',
      [this.configuration.CENTRE_DIVISION],
    );
    return {
      institutions: counted?.institutions ?? 0,
      list: list.map(({ heardAt, unknown, ...terminal }) => ({
        ...terminal,
        heardAt: heardAt.toISOString(),
        unknown: { ...unknown, since: unknown.since?.toISOString() ?? null },
      })),
    };
  }

  /** Counts the registry, which is long: {@link Look} sees to it that this is rare where it takes its time. */
  private readCards(): Promise<CardCount[]> {
    return this.transactions.reader.query<CardCount>(
      `SELECT generation, CASE state WHEN 'withheld' THEN 'suspended' ELSE state END AS state, count(*) AS cards
         FROM medisettle.card GROUP BY 1, 2 ORDER BY 1, 2`,
    );
  }

  /**
   * Days with settlements, by how many institutions closed them, differ by the last that was said, or are open. The page
   * of an institution's days says it key by key.
   */
  private readCalendar(): Promise<CalendarDayView[]> {
    const today = chinaTime(Date.now());
    return this.transactions.reader.query<CalendarDayView>(
      `SELECT day, count(*) FILTER (WHERE closed) AS closed, count(*) FILTER (WHERE NOT closed AND differs) AS differing,
              count(*) FILTER (WHERE NOT closed AND NOT differs) AS open
         FROM (
           SELECT d.day::date AS day, c.day IS NOT NULL AS closed,
                  EXISTS (
                    SELECT FROM medisettle.day_word w
                     WHERE w.institution_code = i.institution_code AND w.day = d.day::date AND NOT w.equal
                       AND NOT EXISTS (
                         SELECT FROM medisettle.day_word later
                          WHERE later.institution_code = w.institution_code AND later.day = w.day
                            AND later.clearing_class = w.clearing_class AND later.clearing_agency = w.clearing_agency
                            AND later.said_at > w.said_at
                            AND ('' IN (w.insurance_type, later.insurance_type)
                                 OR later.insurance_type = w.insurance_type))) AS differs,
                  EXISTS (
                    SELECT FROM medisettle.settlement s
                     WHERE s.institution_code = i.institution_code AND s.settled_at >= d.day AT TIME ZONE $3
                       AND s.settled_at < (d.day + interval '1 day') AT TIME ZONE $3) AS settled
             FROM generate_series($1::timestamp, $2::timestamp, interval '1 day') AS d (day)
            CROSS JOIN medisettle.institution i
             LEFT JOIN medisettle.closed_day c ON c.institution_code = i.institution_code AND c.day = d.day::date) AS of_institution
        WHERE closed OR differs OR settled GROUP BY day ORDER BY day`,
      [wireDate(today.minus({ days: CALENDAR_DAYS - 1 })), wireDate(today), CHINA_ZONE],
    );
  }

  private async readFlows(): Promise<FlowView[]> {
    const month = chinaTime(Date.now()).startOf('month').toJSDate();
    const rows = await this.transactions.reader.query<Omit<FlowView, 'owed'> & { owed: number }>(
      `SELECT p.side, p.other_division AS division, count(*) AS rows, sum(p.owed_fen)::bigint AS owed
         FROM medisettle.province_settlement p
         JOIN medisettle.settlement s ON s.person_id = p.person_id AND s.settlement_id = p.settlement_id
        WHERE s.settled_at >= $1 GROUP BY 1, 2 ORDER BY 2, 1`,
      [month],
    );
    return rows.map(({ owed, ...flow }) => ({ ...flow, owed: formatYuan(fen(owed)) }));
  }
}
