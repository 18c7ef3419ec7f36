import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { textOf, type WireObject } from '@medisettle/national';
import { demoCredential, demoPerson, fenOf, His, now, objectOf } from './world/his.js';
import { startProvince, type TestProvince } from './world/programs.js';
import { good, identities, OutpatientVisit, RIGHT, type DemoLine } from './world/visit.js';

const TUMOUR = 'DEMO-OPSP-TUMOUR';
const CHRONIC = 'DEMO-OPSP-CHRONIC';
const HOME_BED = 'DEMO-HOME-BED';
const TODAY = now().slice(0, 10);
const shifted = (days: number): string => new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);

let province: TestProvince;
let hospital: His;
let community: His;

beforeAll(async () => {
  province = await startProvince('shanghai');
  hospital = new His(province.agent.url, province.keys.his, 'H31010600001');
  community = new His(province.agent.url, province.keys.his, 'H31010600002');
});

afterAll(async () => {
  await province?.close();
});

const A: DemoLine = { item: 'DEMO-A-001', price: '12.50', count: '800', amount: fen(1_000_000) };

const filing = (person: string, illness: string, more: object = {}) => ({
  data: {
    psn_no: demoPerson(person).psnNo,
    insutype: person === 'pupil' ? '390' : '310',
    opsp_dise_code: illness,
    opsp_dise_name: '示范病种',
    tel: '',
    addr: '',
    insu_optins: '310000',
    ide_fixmedins_no: hospital.institution,
    ide_fixmedins_name: '示范医院',
    hosp_ide_date: '2026-01-05',
    diag_dr_codg: 'D1',
    diag_dr_name: '医师',
    begndate: '2026-01-05',
    enddate: '',
    ...more,
  },
});

const serialOf = (output: WireObject): string => textOf(objectOf(output.result).trt_dcla_detl_sn) ?? '';

const withdraw = (person: string, serial: string, his = hospital) =>
  his.send('2504', { data: { trt_dcla_detl_sn: serial, psn_no: demoPerson(person).psnNo, memo: '填错' } });

/** A visit that says which illness is treated, by what category. */
async function visitFor(person: string, card: string, medType: string, illness: string, his = hospital) {
  const insutype = person === 'pupil' ? '390' : '310';
  const visit = await OutpatientVisit.begin(his, demoPerson(person).psnNo, demoCredential(card), '11', insutype);
  const described = await his.send('2203', {
    mdtrtinfo: { ...visit.names, med_type: medType, begntime: now(), dise_codg: illness, dise_name: '示范病种' },
    diseinfo: [{ diag_srt_no: 1, diag_code: 'C34.900', diag_name: '肺恶性肿瘤' }],
  });
  return { visit, described, insutype };
}

/** Settles one line under the category and gives the answer's amounts. */
async function settleFor(person: string, card: string, medType: string, illness: string) {
  const { visit, described, insutype } = await visitFor(person, card, medType, illness);
  good(described);
  good(await visit.upload('F1', [A]));
  const bill = visit.bill('F1', [A], { med_type: medType, insutype, acct_used_flag: '0' });
  const trial = objectOf(good(await hospital.send('2206', bill)).output.setlinfo);
  const settled = objectOf(good(await hospital.send('2207', bill)).output.setlinfo);
  expect(identities(settled)).toEqual(RIGHT);
  expect(fenOf(trial, 'fund_pay_sumamt')).toBe(fenOf(settled, 'fund_pay_sumamt'));
  return settled;
}

