import { checkCompleteness } from './completeness.js';
import { isAccepted, isOfficial, type Grade } from './grades.js';
import { indexOf, type Policy } from './policy.js';
import { problemAt, type Place, type Places, type PolicyProblem } from './problems.js';
import { readPolicyFile, type PolicyText } from './read-file.js';
import { TABLES, type DatedRow, type PolicyFile, type Tables } from './rows.js';

export interface LoadOptions {
  /** C and D rows are refused unless named here; `C` names `C+`, `C` and `C-` together. */
  readonly acceptGrades: readonly Grade[];
}

export type LoadedPolicy =
  { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

function merge(files: readonly PolicyFile[]): Tables {
  return {
    schemes: files.flatMap((file) => file.schemes),
    calendar: files.flatMap((file) => file.calendar),
    cohorts: files.flatMap((file) => file.cohorts),
    items: files.flatMap((file) => file.items),
    pipelines: files.flatMap((file) => file.pipelines),
    quotas: files.flatMap((file) => file.quotas),
    shares: files.flatMap((file) => file.shares),
    accounts: files.flatMap((file) => file.accounts),
    rounding: files.flatMap((file) => file.rounding),
    credits: files.flatMap((file) => file.credits),
    interest: files.flatMap((file) => file.interest),
    bedFees: files.flatMap((file) => file.bedFees),
    careFilings: files.flatMap((file) => file.careFilings),
  };
}

/** What can be said about a row by itself, and about its id and sources. */
function checkRows(
  rows: readonly DatedRow[],
  { sources, verify }: Pick<PolicyFile, 'sources' | 'verify'>,
  accepted: readonly Grade[],
  places: Places,
): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const add = (code: PolicyProblem['code'], message: string): void => {
      problems.push(problemAt(places, row, code, `${row.rule}: ${message}`));
    };
    if (seen.has(row.rule)) add('reference', 'this rule id is there already');
    seen.add(row.rule);
    if (row.to !== null && row.to < row.from) add('schema', `ends on ${row.to}, before it begins`);
    const unknown = row.source.split(' + ').find((key) => !Object.hasOwn(sources, key));
    if (unknown !== undefined) add('reference', `source ${unknown} is not listed under sources`);
    if (row.verify === undefined) {
      if (!isOfficial(row.grade)) add('reference', `grade ${row.grade} needs a word on what to verify`);
    } else if (!Object.hasOwn(verify, row.verify)) {
      add('reference', `${row.verify} is not listed under verify`);
    }
    if (!isAccepted(row.grade, accepted)) add('grade', `grade ${row.grade} is not accepted`);
  }
  return problems;
}

/**
 * Reads, checks and prepares the policy of one province. Pure: text in, policy or problems out.
 *
 * All files belong to one policy (same `policy` and `division`), their rows are taken together. Refused, with file and
 * line: what is no YAML or breaks the schema, rows of a grade that was not accepted, two rows for one day, a day without
 * a row between two rows or where a pipeline or a personal account needs one, an unknown source, a row below grade A-
 * that does not say what to verify, a rule id used twice.
 */
export function loadPolicy(files: readonly PolicyText[], options: LoadOptions): LoadedPolicy {
  const read = files.map(readPolicyFile);
  const contents = read.flatMap(({ content }) => (content ? [content] : []));
  const [first] = contents;
  const syntax = read.flatMap(({ problems }) => problems);
  if (syntax.length > 0 || !first) {
    const none: PolicyProblem = { file: '', line: 0, code: 'reference', message: 'no policy file was given' };
    return { ok: false, problems: syntax.length > 0 ? syntax : [none] };
  }

  const places = new Map<object, Place>(read.flatMap((file) => [...file.places]));
  const sources = Object.fromEntries(contents.flatMap((content) => Object.entries(content.sources)));
  const verify = Object.fromEntries(contents.flatMap((content) => Object.entries(content.verify)));
  const tables = merge(contents);
  const rules = TABLES.flatMap((table): readonly DatedRow[] => tables[table]);
  const strangers = contents
    .filter((content) => content.policy !== first.policy || content.division !== first.division)
    .map((content) =>
      problemAt(places, content, 'reference', `belongs to ${content.policy}, the first file to ${first.policy}`),
    );
  const single = [...strangers, ...checkRows(rules, { sources, verify }, options.acceptGrades, places)];
  if (single.length > 0) return { ok: false, problems: single };

  const index = indexOf(tables);
  const missing = checkCompleteness(tables, index, places);
  if (missing.length > 0) return { ok: false, problems: missing };
  return { ok: true, policy: { name: first.policy, division: first.division, sources, verify, tables, index } };
}
