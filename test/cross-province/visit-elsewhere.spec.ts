import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen, negate } from '@medisettle/money';
import { chinaTime, Refused, textOf, type WireObject } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Entitled } from '../../apps/settlement/src/cross-province/bodies.js';
import { Visitors } from '../../apps/settlement/src/cross-province/visitors.js';
import { Transactions } from '../../apps/settlement/src/database/transactions.js';
import { CareFilingDesk, NewCareFiling } from '../../apps/settlement/src/filings/care-filing-desk.js';
import { waitUntil } from '../../set-up/running-processes.mjs';
import { demoCredential, demoPerson, fenOf, objectOf, type His } from '../world/his.js';
import { admissionOf } from '../world/stay.js';
import { good, identities, OutpatientVisit, RIGHT, settlementIdOf } from '../world/visit.js';
import { openProvinces, type TwoProvinces } from './two-provinces.js';

const VISITOR = demoPerson('visitor').psnNo;
const CARD = demoCredential('visitor-new');
const LINES = [
  { item: 'DEMO-A-001', price: '12.50', count: '200', amount: fen(250_000) },
  { item: 'DEMO-B-010', price: '40.00', count: '5', amount: fen(20_000) },
  { item: 'DEMO-C-001', price: '80.00', count: '1', amount: fen(8_000) },
];

let world: TwoProvinces;
let hospital: His;

beforeAll(async () => {
  world = await openProvinces();
  hospital = world.shanghai.his('H31010600001', '340100');
});

afterAll(async () => {
  try {
    expect(await world.disagreements()).toEqual([]);
  } finally {
    await world?.close();
  }
});

const balance = async (): Promise<string | null> => {
  const { output } = good(await hospital.send('1101', { data: CARD }));
  return textOf(objectOf((output.insuinfo as never[])[0]).balc);
};

describe('a person insured in Hefei, in a hospital of Shanghai', () => {
  it('pays an outpatient bill by the rules of Hefei, from the account there, and gets it back', async () => {
    const before = await balance();
    const visit = await OutpatientVisit.begin(hospital, VISITOR, CARD);
    good(await visit.upload('B1', LINES));
    const tried = objectOf(good(await hospital.send('2206', visit.bill('B1', LINES))).output.setlinfo);
    const settled = good(await hospital.send('2207', visit.bill('B1', LINES)));
    const info = objectOf(settled.output.setlinfo);
    expect(identities(info)).toEqual(RIGHT);
    expect(fenOf(info, 'acct_pay')).toBeGreaterThan(0);
    expect(fenOf(info, 'psn_cash_pay')).toBe(fenOf(tried, 'psn_cash_pay'));
    expect(await balance()).not.toBe(before);
    expect((await hospital.send('2207', visit.bill('B1', LINES))).code).toBe('BILL-SETTLED');
    const named = { ...visit.names, setl_id: settlementIdOf(settled) };
    const back = objectOf(good(await hospital.send('2208', { data: named })).output.setlinfo);
    expect(fenOf(back, 'acct_pay')).toBe(negate(fenOf(info, 'acct_pay')));
    expect(await balance()).toBe(before);
    // Cancelled, the same bill can be settled again.
    good(await hospital.send('2207', visit.bill('B1', LINES)));
  });

  it('has all of it on the account statement, which is given at home only', async () => {
    expect((await hospital.send('MS01', { data: CARD })).code).toBe('ACCOUNT-STATEMENT-ELSEWHERE');
    const { output } = good(await world.hefei.his('H34010400001', '340100').send('MS01', { data: CARD }));
    const elsewhere = { fixmedins_code: 'H31010600001', mdtrtarea_admvs: '310000' };
    expect((output.detail as WireObject[]).slice(-3)).toMatchObject(
      ['settlement', 'cancellation', 'settlement'].map((move_type) => ({ move_type, ...elsewhere })),
    );
    expect(textOf(objectOf(output.endbalc).crt_year)).not.toBe('300.00');
  });

  it('is refused with the reason when the bill does not come to what its lines are', async () => {
    const visit = await OutpatientVisit.begin(hospital, VISITOR, CARD);
    good(await visit.upload('B1', LINES));
    const { data } = visit.bill('B1', LINES);
    const wrong = await hospital.send('2207', { data: { ...data, medfee_sumamt: '1.00' } });
    expect(wrong.code).toBe('TOTAL-MISMATCH');
  });
});

