import { contains, type Day } from '../calendar/dates.js';
import { isOfficial, type Grade } from './grades.js';
import type { Policy } from './policy.js';
import { IN_WORDS } from './row-in-words.js';
import { TABLES, type DatedRow, type Tables } from './rows.js';

/** A row of policy for people to read. */
export interface ListedRow {
  readonly table: keyof Tables;
  readonly rule: string;
  /** What it says, in English; amounts in yuan. */
  readonly words: string;
  readonly from: Day;
  /** Last day; null has no end. */
  readonly to: Day | null;
  /** Keys of the policy's sources, joined by ` + `. */
  readonly source: string;
  readonly grade: Grade;
  /**
   * How far it may be relied on. `official`: from an official text. `to-check`: from an independent public source, to be
   * compared with the official text. `to-confirm`: known no better than by hearsay, or carried forward from an earlier
   * year, and no figure to settle real bills by before somebody has confirmed it.
   */
  readonly standing: 'official' | 'to-check' | 'to-confirm';
  /** What to look up; null for an official row that leaves nothing open. */
  readonly verify: string | null;
}

/** The source of rows that continue the year before because the notice of the new one was not read. */
const CARRIED_FORWARD = 'carried-forward';

function standingOf(row: DatedRow): ListedRow['standing'] {
  const carried = row.source.split(' + ').includes(CARRIED_FORWARD);
  if (carried || !['A', 'B'].includes(row.grade.charAt(0))) return 'to-confirm';
  return isOfficial(row.grade) && row.verify === undefined ? 'official' : 'to-check';
}

function listed<Table extends keyof Tables>(policy: Policy, table: Table, day: Day): ListedRow[] {
  const rows: readonly Tables[Table][number][] = policy.tables[table];
  return rows
    .filter((row) => contains(row, day))
    .map((row) => ({
      table,
      rule: row.rule,
      words: IN_WORDS[table](row),
      from: row.from,
      to: row.to,
      source: row.source,
      grade: row.grade,
      standing: standingOf(row),
      verify: row.verify === undefined ? null : (policy.verify[row.verify] ?? null),
    }));
}

/** Every row that is in force on a day, table by table, in the order of the files. */
export function rowsInForce(policy: Policy, day: Day): readonly ListedRow[] {
  return TABLES.flatMap((table) => listed(policy, table, day));
}
