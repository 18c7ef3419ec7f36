import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import type pg from 'pg';
import { sweep } from '../../books/sweep.mjs';
import { openCentre, type CentreInProcess } from '../world/centre-in-process.js';
import { demoCredential, demoPerson, fenOf, now, objectOf, type His, type HisAnswer } from '../world/his.js';
import { admissionOf, InpatientStay, PNEUMONIA } from '../world/stay.js';
import { good, OutpatientVisit, settlementIdOf, type DemoLine } from '../world/visit.js';

const retiree = demoPerson('retiree').psnNo;
const RETIREE_CARD = demoCredential('retiree-new');
const employee = demoPerson('employee').psnNo;
const EMPLOYEE_CARD = demoCredential('employee-old');
const TEN: DemoLine = { item: 'DEMO-A-001', price: '12.5', count: '10', amount: fen(12_500) };
const BACK = { init_feedetl_sn: 'A1', cnt: '-4', det_item_fee_sumamt: '-50.00' };

let centre: CentreInProcess;
let hospital: His;
let database: pg.Client;

beforeAll(async () => {
  centre = await openCentre('stayrefusals');
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

/** A time some days from now, as the wire writes it. */
const days = (count: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + count * 86_400_000).toISOString().replace('T', ' ').slice(0, 19);

const rowsOf = async (stay: InpatientStay): Promise<number> => {
  const { rows } = await database.query<{ n: number }>(
    `SELECT (SELECT count(*) FROM medisettle.fee_line WHERE visit_id = $1)::int
          + (SELECT count(*) FROM medisettle.settlement WHERE visit_id = $1)::int AS n`,
    [stay.visitId],
  );
  return rows[0]?.n ?? -1;
};

/** Whoever was admitted goes home, whatever a test has left. */
async function home(stay: InpatientStay): Promise<void> {
  await stay.withdraw('0000');
  await stay.undoDischarge();
  good(await stay.withdrawAdmission());
}

const admit = (more: object = {}, begntime = now()): Promise<HisAnswer> =>
  hospital.send('2401', admissionOf(retiree, RETIREE_CARD, { begntime, more }));

describe('an admission', () => {
  it('is refused with a card that may not be used, or that is somebody else’s', async () => {
    expect((await admit(demoCredential('retiree-old'))).code).toMatch(/^CARD-/);
    expect((await admit(demoCredential('mislaid-new'))).code).toMatch(/^CARD-/);
    expect((await admit(demoCredential('unlucky-new'))).code).toBe('CARD-NOT-OWNERS');
    expect((await admit({ mdtrt_cert_no: '' })).code).toBe('CREDENTIAL-MISSING');
  });

  it.each([
    [{ med_type: '11' }, 'MED-TYPE-UNSUPPORTED'],
    [{ med_type: '2107' }, 'MED-TYPE-UNSUPPORTED'],
    [{ med_type: '28' }, 'MSG-FIELD-MISSING'],
    [{ ipt_no: '' }, 'MSG-FIELD-MISSING'],
    [{ insutype: '390' }, 'PERSON-NOT-ENROLLED'],
    [{ insuplc_admdvs: '340100' }, 'INSURED-ELSEWHERE'],
    [{ begntime: days(2) }, 'STAY-TIMES'],
  ])('that says %j is refused (%s)', async (more, code) => {
    expect((await admit(more)).code).toBe(code);
  });

  it('is refused with two main diagnoses, with one twice, and with none', async () => {
    const input = admissionOf(retiree, RETIREE_CARD);
    const send = (diseinfo: unknown) => hospital.send('2401', { ...input, diseinfo });
    expect((await send([PNEUMONIA, { ...PNEUMONIA, diag_srt_no: 2 }])).code).toBe('DIAGNOSIS-MAIN');
    expect((await send([PNEUMONIA, { ...PNEUMONIA, maindiag_flag: '0' }])).code).toBe('DIAGNOSIS-TWICE');
    expect((await send([])).code).toMatch(/^MSG-FIELD/);
  });

  it('is one at a time at a hospital; a pharmacy admits nobody', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    expect((await admit()).code).toBe('STAY-OPEN');
    // Another hospital does not answer for a late discharge here.
    const other = await InpatientStay.begin(centre.his('H31010600002'), retiree, RETIREE_CARD);
    good(await other.withdrawAdmission());
    good(await stay.discharge());
    expect((await admit({}, days(-1))).code).toBe('STAY-TIMES');
    const next = await InpatientStay.begin(hospital, retiree, RETIREE_CARD, { begntime: now() });
    expect((await stay.undoDischarge()).code).toBe('STAY-OPEN');
    good(await next.withdrawAdmission());
    await home(stay);
    const pharmacy = centre.his('P31010600001');
    expect((await pharmacy.send('2401', admissionOf(retiree, RETIREE_CARD))).code).toBe('MSG-INSTITUTION-KIND');
  });

  it('that was withdrawn is over for good, and is withdrawn only when nothing hangs from it', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    good(await stay.upload('A', [TEN]));
    expect((await stay.withdrawAdmission()).code).toBe('STAY-LINES-STAND');
    const settled = good(await stay.settleMidStay(TEN.amount));
    expect((await stay.withdrawAdmission()).code).toBe('VISIT-SETTLED');
    good(await stay.cancel(settlementIdOf(settled)));
    good(await stay.discharge());
    expect((await stay.withdrawAdmission()).code).toBe('STAY-DISCHARGED');
    await home(stay);
    const after = [stay.upload('B', [TEN]), stay.discharge(), stay.settle(fen(0)), stay.withdrawAdmission()];
    expect((await Promise.all(after)).map(({ code }) => code)).toEqual(after.map(() => 'VISIT-CANCELLED'));
  });

  it('can be changed until the stay is settled', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    const begntime = now();
    const change = (more: object = {}, diseinfo: object[] = []) =>
      hospital.send('2403', { adminfo: { ...stay.names, begntime, med_type: '2101', ...more }, diseinfo });
    good(await change({ adm_bed: '14' }, [{ ...PNEUMONIA, diag_srt_no: 2, diag_code: 'J00.x00' }]));
    const { rows } = await database.query(
      `SELECT bed, contact_name, (SELECT string_agg(sequence_no || code || main, ' ' ORDER BY sequence_no)
                                    FROM medisettle.stay_diagnosis d WHERE d.visit_id = a.visit_id) AS diagnoses
         FROM medisettle.admission a WHERE visit_id = $1`,
      [stay.visitId],
    );
    expect(rows).toEqual([{ bed: '14', contact_name: '联系人', diagnoses: '1J18.900false 2J00.x00true' }]);
    expect((await change({ med_type: '13' })).code).toBe('MED-TYPE-UNSUPPORTED');
    expect((await change({ endtime: now() })).code).toBe('STAY-NOT-DISCHARGED');
    expect((await change({ begntime: days(1) })).code).toBe('STAY-TIMES');
    good(await stay.upload('A', [TEN]));
    const settled = good(await stay.settleMidStay(TEN.amount));
    expect((await change({ med_type: '22' })).code).toBe('VISIT-SETTLED');
    good(await change({ adm_bed: '15' }));
    good(await stay.cancel(settlementIdOf(settled)));
    good(await stay.discharge());
    expect((await change({ endtime: days(-1) })).code).toBe('STAY-TIMES');
    await home(stay);
  });
});

