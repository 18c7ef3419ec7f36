import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { Refused } from '@medisettle/national';
import { openProvinces, type TwoProvinces } from '../cross-province/two-provinces.js';
import { backToNow, desksOf, goToNextMonth, inDatabase, MONTH, settledBill, type ClearingDesk } from './two-sides.js';

let world: TwoProvinces;
let desks: { shanghai: ClearingDesk; hefei: ClearingDesk };
let first: string;
let second: string;

beforeAll(async () => {
  world = await openProvinces();
  desks = desksOf(world);
  const visitor = ['visitor', 'visitor-new'] as const;
  const here = world.shanghai.his('H31010600001', '340100');
  first = await settledBill(here, visitor, fen(250_000));
  second = await settledBill(here, visitor, fen(12_500));
  await settledBill(here, visitor, fen(25_000), { cancelled: true });
});

afterAll(async () => {
  backToNow();
  try {
    expect(await world.disagreements()).toEqual([]);
  } finally {
    await world?.close();
  }
});

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return '';
  } catch (error) {
    return error instanceof Refused ? error.refusal.code : String(error);
  }
};

const owedOf = (settlement: string): string =>
  `SELECT owed_fen FROM medisettle.province_settlement WHERE settlement_id = '${settlement}'`;

describe('a month between two provinces', () => {
  it('is not cleared before it is over', async () => {
    expect(await codeOf(desks.shanghai.compare())).toBe('CLEARING-MONTH-OPEN');
    goToNextMonth();
    expect(await desks.shanghai.month()).toMatchObject({
      calendar: { rule: 'clearing-calendar-2022' },
      provinces: [{ province: '340000', side: 'care', state: 'open', rows: 2, total: '2625.00' }],
    });
  });

  it('is neither confirmed nor paid before the tables were compared', async () => {
    expect(await codeOf(desks.shanghai.confirm('care'))).toBe('CLEARING-NOT-AGREED');
    expect(await codeOf(desks.hefei.pay())).toBe('CLEARING-NOT-CONFIRMED');
    world.toHefei.cut = () => 'answer-lost';
    expect(await codeOf(desks.shanghai.compare())).toBe('PROVINCE-UNREACHABLE');
    world.toHefei.cut = () => undefined;
  });

  it('names the settlements that differ, by what is wrong with them, and no others', async () => {
    const change = (settlement: string, set: string): string =>
      `UPDATE medisettle.province_settlement SET ${set} WHERE settlement_id = '${settlement}'`;
    await inDatabase(world.hefei, change(first, 'owed_fen = owed_fen + 1'));
    await inDatabase(world.hefei, change(second, `other_division = '990000'`));
    expect(await desks.shanghai.compare()).toMatchObject({
      tables: [
        { side: 'care', state: 'differing', differences: 2, rows: 2 },
        { side: 'insured', state: 'agreed', differences: 0, rows: 0 },
      ],
    });
    expect(await desks.shanghai.months()).toMatchObject({
      months: [
        { month: MONTH, side: 'care', state: 'differing', tables: 1 },
        { month: MONTH, side: 'insured', state: 'agreed', tables: 1, owed: '0.00' },
      ],
    });
    const found = await desks.shanghai.differences('care');
    expect(found).toMatchObject({
      differences: [
        { class: 'amounts-differ', settlementId: first },
        { class: 'only-here', settlementId: second, there: null },
      ],
    });
    await desks.hefei.compare();
    expect(await desks.hefei.differences('insured')).toMatchObject({
      differences: [
        { class: 'amounts-differ', settlementId: first },
        { class: 'only-there', settlementId: second, here: null },
      ],
    });
    expect(await codeOf(desks.shanghai.confirm('care'))).toBe('CLEARING-NOT-AGREED');
    await inDatabase(world.hefei, change(first, 'owed_fen = owed_fen - 1'));
    await inDatabase(world.hefei, change(second, `other_division = '310000'`));
  });

  it('is confirmed by each once both tables agree, and told again where the other side has not heard', async () => {
    for (const desk of [desks.shanghai, desks.hefei]) await desk.compare();
    expect(await desks.shanghai.differences('care')).toMatchObject({ differences: [] });
    world.toHefei.cut = (kind) => (kind === 'clearing-confirm' ? 'request-lost' : undefined);
    expect(await desks.shanghai.confirm('care')).toMatchObject({ state: 'confirmed', told: false });
    world.toHefei.cut = () => undefined;
    expect(await desks.hefei.confirm('insured')).toMatchObject({ state: 'confirmed', told: true });
    expect(await codeOf(desks.hefei.pay())).toBe('CLEARING-NOT-CONFIRMED');
    expect(await desks.shanghai.confirm('care')).toMatchObject({ state: 'confirmed', told: true });
    // What is confirmed stays as it is.
    await desks.shanghai.compare();
    expect(await desks.shanghai.month()).toMatchObject({ provinces: [{ side: 'care', state: 'confirmed' }, {}] });
  });

  it('is paid out of the advance fund, once, and the claim of the other side goes down by the same', async () => {
    expect(await codeOf(desks.hefei.pay())).toBe('CLEARING-ADVANCE-SHORT');
    await desks.hefei.advance('2026-1', '3000.00');
    expect(await desks.hefei.advance('2026-1', '3000.00')).toEqual({ province: '310000', balance: '3000.00' });
    expect(await codeOf(desks.hefei.advance('2026-1', '3000.01'))).toBe('CLEARING-ADVANCE-REUSED');
    world.toShanghai.cut = (kind) => (kind === 'clearing-paid' ? 'answer-lost' : undefined);
    const paid = await Promise.all([desks.hefei.pay(), desks.hefei.pay()]);
    expect(paid).toMatchObject([
      { state: 'paid', paidBy: 'clerk-2', told: false },
      { state: 'paid', told: false },
    ]);
    world.toShanghai.cut = () => undefined;
    expect(await desks.hefei.pay()).toMatchObject({ state: 'paid', told: true });
    const entries = `SELECT debit_account AS debit, credit_account AS credit, amount_fen AS amount
                       FROM medisettle.province_transfer WHERE month = '${MONTH}'`;
    const sum = `SELECT sum(owed_fen)::int AS owed FROM (${owedOf(first)} UNION ALL ${owedOf(second)}) both_bills`;
    const [{ owed: amount } = { owed: 0 }] = await inDatabase<{ owed: number }>(world.hefei, sum);
    expect(amount).toBeGreaterThan(0);
    expect(await inDatabase(world.hefei, entries)).toEqual([
      { debit: 'other-province', credit: 'advance-fund', amount },
    ]);
    expect(await inDatabase(world.shanghai, entries)).toEqual([
      { debit: 'treasury', credit: 'other-province', amount },
    ]);
    expect(await desks.shanghai.month()).toMatchObject({ provinces: [{ side: 'care', state: 'paid' }, {}] });
    expect(await desks.hefei.month()).toMatchObject({ advances: [{ unpaid: '0.00', warning: { level: 'none' } }] });
  });
});
