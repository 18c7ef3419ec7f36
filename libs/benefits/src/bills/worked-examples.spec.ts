import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatDecimal, formatYuan } from '@medisettle/money';
import { loadPolicy } from '../policy/load.js';
import { answered, cells, yuan } from './examples.js';
import { unsound } from './soundness.js';
import { splitBill } from './split-bill.js';
import { WORKED_EXAMPLES } from './worked-examples.js';

const text = readFileSync(new URL('../../policy/shanghai.yaml', import.meta.url), 'utf8');
const loaded = loadPolicy([{ name: 'shanghai.yaml', text }], { acceptGrades: ['C'] });
if (!loaded.ok) throw new Error('the policy of Shanghai does not load');
const { policy } = loaded;

const example = (id: string) => {
  const found = WORKED_EXAMPLES.find(({ name }) => name.startsWith(`${id}:`));
  if (!found) throw new Error(`no example ${id}`);
  return answered(splitBill(policy, found.bill));
};

describe('worked examples of Shanghai', () => {
  it.each(WORKED_EXAMPLES.map((one) => [one.name, one] as const))('%s', (_, { bill, ...expected }) => {
    const found = answered(splitBill(policy, bill));
    expect(unsound(bill, found)).toEqual([]);
    expect({
      cohort: found.cohort,
      payers: cells(found),
      explanation: found.explanation.map(
        ({ rule, from, grade, amount }) => `${rule} ${from} ${grade} ${formatYuan(amount)}`,
      ),
      split: Object.fromEntries(
        Object.keys(expected.split).map((name) => [name, formatYuan(found.split[name as keyof typeof expected.split])]),
      ),
    }).toEqual({
      cohort: expected.cohort,
      payers: expected.payers,
      explanation: expected.explanation,
      split: expected.split,
    });
  });

  it('D1 shares at the rate of its level', () => {
    expect(formatDecimal(example('D1').split.poolPropSelfpay)).toBe('0.5000');
  });

  it('D3 moves the ceiling to its end and no further, and needs no note', () => {
    expect(example('D3').movements.accumulators.ceilingExpensesUsed).toBe(yuan('1000'));
    expect(example('D3').notes).toEqual([]);
  });

  it('D5 counts the deductible against the stay', () => {
    expect(example('D5').movements.accumulators.stayDeductibleUsed).toBe(yuan('300'));
  });

  it('D7 leaves 37.50 of the accumulated 300.00', () => {
    expect(example('D7').movements.accounts.accumulated).toBe(yuan('262.50'));
  });
});
