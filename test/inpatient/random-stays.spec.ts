import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import fc from 'fast-check';
import type pg from 'pg';
import { sweep } from '../../books/sweep.mjs';
import { openCentre, type CentreInProcess } from '../world/centre-in-process.js';
import { demoCredential, demoPerson, objectOf, type His, type HisAnswer } from '../world/his.js';
import { InpatientStay } from '../world/stay.js';
import { good, identities, OutpatientVisit, RIGHT, settlementIdOf, type DemoLine } from '../world/visit.js';

/** Demo items with their price in fen, and one that no catalogue has. */
const ITEMS: readonly (readonly [string, number])[] = [
  ['DEMO-A-001', 1_250],
  ['DEMO-B-020', 10_000],
  ['DEMO-C-001', 8_000],
  ['DEMO-BED-048', 5_500],
  ['DEMO-MAT-2300', 1_230_000],
  ['NOT-IN-ANY-LIST', 333],
];
const PATIENTS = [
  ['retiree', 'retiree-new', '310'],
  ['employee', 'employee-old', '310'],
  ['pupil', 'pupil-new', '390'],
] as const;

const STEPS = ['upload', 'return', 'withdraw', 'withdraw-all', 'discharge', 'undo', 'settle', 'cancel'] as const;
const someStep = fc.tuple(fc.constantFrom('upload' as const, 'settle' as const, ...STEPS), fc.nat(9_999));

interface KnownLine {
  readonly number: string;
  readonly item: readonly [string, number];
  readonly count: number;
  readonly returns: KnownLine | null;
  settled: boolean;
}

