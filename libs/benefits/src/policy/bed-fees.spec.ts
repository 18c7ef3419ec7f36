import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatYuan } from '@medisettle/money';
import { bedFeeOn, bedFees } from './bed-fees.js';
import type { Grade } from './grades.js';
import { loadPolicy, type LoadedPolicy } from './load.js';
import { WARDS } from './words.js';

const load = (text: string, acceptGrades: readonly Grade[] = []): LoadedPolicy =>
  loadPolicy([{ name: 'beds.yaml', text }], { acceptGrades });

const FIRST = 'rule: one, ward: tertiary, payable: 48.00, from: 2018-01-01, to: 2020-12-31, source: screen, grade: A';
const SECOND = 'rule: two, ward: tertiary, payable: 50.00, from: 2021-01-01, to: null, source: screen, grade: A';
const file = (...rows: readonly string[]): string =>
  `policy: beds\ndivision: "310000"\nsources: { screen: a }\nbedFees:\n${rows.map((row) => `  - { ${row} }\n`).join('')}`;

const payable = (loaded: LoadedPolicy, ward: string, day: string): string | null => {
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const fee = bedFeeOn(loaded.policy, ward, day);
  return fee === null ? null : formatYuan(fee);
};

describe('the bed-fee standard', () => {
  const shanghai = load(readFileSync(new URL('../../policy/bed-fees-shanghai.yaml', import.meta.url), 'utf8'));

  it('of Shanghai has a figure for each ward, and none before its first day', () => {
    expect(WARDS.map((ward) => [ward, payable(shanghai, ward, '2026-03-01')])).toEqual([
      ['tertiary', '48.00'],
      ['secondary', '37.00'],
      ['primary', '25.00'],
      ['nursing-above-4', '20.00'],
      ['nursing-4', '23.00'],
      ['nursing-3', '23.00'],
      ['nursing-2', '23.00'],
      ['nursing-single', '23.00'],
    ]);
    expect([payable(shanghai, 'tertiary', '2017-12-31'), payable(shanghai, 'corridor', '2026-03-01')]).toEqual([
      null,
      null,
    ]);
  });

  it('changes on its day', () => {
    const loaded = load(file(FIRST, SECOND));
    expect(['2020-12-31', '2021-01-01'].map((day) => payable(loaded, 'tertiary', day))).toEqual(['48.00', '50.00']);
    if (loaded.ok) expect(bedFees(loaded.policy).map(({ rule }) => rule)).toEqual(['one', 'two']);
  });

  it.each([
    ['two rows for one day', SECOND.replace('2021-01-01', '2020-12-31'), 'overlap'],
    ['a day without a row between two', SECOND.replace('2021-01-01', '2021-01-02'), 'gap'],
    ['a source that is not listed', SECOND.replace('source: screen', 'source: hearsay'), 'reference'],
    ['a rule id that is there twice', SECOND.replace('two', 'one'), 'reference'],
    ['a weak grade and nothing to verify', SECOND.replace('grade: A', 'grade: B'), 'reference'],
    ['a grade that nobody knows', SECOND.replace('grade: A', 'grade: E'), 'schema'],
    ['a ward that nobody knows', SECOND.replace('tertiary', 'corridor'), 'schema'],
    ['a negative amount', SECOND.replace('50.00', '-50.00'), 'schema'],
    ['three places of a yuan', SECOND.replace('50.00', '50.001'), 'schema'],
    ['a day that does not exist', SECOND.replace('2021-01-01', '2021-02-30'), 'schema'],
    ['a field that nobody knows', `${SECOND}, charge: 55`, 'schema'],
  ])('is refused at load, with file and line, with %s', (_, row, code) => {
    const loaded = load(file(FIRST, row));
    const seen = loaded.ok ? [] : loaded.problems.map((one) => `${one.file}:${one.line} ${one.code}`);
    expect(seen).toEqual([`beds.yaml:6 ${code}`]);
  });

  it('is refused where its grade was not accepted', () => {
    const doubtful = file(FIRST, `${SECOND.replace('grade: A', 'grade: C')}, verify: beds`).replace(
      'bedFees:',
      'verify: { beds: the notice }\nbedFees:',
    );
    expect([load(doubtful).ok, load(doubtful, ['C']).ok]).toEqual([false, true]);
  });
});