describe('a filing of care elsewhere', () => {
  const retiree = demoPerson('retiree').psnNo;
  const now = chinaTime(DateTime.now().toMillis());
  const day = (shift: object): string => now.plus(shift).toISODate() ?? '';
  const desk = (): CareFilingDesk => world.shanghai.part(CareFilingDesk);
  const filing = (more: object): NewCareFiling =>
    NewCareFiling.parse({ personId: retiree, kind: 'temporary', destination: '340100', validFrom: day({}), ...more });
  const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
    try {
      await work();
      return '';
    } catch (error) {
      return error instanceof Refused ? error.refusal.code : String(error);
    }
  };
  const admitted = async (): Promise<string> => {
    const his = world.hefei.his('H34010400001', '310000');
    const answer = await his.send('2401', admissionOf(retiree, demoCredential('retiree-new')));
    if (answer.code === '') {
      const { mdtrt_id } = objectOf(answer.output.result);
      good(await his.send('2404', { data: { psn_no: retiree, mdtrt_id } }));
    }
    return answer.code;
  };

  it('to another city does not count here, one to this city does, and a cancelled one no more', async () => {
    const other = await desk().file(filing({ destination: '340200' }), now);
    expect(await admitted()).toBe('PROVINCE-FILED-ELSEWHERE');
    const here = await desk().file(filing({}), now);
    expect(await desk().file(filing({}), now)).toEqual(here);
    expect(await admitted()).toBe('');
    for (const { filingId } of [other, here]) await desk().cancel(retiree, filingId, now);
    expect(await admitted()).toBe('PROVINCE-NOT-FILED');
    expect(await codeOf(() => desk().cancel(retiree, here.filingId, now))).toBe('CARE-FILING-UNKNOWN');
  });

  it('of a relocation is changed only after a while, and ends the one before', async () => {
    await desk().file(filing({ kind: 'relocation', destination: '320100', validFrom: day({ months: -7 }) }), now);
    expect(await codeOf(() => desk().file(filing({ kind: 'relocation', validFrom: day({ months: -2 }) }), now))).toBe(
      'CARE-FILING-CHANGE',
    );
    await desk().file(filing({ kind: 'relocation' }), now);
    const [before, after] = (await desk().of(retiree)).filter(({ kind }) => kind === 'relocation');
    expect([before?.validTo, after?.validTo]).toEqual([day({ days: -1 }), null]);
    expect(await admitted()).toBe('');
  });

  it.each([
    ['at home', { destination: '310115' }, 'MSG-FIELD-INVALID'],
    ['in no province', { destination: '999999' }, 'MSG-FIELD-INVALID'],
    ['of a visitor', { personId: VISITOR }, 'PERSON-UNKNOWN'],
    ['that has ended', { validFrom: day({ days: -9 }), validTo: day({ days: -2 }) }, 'CARE-FILING-DATES'],
    ['that ends before it begins', { validTo: day({ days: -1 }) }, 'CARE-FILING-DATES'],
    ['of long ago', { validFrom: day({ months: -13 }), validTo: day({ days: 1 }) }, 'CARE-FILING-DATES'],
    ['of nobody', { personId: '9' }, 'PERSON-UNKNOWN'],
  ])('%s is refused', async (_, more, code) => {
    expect(await codeOf(() => desk().file(filing(more), now))).toBe(code);
  });
});

describe('a visitor who is seen for the first time', () => {
  const seen = (personId: string): Entitled => ({
    person: {
      personId,
      name: '皖来客',
      certificateType: '01',
      certificateNumber: `T${personId}`,
      gender: '1',
      nation: '01',
      birthDate: '1980-01-01',
      workStartDate: null,
      retirementDate: null,
    },
    personType: '11',
  });
  const noted = (db: Parameters<Visitors['note']>[0], personId: string): Promise<void> =>
    world.shanghai.part(Visitors).note(db, seen(personId), '340100', new Date());

  it('by two counters at the same moment is no resident for either', async () => {
    const transactions = world.shanghai.part(Transactions);
    const watcher = await world.shanghai.connect();
    const waiting = async (): Promise<boolean> => {
      const { rowCount } = await watcher.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rowCount === 1;
    };
    let second: Promise<unknown> = Promise.resolve();
    await transactions.run(async (db) => {
      await noted(db, '3401000000009001');
      second = Promise.allSettled([transactions.run((other) => noted(other, '3401000000009001'))]);
      await waitUntil(waiting, Number.POSITIVE_INFINITY);
    });
    expect(await second).toEqual([{ status: 'fulfilled', value: undefined }]);
    await watcher.end();
  });

  it('is refused where the number is that of somebody insured here', async () => {
    const resident = demoPerson('retiree').psnNo;
    const asked = world.shanghai.part(Transactions).run((db) => noted(db, resident));
    await expect(asked).rejects.toThrow('PROVINCE-PERSON-LOCAL');
  });
});