describe('a stay and a visit', () => {
  it('are not taken for each other', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    const asVisit = [
      hospital.send('2202', { data: stay.names }),
      hospital.send('2204', {
        feedetail: {
          ...stay.names,
          feedetl_sn: '1',
          chrg_bchno: 'B',
          fee_ocur_time: now(),
          med_list_codg: TEN.item,
          det_item_fee_sumamt: '125.00',
          cnt: '10',
          pric: '12.5',
        },
      }),
      hospital.send('2207', { data: { ...stay.bill(TEN.amount).data, med_type: '12', chrg_bchno: 'B' } }),
      hospital.send('2203', { mdtrtinfo: { ...stay.names, med_type: '11', begntime: now() }, diseinfo: PNEUMONIA }),
    ];
    expect((await Promise.all(asVisit)).map(({ code }) => code)).toEqual(asVisit.map(() => 'VISIT-IS-STAY'));
    const visit = await OutpatientVisit.begin(hospital, employee, EMPLOYEE_CARD);
    const names = { mdtrt_id: visit.visitId, psn_no: employee };
    const asStay = [
      hospital.send('2404', { data: names }),
      hospital.send('2302', { data: { ...names, feedetl_sn: '0000' } }),
      hospital.send('2304', { data: { ...stay.bill(TEN.amount).data, ...names, ...EMPLOYEE_CARD } }),
    ];
    expect((await Promise.all(asStay)).map(({ code }) => code)).toEqual(asStay.map(() => 'VISIT-NO-STAY'));
    good(await stay.upload('A', [TEN]));
    const settled = settlementIdOf(good(await stay.settleMidStay(TEN.amount)));
    const named = { data: { ...stay.names, setl_id: settled } };
    expect((await hospital.send('2208', named)).code).toBe('SETTLEMENT-NOT-CANCELLABLE');
    // Another hospital sees nothing of it.
    expect((await centre.his('H31010600002').send('2305', named)).code).toBe('SETTLEMENT-UNKNOWN');
    good(await stay.cancel(settled));
    await home(stay);
  });
});

