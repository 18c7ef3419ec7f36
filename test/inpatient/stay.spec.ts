import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { parseWire, textOf } from '@medisettle/national';
import type pg from 'pg';
import { sweep } from '../../books/sweep.mjs';
import { openCentre, type CentreInProcess } from '../world/centre-in-process.js';
import { demoCredential, demoPerson, fenOf, now, objectOf, type His } from '../world/his.js';
import { InpatientStay, totalOf } from '../world/stay.js';
import { good, identities, RIGHT, settlementIdOf, type DemoLine } from '../world/visit.js';

const retiree = demoPerson('retiree').psnNo;
const employee = demoPerson('employee').psnNo;
const pupil = demoPerson('pupil').psnNo;
const RETIREE_CARD = demoCredential('retiree-new');

/** Class A, with a ratio, fixed, over a limit, class C and unknown: 24,110.00 in all. */
const BILL: readonly DemoLine[] = [
  { item: 'DEMO-A-001', price: '12.5', count: '800', amount: fen(1_000_000) },
  { item: 'DEMO-B-010', price: '40', count: '10', amount: fen(40_000) },
  { item: 'DEMO-MAT-2300', price: '12300', count: '1', amount: fen(1_230_000) },
  { item: 'DEMO-BED-048', price: '55', count: '10', amount: fen(55_000) },
  { item: 'DEMO-C-001', price: '80', count: '10', amount: fen(80_000) },
  { item: 'NOT-IN-ANY-LIST', price: '60', count: '1', amount: fen(6_000) },
];
const of = (count: number): DemoLine => ({
  item: 'DEMO-A-001',
  price: '12.5',
  count: String(count),
  amount: fen(1_250 * count),
});

let centre: CentreInProcess;
let hospital: His;
let database: pg.Client;

beforeAll(async () => {
  centre = await openCentre('stay');
  hospital = centre.his();
  database = await centre.connect();
});

afterEach(async () => {
  expect((await sweep(centre.url)).filter(({ count }) => count > 0)).toEqual([]);
});

afterAll(async () => {
  await database?.end();
  await centre?.close();
});

const used = async (card: string): Promise<(string | null)[]> => {
  const { output } = good(await hospital.send('1101', { data: demoCredential(card) }));
  const said = objectOf(parseWire(textOf(objectOf(output.baseinfo).exp_content) ?? ''));
  const fields = ['crtYearBalc', 'calYearBalc', 'inpatientDeductibleUsed', 'ceilingExpensesUsed'] as const;
  return fields.map((field) => textOf(said[field]));
};

