import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen, negate } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { demoCredential, demoPerson, fenOf, His, now, objectOf } from './world/his.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { counterOf, type Counter } from './world/counter.js';
import { InpatientStay, totalOf } from './world/stay.js';
import { good, identities, OutpatientVisit, RIGHT, settlementIdOf, type DemoLine } from './world/visit.js';

const A: DemoLine = { item: 'DEMO-A-001', price: '12.500000', count: '200.0000', amount: fen(250_000) };
const B: DemoLine = { item: 'DEMO-B-010', price: '40', count: '5', amount: fen(20_000) };
const C: DemoLine = { item: 'DEMO-C-001', price: '80', count: '1', amount: fen(8_000) };
const BILL = [A, B, C];
const CARD_ON_READER = { mdtrt_cert_type: '03', mdtrt_cert_no: '' };

let province: TestProvince;
let hospital: His;
let pharmacy: His;
let counter: Counter;

beforeAll(async () => {
  province = await startProvince('shanghai');
  hospital = new His(province.agent.url, province.keys.his, 'H31010600001');
  pharmacy = new His(province.agent.url, province.keys.his, 'P31010600001');
  counter = counterOf(province);
});

afterAll(async () => {
  await province?.close();
});

const identify = (credential: object, his = hospital) => his.send('1101', { data: credential });