describe('the fee lines of a stay', () => {
  it('are of its days and its category, and have numbers of their own; a bad upload leaves nothing', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD, { begntime: days(-3) });
    const upload = async (more: object) => (await stay.upload('A', [TEN], more)).code;
    expect(await upload({ fee_ocur_time: days(-4) })).toBe('LINE-OUTSIDE-STAY');
    expect(await upload({ fee_ocur_time: days(1) })).toBe('LINE-OUTSIDE-STAY');
    expect(await upload({ med_type: '22' })).toBe('VISIT-MED-TYPE');
    expect(await upload({ det_item_fee_sumamt: '126.00' })).toBe('LINE-AMOUNT');
    expect(await upload({ cnt: '-10' })).toBe('RETURN-ORIGINAL');
    expect(await upload({ cnt: '0' })).toBe('MSG-FIELD-INVALID');
    expect(await upload({ ...BACK, init_feedetl_sn: 'Z9' })).toBe('LINE-UNKNOWN');
    expect((await stay.upload('A', [TEN, TEN], { feedetl_sn: 'A1' })).code).toBe('LINE-TWICE');
    expect(await rowsOf(stay)).toBe(0);
    good(await stay.upload('A', [TEN], { fee_ocur_time: days(-1) }));
    expect(await upload({})).toBe('LINE-TWICE');
    expect((await stay.discharge(days(-2))).code).toBe('STAY-TIMES');
    expect((await stay.discharge(days(-4))).code).toBe('STAY-TIMES');
    expect((await stay.discharge(days(1))).code).toBe('STAY-TIMES');
    expect((await stay.discharge(days(-1), { die_date: days(0).slice(0, 10) })).code).toBe('STAY-TIMES');
    good(await stay.discharge(days(-1)));
    expect((await stay.discharge()).code).toBe('STAY-DISCHARGED');
    expect((await stay.upload('B', [TEN])).code).toBe('LINE-OUTSIDE-STAY');
    good(await stay.upload('B', [TEN], { fee_ocur_time: days(-1) }));
    await home(stay);
  });

  it('can be returned in part, and withdrawn in the order in which they hang together', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    good(await stay.upload('A', [TEN, { ...TEN, item: 'DEMO-C-001', price: '80', amount: fen(80_000) }]));
    const back = good(await stay.upload('R', [TEN], BACK));
    expect(back.text).toContain('"det_item_fee_sumamt":-50.00');
    // With its original in one message.
    const line = { ...stay.names, fee_ocur_time: now(), med_list_codg: 'DEMO-A-001', pric: '12.5' };
    good(
      await hospital.send('2301', {
        feedetail: [
          { ...line, feedetl_sn: 'C1', cnt: '2', det_item_fee_sumamt: '25.00' },
          { ...line, feedetl_sn: 'C2', cnt: '-2', det_item_fee_sumamt: '-25.00', init_feedetl_sn: 'C1' },
        ],
      }),
    );
    const again = (more: object) => stay.upload('S', [TEN], { ...BACK, ...more });
    expect((await again({ cnt: '-7', det_item_fee_sumamt: '-87.50' })).code).toBe('RETURN-TOO-MUCH');
    expect((await again({ med_list_codg: 'DEMO-C-001' })).code).toBe('RETURN-ITEM');
    expect((await again({ init_feedetl_sn: 'R1' })).code).toBe('LINE-UNKNOWN');
    expect((await stay.withdraw('A1')).code).toBe('LINE-RETURNED');
    expect((await stay.withdraw('Q1')).code).toBe('LINE-UNKNOWN');
    const trial = objectOf(good(await hospital.send('2303', stay.bill(fen(87_500)))).output.setlinfo);
    expect([fenOf(trial, 'fulamt_ownpay_amt'), fenOf(trial, 'inscp_scp_amt')]).toEqual([80_000, 7_500]);
    good(await stay.withdraw('R1'));
    good(await stay.withdraw('A1'));
    await home(stay);
  });
});

