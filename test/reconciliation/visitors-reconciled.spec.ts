import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fen, type Fen } from '@medisettle/money';
import { chinaTime, textOf, type WireObject } from '@medisettle/national';
import { DayClosing } from '../../apps/settlement/src/reconciliation/day-closing.js';
import { Institutions } from '../../apps/settlement/src/institutions/institutions.js';
import { Transactions } from '../../apps/settlement/src/database/transactions.js';
import { openProvinces, type TwoProvinces } from '../cross-province/two-provinces.js';
import { demoCredential, demoPerson, fenOf, now, objectOf, type His, type HisAnswer } from '../world/his.js';
import { good, OutpatientVisit, settlementIdOf } from '../world/visit.js';
import { askDetails, askTotals, booked, type HisRow } from './ledger-of-his.js';

const HOSPITAL = 'H31010600001';
const today = now().slice(0, 10);

let world: TwoProvinces;
let hospital: His;

beforeAll(async () => {
  world = await openProvinces();
  hospital = world.shanghai.his(HOSPITAL);
});

afterAll(async () => {
  await world?.close();
});

const infoOf = (answer: HisAnswer): WireObject => objectOf(good(answer).output.setlinfo);
const keyOf = (info: WireObject) => [textOf(info.clr_optins), textOf(info.clr_type), textOf(info.insutype)];
const totalsResult = (answer: HisAnswer) => textOf(objectOf(good(answer).output.stmtinfo).stmt_rslt);

async function settled(his: His, person: string, card: string, batch: string, amount: Fen) {
  const lines = [{ item: 'DEMO-A-001', price: '12.50', count: String(amount / 1_250), amount }];
  const visit = await OutpatientVisit.begin(his, demoPerson(person).psnNo, demoCredential(card));
  good(await visit.upload(batch, lines));
  const answer = await his.send('2207', visit.bill(batch, lines));
  return { visit, answer, row: booked(good(answer)) };
}

it('what another province pays is reconciled with the institution under the key that its answers said', async () => {
  const theirs = world.shanghai.his(HOSPITAL, '340100');
  const visitor = await settled(theirs, 'visitor', 'visitor-new', 'B1', fen(250_000));
  const local = await settled(hospital, 'retiree', 'retiree-new', 'B1', fen(1_250));
  const cancelled = await settled(theirs, 'visitor', 'visitor-new', 'B2', fen(12_500));
  const setl_id = settlementIdOf(cancelled.answer);
  const refund = booked(good(await theirs.send('2208', { data: { ...cancelled.visit.names, setl_id } })));
  const rows: HisRow[] = [visitor.row, local.row, cancelled.row, refund];

  const asked = { data: { ...visitor.visit.names, setl_id: visitor.row.settlementId } };
  const queried = infoOf(await theirs.send('5203', asked));
  expect(keyOf(queried)).toEqual(keyOf(infoOf(visitor.answer)));
  expect(keyOf(queried)).toEqual(['310000', '11', '310']);
  expect(textOf(queried.pay_loc)).toBe('4');
  expect(fenOf(queried, 'fund_pay_sumamt')).toBeGreaterThan(0);

  const [clr_optins, clr_type, insutype] = keyOf(queried);
  const more = { setl_optins: clr_optins, clr_type, insutype };
  expect(totalsResult(await askTotals(hospital, { from: today, rows, more }))).toBe('0');
  expect(totalsResult(await askTotals(hospital, { from: today, rows: rows.slice(1), more }))).toBe('1');
  const differences = async (told: readonly HisRow[]): Promise<number | null | undefined> => {
    good(await askDetails(hospital, { from: today, rows: told, more: { setl_optins: clr_optins, clr_type } }));
    const client = await world.shanghai.connect();
    const found = await client.query<{ differences: number }>(
      'SELECT differences FROM medisettle.statement ORDER BY statement_id DESC LIMIT 1',
    );
    await client.end();
    return found.rows[0]?.differences;
  };
  expect(await differences(rows.slice(1))).toBe(1);
  expect(await differences(rows)).toBe(0);

  const { reader } = world.shanghai.part(Transactions);
  const [institution] = await world.shanghai.part(Institutions).findAll(reader, [HOSPITAL]);
  if (!institution) throw new Error('the demo has this hospital');
  const days = await world.shanghai.part(DayClosing).calendar(institution, { from: today, to: today });
  expect(days.map(({ state, sums }) => [state, sums.rows])).toEqual([['balanced', 4]]);

  // A day that may still get a settlement of another province is not closed.
  const client = await world.shanghai.connect();
  const tomorrow = chinaTime(Date.parse(`${today}T12:00:00+08:00`)).plus({ days: 1 });
  await client.query(
    `INSERT INTO medisettle.province_intent (person_id, institution_code, msgid, kind, division, content, made_at)
     VALUES ($1, $2, 'M', 'settle', '340100', '{}', $3)`,
    [demoPerson('visitor').psnNo, HOSPITAL, `${today}T23:59:59+08:00`],
  );
  expect(await world.shanghai.part(DayClosing).run(tomorrow)).toEqual({ closed: 0, differing: 0, open: 1 });
  await client.query(`DELETE FROM medisettle.province_intent WHERE msgid = 'M'`);
  await client.end();
  expect(await world.shanghai.part(DayClosing).run(tomorrow)).toEqual({ closed: 1, differing: 0, open: 0 });

  // By the insured place's own division there is nothing to reconcile, whatever place the envelope names.
  const foreign = { from: today, rows: [visitor.row], more: { ...more, setl_optins: '340100' } };
  for (const his of [hospital, theirs]) expect(totalsResult(await askTotals(his, foreign))).toBe('1');
  expect(totalsResult(await askTotals(theirs, { from: today, rows, more }))).toBe('0');
});
