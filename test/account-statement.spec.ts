import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { parseWire, textOf, type WireObject, type WireValue } from '@medisettle/national';
import fc from 'fast-check';
import { Credits } from '../apps/settlement/src/accounts/credits.js';
import { Transactions } from '../apps/settlement/src/database/transactions.js';
import { Insured } from '../apps/settlement/src/insured/insured.js';
import { Merges } from '../apps/settlement/src/insured/merges.js';
import { YearChanges } from '../apps/settlement/src/year-change/year-changes.js';
import { CentreInTime } from './world/centre-in-time.js';
import { demoCredential, demoPerson, fenOf, newMsgid, objectOf, type His, type HisAnswer } from './world/his.js';
import { good, OutpatientVisit, settlementIdOf } from './world/visit.js';

const HOSPITAL = 'H31010600001';
const BEGIN = '2026-05-20';
const PATIENTS = [
  ['retiree', 'retiree-new'],
  ['employee', 'employee-old'],
  ['unlucky', 'unlucky-new'],
] as const;
type Patient = (typeof PATIENTS)[number];

let centre: CentreInTime;
let hospital: His;
/** Where the clock stands: days since the beginning, and seconds after ten, so that nothing happens twice at once. */
let [day, second] = [0, 0];

const dayAfter = (days: number): string =>
  new Date(Date.parse(`${BEGIN}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Lets some days pass, and always a second. */
function pass(days: number): void {
  day += days;
  second += 1;
  const [minutes, seconds] = [Math.floor(second / 60), second % 60].map((part) => String(part).padStart(2, '0'));
  centre.goTo(dayAfter(day), `10:${minutes}:${seconds}`);
}

beforeAll(async () => {
  centre = await CentreInTime.open(BEGIN);
  hospital = centre.his(HOSPITAL);
  pass(0);
});

afterAll(() => centre?.close());

const asked = (card: string, more: object = {}): Promise<HisAnswer> =>
  hospital.send('MS01', { data: { ...demoCredential(card), ...more } });

/** Amounts of a node on the three accounts, in fen. */
const onAccounts = (node: WireValue | undefined): number[] =>
  ['crt_year', 'cal_year', 'mulaid'].map((field) => fenOf(objectOf(node), field));
const sum = (one: readonly number[], other: readonly number[]): number[] =>
  one.map((amount, index) => amount + (other[index] ?? 0));

async function statement(card: string, more: object = {}) {
  const { output } = good(await asked(card, more));
  const detail = (output.detail as WireObject[]).map((row) => ({
    type: textOf(row.move_type) ?? '',
    settlementId: textOf(row.setl_id) ?? '',
    pending: textOf(row.pend_flag) === '1',
    amounts: onAccounts(row.amt),
    balances: onAccounts(row.balc),
    row,
  }));
  return {
    info: objectOf(output.stmtinfo),
    opening: onAccounts(output.begnbalc),
    closing: onAccounts(output.endbalc),
    detail,
    years: output.yearinfo as WireObject[],
  };
}

/** The balances that 1101 tells, and those that lie in the database. */
async function told([, card]: Patient): Promise<number[]> {
  const { output } = good(await hospital.send('1101', { data: demoCredential(card) }));
  const said = objectOf(parseWire(textOf(objectOf(output.baseinfo).exp_content) ?? ''));
  return [fenOf(said, 'crtYearBalc'), fenOf(said, 'calYearBalc')];
}

async function settle([key, card]: Patient, boxes: number) {
  const lines = [{ item: 'DEMO-A-001', price: '12.5', count: String(boxes), amount: fen(1_250 * boxes) }];
  const visit = await OutpatientVisit.begin(hospital, demoPerson(key).psnNo, demoCredential(card));
  good(await visit.upload('B', lines));
  const msgid = newMsgid(HOSPITAL);
  const settled = good(await hospital.post(hospital.message('2207', visit.bill('B', lines), { msgid })));
  return { visit, msgid, settlementId: settlementIdOf(settled), psn_no: demoPerson(key).psnNo };
}
type Settled = Awaited<ReturnType<typeof settle>>;

const reverse = ({ psn_no }: Settled, omsgid: string, oinfno: string) =>
  hospital.send('2601', { data: { psn_no, omsgid, oinfno } });

/** A credit of the agency's, outside of the change of the year. */
async function credit([key]: Patient, creditId: string, amount: number): Promise<void> {
  const personId = demoPerson(key).psnNo;
  const at = centre.now.toJSDate();
  await centre.app.get(Transactions).run(async (db) => {
    await centre.app.get(Insured).hold(db, personId);
    await centre.app.get(YearChanges).open(db, personId, dayAfter(day), at);
    const one = { personId, creditId, account: 'accumulated-account', reason: '补缴入账', creditedAt: at } as const;
    await centre.app.get(Credits).book(db, [{ ...one, amount: fen(amount) }], at);
  });
}

describe('an account statement', () => {
  const [retiree] = PATIENTS;

  it('goes from the opening to the closing balances, movement by movement, as the ledger has them', async () => {
    pass(1);
    // 2,500.00: 1,680.00 current-year money, 300.00 self-pay segment, 130.00 of the person's share.
    const first = await settle(retiree, 200);
    pass(0);
    const cancellation = newMsgid(HOSPITAL);
    const names = { ...first.visit.names, setl_id: first.settlementId };
    good(await hospital.post(hospital.message('2208', { data: names }, { msgid: cancellation })));
    pass(0);
    good(await reverse(first, cancellation, '2208'));
    pass(1);
    const second = await settle(retiree, 8);
    pass(0);
    good(await reverse(second, second.msgid, '2207'));
    pass(0);
    await credit(retiree, 'credit:made', 12_345);

    const { info, opening, detail, closing, years } = await statement('retiree-new', { begndate: dayAfter(1) });
    expect(detail.map(({ type, amounts }) => [type, ...amounts])).toEqual([
      ['settlement', -168_000, -43_000, 0],
      ['cancellation', 168_000, 43_000, 0],
      ['restoration', -168_000, -43_000, 0],
      // 100.00 above the segment: 75 % from the fund.
      ['settlement', 0, -2_500, 0],
      ['reversal', 0, 2_500, 0],
      ['credit', 0, 12_345, 0],
    ]);
    expect([opening, closing.slice(0, 2)]).toEqual([[168_000, 500_000, 0], await told(retiree)]);
    expect(detail.map(({ row }) => textOf(row.fixmedins_name) || textOf(row.memo))).toEqual([
      ...Array.from({ length: 5 }, () => textOf(info.fixmedins_name)),
      '补缴入账',
    ]);
    expect(detail.slice(1, 3).map(({ row }) => textOf(row.init_setl_id))).toEqual([
      first.settlementId,
      detail[1]?.settlementId,
    ]);
    expect(textOf(info.certno)).toBe('**************0225');
    expect(textOf(info.mdtrt_cert_no)).toBe('*****0029');
    expect(years.map((year) => [textOf(year.begndate), fenOf(year, 'outpatient_segment_used')])).toEqual([
      ['2025-07-01', 30_000],
    ]);
  });

  it('shows a change of the year that is due, and the same once it is booked', async () => {
    centre.goTo('2026-07-01');
    const due = await statement('retiree-new');
    expect([textOf(due.info.begndate), textOf(due.info.enddate)]).toEqual(['2026-07-01', '2026-07-01']);
    expect(due.detail.map(({ type, pending, row }) => [type, pending, textOf(row.memo)])).toEqual([
      ['year-credit', true, '2026-07-01'],
    ]);
    expect(due.closing.slice(0, 2)).toEqual(await told(retiree));
    day = 42;
    pass(0);
    await settle(retiree, 1);
    const booked = await statement('retiree-new');
    expect(booked.detail.map(({ type, pending }) => [type, pending])).toEqual([
      ['year-credit', false],
      ['settlement', false],
    ]);
    expect(booked.detail[0]?.amounts).toEqual(due.detail[0]?.amounts);
    // What is over stays as it was printed.
    const { closing } = await statement('retiree-new', { begndate: BEGIN, enddate: '2026-06-30' });
    expect(closing).toEqual(booked.opening);
  });

  it('is empty for who has no accounts', async () => {
    expect(await statement('pupil-new')).toMatchObject({
      opening: [0, 0, 0],
      detail: [],
      closing: [0, 0, 0],
      years: [],
    });
  });

  it.each([
    ['of a card that is void', 'retiree-old', {}, 'CARD-VOID-REPLACED'],
    ['of a card that is suspended', 'mislaid-new', {}, 'CARD-SUSPENDED'],
    ['for another person', 'unlucky-new', { psn_no: demoPerson('retiree').psnNo }, 'CARD-NOT-OWNERS'],
    ['for a number alone', 'retiree-new', { mdtrt_cert_type: '02' }, 'ACCOUNT-STATEMENT-CREDENTIAL'],
    [
      'that ends before it begins',
      'retiree-new',
      { begndate: '2026-06-02', enddate: '2026-06-01' },
      'ACCOUNT-STATEMENT-SPAN',
    ],
    ['of tomorrow', 'retiree-new', { enddate: '2030-01-01' }, 'ACCOUNT-STATEMENT-SPAN'],
    [
      'of more than two years',
      'retiree-new',
      { begndate: '2024-06-01', enddate: '2026-06-01' },
      'ACCOUNT-STATEMENT-SPAN',
    ],
    ['of another province', 'visitor-new', {}, 'ACCOUNT-STATEMENT-ELSEWHERE'],
  ])('is refused %s', async (_, card, more, code) => {
    const elsewhere = code === 'ACCOUNT-STATEMENT-ELSEWHERE';
    const credential = { data: { ...demoCredential(card), ...more } };
    const { code: said } = await hospital.send('MS01', credential, elsewhere ? { insuplc_admdvs: '' } : {});
    expect(said).toBe(code);
  });
});

const step = fc.record({
  patient: fc.constantFrom(...PATIENTS),
  days: fc.constantFrom(0, 0, 1, 3, 14),
  what: fc.constantFrom('settle', 'settle', 'cancel', 'reverse', 'credit'),
  size: fc.integer({ min: 1, max: 150 }),
});

describe('whatever happens', () => {
  const standing = new Map<Patient, Settled[]>(PATIENTS.map((patient) => [patient, []]));

  const happen = async ({ patient, days, what, size }: typeof step extends fc.Arbitrary<infer T> ? T : never) => {
    pass(days);
    const last = standing.get(patient)?.at(-1);
    if (what === 'credit') await credit(patient, `credit:${second}`, size * 100);
    else if (what === 'settle' || last === undefined) standing.get(patient)?.push(await settle(patient, size));
    else if (what === 'cancel') await last.visit.cancel(last.settlementId);
    else await reverse(last, last.msgid, '2207');
  };

  it('opening and movements make the closing balances, adjoining spans join, and nobody has another’s movements', async () => {
    const run = fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 7 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 }),
      async (steps, cuts) => {
        for (const one of steps) await happen(one);
        const today = dayAfter(day);
        const owners = new Map<string, string>();
        for (const patient of PATIENTS) {
          const [key, card] = patient;
          const whole = await statement(card, { begndate: BEGIN });
          expect(whole.opening).toEqual([0, 0, 0]);
          expect(whole.closing.slice(0, 2)).toEqual(await told(patient));
          let balances = whole.opening;
          for (const { amounts, balances: after } of whole.detail) {
            balances = sum(balances, amounts);
            expect(after).toEqual(balances);
            expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
          }
          expect(balances).toEqual(whole.closing);
          const begins = [BEGIN, ...new Set(cuts.filter((cut) => cut <= day).map(dayAfter))].toSorted();
          const parts = [];
          for (const [index, begndate] of begins.entries()) {
            const next = begins[index + 1];
            const enddate = next === undefined ? today : new Date(Date.parse(next) - 1).toISOString().slice(0, 10);
            parts.push(await statement(card, { begndate, enddate }));
          }
          expect(parts.map(({ opening }) => opening)).toEqual([
            whole.opening,
            ...parts.slice(0, -1).map(({ closing }) => closing),
          ]);
          expect(parts.flatMap(({ detail }) => detail)).toEqual(whole.detail);
          for (const { settlementId } of whole.detail) if (settlementId !== '') owners.set(settlementId, key);
        }
        const booked = await centre.database.query<{ id: string; person: string }[]>(
          `SELECT settlement_id AS id, person_id AS person FROM medisettle.settlement WHERE account_total_fen <> 0`,
        );
        const persons = new Map(PATIENTS.map(([key]) => [demoPerson(key).psnNo, key]));
        expect(owners).toEqual(new Map(booked.map(({ id, person }) => [id, persons.get(person)])));
      },
    );
    await fc.assert(run, { numRuns: 6 });
  });

  it('what comes from another number of the same person is a movement of its own', async () => {
    const [merged, kept] = [demoPerson('guarded').psnNo, demoPerson('retiree').psnNo];
    pass(0);
    const before = await statement('retiree-new');
    await centre.app.get(Transactions).run(async (db) => {
      await centre.app.get(Insured).holdAll(db, [merged, kept]);
      await centre.app.get(Merges).merge(db, merged, kept, centre.now.toJSDate());
    });
    const after = await statement('retiree-new');
    expect(after.detail.slice(0, -1).map(({ amounts }) => amounts)).toEqual(
      before.detail.map(({ amounts }) => amounts),
    );
    expect(after.detail.at(-1)).toMatchObject({ type: 'merge', balances: after.closing });
    expect(after.closing.slice(0, 2)).toEqual(await told(PATIENTS[0]));
    expect((await asked('locked-3', { psn_no: merged })).code).toBe('PERSON-MERGED');
  });

  it('a thousand movements are one answer, and more than it can hold are refused', async () => {
    const [, , unlucky] = PATIENTS;
    const before = await statement('unlucky-new');
    const personId = demoPerson('unlucky').psnNo;
    const credits = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        personId,
        creditId: `credit:many-${String(from + index).padStart(6, '0')}`,
        account: 'accumulated-account' as const,
        amount: fen(100 + index),
        reason: '入账',
        creditedAt: centre.now.toJSDate(),
      }));
    const book = (from: number, count: number) =>
      centre.app
        .get(Transactions)
        .run((db) => centre.app.get(Credits).book(db, credits(from, count), centre.now.toJSDate()));
    await book(0, 1_000);
    const after = await statement('unlucky-new');
    expect(after.detail.length).toBe(before.detail.length + 1_000);
    expect(after.closing.slice(0, 2)).toEqual(await told(unlucky));
    await book(1_000, 1_001);
    expect((await asked('unlucky-new')).code).toBe('ACCOUNT-STATEMENT-LONG');
  });
});
