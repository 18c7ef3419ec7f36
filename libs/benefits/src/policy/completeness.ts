import { contains, dayAfter, firstUncovered, overlap, type Day, type Period } from '../calendar/dates.js';
import { keyOf, type PolicyIndex, type Series } from './policy.js';
import { problemAt, type Places, type PolicyProblem } from './problems.js';
import type { CohortRow, CreditRow, DatedRow, PipelineRow, Tables } from './rows.js';

/** Two rows for one day, or a day between two rows that none has. */
function followEachOther<Row extends DatedRow>(all: Series<Row>, places: Places): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  for (const [key, rows] of all) {
    rows.forEach((row, position) => {
      const before = rows[position - 1];
      if (!before) return;
      if (before.to === null || row.from <= before.to) {
        const where = `${before.rule} (${before.from} to ${before.to ?? 'open'})`;
        problems.push(problemAt(places, row, 'overlap', `${row.rule} overlaps ${where} for ${key}`));
      } else if (row.from > dayAfter(before.to)) {
        problems.push(
          problemAt(places, row, 'gap', `nothing for ${key} between ${before.to} and ${row.from} (${row.rule})`),
        );
      }
    });
  }
  return problems;
}

type Band = (CohortRow | CreditRow) & { readonly ageFrom: number; readonly ageTo: number | null };

const isBand = (row: CohortRow | CreditRow): row is Band =>
  row.ageFrom !== undefined && row.ageTo !== undefined && !('bornBy' in row || 'atWorkBy' in row || 'retiredBy' in row);

/**
 * Days on which bands can change: where one begins, and after one ends, as long as others follow. What comes after the
 * last band of all is no gap between two.
 */
function turningDays(bands: readonly Band[]): Set<Day> {
  const begins = bands.map((row) => row.from);
  const latest = begins.toSorted().at(-1) ?? '';
  const ends = bands.flatMap((row) => (row.to === null ? [] : [dayAfter(row.to)]));
  return new Set([...begins, ...ends.filter((day) => day <= latest)]);
}

/** On every day, the age bands of a scheme and status must run from 0 without end, each age in one of them. */
function ageBands(rows: readonly (CohortRow | CreditRow)[], places: Places): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const groups = new Map<string, Band[]>();
  for (const row of rows.filter(isBand)) {
    const key = keyOf(row.scheme, row.status);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const [key, group] of groups) {
    for (const day of turningDays(group)) {
      const bands = group.filter((row) => contains(row, day)).sort((a, b) => a.ageFrom - b.ageFrom);
      let next: number | null = 0;
      for (const band of bands) {
        if (next === null || band.ageFrom < next) {
          problems.push(problemAt(places, band, 'overlap', `${band.rule}: an age of ${key} is there twice on ${day}`));
        } else if (band.ageFrom > next) {
          problems.push(problemAt(places, band, 'gap', `${band.rule}: age ${next} of ${key} is missing on ${day}`));
        }
        next = band.ageTo === null ? null : band.ageTo + 1;
      }
      const last = bands.at(-1) ?? group.find((row) => row.from > day);
      if (last && next !== null) {
        problems.push(problemAt(places, last, 'gap', `${last.rule}: age ${next} of ${key} is missing on ${day}`));
      }
    }
  }
  return problems;
}

/** What a pipeline needs while it is in force: every figure that its steps name, for every cohort. */
function pipelineNeeds(
  row: PipelineRow,
  index: PolicyIndex,
  tables: Tables,
): [what: string, period: Period, rows: readonly DatedRow[] | undefined][] {
  const needs: [string, Period, readonly DatedRow[] | undefined][] = [
    ['scheme', row, index.schemes.get(row.scheme)],
    ['insurance year', row, index.calendar.get(row.scheme)],
    ['rounding', row, index.rounding.get(row.scheme)],
    ['cohorts', row, index.cohorts.get(row.scheme)?.toSorted((a, b) => (a.from < b.from ? -1 : 1))],
  ];
  for (const item of ['class-c', 'unknown', 'price-limit', 'fixed', 'ratio']) {
    needs.push([`item rule ${item}`, row, index.items.get(item)]);
  }
  if (index.schemes.get(row.scheme)?.some((scheme) => scheme.personalAccount)) {
    const key = keyOf(row.scheme, 'personal-parts');
    needs.push(['use of accounts', row, index.accounts.get(key)]);
  }
  for (const step of row.steps) {
    if ('draw' in step) {
      needs.push(['use of current-year money', row, index.accounts.get(keyOf(row.scheme, 'current-year'))]);
      continue;
    }
    const [kind, name] = 'fill' in step ? ['quota', step.fill] : ['share', 'share' in step ? step.share : step.relieve];
    const figures: Series<DatedRow> = kind === 'quota' ? index.quotas : index.shares;
    for (const cohort of tables.cohorts.filter(({ scheme }) => scheme === row.scheme)) {
      const period = overlap(row, cohort);
      if (period) {
        const key = keyOf(row.scheme, name ?? '', cohort.cohort);
        needs.push([`${kind} ${name} for ${cohort.cohort}`, period, figures.get(key)]);
      }
    }
  }
  return needs;
}

