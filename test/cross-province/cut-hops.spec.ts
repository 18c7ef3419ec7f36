import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { fen } from '@medisettle/money';
import { textOf, type ProvinceKind } from '@medisettle/national';
import { demoCredential, demoPerson, objectOf, type His, type HisAnswer } from '../world/his.js';
import { admissionOf, InpatientStay } from '../world/stay.js';
import { good, settlementIdOf } from '../world/visit.js';
import { openProvinces, type Cut, type TwoProvinces } from './two-provinces.js';

const RELOCATED = demoPerson('relocated').psnNo;
const CARD = demoCredential('relocated-new');
const HOSPITAL = 'H34010400001';
const BILL = [{ item: 'DEMO-A-001', price: '12.5', count: '800', amount: fen(1_000_000) }];
const TOTAL = fen(1_000_000);

/** So that what is unknown ends within a test. */
const QUICK = { PROVINCE_INQUIRY_MS: '50', PROVINCE_CLOSE_AFTER_MS: '0' };

let world: TwoProvinces;
let hospital: His;
let stay: InpatientStay;

beforeAll(async () => {
  world = await openProvinces(QUICK);
  hospital = world.hefei.his(HOSPITAL, '310000');
  stay = await InpatientStay.begin(hospital, RELOCATED, CARD);
  good(await stay.upload('L', BILL));
  good(await stay.discharge());
});

afterEach(async () => {
  world.toShanghai.cut = () => undefined;
  expect(await world.disagreements()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

/** Cuts the next message of a kind, and loses every inquiry until its end is waited for. */
function cutOnce(kind: ProvinceKind, cut: Cut): void {
  let left = 1;
  world.toShanghai.cut = (passing) => {
    if (passing === kind && left-- > 0) return cut;
    return passing === 'outcome' || passing === 'close' ? 'request-lost' : undefined;
  };
}

/** Repeats a message until its outcome is known. */
async function ended(message: string): Promise<HisAnswer> {
  const { cut } = world.toShanghai;
  world.toShanghai.cut = (kind) => (kind === 'outcome' || kind === 'close' ? undefined : cut(kind));
  for (;;) {
    const answer = await hospital.post(message);
    if (answer.code !== 'UNKNOWN-PROVINCE') return answer;
    await pause(20);
  }
}

const settle = (): string => hospital.message('2304', stay.bill(TOTAL));
const cancel = (settlementId: string): string =>
  hospital.message('2305', { data: { ...stay.names, setl_id: settlementId } });

describe('a settlement in another province', () => {
  it('whose answer is lost is found, and is one settlement', async () => {
    cutOnce('settle', 'answer-lost');
    const message = settle();
    expect((await hospital.post(message)).code).toBe('UNKNOWN-PROVINCE');
    const settled = good(await ended(message));
    expect((await hospital.post(message)).text).toBe(settled.text);
    good(await hospital.post(cancel(settlementIdOf(settled))));
  });

  it('whose request is lost is closed, and cannot be done late', async () => {
    cutOnce('settle', 'request-lost');
    const message = settle();
    expect((await hospital.post(message)).code).toBe('UNKNOWN-PROVINCE');
    expect((await ended(message)).code).toBe('MSG-CLOSED');
    expect(await world.toShanghai.arriveLate()).toMatchObject({ refused: { code: 'MSG-CLOSED' } });
  });

  it('that was not delivered is as if it had never been', async () => {
    cutOnce('settle', 'not-delivered');
    const message = settle();
    expect((await hospital.post(message)).code).toBe('PROVINCE-UNREACHABLE');
    good(await hospital.post(cancel(settlementIdOf(good(await hospital.post(message))))));
  });

  it('holds up what changes the stay until its end is known, and no longer', async () => {
    cutOnce('settle', 'answer-lost');
    const message = settle();
    expect((await hospital.post(message)).code).toBe('UNKNOWN-PROVINCE');
    expect((await stay.upload('M', BILL)).code).toBe('PROVINCE-PENDING');
    expect((await stay.settle(TOTAL)).code).toBe('PROVINCE-PENDING');
    expect((await stay.undoDischarge()).code).toBe('PROVINCE-PENDING');
    const { msgid } = JSON.parse(message) as { msgid: string };
    const reversal = { data: { psn_no: RELOCATED, omsgid: msgid, oinfno: '2304' } };
    expect((await hospital.send('2601', reversal)).code).toBe('PROVINCE-PENDING');
    good(await ended(message));
    good(await hospital.send('2601', reversal));
  });

  it('that does not add up is not booked, and taken back there', async () => {
    world.toShanghai.bend = (kind, answer) => {
      if (kind !== 'settle') return answer;
      const { settled } = answer as { settled: { amounts: Record<string, number> } };
      return { settled: { ...settled, amounts: { ...settled.amounts, cash: (settled.amounts['cash'] ?? 0) + 11 } } };
    };
    // Lost on its way, too: it is asked for until it is done.
    cutOnce('cancel', 'answer-lost');
    const message = settle();
    expect((await ended(message)).code).toBe('PROVINCE-AMOUNTS');
    world.toShanghai.bend = (_, answer) => answer;
    expect(world.toShanghai.passed.filter((kind) => kind === 'cancel').length).toBeGreaterThan(1);
  });
});

describe('a hub that is deaf', () => {
  it.each([
    ['who it is', 'identify', '1101', () => ({ data: CARD })],
    ['an admission', 'entitle', '2401', () => admissionOf(RELOCATED, CARD)],
    ['a trial', 'trial', '2303', () => stay.bill(TOTAL)],
  ] as const)('leaves nothing of a question: %s is asked again, and answered', async (_, kind, infno, input) => {
    cutOnce(kind, 'request-lost');
    expect((await hospital.send(infno, input())).code).toBe('PROVINCE-UNREACHABLE');
    const again = good(await hospital.send(infno, input()));
    const visitId = infno === '2401' ? textOf(objectOf(again.output.result).mdtrt_id) : null;
    if (visitId) good(await hospital.send('2404', { data: { mdtrt_id: visitId, psn_no: RELOCATED } }));
  });
});

describe('a cancellation in another province', () => {
  it.each([
    ['answer', 'answer-lost'],
    ['request', 'request-lost'],
  ] as const)('whose %s is lost has an end', async (_, cut) => {
    const settled = settlementIdOf(good(await hospital.post(settle())));
    cutOnce('cancel', cut);
    const message = cancel(settled);
    expect((await hospital.post(message)).code).toBe('UNKNOWN-PROVINCE');
    const answer = await ended(message);
    if (cut === 'answer-lost') expect(objectOf(good(answer).output.setlinfo)).toBeDefined();
    else {
      expect(answer.code).toBe('MSG-CLOSED');
      good(await hospital.post(cancel(settled)));
    }
  });
});
