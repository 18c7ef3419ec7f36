import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { sweep, violations } from '../../books/sweep.mjs';
import { openCentre, type CentreInProcess } from '../world/centre-in-process.js';
import { demoCredential, demoPerson, newMsgid, now, objectOf, type His, type HisAnswer } from '../world/his.js';
import { admissionOf, InpatientStay, PNEUMONIA } from '../world/stay.js';
import { good, settlementIdOf } from '../world/visit.js';

const HOSPITAL = 'H31010600001';
const retiree = demoPerson('retiree').psnNo;
const CARD = demoCredential('retiree-new');
const LINE = { item: 'DEMO-A-001', price: '12.5', count: '800', amount: fen(1_000_000) };

let centre: CentreInProcess;
let hospital: His;

beforeAll(async () => {
  centre = await openCentre('reversedstays');
  hospital = centre.his(HOSPITAL);
});

afterAll(async () => {
  await centre?.close();
});

const used = async (): Promise<string> =>
  textOf(objectOf(good(await hospital.send('1101', { data: CARD })).output.baseinfo).exp_content) ?? '';

const reverse = (omsgid: string, oinfno: string): Promise<HisAnswer> =>
  hospital.send('2601', { data: { psn_no: retiree, omsgid, oinfno } });

describe('a reversal of a stay', () => {
  it('takes its settlement back, and lets it stand again after a cancellation', async () => {
    const before = await used();
    const stay = await InpatientStay.begin(hospital, retiree, CARD);
    good(await stay.upload('L', [LINE]));
    good(await stay.discharge());
    const settling = newMsgid(HOSPITAL);
    const settled = good(await hospital.send('2304', stay.bill(LINE.amount), { msgid: settling }));
    const after = await used();
    const cancelling = newMsgid(HOSPITAL);
    const cancel = { data: { ...stay.names, setl_id: settlementIdOf(settled) } };
    good(await hospital.send('2305', cancel, { msgid: cancelling }));
    expect(await used()).toBe(before);
    good(await reverse(cancelling, '2305'));
    expect(await used()).toBe(after);
    expect((await stay.settle(LINE.amount)).code).toBe('STAY-SETTLED');
    good(await reverse(settling, '2304'));
    good(await reverse(settling, '2304'));
    expect(await used()).toBe(before);
    good(await stay.withdraw('0000'));
    good(await stay.undoDischarge());
    good(await stay.withdrawAdmission());
  });

  it('is refused for a cancellation whose bill is another by now', async () => {
    const before = await used();
    const stay = await InpatientStay.begin(hospital, retiree, CARD);
    good(await stay.upload('L', [LINE]));
    good(await stay.discharge());
    const settled = good(await stay.settle(LINE.amount));
    const cancelling = newMsgid(HOSPITAL);
    good(
      await hospital.send('2305', { data: { ...stay.names, setl_id: settlementIdOf(settled) } }, { msgid: cancelling }),
    );
    good(await stay.upload('M', [LINE]));
    expect((await reverse(cancelling, '2305')).code).toBe('REVERSAL-BILL-CHANGED');
    good(await stay.withdraw('M1'));
    good(await stay.undoDischarge());
    expect((await reverse(cancelling, '2305')).code).toBe('REVERSAL-BILL-CHANGED');
    good(await stay.discharge());
    const again = newMsgid(HOSPITAL);
    good(await hospital.send('2304', stay.bill(LINE.amount), { msgid: again }));
    expect((await reverse(cancelling, '2305')).code).toBe('BILL-SETTLED');
    good(await reverse(again, '2304'));
    // The refusal was an outcome of that message; a new one finds the bill as it was.
    good(await reverse(cancelling, '2305'));
    good(await stay.cancel(settlementIdOf(settled)));
    good(await stay.withdraw('0000'));
    good(await stay.undoDischarge());
    good(await stay.withdrawAdmission());
    expect(await used()).toBe(before);
  });

  it('withdraws an admission, once, also ahead of it', async () => {
    const admitting = newMsgid(HOSPITAL);
    const admission = hospital.message('2401', admissionOf(retiree, CARD), { msgid: admitting });
    good(await hospital.post(admission));
    good(await reverse(admitting, '2401'));
    good(await reverse(admitting, '2401'));
    const late = newMsgid(HOSPITAL);
    good(await reverse(late, '2401'));
    expect((await hospital.send('2401', admissionOf(retiree, CARD), { msgid: late })).code).toBe('MSG-CLOSED');
    const stay = await InpatientStay.begin(hospital, retiree, CARD);
    good(await stay.withdrawAdmission());
  });

  it('of an admission is refused where 2404 would be', async () => {
    const admitting = newMsgid(HOSPITAL);
    const admitted = good(await hospital.send('2401', admissionOf(retiree, CARD), { msgid: admitting }));
    const names = { psn_no: retiree, mdtrt_id: textOf(objectOf(admitted.output.result).mdtrt_id) ?? '' };
    good(
      await hospital.send('2402', {
        dscginfo: { ...names, insutype: '310', endtime: now(), dscg_way: '1' },
        diseinfo: [PNEUMONIA],
      }),
    );
    expect((await reverse(admitting, '2401')).code).toBe('STAY-DISCHARGED');
  });

  it('leaves books that balance', async () => {
    expect(violations(await sweep(centre.url))).toBe(0);
  });
});