describe('a filing of a chronic or special illness', () => {
  it('lets the rules of serious illness apply', async () => {
    const { visit, described } = await visitFor('retiree', 'retiree-new', '14', TUMOUR);
    expect(described.code).toBe('FILING-MISSING');
    // The visit is still an ordinary one, and the bill cannot be told otherwise.
    good(await visit.upload('F0', [A]));
    expect((await hospital.send('2206', visit.bill('F0', [A], { med_type: '14' }))).code).toBe('VISIT-MED-TYPE');

    good(await hospital.send('2503', filing('retiree', TUMOUR, { enddate: shifted(30) })));
    const settled = await settleFor('retiree', 'retiree-new', '140104', TUMOUR);
    // No deductible, no account first: the pool pays 92 % of 10,000.00.
    expect(fenOf(settled, 'hifp_pay')).toBe(920_000);
    expect(fenOf(settled, 'act_pay_dedc')).toBe(0);
    expect(textOf(settled.clr_type)).toBe('14');
  });

  it('is done once, however often its message arrives', async () => {
    const message = hospital.message('2503', filing('employee', TUMOUR));
    const first = good(await hospital.post(message));
    expect((await hospital.post(message)).text).toBe(first.text);
    expect((await hospital.send('2503', filing('employee', TUMOUR))).code).toBe('FILING-OVERLAP');
    good(await withdraw('employee', serialOf(first.output)));
    good(await hospital.send('2503', filing('employee', TUMOUR)));
  });

  it('filed twice at the same moment stands once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => hospital.send('2503', filing('mislaid', CHRONIC))));
    expect(answers.map(({ code }) => code).toSorted()).toEqual([
      '',
      ...Array.from({ length: 3 }, () => 'FILING-OVERLAP'),
    ]);
  });

  it('that was withdrawn counts for nothing from then on; what was settled by it stays', async () => {
    const filed = good(await hospital.send('2503', filing('unlucky', CHRONIC)));
    const { visit, described } = await visitFor('unlucky', 'unlucky-new', '14', CHRONIC);
    good(described);
    good(await visit.upload('F1', [A]));
    good(
      await visit.upload(
        'F2',
        [A].map((line) => ({ ...line })),
      ),
    );
    const bill = (batch: string) => visit.bill(batch, [A], { med_type: '14' });
    const settled = good(await hospital.send('2207', bill('F1')));
    good(await withdraw('unlucky', serialOf(filed.output)));
    expect((await hospital.send('2206', bill('F2'))).code).toBe('FILING-MISSING');
    expect((await hospital.send('2207', bill('F2'))).code).toBe('FILING-MISSING');
    const setl_id = textOf(objectOf(settled.output.setlinfo).setl_id) ?? '';
    good(await hospital.send('5203', { data: { ...visit.names, setl_id } }));
    good(await visit.cancel(setl_id));
    expect((await withdraw('unlucky', serialOf(filed.output))).code).toBe('FILING-CANCELLED');
  });

  it.each([
    ['an illness that is not on the list', 'NO-SUCH', {}, 'FILING-ILLNESS-UNKNOWN'],
    [
      'a first day before the list',
      TUMOUR,
      { hosp_ide_date: '2017-01-01', begndate: '2017-01-01' },
      'FILING-ILLNESS-UNKNOWN',
    ],
    ['a first day before it was found', TUMOUR, { begndate: '2026-01-04' }, 'FILING-DATES'],
    ['a last day before the first', TUMOUR, { enddate: '2026-01-04' }, 'FILING-DATES'],
    ['another institution', TUMOUR, { ide_fixmedins_no: 'H31010600002' }, 'FILING-INSTITUTION'],
    ['another province', TUMOUR, { insu_optins: '340100' }, 'INSURED-ELSEWHERE'],
    ['an insurance that he has not', TUMOUR, { insutype: '390' }, 'PERSON-NOT-ENROLLED'],
    ['nobody', TUMOUR, { psn_no: '3100000000009999' }, 'PERSON-UNKNOWN'],
    ['a day that is none', TUMOUR, { begndate: '2026-02-30' }, 'MSG-FIELD-INVALID'],
    ['no illness', '', {}, 'MSG-FIELD-MISSING'],
  ])('with %s is refused', async (_, illness, more, code) => {
    expect((await hospital.send('2503', filing('relocated', illness, more))).code).toBe(code);
    expect((await check('relocated', '14', { dise_codg: TUMOUR })).reasons[0]).toContain('FILING-MISSING');
  });

  it('is a hospital’s: a pharmacy files none, another hospital neither uses nor withdraws it', async () => {
    const pharmacy = new His(province.agent.url, province.keys.his, 'P31010600001');
    expect((await pharmacy.send('2503', filing('guarded', CHRONIC))).code).toBe('MSG-INSTITUTION-KIND');
    const filed = good(await hospital.send('2503', filing('guarded', CHRONIC)));
    expect((await withdraw('guarded', serialOf(filed.output), community)).code).toBe('FILING-INSTITUTION');
    expect((await withdraw('employee', serialOf(filed.output))).code).toBe('FILING-UNKNOWN');
    expect(
      (await check('guarded', '14', { dise_codg: CHRONIC, fixmedins_code: community.institution })).reasons[0],
    ).toContain('FILING-INSTITUTION');
  });

  it('that has ended is neither good nor withdrawn', async () => {
    const span = { hosp_ide_date: shifted(-60), begndate: shifted(-60), enddate: shifted(-1) };
    const filed = good(await hospital.send('2503', filing('mislaid', TUMOUR, span)));
    expect((await check('mislaid', '14', { dise_codg: TUMOUR })).reasons[0]).toContain('FILING-ENDED');
    expect((await withdraw('mislaid', serialOf(filed.output))).code).toBe('FILING-ENDED');
    const next = { hosp_ide_date: shifted(-1), begndate: shifted(2) };
    good(await hospital.send('2503', filing('mislaid', TUMOUR, next)));
    expect((await check('mislaid', '14', { dise_codg: TUMOUR })).reasons[0]).toContain('FILING-NOT-BEGUN');
  });
});

