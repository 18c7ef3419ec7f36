import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type HeartbeatRequest, type TerminalReport, TerminalReportShape } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { Transactions } from '../database/transactions.js';

/** Heartbeats of this long are written together; nobody looks more often. */
const WRITE_AFTER_MS = 2_000;
/** Terminals beyond this many in one interval are left out; a province has fewer. */
const HEARD_MAX = 100_000;

/** A terminal as it was last heard of. */
export interface Terminal {
  readonly terminal: string;
  readonly institutions: readonly string[];
  readonly heardAt: Date;
  readonly unknown: { readonly count: number; readonly overdue: number; readonly since: Date | null };
}

type Heard = { readonly at: Date; readonly report: TerminalReport };

const SAYS_NOTHING: TerminalReport = { institutions: [], unknown: { count: 0, overdue: 0, since: null } };

/**
 * The terminals of this centre and when each was last heard of. Beats are noted in memory and written together, so that a
 * thousand counters cost one statement; what a crash loses of it the next beat brings again.
 */
@Injectable()
export class Terminals implements OnApplicationShutdown {
  private heard = new Map<string, Heard>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly transactions: Transactions,
    private readonly log: Log,
  ) {}

  /** Notes a heartbeat. A report that is none is left out. */
  beat({ terminal, report }: HeartbeatRequest, at: Date): void {
    if (typeof terminal !== 'string' || terminal === '' || terminal.length > 60) return;
    if (this.heard.size >= HEARD_MAX && !this.heard.has(terminal)) return;
    const read = TerminalReportShape.safeParse(report);
    this.heard.set(terminal, { at, report: read.success ? read.data : SAYS_NOTHING });
    this.timer ??= setTimeout(() => void (this.writing = this.write()), WRITE_AFTER_MS).unref();
  }

  /** Those that want a person first: with unknown outcomes, then those that were not heard of for the longest. */
  async list(limit: number): Promise<Terminal[]> {
    const rows = await this.transactions.reader.query<
      Omit<Terminal, 'unknown'> & { count: number; overdue: number; since: Date | null }
    >(
      `SELECT terminal, institutions, heard_at AS "heardAt", unknown_count AS count, unknown_overdue AS overdue,
              unknown_since AS since
         FROM medisettle.terminal ORDER BY unknown_overdue DESC, unknown_count DESC, heard_at, terminal LIMIT $1`,
      [limit],
    );
    return rows.map(({ count, overdue, since, ...row }) => ({ ...row, unknown: { count, overdue, since } }));
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.writing;
  }

  private async write(): Promise<void> {
    this.timer = undefined;
    const heard = [...this.heard];
    this.heard = new Map();
    const rows = heard.map(([terminal, { at, report }]) => ({
      terminal,
      institutions: report.institutions,
      heard_at: at,
      unknown_count: report.unknown.count,
      unknown_overdue: Math.min(report.unknown.overdue, report.unknown.count),
      unknown_since: report.unknown.since,
    }));
    try {
      await this.transactions.reader.query(
        `INSERT INTO medisettle.terminal AS t
         SELECT * FROM json_populate_recordset(NULL::medisettle.terminal, $1::json) AS told ORDER BY terminal
         ON CONFLICT (terminal) DO UPDATE
           SET institutions = excluded.institutions, heard_at = excluded.heard_at, unknown_count = excluded.unknown_count,
               unknown_overdue = excluded.unknown_overdue, unknown_since = excluded.unknown_since
         WHERE t.heard_at <= excluded.heard_at`,
        [JSON.stringify(rows)],
      );
    } catch (error) {
      // The next beats say it again.
      this.log.fault('heartbeats were not written', error, { count: rows.length });
    }
  }
}
