import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { CareFilingDesk } from '../../apps/settlement/src/filings/care-filing-desk.js';
import { CardsOfProvinces } from '../../apps/settlement/src/cross-province/cards-of-provinces.js';
import { answerOf, demoCredential, demoPerson, now, objectOf, type His, type HisAnswer } from '../world/his.js';
import { admissionOf, InpatientStay } from '../world/stay.js';
import { good, settlementIdOf } from '../world/visit.js';
import { openProvinces, type TwoProvinces } from './two-provinces.js';

const RETIREE = demoPerson('retiree').psnNo;
const CARD = demoCredential('retiree-new');
const TODAY = now().slice(0, 10);
const shifted = (days: number): string => new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);
const LINE = { item: 'DEMO-A-001', price: '12.5', count: '800', amount: fen(1_000_000) };

let world: TwoProvinces;
let sending: His;
let receiving: His;

beforeAll(async () => {
  world = await openProvinces();
  sending = world.shanghai.his('H31010600001');
  receiving = world.hefei.his('H34010400001', '310000');
});

afterAll(async () => {
  try {
    expect(await world.disagreements()).toEqual([]);
  } finally {
    await world?.close();
  }
});

const referral = (more: object = {}) => ({
  refmedin: {
    psn_no: RETIREE,
    insutype: '310',
    diag_code: 'J18.900',
    diag_name: '肺炎',
    reflin_medins_no: 'H34010400001',
    reflin_medins_name: '示范医院',
    mdtrtarea_admdvs: '340100',
    hosp_agre_refl_flag: '1',
    refl_type: '3',
    refl_date: TODAY,
    refl_rea: '病情需要',
    refl_opnn: '同意转院',
    ...more,
  },
});

const serialOf = (answer: HisAnswer): string => textOf(objectOf(good(answer).output.result).trt_dcla_detl_sn) ?? '';
const withdraw = (serial: string, his = sending, psn_no = RETIREE) =>
  his.send('2502', { data: { trt_dcla_detl_sn: serial, psn_no, memo: '患者不去了' } });
const refused = async (): Promise<string> => (await receiving.send('2401', admissionOf(RETIREE, CARD))).code;

describe('a referral to a hospital of another province', () => {
  it('lets the stay there settle, shows among the filings, and is withdrawn only while nothing is settled by it', async () => {
    expect(await refused()).toBe('PROVINCE-NOT-FILED');
    const message = sending.message('2501', referral());
    const serial = serialOf(await sending.post(message));
    expect((await sending.post(message)).text).toBe((await sending.post(message)).text);
    expect(serialOf(await sending.send('2501', referral()))).toBe(serial);
    const [filing, ...others] = await world.shanghai.part(CareFilingDesk).of(RETIREE);
    expect(others).toEqual([]);
    expect(filing).toMatchObject({
      filingId: serial,
      kind: 'referral',
      destination: '340100',
      validFrom: TODAY,
      referringInstitution: 'H31010600001',
      receivingInstitution: 'H34010400001',
    });
    expect(filing?.validTo?.slice(0, 7)).not.toBe(TODAY.slice(0, 7));

    const stay = await InpatientStay.begin(receiving, RETIREE, CARD);
    good(await stay.upload('L', [LINE]));
    good(await stay.discharge());
    const settled = good(await stay.settle(LINE.amount));
    expect((await withdraw(serial, world.shanghai.his('H31010600002'))).code).toBe('FILING-INSTITUTION');
    expect((await withdraw(serial)).code).toBe('FILING-USED');
    good(await stay.cancel(settlementIdOf(settled)));
    good(await withdraw(serial));
    expect((await stay.settle(LINE.amount)).code).toBe('PROVINCE-NOT-FILED');
    expect((await withdraw(serial)).code).toBe('FILING-CANCELLED');
    expect((await withdraw('F1')).code).toBe('FILING-UNKNOWN');
  });

  it('is changed by withdrawing it first', async () => {
    const first = serialOf(await sending.send('2501', referral({ enddate: shifted(20) })));
    const changed = referral({ enddate: shifted(30) });
    expect((await sending.send('2501', changed)).code).toBe('REFERRAL-OVERLAP');
    good(await withdraw(first));
    const second = serialOf(await sending.send('2501', changed));
    expect(second).not.toBe(first);
    good(await withdraw(second));
  });

  it.each([
    ['inside the city', { refl_type: '1' }, 'REFERRAL-NOT-ACROSS'],
    ['to another province that is this one', { mdtrtarea_admdvs: '310115' }, 'REFERRAL-NOT-ACROSS'],
    ['of no kind', { refl_type: '9' }, 'MSG-FIELD-INVALID'],
    ['to a division of five digits', { mdtrtarea_admdvs: '34010' }, 'MSG-FIELD-INVALID'],
    ['to a hospital that lies elsewhere', { reflin_medins_no: 'H32010400001' }, 'REFERRAL-DIVISION'],
    ['that the hospital does not agree to', { hosp_agre_refl_flag: '0' }, 'REFERRAL-NOT-AGREED'],
    ['that begins before its day', { begndate: shifted(-1) }, 'FILING-DATES'],
    ['that ends before it begins', { enddate: shifted(-1) }, 'FILING-DATES'],
    ['that is over', { refl_date: shifted(-9), enddate: shifted(-2) }, 'CARE-FILING-DATES'],
    ['of nobody', { psn_no: '3100000000009999' }, 'PERSON-UNKNOWN'],
    ['by an insurance that he has not', { insutype: '390' }, 'PERSON-NOT-ENROLLED'],
    ['of a visit that is not here', { refl_old_mdtrt_id: 'V1' }, 'VISIT-UNKNOWN'],
    ['of somebody insured elsewhere', { insu_optins: '340100' }, 'INSURED-ELSEWHERE'],
  ])('%s is refused and leaves nothing', async (_, more, code) => {
    expect((await sending.send('2501', referral(more))).code).toBe(code);
    expect(await refused()).toBe('PROVINCE-NOT-FILED');
  });

  it('is made by a hospital of the insured place, not by one elsewhere', async () => {
    expect((await receiving.send('2501', referral())).code).toBe('INSURED-ELSEWHERE');
    expect((await world.shanghai.his('P31010600001').send('2501', referral())).code).toBe('MSG-INSTITUTION-KIND');
  });
});

describe('an old card of Shanghai on a reader of Hefei', () => {
  it.each(['', '340100'])(
    'is refused with the reason when the message names the insured place "%s"',
    async (insuplc) => {
      const text = world.hefei
        .his('H34010400001', insuplc)
        .message('1101', { data: { mdtrt_cert_type: '03', mdtrt_cert_no: '' } });
      const generation = 'shanghai-legacy';
      const onReader = {
        card: { cardNumber: 'T10000013', cardIdentifier: '', citizenNumber: '', name: '', generation },
      };
      const { text: answer } = await world.hefei.desk.receive({ text, onReader });
      expect(answerOf(200, answer).code).toBe('PROVINCE-OLD-CARD');
    },
  );

  it('is judged so by the counter there, and by its own registry at home', async () => {
    const shown = { cardNumber: 'T10000013', cardIdentifier: '', generation: 'shanghai-legacy' };
    const codeAt = async (centre: TwoProvinces['hefei']) =>
      (await centre.part(CardsOfProvinces).of(shown)).verdict.code;
    expect([await codeAt(world.hefei), await codeAt(world.shanghai)]).toEqual(['PROVINCE-OLD-CARD', 'CARD-USABLE']);
  });
});
