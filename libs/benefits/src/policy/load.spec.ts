import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { GRADES, isAccepted, type Grade } from './grades.js';
import { loadPolicy } from './load.js';
import type { Policy } from './policy.js';
import type { PolicyProblem } from './problems.js';
import type { DatedRow } from './rows.js';

const shanghai = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');

function load(text: string, acceptGrades: readonly Grade[] = ['C'], name = 'shanghai.yaml'): readonly PolicyProblem[] {
  const loaded = loadPolicy([{ name, text }], { acceptGrades });
  return loaded.ok ? [] : loaded.problems;
}

/** The line (from 1) of the row with this rule id. */
const lineOf = (text: string, rule: string): number =>
  text.split('\n').findIndex((line) => line.includes(`rule: ${rule},`)) + 1;

/** The policy of Shanghai with one row changed. */
function changed(rule: string, from: string, to: string): { text: string; line: number } {
  const lines = shanghai.split('\n');
  const line = lineOf(shanghai, rule);
  const row = lines[line - 1] ?? '';
  if (!row.includes(from)) throw new Error(`${rule} has no "${from}"`);
  lines[line - 1] = row.replace(from, to);
  return { text: lines.join('\n'), line };
}

const everyRow = ({ tables }: Policy): DatedRow[] => Object.values(tables).flat();

const seen = (problems: readonly PolicyProblem[]): string[] =>
  problems.map(({ file, line, code }) => `${file}:${line} ${code}`);

describe('the policies in the repository', () => {
  it.each(['shanghai', 'anhui'])('%s loads when grade C is accepted', (name) => {
    const text = readFileSync(new URL(`../../policy/${name}.yaml`, import.meta.url), 'utf8');
    const loaded = loadPolicy([{ name, text }], { acceptGrades: ['C'] });
    expect(loaded.ok ? loaded.policy.name : loaded.problems).toBe(name);
  });

  it('have no row of grade D', () => {
    const loaded = loadPolicy([{ name: 'shanghai.yaml', text: shanghai }], { acceptGrades: GRADES });
    expect(loaded.ok && everyRow(loaded.policy).every((row) => row.grade !== 'D')).toBe(true);
  });

  it('say of every figure of the second province that it is invented', () => {
    const text = readFileSync(new URL('../../policy/anhui.yaml', import.meta.url), 'utf8');
    const loaded = loadPolicy([{ name: 'anhui.yaml', text }], { acceptGrades: ['C'] });
    expect(loaded.ok && everyRow(loaded.policy).every((row) => row.source === 'synthetic' && row.grade === 'C')).toBe(
      true,
    );
  });
});

