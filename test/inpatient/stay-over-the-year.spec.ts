import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fen, type Fen } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { sweep } from '../../books/sweep.mjs';
import { Recomputation } from '../../apps/settlement/src/recomputation/recomputation.js';
import { CentreInTime } from '../world/centre-in-time.js';
import { demoCredential, demoPerson, fenOf, objectOf, type His, type HisAnswer } from '../world/his.js';
import { admissionOf, InpatientStay } from '../world/stay.js';
import { good, settlementIdOf } from '../world/visit.js';

const employee = demoPerson('employee').psnNo;
const unlucky = demoPerson('unlucky').psnNo;

let centre: CentreInTime;
let hospital: His;

beforeAll(async () => {
  centre = await CentreInTime.open('2026-06-20');
  hospital = centre.his('H31010600001');
});

afterEach(async () => {
  expect((await sweep(centre.databaseUrl)).filter(({ count }) => count > 0)).toEqual([]);
  expect(await centre.app.get(Recomputation).run()).toMatchObject({ differences: 0 });
});

afterAll(async () => {
  await centre?.close();
});

const admit = (person: string, card: string): Promise<InpatientStay> =>
  InpatientStay.begin(hospital, person, demoCredential(card), { begntime: '2026-06-21 08:00:00' });

/** Class A drugs for 125.00 yuan each time ten of them are given, on a day. */
async function give(stay: InpatientStay, name: string, tens: number, day: string): Promise<Fen> {
  const amount = fen(12_500 * tens);
  const line = { item: 'DEMO-A-001', price: '12.5', count: String(10 * tens), amount };
  good(await stay.upload(name, [line], { fee_ocur_time: `${day} 09:00:00` }));
  return amount;
}

const deductible = (answer: HisAnswer): number => fenOf(objectOf(answer.output.setlinfo), 'act_pay_dedc');

async function yearOf(stay: InpatientStay, settled: HisAnswer): Promise<(string | null)[]> {
  const query = { data: { ...stay.names, setl_id: settlementIdOf(settled) } };
  const setlinfo = objectOf(good(await hospital.send('5203', query)).output.setlinfo);
  return ['year', 'begndate', 'enddate'].map((field) => textOf(setlinfo[field]));
}

describe('a stay over the change of the insurance year', () => {
  it('is divided by a mid-stay settlement up to the last day of the old year', async () => {
    centre.goTo('2026-06-21');
    const stay = await admit(employee, 'employee-old');
    centre.goTo('2026-06-30');
    const old = await give(stay, 'A', 16, '2026-06-29');
    // Made two days later, it counts for the old year; a line of the new one must wait.
    centre.goTo('2026-07-02');
    const early = await give(stay, 'B', 1, '2026-07-01');
    const until = { dscgTime: '2026-06-30' };
    expect((await stay.settleMidStay(fen(old + early), until)).code).toBe('STAY-TIMES');
    good(await stay.withdraw('B1'));
    expect((await stay.settleMidStay(old, { dscgTime: '2026-07-03' })).code).toBe('STAY-TIMES');
    expect((await stay.settleMidStay(old, { dscgTime: '2026-06-20' })).code).toBe('STAY-TIMES');
    const middle = good(await stay.settleMidStay(old, until));
    expect(await yearOf(stay, middle)).toEqual(['2025', '2026-06-21', '2026-06-30']);
    // What is settled cannot come to lie outside of the stay.
    expect((await stay.discharge('2026-06-29 10:00:00')).code).toBe('STAY-TIMES');

    centre.goTo('2026-07-08');
    const rest = await give(stay, 'C', 16, '2026-07-05');
    good(await stay.discharge('2026-07-06 10:00:00'));
    const last = good(await stay.settle(rest));
    expect(await yearOf(stay, last)).toEqual(['2026', '2026-06-21', '2026-07-06']);
    // The yearly deductible of 1,500.00 is due in each year.
    expect([deductible(middle), deductible(last)]).toEqual([150_000, 150_000]);
    // Undone, each in its own year.
    good(await stay.cancel(settlementIdOf(last)));
    good(await stay.cancel(settlementIdOf(middle)));
  });

  it('belongs to the year of its end where nothing was settled before', async () => {
    centre.goTo('2026-07-08');
    const stay = await admit(unlucky, 'unlucky-new');
    const total = fen((await give(stay, 'A', 16, '2026-06-29')) + (await give(stay, 'B', 8, '2026-07-05')));
    good(await stay.discharge('2026-07-05 10:00:00'));
    const settled = good(await stay.settle(total));
    expect(await yearOf(stay, settled)).toEqual(['2026', '2026-06-21', '2026-07-05']);
    expect(deductible(settled)).toBe(150_000);
    good(await stay.cancel(settlementIdOf(settled)));
    good(await stay.undoDischarge());
    // It ended in the old year after all, as was found out too late.
    good(await stay.withdraw('B1'));
    good(await stay.discharge('2026-06-30 10:00:00'));
    const again = good(await stay.settle(fen(200_000)));
    expect(await yearOf(stay, again)).toEqual(['2025', '2026-06-21', '2026-06-30']);
    good(await stay.cancel(settlementIdOf(again)));
  });
});

describe('the stay of somebody who dies in hospital', () => {
  it('is settled after his death, by the day of his discharge', async () => {
    centre.goTo('2026-07-09');
    const stay = await InpatientStay.begin(hospital, unlucky, demoCredential('unlucky-new'), {
      begntime: '2026-07-07 08:00:00',
    });
    const total = await give(stay, 'A', 2, '2026-07-08');
    good(await stay.discharge('2026-07-08 10:00:00', { dscg_way: '5', die_date: '2026-07-08' }));
    await centre.database.query(`UPDATE medisettle.person SET died_on = '2026-07-08' WHERE person_id = $1`, [unlucky]);
    centre.goTo('2026-07-12');
    good(await stay.settle(total));
    const late = admissionOf(unlucky, demoCredential('unlucky-new'), { begntime: '2026-07-12 08:00:00' });
    expect((await hospital.send('2401', late)).code).toBe('PERSON-DECEASED');
  });
});
