import { fen, formatYuan, parseDecimal, parseYuan, type Decimal, type Fen } from '@medisettle/money';
import type { BillAnswer, BillSplit } from './answer.js';
import type { Bill, BillLine } from './bill.js';

/** Bills and persons that the tests start from. Nobody in them exists. */

export function yuan(text: string): Fen {
  const amount = parseYuan(text);
  if (amount === null) throw new Error(`no amount: ${text}`);
  return amount;
}

export function decimal<Places extends number>(text: string, places: Places): Decimal<Places> {
  const value = parseDecimal(text, places);
  if (value === null) throw new Error(`no decimal: ${text}`);
  return value;
}

export const ACTIVE_32 = { birthDate: '1986-03-12', workStartDate: '2009-07-01', retirementDate: null };
export const RETIRED_62 = { birthDate: '1957-05-20', workStartDate: '1978-09-01', retirementDate: '2017-06-01' };
/** Seventy in 2019; first work not known, so not of the middle cohort. */
export const RETIRED_70 = { birthDate: '1948-01-01', workStartDate: null, retirementDate: '2008-01-01' };
export const RESIDENT_65 = { birthDate: '1958-08-08', workStartDate: null, retirementDate: null };

/** A tertiary outpatient bill of an employee with empty accounts; say what differs. */
export function bill(differs: Partial<Bill>): Bill {
  return {
    date: '2024-09-02',
    scheme: 'employee',
    person: ACTIVE_32,
    setting: 'outpatient',
    institutionLevel: 3,
    acctUsedFlag: '1',
    state: {},
    ...('lines' in differs ? {} : { inScope: fen(0) }),
    ...differs,
  };
}

export function line(kind: BillLine['class'], amount: string, differs: Partial<BillLine> = {}): BillLine {
  return { class: kind, amount: yuan(amount), quantity: decimal('1', 4), ...differs };
}

/** The answer of a bill that is expected to be split. */
export function answered(outcome: BillSplit): BillAnswer {
  if (!outcome.ok) throw new Error(`${outcome.problem.code} ${outcome.problem.field}: ${outcome.problem.reason.en}`);
  return outcome;
}

/** `segment payer amount` for each cell of the matrix, to compare at a glance. */
export const cells = (answer: BillAnswer): string[] =>
  answer.payers.map(({ segment, payer, amount }) => `${segment} ${payer} ${formatYuan(amount)}`);