describe('a stay in hospital', () => {
  it('is settled after the discharge as it was tried before it, and cancelled without a trace', async () => {
    const before = await used('retiree-new');
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    const uploaded = good(await stay.upload('L', BILL));
    expect(uploaded.output.result).toHaveLength(BILL.length);
    // Told while the patient is still in his bed, for today.
    const early = objectOf(good(await hospital.send('2303', stay.bill(totalOf(BILL)))).output.setlinfo);
    good(await stay.discharge());
    const trial = objectOf(good(await hospital.send('2303', stay.bill(totalOf(BILL)))).output.setlinfo);
    const settled = good(await stay.settle(totalOf(BILL)));
    const setlinfo = objectOf(settled.output.setlinfo);
    expect(identities(setlinfo)).toEqual(RIGHT);
    // In scope: 10,000.00, 360.00 of 400.00, 10,000.00 of 12,300.00, 480.00 of 550.00. Above the deductible of a
    // retired person, 1,200.00, the pool pays 92 % of 19,640.00.
    expect(
      ['fulamt_ownpay_amt', 'overlmt_selfpay', 'preselfpay_amt', 'inscp_scp_amt', 'act_pay_dedc', 'hifp_pay'].map(
        (field) => fenOf(setlinfo, field),
      ),
    ).toEqual([86_000, 7_000, 234_000, 2_084_000, 120_000, 1_806_880]);
    // Current-year money stays out of stays; accumulated money pays what it can of the person's 6,041.20.
    expect(['psn_part_amt', 'acct_pay', 'psn_cash_pay', 'balc'].map((field) => fenOf(setlinfo, field))).toEqual([
      604_120, 500_000, 104_120, 168_000,
    ]);
    expect([textOf(setlinfo.clr_type), textOf(setlinfo.med_type)]).toEqual(['21', '2101']);
    const same = (answer: typeof trial) => ({ ...answer, setl_id: 0, setl_time: 0, medins_setl_id: 0 });
    expect(same(trial)).toEqual(same(setlinfo));
    expect(same(early)).toEqual(same(setlinfo));
    expect(await used('retiree-new')).toEqual(['1680.00', '0.00', '1200.00', '19640.00']);
    const span = { begntime: `${now().slice(0, 10)} 00:00:00`, endtime: `${now().slice(0, 10)} 23:59:59` };
    const visits = good(await hospital.send('5201', { data: { psn_no: retiree, ...span, med_type: '2101' } }));
    expect(visits.text).toContain(`"setl_id":"${settlementIdOf(settled)}"`);
    expect(visits.text).not.toContain('"endtime":null');
    const found = good(await hospital.send('5203', { data: { ...stay.names, setl_id: settlementIdOf(settled) } }));
    expect(fenOf(objectOf(found.output.setlinfo), 'hifp_pay')).toBe(1_806_880);
    const undone = objectOf(good(await stay.cancel(settlementIdOf(settled))).output.setlinfo);
    expect(['medfee_sumamt', 'hifp_pay', 'psn_part_amt', 'pdn_cash_pay'].map((field) => fenOf(undone, field))).toEqual([
      -2_411_000, -1_806_880, -604_120, -104_120,
    ]);
    expect(await used('retiree-new')).toEqual(before);
    // Settled once more, and again undone, so that the next test finds him as he was.
    const again = good(await stay.settle(totalOf(BILL)));
    good(await stay.cancel(settlementIdOf(again)));
    good(await stay.withdraw('0000'));
    good(await stay.undoDischarge());
    good(await stay.withdrawAdmission());
    expect(await used('retiree-new')).toEqual(before);
  });

  it('gives the stored answer to a repeated message, byte for byte, and is settled once', async () => {
    const stay = await InpatientStay.begin(hospital, employee, demoCredential('employee-old'));
    good(await stay.upload('L', [of(80)]));
    good(await stay.discharge());
    const message = hospital.message('2304', stay.bill(fen(100_000)));
    const [first, second] = await Promise.all([hospital.post(message), hospital.post(message)]);
    good(first);
    expect(second?.text).toBe(first.text);
    expect((await hospital.post(message)).text).toBe(first.text);
    expect((await stay.settle(fen(100_000))).code).toBe('STAY-SETTLED');
    // All of it is the deductible of an active person, 1,500.00 a year.
    expect(fenOf(objectOf(first.output.setlinfo), 'act_pay_dedc')).toBe(100_000);
    good(await stay.cancel(settlementIdOf(first)));
  });

  it('and another one share the deductible of the year, which is a yearly one for employees', async () => {
    const stays = [];
    for (const number of [1, 2]) {
      const stay = await InpatientStay.begin(hospital, employee, demoCredential('employee-old'));
      good(await stay.upload(`L${number}`, [of(80)]));
      good(await stay.discharge());
      const settled = good(await stay.settle(fen(100_000)));
      stays.push({ stay, settled, setlinfo: objectOf(settled.output.setlinfo) });
    }
    expect(stays.map(({ setlinfo }) => [fenOf(setlinfo, 'act_pay_dedc'), fenOf(setlinfo, 'hifp_pay')])).toEqual([
      [100_000, 0],
      [50_000, 42_500],
    ]);
    // Different stays are cancelled in any order.
    for (const { stay, settled } of stays) good(await stay.cancel(settlementIdOf(settled)));
    expect((await used('employee-old')).slice(2)).toEqual(['0.00', '0.00']);
  });

  it('of a resident pays its own deductible once, however many bills it has', async () => {
    const begin = () => InpatientStay.begin(hospital, pupil, demoCredential('pupil-new'), { insutype: '390' });
    const deductibles: number[] = [];
    const first = await begin();
    good(await first.upload('A', [of(16)]));
    deductibles.push(fenOf(objectOf(good(await first.settleMidStay(fen(20_000))).output.setlinfo), 'act_pay_dedc'));
    good(await first.upload('B', [of(160)]));
    good(await first.discharge());
    const last = objectOf(good(await first.settle(fen(200_000))).output.setlinfo);
    deductibles.push(fenOf(last, 'act_pay_dedc'));
    // 2,000.00 less the 100.00 that the deductible still lacked; residents up to 59 have 60 % at a tertiary hospital.
    expect(fenOf(last, 'hifp_pay')).toBe(114_000);
    const second = await begin();
    good(await second.upload('A', [of(160)]));
    good(await second.discharge());
    deductibles.push(fenOf(objectOf(good(await second.settle(fen(200_000))).output.setlinfo), 'act_pay_dedc'));
    expect(deductibles).toEqual([20_000, 10_000, 30_000]);
  });

  it('of a resident is paid by critical-illness insurance too, where the hospital filed a listed illness', async () => {
    const begin = (more: object) =>
      InpatientStay.begin(hospital, pupil, demoCredential('pupil-new'), { insutype: '390', more });
    const tumour = { dise_codg: 'DEMO-OPSP-TUMOUR', dise_name: '示范病种' };
    const paid = async (more: object): Promise<number> => {
      const stay = await begin(more);
      good(await stay.upload('A', [of(160)]));
      good(await stay.discharge());
      return fenOf(objectOf(good(await stay.settle(fen(200_000))).output.setlinfo), 'hifmi_pay');
    };
    expect(await paid(tumour)).toBe(0);
    const filing = {
      psn_no: pupil,
      insutype: '390',
      opsp_dise_code: 'DEMO-OPSP-TUMOUR',
      opsp_dise_name: '示范病种',
      ide_fixmedins_no: hospital.institution,
      ide_fixmedins_name: '示范医院',
      hosp_ide_date: '2026-01-05',
      diag_dr_codg: 'D1',
      diag_dr_name: '医师',
      begndate: '2026-01-05',
    };
    good(await hospital.send('2503', { data: filing }));
    // 60 % of what deductible (300.00) and pool (60 % of 1,700.00) leave.
    expect([await paid(tumour), await paid({})]).toEqual([58_800, 0]);
  });

  it('of one is settled at the card on the reader', async () => {
    const empty = { mdtrt_cert_type: '03', mdtrt_cert_no: '' };
    const { mdtrt_cert_no: cardNumber, card_sn: cardIdentifier } = demoCredential('retiree-new');
    const person = demoPerson('retiree');
    const onReader = { card: { cardNumber, cardIdentifier, citizenNumber: person.certno, name: person.name } };
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    good(await stay.upload('L', [of(8)]));
    good(await stay.discharge());
    const text = hospital.message('2304', stay.bill(fen(10_000), empty));
    const { text: answer } = await centre.desk.receive({ text, onReader });
    expect(answer).toContain('"infcode":0');
    expect(answer).toContain('"act_pay_dedc":100.00');
  });
});

