import { contains, type Day } from '../calendar/dates.js';
import type {
  AccountRow,
  BedFeeRow,
  CalendarRow,
  CareFilingRow,
  CohortRow,
  CreditRow,
  DatedRow,
  InterestRow,
  ItemRow,
  PipelineRow,
  QuotaRow,
  RoundingRow,
  SchemeRow,
  ShareRow,
  Tables,
} from './rows.js';

/** Rows that follow each other in time under one key, in order of `from`. */
export type Series<Row> = ReadonlyMap<string, readonly Row[]>;

/** Rows by key, so that a bill finds its row without a search over the policy. Keys are made by {@link keyOf}. */
export interface PolicyIndex {
  readonly schemes: Series<SchemeRow>;
  readonly calendar: Series<CalendarRow>;
  /** By scheme alone: rows of several cohorts stand side by side, in order of precedence. */
  readonly cohorts: Series<CohortRow>;
  readonly items: Series<ItemRow>;
  readonly pipelines: Series<PipelineRow>;
  readonly quotas: Series<QuotaRow>;
  readonly shares: Series<ShareRow>;
  readonly accounts: Series<AccountRow>;
  readonly rounding: Series<RoundingRow>;
  readonly credits: Series<CreditRow>;
  readonly interest: Series<InterestRow>;
  readonly bedFees: Series<BedFeeRow>;
  readonly careFilings: Series<CareFilingRow>;
}

/** A province's rules, checked and ready for use. Made by `loadPolicy` only; holds no state. */
export interface Policy {
  readonly name: string;
  /** Division code of the province or city whose rules these are. */
  readonly division: string;
  /** Source keys of the rows, each with what it stands for. */
  readonly sources: Readonly<Record<string, string>>;
  /** Keys of what rows leave open, each with what to look up. */
  readonly verify: Readonly<Record<string, string>>;
  /** Every row as it stands in the files, for listings. */
  readonly tables: Tables;
  readonly index: PolicyIndex;
}

export const keyOf = (...words: readonly string[]): string => words.join('|');

export function rowAt<Row extends DatedRow>(series: Series<Row>, key: string, day: Day): Row | undefined {
  return series.get(key)?.find((row) => contains(row, day));
}

function series<Row extends DatedRow>(rows: readonly Row[], keys: (row: Row) => readonly string[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    for (const key of keys(row)) {
      const listed = found.get(key);
      if (listed) listed.push(row);
      else found.set(key, [row]);
    }
  }
  return found;
}

function byTime<Row extends DatedRow>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

/** Puts rows under their keys. A row for several cohorts or settings is found under each of them. */
export function indexOf(tables: Tables): PolicyIndex {
  const cohortNames = new Map<string, Set<string>>();
  for (const { scheme, cohort } of tables.cohorts) {
    cohortNames.set(scheme, (cohortNames.get(scheme) ?? new Set()).add(cohort));
  }
  const each = (scheme: string, cohorts: 'all' | readonly string[]): readonly string[] =>
    cohorts === 'all' ? [...(cohortNames.get(scheme) ?? [])] : cohorts;

  return {
    schemes: series(byTime(tables.schemes), (row) => [row.scheme]),
    calendar: series(byTime(tables.calendar), (row) => [row.scheme]),
    cohorts: series(
      tables.cohorts.toSorted((a, b) => a.precedence - b.precedence),
      (row) => [row.scheme],
    ),
    items: series(byTime(tables.items), (row) => [row.item]),
    pipelines: series(byTime(tables.pipelines), (row) => row.settings.map((setting) => keyOf(row.scheme, setting))),
    quotas: series(byTime(tables.quotas), (row) =>
      each(row.scheme, row.cohorts).map((cohort) => keyOf(row.scheme, row.quota, cohort)),
    ),
    shares: series(byTime(tables.shares), (row) =>
      each(row.scheme, row.cohorts).map((cohort) => keyOf(row.scheme, row.share, cohort)),
    ),
    accounts: series(byTime(tables.accounts), (row) => [keyOf(row.scheme, row.use)]),
    rounding: series(byTime(tables.rounding), (row) => [row.scheme]),
    credits: series(byTime(tables.credits), (row) => [row.scheme]),
    interest: series(byTime(tables.interest), (row) => [row.scheme]),
    bedFees: series(byTime(tables.bedFees), (row) => [row.ward]),
    careFilings: series(byTime(tables.careFilings), (row) => [row.limit]),
  };
}