describe('a settlement from the card to the ledger', () => {
  it('goes from sign-in to cancellation, and leaves balances and accumulators as they were', async () => {
    await counter.insert('virtual-1', 'retiree-new');
    good(await hospital.send('9001', { signIn: { opter_no: '0001', mac: '00-00', ip: '127.0.0.1' } }));
    const before = good(await identify(CARD_ON_READER));
    const retiree = demoPerson('retiree');
    expect(objectOf(before.output.baseinfo)).toMatchObject({ psn_no: retiree.psnNo, psn_name: retiree.name });

    const visit = await OutpatientVisit.begin(hospital, retiree.psnNo, CARD_ON_READER);
    const uploaded = good(await visit.upload('B1', BILL));
    const lines = (uploaded.output.result as unknown[]).map((line) => objectOf(line as never));
    for (const line of lines) {
      const parts = ['fulamt_ownpay_amt', 'overlmt_amt', 'preselfpay_amt', 'inscp_scp_amt'];
      expect(parts.reduce((sum, part) => sum + fenOf(line, part), 0)).toBe(fenOf(line, 'det_item_fee_sumamt'));
    }
    expect(lines.map((line) => fenOf(line, 'preselfpay_amt'))).toEqual([0, 2_000, 0]);
    expect(lines.map((line) => fenOf(line, 'fulamt_ownpay_amt'))).toEqual([0, 0, 8_000]);

    const trial = objectOf(good(await hospital.send('2206', visit.bill('B1', BILL))).output.setlinfo);
    const settled = good(await hospital.send('2207', visit.bill('B1', BILL)));
    const setlinfo = objectOf(settled.output.setlinfo);
    expect(identities(trial)).toEqual(RIGHT);
    expect(identities(setlinfo)).toEqual(RIGHT);
    const changing = ['setl_id', 'setl_time', 'medins_setl_id', 'exp_content'];
    for (const field of Object.keys(setlinfo).filter((name) => !changing.includes(name))) {
      expect([field, setlinfo[field]]).toEqual([field, trial[field]]);
    }
    const extension = (answer: typeof trial): unknown => JSON.parse(textOf(answer['exp_content']) ?? '');
    expect(extension(trial)).toMatchObject(extension(setlinfo) as object);
    // The trial alone says why: each amount by its rule.
    expect(extension(trial)).toMatchObject({
      explanation: [{ rule: 'current-year-money-first', amount: '1680.00' }, {}, {}, {}, {}],
    });
    // 1,680.00 current-year money first, 300.00 segment, of 700.00 the fund pays 75 %.
    expect(fenOf(setlinfo, 'hifob_pay')).toBe(52_500);
    expect(fenOf(setlinfo, 'act_pay_dedc')).toBe(30_000);
    expect(fenOf(setlinfo, 'acct_pay')).toBe(225_500);
    expect(fenOf(setlinfo, 'psn_cash_pay')).toBe(0);

    const settlementId = settlementIdOf(settled);
    const queried = good(await hospital.send('5203', { data: { ...visit.names, setl_id: settlementId } }));
    expect(objectOf(queried.output.setlinfo)).toMatchObject(setlinfo);
    const between = good(await identify(CARD_ON_READER));
    expect(JSON.parse(textOf(objectOf(between.output.baseinfo).exp_content) ?? '')).toMatchObject({
      crtYearBalc: 0,
      calYearBalc: 4425,
      outpatientSegmentUsed: 300,
    });

    const cancelled = objectOf(good(await visit.cancel(settlementId)).output.setlinfo);
    for (const [field, value] of Object.entries(cancelled)) expect([field, value]).not.toEqual([field, null]);
    for (const field of ['medfee_sumamt', 'fund_pay_sumamt', 'psn_part_amt', 'acct_pay', 'psn_cash_pay', 'hifob_pay']) {
      expect([field, fenOf(cancelled, field)]).toEqual([field, negate(fenOf(setlinfo, field))]);
    }
    expect(fenOf(cancelled, 'pdn_cash_pay')).toBe(fenOf(cancelled, 'psn_cash_pay'));
    expect(identities(cancelled)).toEqual(RIGHT);
    expect(good(await identify(CARD_ON_READER)).output).toEqual(before.output);

    const visits = good(
      await hospital.send('5201', {
        data: { psn_no: retiree.psnNo, begntime: '2026-01-01 00:00:00', endtime: now(), med_type: '11' },
      }),
    );
    expect(visits.output.mdtrtinfo).toMatchObject([{ mdtrt_id: visit.visitId, vali_flag: '1', setl_id: null }]);
    good(await hospital.send('2205', { data: { ...visit.names, chrg_bchno: '0000' } }));
    good(await hospital.send('2202', { data: { ...visit.names, ipt_otp_no: 'O1' } }));
    await counter.remove('virtual-1');
  });

  it('of a stay in hospital takes the card on the reader, and is asked for again after it has left', async () => {
    await counter.insert('virtual-1', 'retiree-new');
    const before = good(await identify(CARD_ON_READER));
    const stay = await InpatientStay.begin(hospital, demoPerson('retiree').psnNo, CARD_ON_READER);
    good(await stay.upload('L', BILL));
    good(await stay.discharge());
    const message = hospital.message('2304', stay.bill(totalOf(BILL)));
    const settled = good(await hospital.post(message));
    expect(identities(objectOf(settled.output.setlinfo))).toEqual(RIGHT);
    await counter.remove('virtual-1');
    expect((await hospital.post(message)).text).toBe(settled.text);
    good(await stay.cancel(settlementIdOf(settled)));
    await counter.insert('virtual-1', 'retiree-new');
    expect(good(await identify(CARD_ON_READER)).output).toEqual(before.output);
    await counter.remove('virtual-1');
  });

  it('at a pharmacy is one message, paid from accounts and cash only', async () => {
    const unlucky = demoPerson('unlucky');
    const credential = demoCredential('unlucky-new');
    const before = good(await identify(credential, pharmacy));
    const purchase = {
      druginfo: {
        psn_no: unlucky.psnNo,
        ...credential,
        begntime: now(),
        medfee_sumamt: 595,
        insutype: '310',
        acct_used_flag: '1',
        med_type: '41',
      },
      drugdetail: [
        ['1', 'DEMO-A-001', '44', '550.00', 12.5],
        ['2', 'DEMO-NOT-THERE', '1', '45.00', 45],
      ].map(([sn, item, cnt, amount, pric]) => ({
        feedetl_sn: sn,
        rx_circ_flag: '0',
        fee_ocur_time: now(),
        med_list_codg: item,
        medins_list_codg: item,
        det_item_fee_sumamt: amount,
        cnt,
        pric,
      })),
    };
    const trial = objectOf(good(await pharmacy.send('2101', purchase)).output.setlinfo);
    const answer = good(await pharmacy.send('2102', purchase));
    const setlinfo = objectOf(answer.output.setlinfo);
    expect(identities(setlinfo)).toEqual(RIGHT);
    expect(fenOf(setlinfo, 'fund_pay_sumamt')).toBe(0);
    expect(fenOf(setlinfo, 'acct_pay')).toBe(50_000);
    expect(fenOf(setlinfo, 'psn_cash_pay')).toBe(9_500);
    expect(fenOf(setlinfo, 'fulamt_ownpay_amt')).toBe(4_500);
    expect(trial.psn_cash_pay).toEqual(setlinfo.psn_cash_pay);
    expect(answer.output.detlcutinfo).toMatchObject([{ chrgitm_lv: '01' }, { chrgitm_lv: '03' }]);
    const names = { psn_no: unlucky.psnNo, mdtrt_id: setlinfo.mdtrt_id, setl_id: setlinfo.setl_id };
    const cancelled = objectOf(good(await pharmacy.send('2103', { data: names })).output.setlinfo);
    expect(fenOf(cancelled, 'psn_cash_pay')).toBe(-9_500);
    expect(good(await identify(credential, pharmacy)).output).toEqual(before.output);
  });

  it('with empty accounts is paid by fund and cash, and no account is overdrawn', async () => {
    const unlucky = demoPerson('unlucky');
    const credential = demoCredential('unlucky-new');
    const visit = await OutpatientVisit.begin(hospital, unlucky.psnNo, credential);
    for (const batch of ['C1', 'C2']) {
      good(await visit.upload(batch, [A]));
      const setlinfo = objectOf(good(await hospital.send('2207', visit.bill(batch, [A]))).output.setlinfo);
      expect(identities(setlinfo)).toEqual(RIGHT);
      expect(fenOf(setlinfo, 'balc')).toBe(0);
    }
  });

  it('is paid by what the cashier collected, or not at all', async () => {
    const employee = demoPerson('employee');
    const visit = await OutpatientVisit.begin(hospital, employee.psnNo, demoCredential('employee-old'));
    good(await visit.upload('G1', [C]));
    const guarded = (cash: string) =>
      hospital.send('2207', visit.bill('G1', [C], { acct_used_flag: '0', exp_content: `{"psn_cash_pay":"${cash}"}` }));
    const refused = await guarded('79.99');
    expect(refused.code).toBe('CASH-CHANGED');
    good(await guarded('80.00'));
  });

  it('takes the paths of the transactions as well as the dispatcher', async () => {
    const message = hospital.message('1101', { data: demoCredential('retiree-new') });
    const own = await hospital.post(message, 'fsiPsnInfoService/queryPsnInfo');
    expect(good(own).output).toEqual(good(await hospital.post(message)).output);
    expect((await hospital.post(message, 'outpatientSettleService/saveSettletment')).code).toBe('MSG-PATH-MISMATCH');
    expect((await hospital.post(message, 'noService/noMethod')).status).toBe(404);
  });
});