const yuan = (amount: number): string => {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** What a stay must be, as whoever knows the rules would write it down. */
class KnownStay {
  private lines: KnownLine[] = [];
  private bills: { id: string; final: boolean; lines: KnownLine[] }[] = [];
  private ended = false;
  private serial = 0;

  constructor(private readonly stay: InpatientStay) {}

  private get final(): boolean {
    return this.bills.some((bill) => bill.final);
  }

  private get unsettled(): KnownLine[] {
    return this.lines.filter((line) => !line.settled);
  }

  private left(line: KnownLine): number {
    return this.lines.reduce((left, other) => (other.returns === line ? left + other.count : left), line.count);
  }

  async take(step: (typeof STEPS)[number], chance: number): Promise<void> {
    switch (step) {
      case 'upload':
        return this.charge(ITEMS[chance % ITEMS.length] ?? ITEMS[0]!, 1 + (chance % 20));
      case 'return':
        return this.giveBack(chance);
      case 'withdraw':
        return this.withdraw(chance);
      case 'withdraw-all':
        this.expect(await this.stay.withdraw('0000'), this.final ? 'VISIT-SETTLED' : '');
        if (!this.final) this.lines = this.lines.filter((line) => line.settled);
        return;
      case 'discharge':
        this.expect(await this.stay.discharge(), this.ended ? 'STAY-DISCHARGED' : '');
        this.ended = true;
        return;
      case 'undo':
        this.expect(
          await this.stay.undoDischarge(),
          this.final ? 'VISIT-SETTLED' : this.ended ? '' : 'STAY-NOT-DISCHARGED',
        );
        this.ended = this.final;
        return;
      case 'settle':
        return this.settle(chance % 3 > 0);
      case 'cancel':
        return this.cancel(chance);
    }
  }

  private expect(answer: HisAnswer, code: string): void {
    expect([answer.code, answer.text]).toEqual([code, answer.text]);
  }

  private async charge(
    item: readonly [string, number],
    count: number,
    returns: KnownLine | null = null,
  ): Promise<void> {
    this.serial += 1;
    const line: DemoLine = { item: item[0], price: yuan(item[1]), count: String(count), amount: fen(item[1] * count) };
    const more = returns === null ? {} : { init_feedetl_sn: returns.number };
    const prefix = `L${this.serial}-`;
    const code = this.final ? 'VISIT-SETTLED' : returns?.settled ? 'LINE-SETTLED' : '';
    this.expect(await this.stay.upload(prefix, [line], more), code);
    if (code === '') this.lines.push({ number: `${prefix}1`, item, count, returns, settled: false });
  }

  private async giveBack(chance: number): Promise<void> {
    const charged = this.lines.filter((line) => line.returns === null && this.left(line) > 0);
    const line = charged[chance % Math.max(charged.length, 1)];
    if (line) await this.charge(line.item, -1 - (chance % this.left(line)), line);
  }

  private async withdraw(chance: number): Promise<void> {
    const line = this.lines[chance % Math.max(this.lines.length, 1)];
    if (!line) return;
    const returned = this.lines.some((other) => other.returns === line);
    const code = this.final ? 'VISIT-SETTLED' : line.settled ? 'LINE-SETTLED' : returned ? 'LINE-RETURNED' : '';
    this.expect(await this.stay.withdraw(line.number), code);
    if (code === '') this.lines = this.lines.filter((other) => other !== line);
  }

  private codeOfBill(midStay: boolean): string {
    if (this.final) return 'STAY-SETTLED';
    if (midStay && this.ended) return 'STAY-DISCHARGED';
    if (!midStay && !this.ended) return 'STAY-NOT-DISCHARGED';
    return this.unsettled.length === 0 ? 'STAY-LINES-MISSING' : '';
  }

  private async settle(midStay: boolean): Promise<void> {
    const lines = this.unsettled;
    const total = fen(lines.reduce((sum, { item, count }) => sum + item[1] * count, 0));
    const code = this.codeOfBill(midStay);
    const more = { mid_setl_flag: midStay ? '1' : '0' };
    const trial = await this.stay.his.send('2303', this.stay.bill(total, more));
    const settled = await this.stay.settle(total, more);
    this.expect(settled, code);
    if (code !== '') return;
    const setlinfo = objectOf(settled.output.setlinfo);
    expect(identities(setlinfo)).toEqual(RIGHT);
    const same = { setl_id: 0, setl_time: 0, medins_setl_id: 0 };
    expect({ ...objectOf(good(trial).output.setlinfo), ...same }).toEqual({ ...setlinfo, ...same });
    for (const line of lines) line.settled = true;
    this.bills.push({ id: settlementIdOf(settled), final: !midStay, lines });
  }

  private async cancel(chance: number): Promise<void> {
    const bill = this.bills[chance % Math.max(this.bills.length, 1)];
    if (!bill) return;
    const last = bill === this.bills.at(-1);
    this.expect(await this.stay.cancel(bill.id), last ? '' : 'STAY-SETTLEMENT-LATER');
    if (!last) return;
    this.bills.pop();
    for (const line of bill.lines) line.settled = false;
  }

  /** Takes back all that was done. */
  async forget(): Promise<void> {
    for (const { id } of this.bills.toReversed()) good(await this.stay.cancel(id));
    good(await this.stay.withdraw('0000'));
    if (this.ended) good(await this.stay.undoDischarge());
    good(await this.stay.withdrawAdmission());
  }
}

let centre: CentreInProcess;
let hospital: His;
let database: pg.Client;

beforeAll(async () => {
  centre = await openCentre('randomstays');
  hospital = centre.his();
  database = await centre.connect();
});

afterAll(async () => {
  await database?.end();
  await centre?.close();
});

const broken = async (): Promise<unknown> => (await sweep(centre.url)).filter(({ count }) => count > 0);

/** All that money is: balances and accumulators of everybody. */
async function books(): Promise<unknown> {
  const { rows } = await database.query(`
    SELECT (SELECT jsonb_agg(a ORDER BY person_id, account) FROM medisettle.account a) AS accounts,
           (SELECT jsonb_agg(y ORDER BY person_id) FROM medisettle.year_accumulator y
             WHERE inpatient_deductible_used_fen + ceiling_expenses_used_fen > 0) AS accumulators`);
  return rows[0];
}

describe('a random stay', () => {
  it('is what whoever knows the rules says it is, and leaves no trace when all of it is taken back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PATIENTS),
        fc.array(someStep, { minLength: 4, maxLength: 18 }),
        async ([person, card, insutype], steps) => {
          const before = await books();
          const { psnNo } = demoPerson(person);
          const known = new KnownStay(await InpatientStay.begin(hospital, psnNo, demoCredential(card), { insutype }));
          for (const [step, chance] of steps) await known.take(step, chance);
          expect(await broken()).toEqual([]);
          await known.forget();
          expect(await books()).toEqual(before);
        },
      ),
      { numRuns: 20 },
    );
    expect(await broken()).toEqual([]);
  });
});

describe('stays that are settled, undone and added to at once', () => {
  it('keep books that balance, beside bills of visits', async () => {
    const line: DemoLine = { item: 'DEMO-A-001', price: '12.5', count: '8', amount: fen(10_000) };
    const visits = await Promise.all(
      PATIENTS.map(async ([person, card, insutype]) => {
        const { psnNo } = demoPerson(person);
        const stay = await InpatientStay.begin(hospital, psnNo, demoCredential(card), { insutype });
        good(await stay.upload('A', [line]));
        const visit = await OutpatientVisit.begin(hospital, psnNo, demoCredential(card), '11', insutype);
        good(await visit.upload('B', [line]));
        return { stay, visit, insutype };
      }),
    );
    const answers = await Promise.all(
      visits.flatMap(({ stay, visit, insutype }) => [
        stay.settleMidStay(line.amount),
        hospital.send('2207', visit.bill('B', [line], { insutype })),
        stay.upload('C', [line]),
        stay.settleMidStay(line.amount),
        stay.discharge(),
        stay.settle(fen(20_000)),
        stay.settle(line.amount),
        stay.undoDischarge(),
        stay.withdraw('0000'),
      ]),
    );
    expect(await broken()).toEqual([]);
    // Whatever the order was, nothing was a fault, and each visit's bill was paid.
    expect(answers.filter(({ code }) => code === 'CENTRE-FAULT')).toEqual([]);
    expect(answers.filter((_, index) => index % 9 === 1).map(({ code }) => code)).toEqual(['', '', '']);
  });
});
