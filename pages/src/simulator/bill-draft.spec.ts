import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../../apps/settlement/src/policies/policies.js';
import { simulate } from '../../../apps/settlement/src/simulator/simulation.js';
import { parseWire } from '@medisettle/national';
import { newDraft, newLine, questionOf, totalOf } from './bill-draft.js';
import { EXAMPLES } from './examples.js';
import { personOf, presetsOf } from './presets.js';

const policy = readPolicy('libs/benefits/policy', '310000', ['C']);
const answerTo = (draft: Parameters<typeof questionOf>[0]) => {
  const asked = questionOf(draft);
  if (!asked.ok) throw new Error(JSON.stringify(asked.problems));
  return simulate(policy, parseWire(JSON.stringify(asked.question)) ?? null);
};

describe('a bill as it is typed', () => {
  it('becomes a question that the simulator answers', () => {
    const draft = newDraft('2018-05-10', { inScope: '3,000', state: { currentYearBalance: '600' } });
    expect(answerTo(draft).split).toMatchObject({ currentYearPay: '600.00', hifob_pay: '450.00' });
  });

  it('says of each field what is wrong with it', () => {
    const draft = newDraft('2023-02-31', {
      kind: 'lines',
      person: { birthDate: '', workStartDate: 'x', retirementDate: '' },
      lines: [newLine({ price: '-1', count: '0', first: 'ratio', firstValue: '101', limit: '1.1234567' })],
      state: { currentYearBalance: '1.005' },
    });
    expect(questionOf(draft)).toEqual({
      ok: false,
      problems: {
        date: 'day',
        'person.birthDate': 'required',
        'person.workStartDate': 'day',
        'lines[0].pric': 'price',
        'lines[0].cnt': 'count',
        'lines[0].selfpayRatio': 'percent',
        'lines[0].priceLimit': 'price',
        'state.currentYearBalance': 'amount',
      },
    });
  });

  it('has lines whose amounts are price times count to the fen', () => {
    const lines = [newLine({ price: '0.333333', count: '3' }), newLine({ price: '12.5', count: '2' }), newLine()];
    expect(totalOf(lines)).toBe(2600);
  });

  it('says of residents whether critical-illness insurance lists the illness', () => {
    const [no, yes] = (['no', 'yes'] as const).map((listedIllness) => {
      const who = { scheme: 'resident', person: personOf('RES59', '2024-09-02') } as const;
      return answerTo(newDraft('2024-09-02', { ...who, inScope: '1500', listedIllness })).split.hifmi_pay;
    });
    // Of the deductible of 500.00 and half of 1,000.00 it pays 60 percent.
    expect([no, yes]).toEqual(['0.00', '600.00']);
  });

  it('says a first part in percent, and the simulator takes just that', () => {
    const lines = [newLine({ class: 'B', price: '1000', first: 'ratio', firstValue: '12.5' })];
    expect(answerTo(newDraft('2024-09-02', { kind: 'lines', lines })).split.preselfpay_amt).toBe('125.00');
  });

  it.each(['2018-06-30', '2023-07-01', '2026-11-23'])('on %s has a person of each group to choose', (day) => {
    for (const scheme of ['employee', 'resident'] as const) {
      if (scheme === 'resident' && day < '2024') continue;
      for (const preset of presetsOf(scheme)) {
        const draft = newDraft(day, { scheme, preset, person: personOf(preset, day), inScope: '100' });
        expect([preset, answerTo(draft).cohort]).toEqual([preset, preset]);
      }
    }
  });

  it.each(Object.entries(EXAMPLES))('has the example “%s”, which can be answered', (_name, example) => {
    expect(answerTo(example()).payers.length).toBeGreaterThan(1);
  });
});