describe('grades', () => {
  it('A and B are always accepted, C and D only when named', () => {
    expect(GRADES.filter((grade) => isAccepted(grade, []))).toEqual(['A', 'A-', 'B+', 'B', 'B-']);
    expect(GRADES.filter((grade) => isAccepted(grade, ['C']))).toEqual(['A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'C-']);
    expect(GRADES.filter((grade) => isAccepted(grade, ['C+']))).toEqual(['A', 'A-', 'B+', 'B', 'B-', 'C+']);
  });

  it('a row of a grade that was not accepted is refused where it stands', () => {
    const problems = load(shanghai, []);
    expect(problems.every(({ code }) => code === 'grade')).toBe(true);
    expect(seen(problems)).toContain(`shanghai.yaml:${lineOf(shanghai, 'segment-active-2023')} grade`);
  });

  it('a row of grade D is refused though C is accepted', () => {
    const { text, line } = changed('segment-active-2023', 'grade: C', 'grade: D');
    expect(seen(load(text))).toEqual([`shanghai.yaml:${line} grade`]);
  });
});

describe('a policy is refused, with file and line, when', () => {
  it.each([
    ['two rows are there for one day', 'segment-active-2023', 'from: 2023-07-01', 'from: 2023-06-30', 'overlap'],
    [
      'a row without end has a successor',
      'deductible-active',
      'quota: inpatient-deductible',
      'quota: outpatient-segment',
      'overlap',
    ],
    ['a day between two rows has none', 'segment-active-2023', 'from: 2023-07-01', 'from: 2023-07-02', 'gap'],
    ['ages of a scheme overlap', 'cohort-active-from-45', 'ageFrom: 45', 'ageFrom: 44', 'overlap'],
    ['an age belongs nowhere', 'cohort-retired-from-70', 'ageFrom: 70', 'ageFrom: 71', 'gap'],
    ['an age beyond the last belongs nowhere', 'cohort-retired-from-70', 'ageTo: null', 'ageTo: 99', 'gap'],
    ['a source is not listed', 'home-bed', 'source: employee-sheet', 'source: hearsay', 'reference'],
    ['nobody says what to verify of a weak row', 'home-bed', ', verify: stay-figures', '', 'reference'],
    ['what to verify is not listed', 'home-bed', 'verify: stay-figures', 'verify: something', 'reference'],
    ['a day between two credits has none', 'credit-active-2023', 'from: 2023-07-01', 'from: 2023-07-03', 'gap'],
    ['a rule id is there twice', 'segment-active-2023', 'segment-active-2023', 'segment-old-until-2023', 'reference'],
    ['a row ends before it begins', 'segment-active-until-2023', 'to: 2023-06-30', 'to: 2017-12-31', 'schema'],
    ['a day does not exist', 'segment-active-2023', 'from: 2023-07-01', 'from: 2023-06-31', 'schema'],
    ['a share is no percentage', 'home-bed', 'fundPays: 80%', 'fundPays: 0.8', 'schema'],
    ['a share is above the whole', 'home-bed', 'fundPays: 80%', 'fundPays: 101%', 'schema'],
    ['an amount is negative', 'deductible-active', '1500.00', '-1500.00', 'schema'],
    [
      'levels are given for two of three',
      'resident-stay-deductible',
      '[50.00, 100.00, 300.00]',
      '[50.00, 100.00]',
      'schema',
    ],
    ['a field is unknown', 'home-bed', 'fundPays', 'fundPay', 'schema'],
    ['a grade is unknown', 'home-bed', 'grade: B', 'grade: E', 'schema'],
    ['a year that is there once has no end', 'employee-year-transition', 'to: 2019-06-30', 'to: null', 'schema'],
  ])('%s', (_, rule, from, to, code) => {
    const { text, line } = changed(rule, from, to);
    expect(seen(load(text))).toContain(`shanghai.yaml:${line} ${code}`);
  });

  it('a cohort has no share that a pipeline needs', () => {
    const { text } = changed('outpatient-retired-mid-forward', 'from: 2023-07-01', 'from: 2023-07-01');
    const without = text
      .split('\n')
      .filter((line) => !line.includes('rule: outpatient-retired-mid-forward,'))
      .join('\n');
    const problems = load(without);
    expect(seen(problems)).toEqual([`shanghai.yaml:${lineOf(without, 'employee-outpatient')} gap`]);
    expect(problems[0]?.message).toBe('employee-outpatient: no share outpatient for RET_MID1 on 2023-07-01');
  });

  it('credits end while people have accounts', () => {
    const { text } = changed('credit-active-2023', 'to: null', 'to: 2030-06-30');
    const problems = load(text);
    expect(seen(problems)).toEqual([`shanghai.yaml:${lineOf(text, 'employee-scheme')} gap`]);
    expect(problems[0]?.message).toBe('employee-scheme: no account credit for active people on 2030-07-01');
  });

  it('a pipeline could leave something over, or names a fund that its scheme does not have', () => {
    const left = shanghai.replace('{ share: above-ceiling, segment: additional, fund: additional } ] }', '] }');
    expect(seen(load(left))).toContain(`shanghai.yaml:${lineOf(left, 'employee-inpatient')} schema`);
    const fund = shanghai.replace(
      '{ share: pharmacy, segment: pool, fund: pool }',
      '{ share: pharmacy, segment: pool, fund: additional }',
    );
    expect(seen(load(fund))).toEqual([`shanghai.yaml:${lineOf(fund, 'resident-pharmacy')} reference`]);
  });

  it('it is no YAML', () => {
    expect(seen(load('policy: a\nshares: [ {\n'))[0]).toMatch(/^shanghai\.yaml:\d+ syntax$/);
  });

  it('its head is missing', () => {
    expect(seen(load('schemes: []\n'))).toContain('shanghai.yaml:1 schema');
  });

  it('there is none', () => {
    const loaded = loadPolicy([], { acceptGrades: [] });
    expect(loaded.ok).toBe(false);
  });

  it('its files belong to two provinces', () => {
    const other = 'policy: anhui\ndivision: "340100"\nsources: {}\n';
    const files = [
      { name: 'shanghai.yaml', text: shanghai },
      { name: 'anhui.yaml', text: other },
    ];
    const loaded = loadPolicy(files, { acceptGrades: ['C'] });
    expect(loaded.ok ? [] : seen(loaded.problems)).toEqual(['anhui.yaml:1 reference']);
  });
});

it('rows of one policy may stand in several files', () => {
  const cut = shanghai.indexOf('# prettier-ignore\ncredits:');
  const verify = 'verify: { account-credit: the notice }\n';
  const head = 'policy: shanghai\ndivision: "310000"\nsources: {}\n' + verify;
  const files = [
    { name: 'benefits.yaml', text: shanghai.slice(0, cut) },
    { name: 'credits.yaml', text: head + shanghai.slice(cut) },
  ];
  expect(loadPolicy(files, { acceptGrades: ['C'] }).ok).toBe(true);
});
