import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen, negate } from '@medisettle/money';
import { parseWire, textOf } from '@medisettle/national';
import { demoCredential, demoPerson, fenOf, objectOf, type His } from '../world/his.js';
import { admissionOf, InpatientStay, totalOf } from '../world/stay.js';
import { good, identities, RIGHT, settlementIdOf, type DemoLine } from '../world/visit.js';
import { openProvinces, type TwoProvinces } from './two-provinces.js';

const RELOCATED = demoPerson('relocated').psnNo;
const CARD = demoCredential('relocated-new');
const BILL: readonly DemoLine[] = [
  { item: 'DEMO-A-001', price: '12.5', count: '800', amount: fen(1_000_000) },
  { item: 'DEMO-B-010', price: '40', count: '10', amount: fen(40_000) },
  { item: 'DEMO-BED-048', price: '55', count: '10', amount: fen(55_000) },
  { item: 'DEMO-C-001', price: '80', count: '10', amount: fen(80_000) },
];
const TOTAL = totalOf(BILL);

let world: TwoProvinces;
let hospital: His;

beforeAll(async () => {
  world = await openProvinces();
  hospital = world.hefei.his('H34010400001', '310000');
});

afterAll(async () => {
  try {
    expect(await world.disagreements()).toEqual([]);
  } finally {
    await world?.close();
  }
});

const used = async (): Promise<(string | null)[]> => {
  const { output } = good(await hospital.send('1101', { data: CARD }));
  const said = objectOf(parseWire(textOf(objectOf(output.baseinfo).exp_content) ?? ''));
  const fields = ['crtYearBalc', 'calYearBalc', 'inpatientDeductibleUsed', 'ceilingExpensesUsed'] as const;
  return fields.map((field) => textOf(said[field]));
};

/** Admitted, charged and discharged. */
const stayed = async (): Promise<InpatientStay> => {
  const stay = await InpatientStay.begin(hospital, RELOCATED, CARD);
  good(await stay.upload('L', BILL));
  good(await stay.discharge());
  return stay;
};