describe('residents', () => {
  it('have critical-illness insurance for an illness that it lists, by the filing and the visit', async () => {
    const ordinary = await settleFor('pupil', 'pupil-new', '11', TUMOUR);
    expect(fenOf(ordinary, 'hifmi_pay')).toBe(0);
    good(await hospital.send('2503', filing('pupil', TUMOUR)));
    good(await hospital.send('2503', filing('pupil', CHRONIC)));
    const listed = await settleFor('pupil', 'pupil-new', '11', TUMOUR);
    expect(fenOf(listed, 'hifmi_pay')).toBeGreaterThan(0);
    const unlisted = await settleFor('pupil', 'pupil-new', '11', CHRONIC);
    expect(fenOf(unlisted, 'hifmi_pay')).toBe(0);
  });
});

describe('the home sickbed', () => {
  it('needs a filing of its own kind, and has its own share', async () => {
    expect((await visitFor('employee', 'employee-old', '71', HOME_BED)).described.code).toBe('FILING-MISSING');
    good(await hospital.send('2503', filing('employee', HOME_BED)));
    expect((await visitFor('employee', 'employee-old', '14', HOME_BED)).described.code).toBe('FILING-MISSING');
    const settled = await settleFor('employee', 'employee-old', '71', HOME_BED);
    expect(fenOf(settled, 'hifp_pay')).toBe(800_000);
    expect(textOf(settled.clr_type)).toBe('99');
  });
});

/** 2001: the funds that pay, and what is said of each. */
async function check(person: string, medType: string, more: object = {}) {
  const data = {
    psn_no: demoPerson(person).psnNo,
    insutype: person === 'pupil' ? '390' : '310',
    fixmedins_code: hospital.institution,
    med_type: medType,
    begntime: now(),
    ...more,
  };
  const { output } = good(await hospital.send('2001', { data }));
  const rows = (output.trtinfo as WireObject[]).map(objectOf);
  return {
    rows,
    paying: rows.filter((row) => row.trt_enjymnt_flag === '1').map((row) => textOf(row.fund_pay_type)),
    reasons: rows.map((row) => textOf(row.trt_chk_rslt) ?? ''),
  };
}

describe('the benefit check', () => {
  it('says which funds pay, by policy and filing', async () => {
    expect((await check('retiree', '11')).paying).toEqual(['330100', '310200']);
    expect((await check('retiree', '41')).paying).toEqual(['310200']);
    expect((await check('retiree', '21')).paying).toEqual(['310100', '330100', '310200']);
    expect((await check('pupil', '11')).paying).toEqual(['390100']);
    const without = await check('relocated', '14', { dise_codg: TUMOUR });
    expect(without.paying).toEqual([]);
    expect(without.reasons[0]).toMatch(/^\[FILING-MISSING\]/);
    good(await hospital.send('2503', filing('relocated', TUMOUR, { enddate: '2999-12-31' })));
    const filed = await check('relocated', '14', {
      dise_codg: TUMOUR,
      begntime: `${TODAY} 12:00:00`,
      endtime: `${shifted(30)} 00:00:00`,
    });
    expect(filed.paying).toEqual(['310100', '330100', '310200']);
    expect(filed.rows[0]).toMatchObject({ trt_chk_type: '01', begndate: TODAY, enddate: shifted(30) });
  });

  it('is refused for what it cannot be asked', async () => {
    const code = async (data: object) => (await hospital.send('2001', { data })).code;
    const asked = { psn_no: demoPerson('retiree').psnNo, insutype: '310', med_type: '11', begntime: now() };
    expect(await code({ ...asked, psn_no: '3100000000009999' })).toBe('PERSON-UNKNOWN');
    expect(await code({ ...asked, fixmedins_code: 'H00000000000' })).toBe('MSG-INSTITUTION-UNKNOWN');
    expect(await code({ ...asked, med_type: '9903' })).toBe('MED-TYPE-UNSUPPORTED');
    expect(await code({ ...asked, begntime: '2001-01-01' })).toBe('POLICY-MISSING');
    expect(await code({ ...asked, insutype: '' })).toBe('MSG-FIELD-MISSING');
  });
});
