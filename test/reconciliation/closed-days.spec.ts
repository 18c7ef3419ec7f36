import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen, negate } from '@medisettle/money';
import { chinaTime } from '@medisettle/national';
import { Settings, type DateTime } from 'luxon';
import { DayClosing, type CalendarDay } from '../../apps/settlement/src/reconciliation/day-closing.js';
import { ReconciliationController } from '../../apps/settlement/src/reconciliation/reconciliation.controller.js';
import { type Institution } from '../../apps/settlement/src/institutions/institutions.js';
import { CentreInTime } from '../world/centre-in-time.js';
import { demoCredential, demoPerson, newMsgid, objectOf, type His } from '../world/his.js';
import { good, OutpatientVisit } from '../world/visit.js';
import { askDetails, askTotals, booked, type HisRow } from './ledger-of-his.js';

const HOSPITAL = 'H31010600001';
const retiree = demoPerson('retiree').psnNo;
const [FIRST, SECOND, THIRD, FOURTH] = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'] as const;

let centre: CentreInTime;
let hospital: His;
let batch = 0;

beforeAll(async () => {
  centre = await CentreInTime.open(FIRST);
  hospital = centre.his(HOSPITAL);
  goTo(FIRST);
});

afterAll(async () => {
  await centre?.close();
});

/** Noon of a day, and a moment later whenever somebody looks at the clock. */
function goTo(day: string): void {
  centre.goTo(day);
  let now = Settings.now();
  Settings.now = () => (now += 1);
}

async function settled(): Promise<HisRow & { msgid: string }> {
  batch += 1;
  const lines = [{ item: 'DEMO-A-001', price: '12.5', count: '1', amount: fen(1_250) }];
  const visit = await OutpatientVisit.begin(hospital, retiree, demoCredential('retiree-new'));
  good(await visit.upload(`K${batch}`, lines));
  const msgid = newMsgid(HOSPITAL);
  return { ...booked(good(await hospital.send('2207', visit.bill(`K${batch}`, lines), { msgid }))), msgid };
}

const at = (day: string, time: string): DateTime => chinaTime(Date.parse(`${day}T${time}+08:00`));
const run = (day: string, time = '02:00:00') => centre.app.get(DayClosing).run(at(day, time));
const resultOf = async (rows: readonly HisRow[], from: string): Promise<unknown> =>
  objectOf(good(await askTotals(hospital, { from, rows })).output.stmtinfo).stmt_rslt;

async function calendar(): Promise<string[]> {
  const institution = { institutionCode: HOSPITAL, division: '310000' } as Institution;
  const days: CalendarDay[] = await centre.app.get(DayClosing).calendar(institution, { from: FIRST, to: THIRD });
  return days.map(({ day, state, sums }) => `${day} ${state} ${sums.rows}`);
}

