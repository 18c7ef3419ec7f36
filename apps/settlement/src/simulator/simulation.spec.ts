import { describe, expect, it } from '@jest/globals';
import { parseYuan, plus } from '@medisettle/money';
import { parseWire, Refused } from '@medisettle/national';
import { readPolicy } from '../policies/policies.js';
import { simulate } from './simulation.js';
import { type SimulationAnswer } from './simulation-terms.js';

const policy = readPolicy('libs/benefits/policy', '310000', ['C']);

const ask = (question: object): SimulationAnswer => simulate(policy, parseWire(JSON.stringify(question)) ?? null);

const codeOf = (question: object): [string, string | undefined, string] => {
  try {
    ask(question);
  } catch (error) {
    if (error instanceof Refused) return [error.refusal.code, error.refusal.field, error.refusal.en];
    throw error;
  }
  return ['none', undefined, ''];
};

const working = { birthDate: '1986-03-12', workStartDate: '2009-07-01', retirementDate: null };
const retired = { birthDate: '1955-02-01', workStartDate: '1975-01-01', retirementDate: '2015-03-01' };
const employee = { date: '2018-05-10', scheme: 'employee', institutionLevel: 3 };

/** Sum of a list's amounts, in fen. */
const sumOf = (list: readonly { amount: string }[]): number =>
  plus(...list.map(({ amount }) => parseYuan(amount) ?? (NaN as never)));

describe('a simulation', () => {
  it('of an outpatient bill of 2018 fills the self-pay segment after the current-year account', () => {
    const answer = ask({
      ...employee,
      person: working,
      setting: 'outpatient',
      inScope: '3000.00',
      state: { currentYearBalance: '600.00', accumulatedBalance: '0.00' },
    });
    expect(answer.split).toMatchObject({
      currentYearPay: '600.00',
      act_pay_dedc: '1500.00',
      hifob_pay: '450.00',
      psn_cash_pay: '1950.00',
    });
    expect(sumOf(answer.payers)).toBe(300_000);
    expect(sumOf(answer.explanation)).toBe(300_000);
    expect(answer.explanation.every(({ rule, source, grade }) => rule && source && grade)).toBe(true);
    expect(answer.sources['employee-sheet']).toMatch(/data sheets/);
  });

  it('of a stay goes from the deductible over the pool to above the ceiling', () => {
    const answer = ask({
      ...employee,
      date: '2019-08-01',
      person: retired,
      setting: 'inpatient',
      inScope: '11200',
      state: { ceilingExpensesUsed: '499000' },
      overrides: { ceiling: '500000', deductible: '1200' },
    });
    expect(answer.split).toMatchObject({
      act_pay_dedc: '1200.00',
      hifp_pay: '920.00',
      hifob_pay: '7200.00',
      psn_part_amt: '3080.00',
    });
  });

  it('of a resident’s stay takes the deductible of the stay and the share of his age', () => {
    const answer = ask({
      date: '2024-06-01',
      scheme: 'resident',
      person: { birthDate: '1959-01-01', workStartDate: null, retirementDate: null },
      setting: 'inpatient',
      institutionLevel: '3',
      inScope: '20000.00',
    });
    expect(answer.split).toMatchObject({ act_pay_dedc: '300.00', hifp_pay: '13790.00', psn_part_amt: '6210.00' });
  });

  it.each([
    [true, '3726.00'],
    ['1', '3726.00'],
    [false, '0.00'],
    [undefined, '0.00'],
  ])('of a resident lets critical-illness insurance pay when the illness is listed: %s', (listedIllness, pays) => {
    const answer = ask({
      date: '2024-06-01',
      scheme: 'resident',
      person: { birthDate: '1959-01-01' },
      setting: 'inpatient',
      institutionLevel: '3',
      inScope: '20000.00',
      total: '20000',
      listedIllness,
    });
    // 60 percent of the deductible of 300.00 and of the 30 percent of 19,700.00 that the pool leaves, 6,210.00.
    expect(answer.split).toMatchObject({ hifp_pay: '13790.00', hifmi_pay: pays });
  });

  it('may say nothing of state, overrides and lines in any of the ways in which clients say nothing', () => {
    const question = { ...employee, person: working, setting: 'outpatient', inScope: 3000 };
    const nothing = { state: null, overrides: null, lines: null, total: '', listedIllness: null, acctUsedFlag: null };
    expect(ask({ ...question, ...nothing })).toEqual(ask(question));
  });

  it('without any ceiling on record says so', () => {
    const answer = ask({ ...employee, person: working, setting: 'inpatient', inScope: '10000.00' });
    expect(answer.split).toMatchObject({ act_pay_dedc: '1500.00', hifp_pay: '7225.00', psn_part_amt: '2775.00' });
    expect(answer.notes.map((note) => note.code)).toContain('CEILING-NONE');
  });

  it('splits lines by class, ratio, fixed amount and limit', () => {
    const answer = ask({
      ...employee,
      date: '2026-11-23',
      person: working,
      setting: 'outpatient',
      lines: [
        { name: '甲', class: 'A', pric: '12.50', cnt: '2', amount: '25.00' },
        { name: '乙', class: 'B', pric: '40', cnt: 1, amount: 40, selfpayRatio: '0.1' },
        { name: '床位', class: 'A', pric: '55.00', cnt: '1', amount: '55.00', priceLimit: '48.00' },
        { name: '材料', class: 'B', pric: '12300', cnt: '1', amount: '12300.00', selfpayFixed: '2300' },
        { name: '丙', class: 'C', amount: '80.00' },
      ],
    });
    expect(answer.split).toMatchObject({
      medfee_sumamt: '12500.00',
      fulamt_ownpay_amt: '80.00',
      overlmt_selfpay: '7.00',
      preselfpay_amt: '2304.00',
      inscp_scp_amt: '10109.00',
    });
  });

  it.each([
    [{ ...employee, person: working, setting: 'outpatient', inScope: '-1' }, 'MSG-FIELD-INVALID', 'inScope'],
    [{ ...employee, person: working, setting: 'outpatient', inScope: '1.005' }, 'MSG-FIELD-INVALID', 'inScope'],
    [
      { ...employee, person: working, setting: 'outpatient', inScope: '1', date: '2018-02-31' },
      'MSG-FIELD-INVALID',
      'date',
    ],
    [
      { ...employee, person: working, setting: 'outpatient', inScope: '1', date: '1999-01-01' },
      'BILL-NOT-SPLIT',
      'date',
    ],
    [
      { ...employee, person: working, setting: 'outpatient', inScope: '1', institutionLevel: 4 },
      'MSG-FIELD-INVALID',
      'institutionLevel',
    ],
    [
      { ...employee, person: { ...working, birthDate: '2015-01-01' }, setting: 'outpatient', inScope: '1' },
      'BILL-NOT-SPLIT',
      'person',
    ],
    [{ ...employee, setting: 'outpatient', inScope: '1' }, 'MSG-FIELD', 'person'],
    [
      { ...employee, person: working, setting: 'outpatient', inScope: '1', listedIllness: 'perhaps' },
      'MSG-FIELD-INVALID',
      'listedIllness',
    ],
    [{ ...employee, person: working, setting: 'outpatient' }, 'BILL-NOT-SPLIT', ''],
  ])('that cannot be answered names the field: %#', (question, code, field) => {
    const [got, named, sentence] = codeOf(question);
    expect(got).toContain(code);
    expect(named).toContain(field);
    expect(sentence).toContain(field);
  });
});