/** A pipeline must leave nothing over, and name only funds that its scheme has. */
function pipelineShape(row: PipelineRow, index: PolicyIndex, places: Places): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const open = row.steps.findIndex((step) => 'share' in step && step.upTo === undefined);
  const after = row.steps.slice(open + 1);
  if (open < 0 || after.some((step) => !('relieve' in step))) {
    problems.push(
      problemAt(places, row, 'schema', `${row.rule}: exactly one share without ceiling must take what is left`),
    );
  }
  for (const step of row.steps) {
    if (!('fund' in step)) continue;
    const without = index.schemes.get(row.scheme)?.find((scheme) => overlap(scheme, row) && !scheme.funds[step.fund]);
    if (without) {
      problems.push(problemAt(places, row, 'reference', `${row.rule}: ${without.rule} has no fund ${step.fund}`));
    }
  }
  return problems;
}

/** A scheme with personal accounts credits the working and the retired as long as it is there. */
function accountCredits(tables: Tables, places: Places): PolicyProblem[] {
  return tables.schemes.flatMap((scheme) => {
    if (!scheme.personalAccount) return [];
    return (['active', 'retired'] as const).flatMap((status) => {
      const credits = tables.credits
        .filter((row) => row.scheme === scheme.scheme && row.status === status)
        .toSorted((a, b) => (a.from < b.from ? -1 : 1));
      const day = firstUncovered(scheme, credits);
      const what = `${scheme.rule}: no account credit for ${status} people on ${day}`;
      return day === null ? [] : [problemAt(places, scheme, 'gap', what)];
    });
  });
}

/** Overlaps, gaps, and figures that a pipeline names and nobody gives. */
export function checkCompleteness(tables: Tables, index: PolicyIndex, places: Places): PolicyProblem[] {
  const byCohort = new Map<string, CohortRow[]>();
  for (const row of tables.cohorts.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const key = keyOf(row.scheme, row.cohort);
    byCohort.set(key, [...(byCohort.get(key) ?? []), row]);
  }
  const followed = [
    ...[index.schemes, index.calendar, index.items, index.pipelines, index.quotas, index.shares].flatMap((all) =>
      followEachOther<DatedRow>(all, places),
    ),
    ...followEachOther<DatedRow>(index.accounts, places),
    ...followEachOther<DatedRow>(index.rounding, places),
    ...followEachOther<DatedRow>(index.interest, places),
    ...followEachOther<DatedRow>(index.bedFees, places),
    ...followEachOther<DatedRow>(index.careFilings, places),
    ...followEachOther(byCohort, places),
    ...ageBands(tables.cohorts, places),
    ...ageBands(tables.credits, places),
  ];
  // A row for several keys reports once; what a pipeline lacks is only looked for where the series themselves are whole.
  if (followed.length > 0) return distinctByLine(followed);
  const ofPipelines = tables.pipelines.flatMap((row) => [
    ...pipelineShape(row, index, places),
    ...pipelineNeeds(row, index, tables).flatMap(([what, period, rows]) => {
      const day = firstUncovered(period, rows ?? []);
      return day === null ? [] : [problemAt(places, row, 'gap', `${row.rule}: no ${what} on ${day}`)];
    }),
  ]);
  return [...ofPipelines, ...accountCredits(tables, places)];
}

function distinctByLine(problems: readonly PolicyProblem[]): PolicyProblem[] {
  const first = new Map<string, PolicyProblem>();
  for (const problem of problems) {
    const key = keyOf(problem.file, String(problem.line), problem.code);
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}
