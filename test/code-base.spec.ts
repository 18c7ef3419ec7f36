import { describe, expect, it } from '@jest/globals';
import * as benefits from '@medisettle/benefits';
import { REFUSALS, TRANSACTIONS } from '@medisettle/national';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { LIFE_CYCLE } from '../apps/settlement/src/cards/life-cycle.js';
import { CLEARING_CYCLE, SPLIT_CYCLE } from '../apps/settlement/src/clearing/clearing-states.js';
import { INTENT_LIFE_CYCLE } from '../apps/terminal-agent/src/journal/life-cycle.js';
import { cardLifeCycleDocument } from '../set-up/card-life-cycle.mjs';
import { clearingDocument } from '../set-up/clearing-document.mjs';
import { errorCodesDocument } from '../set-up/error-codes.mjs';
import { dayOfPolicyDocument, policyDocument } from '../set-up/policy-document.mjs';
import { intentLifeCycleDocument } from '../set-up/intent-life-cycle.mjs';

const LINES_MAX = 400;
const DOMAIN = /^libs\/(money|card|benefits|national)\//;

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(tsx?|mjs|cjs)$/.test(file) && existsSync(file));
const read = (file: string): string => readFileSync(file, 'utf8');

describe('the code base', () => {
  it(`has no file over ${LINES_MAX} lines`, () => {
    const long = tracked.filter((file) => read(file).split('\n').length > LINES_MAX);
    expect(long).toEqual([]);
  });

  it('has no `any` in the domain libraries, nor a way around the compiler', () => {
    const loose = tracked
      .filter((file) => DOMAIN.test(file) && !file.endsWith('.spec.ts'))
      .filter((file) => /(:|as|<)\s*any\b|@ts-(ignore|nocheck|expect-error)/.test(read(file)));
    expect(loose).toEqual([]);
  });

  it('has no amount in floating point', () => {
    const floating = tracked
      .filter((file) => /^(libs|apps|pages)\//.test(file) && !file.endsWith('.spec.ts'))
      .filter((file) => /parseFloat|toFixed\(|Number\.parseFloat/.test(read(file)));
    expect(floating).toEqual([]);
  });

  it('opens a connection of its own at one place only, which takes it back whatever happens', () => {
    const opening = tracked.filter((file) => file.startsWith('apps/') && read(file).includes('.createQueryRunner('));
    expect(opening).toEqual(['apps/settlement/src/database/transactions.ts']);
  });

  it('leaves no work for later in words', () => {
    const later = tracked.filter(
      (file) => file !== 'test/code-base.spec.ts' && /\b(TODO|FIXME|XXX|HACK)\b/.test(read(file)),
    );
    expect(later).toEqual([]);
  });

  it('documents every error code as the code has it', () => {
    expect(read('docs/error-codes.md')).toBe(errorCodesDocument(REFUSALS));
  });

  it('draws the life cycle of cards as the registry has it', () => {
    expect(read('docs/cards.md')).toBe(cardLifeCycleDocument(LIFE_CYCLE));
  });

  it('draws how a month is cleared as the centre has it', () => {
    expect(read('docs/clearing.md')).toBe(clearingDocument(CLEARING_CYCLE, SPLIT_CYCLE));
  });

  it('lists the policy as the files have it, for the day that the list names', () => {
    const document = read('docs/policy.md');
    expect(document).toBe(policyDocument(benefits, dayOfPolicyDocument(document) ?? 'no day'));
  });

  it('draws the life of an intent as the journal has it', () => {
    expect(read('docs/journal.md')).toBe(intentLifeCycleDocument(INTENT_LIFE_CYCLE));
  });

  it('uses every error code that it documents', () => {
    const sources = tracked.filter((file) => /^(apps|libs)\//.test(file) && !/refusals\/\w+-refusals\.ts$/.test(file));
    const text = sources.map(read).join('\n');
    expect(Object.keys(REFUSALS).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });

  it('knows each path of the national interface for one transaction only', () => {
    const paths = Object.values(TRANSACTIONS).flatMap((row) => row.paths);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