describe('a person insured in Shanghai, in a hospital of Hefei', () => {
  it('is settled by Shanghai with the sums of Hefei, as it was tried, and cancelled without a trace', async () => {
    const before = await used();
    const stay = await stayed();
    const tried = objectOf(good(await hospital.send('2303', stay.bill(TOTAL))).output.setlinfo);
    expect(textOf(tried.setl_id)).toBe('');
    const settled = good(await stay.settle(TOTAL));
    const info = objectOf(settled.output.setlinfo);
    expect(identities(info)).toEqual(RIGHT);
    for (const field of ['medfee_sumamt', 'fund_pay_sumamt', 'psn_cash_pay', 'hifp_pay', 'balc'])
      expect(fenOf(info, field)).toBe(fenOf(tried, field));
    expect(fenOf(info, 'fund_pay_sumamt')).toBeGreaterThan(0);
    // Somebody who has moved there is not paid for from the account.
    expect(fenOf(info, 'acct_pay')).toBe(0);
    expect(await used()).not.toEqual(before);
    const queried = await hospital.send('5203', { data: { ...stay.names, setl_id: settlementIdOf(settled) } });
    expect(fenOf(objectOf(good(queried).output.setlinfo), 'hifp_pay')).toBe(fenOf(info, 'hifp_pay'));

    const cancelled = objectOf(good(await stay.cancel(settlementIdOf(settled))).output.setlinfo);
    expect(fenOf(cancelled, 'fund_pay_sumamt')).toBe(negate(fenOf(info, 'fund_pay_sumamt')));
    expect(await used()).toEqual(before);
    expect((await stay.cancel(settlementIdOf(settled))).code).toBe('SETTLEMENT-CANCELLED');
  });

  it('is settled once however often the message comes, and found by its number', async () => {
    const stay = await stayed();
    const message = hospital.message('2304', stay.bill(TOTAL));
    const [first, second] = [await hospital.post(message), await hospital.post(message)];
    expect(good(first).text).toBe(second.text);
    expect((await stay.settle(TOTAL)).code).toBe('STAY-SETTLED');
    const { msgid } = JSON.parse(message) as { msgid: string };
    const reversal = { psn_no: RELOCATED, omsgid: msgid, oinfno: '2304' };
    good(await hospital.send('2601', { data: reversal }));
    good(await hospital.send('2601', { data: reversal }));
  });

  it('settles in the middle of the stay and after it, on one deductible', async () => {
    const stay = await InpatientStay.begin(hospital, RELOCATED, CARD);
    good(await stay.upload('A', BILL));
    const middle = good(await stay.settleMidStay(TOTAL));
    good(await stay.upload('B', BILL));
    good(await stay.discharge());
    const last = good(await stay.settle(TOTAL));
    const [one, two] = [objectOf(middle.output.setlinfo), objectOf(last.output.setlinfo)];
    expect(fenOf(one, 'act_pay_dedc')).toBeGreaterThan(0);
    expect(fenOf(two, 'act_pay_dedc')).toBe(0);
    expect((await stay.cancel(settlementIdOf(middle))).code).toBe('STAY-SETTLEMENT-LATER');
    good(await stay.cancel(settlementIdOf(last)));
    good(await stay.cancel(settlementIdOf(middle)));
  });

  it('is found where the card was issued when the message names no insured place', async () => {
    const unnamed = world.hefei.his('H34010400001', '');
    const { output } = good(await unnamed.send('1101', { data: CARD }));
    expect(textOf(objectOf(output.baseinfo).psn_no)).toBe(RELOCATED);
  });

  it('does not pass for somebody insured here', async () => {
    const stay = await stayed();
    const local = world.hefei.his('H34010400001', '340100');
    expect((await local.send('2304', stay.bill(TOTAL))).code).toBe('PROVINCE-WRONG');
    good(await stay.undoDischarge());
    good(await stay.withdraw('0000'));
    good(await stay.withdrawAdmission());
  });
});

describe('nobody is admitted elsewhere', () => {
  it.each([
    ['with an old Shanghai card', 'employee', 'employee-old', 'PROVINCE-OLD-CARD'],
    ['with a card that is not active', 'employee', 'employee-new', 'CARD-NOT-ACTIVE'],
    ['without a filing', 'retiree', 'retiree-new', 'PROVINCE-NOT-FILED'],
    ['with the card of somebody else', 'retiree', 'relocated-new', 'CARD-NOT-OWNERS'],
  ])('%s', async (_, person, card, code) => {
    const admitted = await hospital.send('2401', admissionOf(demoPerson(person).psnNo, demoCredential(card)));
    expect(admitted.code).toBe(code);
  });

  it('by another credential than the national card', async () => {
    const { certno, psnNo } = demoPerson('relocated');
    const shown = { mdtrt_cert_type: '02', mdtrt_cert_no: certno };
    expect((await hospital.send('2401', admissionOf(psnNo, shown))).code).toBe('PROVINCE-CREDENTIAL');
    expect((await hospital.send('1101', { data: shown })).code).toBe('PROVINCE-CREDENTIAL');
  });

  it('in an emergency a filing is not needed', async () => {
    const urgent = { exp_content: JSON.stringify({ IPT_TYPE: '2' }) };
    const stay = await InpatientStay.begin(hospital, demoPerson('retiree').psnNo, demoCredential('retiree-new'), {
      more: urgent,
    });
    good(await stay.upload('L', BILL));
    good(await stay.discharge());
    good(await stay.settle(TOTAL));
  });

  it('an injury says whether a third party is liable', async () => {
    const injured = { exp_content: JSON.stringify({ TRUM_FLAG: '1' }) };
    const admission = admissionOf(RELOCATED, CARD, { more: injured });
    expect((await hospital.send('2401', admission)).code).toBe('MSG-FIELD-MISSING');
  });
});