describe('the bills of a stay', () => {
  it('follow each other: mid-stay, the rest after the discharge, and cancelled the other way round', async () => {
    const before = await used('retiree-new');
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    good(await stay.upload('A', [of(160)]));
    const middle = good(await stay.settleMidStay(fen(200_000)));
    // Nothing new, nothing to settle; what was settled is neither withdrawn nor returned.
    expect((await stay.settleMidStay(fen(200_000))).code).toBe('STAY-LINES-MISSING');
    expect((await stay.withdraw('A1')).code).toBe('LINE-SETTLED');
    const back = { init_feedetl_sn: 'A1', cnt: '-1', det_item_fee_sumamt: '-12.50' };
    expect((await stay.upload('R', [of(1)], back)).code).toBe('LINE-SETTLED');
    good(await stay.upload('B', [of(40)]));
    good(await stay.discharge());
    expect((await stay.settleMidStay(fen(50_000))).code).toBe('STAY-DISCHARGED');
    expect((await stay.settle(fen(250_000))).code).toBe('TOTAL-MISMATCH');
    const last = good(await stay.settle(fen(50_000)));
    expect((await stay.cancel(settlementIdOf(middle))).code).toBe('STAY-SETTLEMENT-LATER');
    expect((await stay.undoDischarge()).code).toBe('VISIT-SETTLED');
    expect((await stay.upload('C', [of(1)])).code).toBe('VISIT-SETTLED');
    good(await stay.cancel(settlementIdOf(last)));
    good(await stay.cancel(settlementIdOf(middle)));
    expect((await stay.cancel(settlementIdOf(middle))).code).toBe('SETTLEMENT-CANCELLED');
    // Both bills are one now.
    const whole = good(await stay.settle(fen(250_000)));
    expect(fenOf(objectOf(whole.output.setlinfo), 'medfee_sumamt')).toBe(250_000);
    good(await stay.cancel(settlementIdOf(whole)));
    expect(await used('retiree-new')).toEqual(before);
  });

  it('that are sent twice at once under two numbers are settled once', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    good(await stay.upload('A', [of(16)]));
    const twice = await Promise.all([stay.settleMidStay(fen(20_000)), stay.settleMidStay(fen(20_000))]);
    expect(twice.map(({ code }) => code).toSorted()).toEqual(['', 'STAY-LINES-MISSING']);
    const settled = twice.find(({ code }) => code === '');
    if (!settled) throw new Error('none was settled');
    good(await stay.cancel(settlementIdOf(settled)));
    good(await stay.withdraw('0000'));
    good(await stay.withdrawAdmission());
  });
});
