import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatYuan, parseYuan, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { WORKED_EXAMPLES, type WorkedExample } from '../libs/benefits/src/bills/worked-examples.js';
import { startProvince, type TestProvince } from './world/programs.js';

interface Answer {
  readonly split: Readonly<Record<string, string>>;
  readonly payers: readonly { segment: string; payer: string; amount: string }[];
  readonly explanation: readonly { rule: string; from: string; source: string; grade: string; amount: string }[];
  readonly cohort: string;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly en: string;
}

let province: TestProvince;

beforeAll(async () => {
  province = await startProvince('shanghai');
});

afterAll(async () => {
  await province?.close();
});

async function ask(question: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${province.centre.url}/api/benefit-simulations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${province.keys.operator}`, 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  return { status: response.status, body: await response.json() };
}

async function simulated(question: object): Promise<Answer> {
  const { status, body } = await ask(question);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as Answer;
}

const inYuan = (amounts: Readonly<Record<string, Fen | null | undefined>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts).flatMap(([name, amount]) => (amount ? [[name, formatYuan(amount)]] : [])));

/** An example as somebody asks it: amounts are texts. */
const questionOf = ({ bill }: WorkedExample): object => ({
  ...bill,
  inScope: formatYuan(bill.inScope ?? ZERO_FEN),
  state: inYuan({ ...bill.state }),
  overrides: inYuan({ ...bill.overrides }),
});

const sumOf = (rows: readonly { amount: string }[]): Fen =>
  plus(...rows.map(({ amount }) => parseYuan(amount) ?? (Number.NaN as Fen)));

describe('the simulator of a centre', () => {
  it.each(WORKED_EXAMPLES.map((one) => [one.name, one] as const))('answers %s', async (_, example) => {
    const answer = await simulated(questionOf(example));
    expect(answer.payers.map(({ segment, payer, amount }) => `${segment} ${payer} ${amount}`)).toEqual(example.payers);
    expect(answer.explanation.map(({ rule, from, grade, amount }) => `${rule} ${from} ${grade} ${amount}`)).toEqual(
      example.explanation,
    );
    expect(answer.explanation.every(({ source }) => source !== '')).toBe(true);
    expect(answer.split).toMatchObject({
      medfee_sumamt: formatYuan(example.bill.inScope ?? ZERO_FEN),
      act_pay_dedc: example.split.actPayDedc,
      fund_pay_sumamt: example.split.fundPaySumamt,
      psn_part_amt: example.split.psnPartAmt,
      psn_cash_pay: example.split.psnCashPay,
    });
    expect(answer.cohort).toBe(example.cohort);
    expect(sumOf(answer.explanation)).toBe(example.bill.inScope);
    expect(sumOf(answer.payers)).toBe(example.bill.inScope);
  });

  it('shows what the reform of July 2023 changes in the same bill', async () => {
    const bill = { ...good, inScope: '3000.00' };
    const [before, after] = [
      await simulated({ ...bill, date: '2023-06-30' }),
      await simulated({ ...bill, date: '2023-07-01' }),
    ];
    expect(
      [before, after].map(({ explanation }) => explanation.map(({ rule, amount }) => `${rule} ${amount}`)),
    ).toEqual([
      ['segment-active-until-2023 1500.00', 'outpatient-active-to-44-until-2023 1500.00'],
      ['segment-active-2023 500.00', 'outpatient-active-2023 2500.00'],
    ]);
    expect([before, after].map(({ split }) => split['psn_part_amt'])).toEqual(['2250.00', '1250.00']);
  });
});

const working = { birthDate: '1986-03-12', workStartDate: '2009-07-01', retirementDate: null };
const good = {
  date: '2024-09-02',
  scheme: 'employee',
  person: working,
  setting: 'outpatient',
  institutionLevel: 3,
  inScope: '100.00',
};
const withLines = (...lines: object[]): object => {
  const { inScope: _, ...rest } = good;
  return { ...rest, lines };
};
const huge = { name: '巨', class: 'A', amount: '10000000000.00' };
const item = { name: '甲', class: 'A', amount: '25.00' };

describe('a simulation is refused with the field and the reason, in both languages, for', () => {
  it.each([
    ['a negative amount', { ...good, inScope: '-1.00' }, 'inScope'],
    ['an amount with three places', { ...good, inScope: '1.005' }, 'inScope'],
    ['a negative balance', { ...good, state: { accumulatedBalance: '-0.01' } }, 'accumulatedBalance'],
    ['a negative line', withLines(item, { ...item, amount: '-1.00' }), 'amount'],
    ['a line with three places', withLines({ ...item, amount: '25.001' }), 'amount'],
    ['a line that is not price times quantity', withLines({ ...item, pric: '12.50', cnt: '3' }), 'lines[0].amount'],
    ['lines that do not make the total', { ...withLines(item, item), total: '50.01' }, 'total'],
    ['an amount in scope that is not the total', { ...good, total: '100.01' }, 'total'],
    ['a negative total', { ...good, total: '-100.00' }, 'total'],
    ['no scheme chosen of two', { ...good, scheme: undefined }, 'scheme'],
    ['two schemes at once', { ...good, scheme: ['employee', 'resident'] }, 'scheme'],
    ['a cohort that the age contradicts', { ...good, person: { ...working, cohort: 'RET70' } }, 'person.cohort'],
    ['a cohort that nobody knows', { ...good, person: { ...working, cohort: 'ACT99' } }, 'person.cohort'],
    [
      'a child said to be retired',
      { ...good, person: { birthDate: '2015-01-01', status: 'retired' } },
      'person.status',
    ],
    [
      'somebody retired said to be at work',
      { ...good, person: { ...working, birthDate: '1960-01-01', retirementDate: '2020-01-01', status: 'active' } },
      'person.status',
    ],
    [
      'retirement in the thirties',
      { ...good, person: { birthDate: '1990-01-01', workStartDate: '2010-01-01', retirementDate: '2023-01-01' } },
      'person.retirementDate',
    ],
    [
      'a young person said to be retired',
      { ...good, person: { birthDate: '1990-01-01', status: 'retired' } },
      'person.status',
    ],
    ['a child among the employed', { ...good, person: { birthDate: '2009-01-01' } }, 'person.birthDate'],
    ['an amount beyond all bounds', { ...good, inScope: '10000000000.01' }, 'inScope'],
    ['a sum beyond all bounds', withLines(...Array.from({ length: 101 }, () => huge)), 'total'],
    ['more lines than anybody types', withLines(...Array.from({ length: 2001 }, () => item)), 'lines'],
    ['lines and an amount that say the bill twice', { ...withLines(item), inScope: '24.00' }, 'lines'],
    ['neither lines nor an amount', withLines(), 'lines'],
    ['a day before all policy', { ...good, date: '2017-12-31' }, 'date'],
    ['a resident before the first rule for residents', { ...good, scheme: 'resident', date: '2023-12-31' }, 'date'],
    ['a day that does not exist', { ...good, date: '2024-02-30' }, 'date'],
    ['an unknown level', { ...good, institutionLevel: 4 }, 'institutionLevel'],
    ['no level where the share depends on it', { ...good, institutionLevel: null }, 'institutionLevel'],
    ['an unknown scheme', { ...good, scheme: 'veteran' }, 'scheme'],
    ['an unknown setting', { ...good, setting: 'dental' }, 'setting'],
    ['a setting that the scheme does not have', { ...good, scheme: 'resident', setting: 'home-bed' }, 'setting'],
    [
      'retirement before the first work',
      { ...good, person: { birthDate: '1950-01-01', workStartDate: '1980-01-01', retirementDate: '1979-12-31' } },
      'person.retirementDate',
    ],
    [
      'retirement before birth',
      { ...good, person: { birthDate: '1990-01-01', workStartDate: null, retirementDate: '1989-12-31' } },
      'person.retirementDate',
    ],
    [
      'retirement as a child',
      { ...good, person: { birthDate: '2010-01-01', workStartDate: null, retirementDate: '2020-01-01' } },
      'person.retirementDate',
    ],
    ['work before birth', { ...good, person: { ...working, birthDate: '2015-01-01' } }, 'person.workStartDate'],
    [
      'a bill before birth',
      { ...good, person: { ...working, birthDate: '2024-09-03', workStartDate: null } },
      'person.birthDate',
    ],
    [
      'a line with a ratio and a fixed amount',
      withLines({ ...item, class: 'B', selfpayRatio: '0.1', selfpayFixed: '5' }),
      'lines[0].selfpayFixed',
    ],
    ['a ratio above 1', withLines({ ...item, class: 'B', selfpayRatio: '1.1' }), 'selfpayRatio'],
  ])('%s', async (_, question, field) => {
    const { status, body } = await ask(question);
    const { code, message, en } = body as Refusal;
    expect(`${status} ${code}`).toMatch(/^400 (MSG-FIELD-(INVALID|MISSING)|BILL-NOT-SPLIT)$/);
    expect(en).toContain(field);
    expect(message).toContain(field);
    expect(message).toMatch(/[一-龥]/);
    // The sentences are filled in, and say more than where.
    expect(`${message}${en}`).not.toMatch(/[{}]/);
    expect(en.replace(field, '').length).toBeGreaterThan(30);
  });

  it('and the same bill without the fault is answered', async () => {
    expect((await simulated(good)).split['medfee_sumamt']).toBe('100.00');
    expect((await simulated(withLines({ ...item, pric: '12.50', cnt: '2' }))).split['medfee_sumamt']).toBe('25.00');
    expect((await simulated({ ...withLines(item, item), total: 50 })).split['medfee_sumamt']).toBe('50.00');
    expect((await simulated({ ...good, person: { ...working, status: 'active', cohort: 'ACT44' } })).cohort).toBe(
      'ACT44',
    );
  });

  it('and names what there was to choose where nothing was chosen', async () => {
    const { body } = await ask({ ...good, scheme: '' });
    expect((body as Refusal).message).toBe('缺少必填项 scheme（应为employee、resident之一）。');
    expect((body as Refusal).en).toBe('The required field scheme (one of employee, resident) is missing.');
  });
});

describe('bills at the ends of what can be asked', () => {
  const total = (answer: Answer): string[] => [answer.split['medfee_sumamt'] ?? '', formatYuan(sumOf(answer.payers))];

  it('are answered when nothing is to pay', async () => {
    for (const nothing of [{ ...good, inScope: '0' }, withLines({ ...item, amount: '0.00' })]) {
      const answer = await simulated(nothing);
      expect(answer.split).toMatchObject({ medfee_sumamt: '0.00', fund_pay_sumamt: '0.00', psn_cash_pay: '0.00' });
      expect([answer.payers, answer.explanation]).toEqual([[], []]);
    }
  });

  it('are answered to the fen with a thousand lines, and at the largest amount', async () => {
    const lines = Array.from({ length: 1000 }, (_, place) => ({
      name: `第${place}行`,
      class: 'B',
      pric: '0.333333',
      cnt: '10',
      amount: '3.33',
      selfpayRatio: '0.1',
    }));
    const many = await simulated({ ...withLines(...lines), total: '3330.00' });
    expect(total(many)).toEqual(['3330.00', '3330.00']);
    // A tenth of 3.33 is 0.33 a line; in scope are 3,000.00, of which 500.00 fill the segment and 30 percent are left.
    expect(many.split).toMatchObject({ preselfpay_amt: '330.00', hifob_pay: '1750.00', psn_cash_pay: '1580.00' });
    const most = await simulated({ ...good, inScope: '10000000000.00' });
    expect(total(most)).toEqual(['10000000000.00', '10000000000.00']);
    expect(most.split).toMatchObject({ hifob_pay: '6999999650.00', psn_cash_pay: '3000000350.00' });
  });
});