describe('a day', () => {
  const books: HisRow[] = [];
  let left: HisRow & { msgid: string };

  it('is open until the institution has said something of it, and closed when it balances and is over', async () => {
    const kept = await settled();
    left = await settled();
    books.push(kept, left);
    expect(await calendar()).toEqual([`${FIRST} open 2`]);
    expect(await resultOf(books, FIRST)).toBe('0');
    expect(await calendar()).toEqual([`${FIRST} balanced 2`]);
    expect(await run(FIRST, '23:59:00')).toEqual({ closed: 0, differing: 0, open: 0 });
    expect(await run(SECOND, '00:05:00')).toEqual({ closed: 0, differing: 0, open: 0 });
    const runs = await Promise.all([run(SECOND), run(SECOND)]);
    expect(runs.map(({ closed }) => closed)).toContain(1);
    expect(await run(SECOND)).toEqual({ closed: 0, differing: 0, open: 0 });
    expect(await calendar()).toEqual([`${FIRST} closed 2`]);
  });

  it('that is closed keeps its figures: what is reversed later counts on the day of its reversal', async () => {
    goTo(SECOND);
    const other = await settled();
    const undone = await settled();
    good(await hospital.send('2601', { data: { psn_no: retiree, omsgid: left.msgid, oinfno: '2207' } }));
    good(await hospital.send('2601', { data: { psn_no: retiree, omsgid: undone.msgid, oinfno: '2207' } }));
    expect(await calendar()).toEqual([`${FIRST} closed 2`, `${SECOND} open 2`]);
    expect(await resultOf(books, FIRST)).toBe('0');
    const mirror = { ...left, total: fen(-1_250), fund: fen(0), account: negate(left.account), refund: true };
    expect(await resultOf([other, mirror], SECOND)).toBe('0');
    expect(await resultOf([other], SECOND)).toBe('1');
    expect(await calendar()).toEqual([`${FIRST} closed 2`, `${SECOND} differing 2`]);
    expect(await run(THIRD)).toEqual({ closed: 0, differing: 1, open: 0 });
    books.splice(0, books.length, other, mirror);
  });

  it('that differs is closed once its rows are the same, also by a comparison of several days', async () => {
    good(await askDetails(hospital, { from: SECOND, rows: books.slice(1) }));
    expect(await calendar()).toContain(`${SECOND} differing 2`);
    good(await askDetails(hospital, { from: SECOND, to: THIRD, rows: books }));
    expect(await calendar()).toContain(`${SECOND} balanced 2`);
    // What comes after the word makes it worthless.
    const late = await settled();
    expect(await calendar()).toContain(`${SECOND} open 3`);
    good(await askDetails(hospital, { from: SECOND, rows: [...books, late] }));
    expect(await run(THIRD)).toEqual({ closed: 1, differing: 0, open: 0 });
    expect(await calendar()).toEqual([`${FIRST} closed 2`, `${SECOND} closed 3`]);
  });

  it('is closed by itself at an operator’s word, and only once it is over and both sides agree', async () => {
    const operators = centre.app.get(ReconciliationController);
    const close = (day: string, institution = HOSPITAL) =>
      operators.close(JSON.stringify({ institution, day, operator: 'clerk-7' }));
    const refused = async (closing: Promise<unknown>, code: string) =>
      expect(closing).rejects.toMatchObject({ refusal: { code } });
    goTo(THIRD);
    const last = await settled();
    await refused(close(THIRD), 'RECON-DAY-RUNNING');
    await refused(close('2020-02-02'), 'RECON-DAY-EMPTY');
    await refused(close(THIRD, 'H0'), 'MSG-INSTITUTION-UNKNOWN');
    goTo(FOURTH);
    await refused(close(THIRD), 'RECON-DAY-OPEN');
    good(await askTotals(hospital, { from: THIRD, rows: [] }));
    await refused(close(THIRD), 'RECON-DAY-DIFFERS');
    good(await askTotals(hospital, { from: THIRD, rows: [last] }));
    await centre.database.query(
      `INSERT INTO medisettle.province_intent (person_id, institution_code, msgid, kind, division, content, made_at)
       VALUES ($1, $2, 'M1', 'settle', '340100', '{}', $3)`,
      [retiree, HOSPITAL, at(THIRD, '12:00:00').toJSDate()],
    );
    await refused(close(THIRD), 'RECON-DAY-PENDING');
    await centre.database.query(`UPDATE medisettle.province_intent SET ended_at = made_at WHERE msgid = 'M1'`);
    const [closed, again] = [await close(THIRD), await close(THIRD)];
    expect(closed).toMatchObject({ day: THIRD });
    expect(again).toEqual(closed);
    expect(await calendar()).toContain(`${THIRD} closed 1`);
  });

  it('is shown to operators with its statements, and each difference with its cure', async () => {
    const operators = centre.app.get(ReconciliationController);
    const asked = { institution: HOSPITAL, from: FIRST, to: THIRD };
    expect(await operators.days(asked)).toMatchObject({
      days: [
        { day: FIRST, state: 'closed', total: '25.00', keys: [{ insuranceType: '310', clearingClass: '11' }] },
        { day: SECOND, state: 'closed', total: '12.50' },
        { day: THIRD, state: 'closed', total: '12.50' },
      ],
    });
    const { statements } = (await operators.said(asked)) as {
      statements: { statementId: string; differences: number | null }[];
    };
    const differing = statements.find(({ differences }) => differences === 1);
    const shown = await operators.differences({ institution: HOSPITAL, statement: differing?.statementId });
    expect(shown).toMatchObject({
      differences: [
        {
          class: 'only-at-centre',
          refund: false,
          told: null,
          found: { total: '12.50' },
          cure: { cure: 'reverse-or-book' },
        },
      ],
    });
    await expect(operators.days({ ...asked, institution: 'H0' })).rejects.toMatchObject({
      refusal: { code: 'MSG-INSTITUTION-UNKNOWN' },
    });
    await expect(operators.days({ ...asked, from: 'x' })).rejects.toMatchObject({
      refusal: { code: 'MSG-FIELD-INVALID' },
    });
  });
});
