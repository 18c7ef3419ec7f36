import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen, type Fen } from '@medisettle/money';
import { textOf, type WireObject } from '@medisettle/national';
import { openProvinces, type TwoProvinces } from '../cross-province/two-provinces.js';
import { fenOf, type His, type HisAnswer } from '../world/his.js';
import { good } from '../world/visit.js';
import { backToNow, desksOf, goToNextMonth, MONTH, settledBill } from './two-sides.js';

const [trt_year, trt_month] = MONTH.split('-');
const AMOUNTS = [250_000, 12_500, 25_000].map(fen);

let world: TwoProvinces;
let hospital: His;
let settled: string[];

beforeAll(async () => {
  world = await openProvinces();
  hospital = world.shanghai.his('H31010600001', '340100');
  const bill = (amount: Fen, cancelled = false): Promise<string> =>
    settledBill(hospital, ['visitor', 'visitor-new'], amount, { cancelled });
  settled = [];
  for (const amount of AMOUNTS) settled.push(await bill(amount));
  await bill(fen(1_250), true);
  await settledBill(world.shanghai.his(), ['retiree', 'retiree-new'], fen(1_250));
});

afterAll(async () => {
  backToNow();
  await world?.close();
});

/** A page, each value as the text that it was written with. */
const list = async (startrow = '1'): Promise<WireObject[]> => {
  const { output } = good(await hospital.send('3260', { data: { trt_year, trt_month, startrow } }));
  const rows = output.data as WireObject[];
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value) ?? ''])));
};
const confirming = (rows: readonly WireObject[], flags = rows.map(() => '1'), totalrow = rows.length) => ({
  data: { trt_year, trt_month, totalrow },
  detail: rows.map((row, index) => ({ ...row, cnfm_flag: flags[index] })),
});
const confirm = (...said: Parameters<typeof confirming>): Promise<HisAnswer> =>
  hospital.send('3261', confirming(...said));
// As some programs write it: without the node `data`.
const rollBack = (otransid: string): Promise<HisAnswer> => hospital.send('3262', { trt_year, trt_month, otransid });
const numberOf = (answer: HisAnswer): string => textOf((good(answer).output.data as WireObject).otransid) ?? '';
const standing = async (): Promise<unknown> =>
  ((await desksOf(world).shanghai.month()) as { hospitals: unknown[] }).hospitals[0];

describe("a hospital's month of what other provinces pay", () => {
  it('lists what stands, with what the insured place pays, and is not confirmed before it is over', async () => {
    const rows = await list();
    expect(rows.map((row) => textOf(row.setl_sn))).toEqual(settled);
    expect(rows.map((row) => fenOf(row, 'medfee_sumamt'))).toEqual(AMOUNTS);
    expect(fenOf(rows[0] ?? {}, 'optins_pay_sumamt')).toBeGreaterThan(0);
    expect((await list('3')).map((row) => textOf(row.seqno))).toEqual(['3']);
    expect(await list('4')).toEqual([]);
    expect((await confirm(rows)).code).toBe('CLEARING-MONTH-OPEN');
    goToNextMonth();
    expect((await hospital.send('3260', { data: { trt_year, trt_month: '13' } })).code).toBe('MSG-FIELD-INVALID');
    expect((await world.shanghai.his('P31010600001').send('3260', { data: { trt_year, trt_month } })).code).toBe(
      'MSG-INSTITUTION-KIND',
    );
  });

  it('is confirmed in parts, objected to, rolled back and confirmed again; the last word on a row counts', async () => {
    const rows = await list();
    const partly = numberOf(await confirm(rows.slice(0, 2)));
    expect(await standing()).toMatchObject({ state: 'partly', confirmed: 2, objected: 0 });
    const objection = numberOf(await confirm(rows.slice(1), ['0', '1']));
    expect(await standing()).toMatchObject({ state: 'disputed', confirmed: 2, objected: 1 });
    good(await rollBack(objection));
    good(await rollBack(objection));
    expect(await standing()).toMatchObject({ state: 'partly', confirmed: 2 });
    good(await rollBack('0'));
    expect(await standing()).toMatchObject({ state: 'open', confirmed: 0 });
    expect((await rollBack(`${partly}X`)).code).toBe('CLEARING-CONFIRMATION-UNKNOWN');
    const message = hospital.message('3261', confirming(rows));
    const answers = await Promise.all([hospital.post(message), hospital.post(message)]);
    expect(answers[0].text).toBe(answers[1].text);
    expect(await standing()).toMatchObject({ state: 'confirmed', confirmed: 3 });
  });

  it('is not confirmed by rows that are not its own, say other amounts, come twice or are not all there', async () => {
    const rows = await list();
    const [row = {}] = rows;
    const wrong = [
      [{ ...row, medfee_sumamt: '1.00' }],
      [{ ...row, optins_pay_sumamt: '1.00' }],
      [{ ...row, setl_sn: 'S0' }],
      [row, row],
    ];
    for (const said of wrong) expect((await confirm(said)).code).toBe('CLEARING-ROW');
    expect((await confirm(rows, undefined, 7)).code).toBe('CLEARING-ROWS');
    expect(await standing()).toMatchObject({ state: 'confirmed', confirmed: 3 });
  });

  it('is ended by the clearing of the provinces', async () => {
    const { shanghai } = desksOf(world);
    await shanghai.compare();
    await shanghai.confirm('care');
    expect(await standing()).toMatchObject({ state: 'cleared' });
    expect((await confirm(await list())).code).toBe('CLEARING-MONTH-CLEARED');
    expect((await rollBack('0')).code).toBe('CLEARING-MONTH-CLEARED');
  });
});
