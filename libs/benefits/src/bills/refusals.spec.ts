import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { loadPolicy } from '../policy/load.js';
import type { Bill } from './bill.js';
import { ACTIVE_32, bill, decimal, line, yuan } from './examples.js';
import { splitBill } from './split-bill.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const loaded = loadPolicy([{ name: 'shanghai.yaml', text }], { acceptGrades: ['C'] });
if (!loaded.ok) throw new Error('the policy of Shanghai does not load');
const { policy } = loaded;

/** Code and field of the refusal; what is split is shown as such, so that a test says what went wrong. */
function refusalOf(differs: { readonly [Field in keyof Bill]?: unknown }): string {
  const outcome = splitBill(policy, bill(differs as Partial<Bill>));
  if (outcome.ok) return 'split';
  const { code, field, reason } = outcome.problem;
  expect(reason.zh).not.toBe('');
  expect(reason.en).not.toBe('');
  return `${code} ${field}`;
}

describe('a bill is refused, never guessed, when', () => {
  it.each<[string, { readonly [Field in keyof Bill]?: unknown }, string]>([
    ['its date is no day', { date: '2024-02-30' }, 'DATE-INVALID date'],
    ['its date is before all policy', { date: '2017-12-31' }, 'POLICY-NONE date'],
    ['residents had no rules yet', { scheme: 'resident', date: '2023-12-31' }, 'POLICY-NONE date'],
    ['the scheme has no such setting', { scheme: 'resident', setting: 'home-bed' }, 'SETTING-NONE setting'],
    ['the scheme is unknown', { scheme: 'other' }, 'SETTING-NONE setting'],
    ['the level does not exist', { institutionLevel: 4 }, 'LEVEL-UNKNOWN institutionLevel'],
    ['the level is needed and not known', { institutionLevel: null }, 'LEVEL-UNKNOWN institutionLevel'],
    ['the account flag is unknown', { acctUsedFlag: '3' }, 'FLAG-UNKNOWN acctUsedFlag'],
    ['it has neither lines nor an amount', { inScope: undefined }, 'BILL-EMPTY lines'],
    ['it has both', { inScope: fen(1), lines: [line('A', '0.01')] }, 'BILL-EMPTY lines'],
    ['an amount is negative', { inScope: fen(-1) }, 'AMOUNT-INVALID inScope'],
    ['a balance is negative', { state: { accumulatedBalance: fen(-1) } }, 'AMOUNT-INVALID state.accumulatedBalance'],
    ['an own deductible is negative', { overrides: { deductible: fen(-1) } }, 'AMOUNT-INVALID overrides.deductible'],
    ['an amount is beyond all bounds', { inScope: yuan('1000000000000.01') }, 'AMOUNT-INVALID inScope'],
    ['its lines do not make its total', { lines: [line('A', '1')], total: yuan('2') }, 'TOTAL-MISMATCH total'],
    ['a line is negative', { lines: [line('A', '1'), line('A', '-1')] }, 'AMOUNT-INVALID lines[1].amount'],
    [
      'a line has no quantity',
      { lines: [line('A', '1', { quantity: decimal('0', 4) })] },
      'LINE-INVALID lines[0].quantity',
    ],
    ['a class is unknown', { lines: [{ ...line('A', '1'), class: 'D' }] }, 'LINE-INVALID lines[0].class'],
    [
      'a ratio is above 1',
      { lines: [line('B', '1', { selfpayRatio: decimal('1.01', 4) })] },
      'LINE-INVALID lines[0].selfpayRatio',
    ],
    [
      'a line has both kinds of first part',
      { lines: [line('B', '1', { selfpayRatio: decimal('0.1', 4), selfpayFixed: decimal('0.1', 6) })] },
      'LINE-INVALID lines[0].selfpayFixed',
    ],
    [
      'a fixed part is negative',
      { lines: [line('B', '1', { selfpayFixed: decimal('-1', 6) })] },
      'LINE-INVALID lines[0].selfpayFixed',
    ],
    [
      'a price limit is negative',
      { lines: [line('B', '1', { priceLimit: decimal('-1', 6) })] },
      'LINE-INVALID lines[0].priceLimit',
    ],
    [
      'a line is not price times quantity',
      { lines: [line('A', '25.02', { price: decimal('12.5', 6), quantity: decimal('2', 4) })] },
      'LINE-AMOUNT lines[0].amount',
    ],
  ])('%s', (_, differs, refusal) => {
    expect(refusalOf(differs)).toBe(refusal);
  });

  it.each([
    [
      'retirement is before birth',
      { birthDate: '1950-01-01', workStartDate: null, retirementDate: '1949-12-31' },
      'DATES-CONTRADICT person.retirementDate',
    ],
    [
      'retirement is before work',
      { birthDate: '1950-01-01', workStartDate: '1980-01-01', retirementDate: '1979-12-31' },
      'DATES-CONTRADICT person.retirementDate',
    ],
    ['work is before birth', { ...ACTIVE_32, workStartDate: '1986-03-11' }, 'DATES-CONTRADICT person.workStartDate'],
    [
      'birth is after the bill',
      { ...ACTIVE_32, birthDate: '2024-09-03', workStartDate: null },
      'DATES-CONTRADICT person.birthDate',
    ],
    [
      'an active person has retired',
      { ...ACTIVE_32, retirementDate: '2020-01-01', status: 'active' },
      'DATES-CONTRADICT person.status',
    ],
    [
      'a retired person retires later',
      { ...ACTIVE_32, retirementDate: '2030-01-01', status: 'retired' },
      'DATES-CONTRADICT person.status',
    ],
    [
      'somebody retires as a child',
      { birthDate: '1990-01-01', workStartDate: null, retirementDate: '2005-12-31' },
      'DATES-CONTRADICT person.retirementDate',
    ],
    [
      'a child is said to be retired',
      { birthDate: '2012-01-01', workStartDate: null, retirementDate: null, status: 'retired' },
      'DATES-CONTRADICT person.status',
    ],
    ['a date is no day', { ...ACTIVE_32, birthDate: '19860312' }, 'DATE-INVALID person.birthDate'],
  ])('the dates of the person contradict: %s', (_, person, refusal) => {
    expect(refusalOf({ person })).toBe(refusal);
  });

  it.each([
    [
      'a price that is one fen off',
      { lines: [line('A', '25.01', { price: decimal('12.5', 6), quantity: decimal('2', 4) })] },
    ],
    ['somebody retired without a date', { person: { ...ACTIVE_32, status: 'retired' } }],
    ['a pharmacy without a level', { setting: 'pharmacy', institutionLevel: null }],
    ['a stay where no rule asks for the level', { setting: 'inpatient', institutionLevel: null }],
    ['a bill of nothing', { inScope: fen(0) }],
    ['a bill of the first day', { date: '2018-01-01' }],
  ])('but not %s', (_, differs) => {
    expect(refusalOf(differs)).toBe('split');
  });
});