describe('the settlement of a stay', () => {
  it('is refused before the discharge, without lines, and with figures that contradict each other', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    expect((await stay.settleMidStay(fen(0))).code).toBe('STAY-LINES-MISSING');
    good(await stay.upload('A', [TEN]));
    expect((await stay.settle(TEN.amount)).code).toBe('STAY-NOT-DISCHARGED');
    good(await stay.discharge());
    const today = now().slice(0, 10);
    const cases: [object, string, string][] = [
      [{ medfee_sumamt: '125.01' }, 'TOTAL-MISMATCH', 'medfee_sumamt'],
      [{ fulamt_ownpay_amt: '0.01' }, 'TOTAL-MISMATCH', 'fulamt_ownpay_amt'],
      [{ inscp_scp_amt: '124.99' }, 'TOTAL-MISMATCH', 'inscp_scp_amt'],
      [{ exp_content: '{"psn_cash_pay":"1.00"}' }, 'CASH-CHANGED', ''],
      [{ dscgTime: days(-1) }, 'STAY-TIMES', 'dscgTime'],
      [{ dscg_time: 'soon' }, 'MSG-FIELD-INVALID', 'dscgTime'],
      [{ mid_setl_flag: '1' }, 'STAY-DISCHARGED', ''],
      [{ mid_setl_flag: '' }, 'MSG-FIELD-MISSING', 'mid_setl_flag'],
      [{ insutype: '390' }, 'PERSON-NOT-ENROLLED', ''],
      [{ insuplc_admdvs: '340100' }, 'INSURED-ELSEWHERE', ''],
      [demoCredential('retiree-old'), 'CARD-', ''],
    ];
    for (const [more, code, field] of cases) {
      const answer = await stay.settle(TEN.amount, more);
      expect([more, answer.code]).toEqual([more, expect.stringContaining(code)]);
      expect(answer.text).toContain(field);
    }
    expect(await rowsOf(stay)).toBe(1);
    const settled = good(await stay.settle(TEN.amount, { dscg_time: today, inscp_scp_amt: '125.00' }));
    expect((await stay.settle(TEN.amount)).code).toBe('STAY-SETTLED');
    good(await stay.cancel(settlementIdOf(settled)));
    await home(stay);
  });

  it('above the own ceiling is paid by the additional fund', async () => {
    const stay = await InpatientStay.begin(hospital, retiree, RETIREE_CARD);
    good(await stay.upload('A', [{ ...TEN, count: '56000', amount: fen(70_000_000) }]));
    good(await stay.discharge());
    const settled = good(await stay.settle(fen(70_000_000)));
    const setlinfo = objectOf(settled.output.setlinfo);
    // 1,200.00 deductible, 92 % of 650,000.00, 80 % of 48,800.00.
    expect(['act_pay_dedc', 'hifp_pay', 'hifob_pay'].map((field) => fenOf(setlinfo, field))).toEqual([
      120_000, 59_800_000, 3_904_000,
    ]);
    good(await stay.cancel(settlementIdOf(settled)));
  });
});
