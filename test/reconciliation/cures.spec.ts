import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { Refused, textOf } from '@medisettle/national';
import { CuresController } from '../../apps/settlement/src/reconciliation/cures.controller.js';
import { sweep, violations } from '../../books/sweep.mjs';
import { openProvinces, type TwoProvinces } from '../cross-province/two-provinces.js';
import { demoCredential, demoPerson, now, objectOf, type His } from '../world/his.js';
import { good, OutpatientVisit } from '../world/visit.js';
import { askDetails, askTotals, booked, type HisRow } from './ledger-of-his.js';

const HOSPITAL = 'H31010600001';
const today = now().slice(0, 10);

let world: TwoProvinces;
let hospital: His;
let batch = 0;
const rows: HisRow[] = [];

beforeAll(async () => {
  world = await openProvinces();
  hospital = world.shanghai.his(HOSPITAL);
  rows.push(await settled('retiree'));
});

afterAll(async () => {
  try {
    expect(await world.disagreements()).toEqual([]);
    expect(violations(await sweep(world.shanghai.url))).toBe(0);
  } finally {
    await world?.close();
  }
});

async function settled(person: 'retiree' | 'visitor'): Promise<HisRow> {
  batch += 1;
  const his = world.shanghai.his(HOSPITAL, person === 'visitor' ? '340100' : '310000');
  const lines = [{ item: 'DEMO-A-001', price: '12.5', count: '10', amount: fen(12_500) }];
  const visit = await OutpatientVisit.begin(his, demoPerson(person).psnNo, demoCredential(`${person}-new`));
  good(await visit.upload(`C${batch}`, lines));
  return booked(good(await his.send('2207', visit.bill(`C${batch}`, lines))));
}

/** Compares the day. @returns the number of the statement */
async function compared(told: readonly HisRow[]): Promise<string> {
  good(await askDetails(hospital, { from: today, rows: told }));
  const client = await world.shanghai.connect();
  const found = await client.query<{ id: string }>(
    'SELECT statement_id AS id FROM medisettle.statement ORDER BY statement_id DESC LIMIT 1',
  );
  await client.end();
  return found.rows[0]?.id ?? '';
}

const order = async (statement: string, more: object = {}) =>
  world.shanghai.part(CuresController).order(
    JSON.stringify({
      ...{ institution: HOSPITAL, statement, position: 1, operator: 'clerk-7', reason: 'HIS无此结算，患者未享受' },
      ...more,
    }),
  );

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return '';
  } catch (error) {
    return error instanceof Refused ? error.refusal.code : String(error);
  }
};

describe('a settlement that only the centre has', () => {
  it.each(['retiree', 'visitor'] as const)("of a %s is reversed once at an operator's command", async (person) => {
    const lost = await settled(person);
    const statement = await compared(rows);
    const cures = await Promise.all([order(statement), order(statement, { operator: 'clerk-8' })]);
    // Of two at the same time one may not know yet; ordered again, it is told.
    const cured = await order(statement, { operator: 'clerk-9' });
    expect(cured).toMatchObject({ cure: 'reverse-or-book', outcome: 'reversed' });
    for (const { operator, orderedAt, msgid } of cures) {
      expect([operator, orderedAt, msgid]).toEqual([cured.operator, cured.orderedAt, cured.msgid]);
    }
    const kept = await world.shanghai.part(CuresController).of({ institution: HOSPITAL, statement });
    expect(kept).toMatchObject([{ reason: 'HIS无此结算，患者未享受', operator: cured.operator }]);
    const named = { psn_no: lost.personId, mdtrt_id: lost.visitId, setl_id: lost.settlementId };
    const his = world.shanghai.his(HOSPITAL, person === 'visitor' ? '340100' : '310000');
    const queried = objectOf(good(await his.send('5203', { data: named })).output.setlinfo);
    expect(textOf(queried.refd_setl_flag)).toBe('1');
    const { stmtinfo } = good(await askTotals(hospital, { from: today, rows })).output;
    expect(textOf(objectOf(stmtinfo).stmt_rslt)).toBe('0');
  });

  it('is not reversed once the institution has it after all', async () => {
    const late = await settled('retiree');
    const statement = await compared(rows);
    rows.push(late);
    await compared(rows);
    expect(await codeOf(order(statement))).toBe('RECON-CURE-OUTDATED');
  });

  it('that was cancelled meanwhile is left as it is, and the cure says why', async () => {
    const lost = await settled('retiree');
    const statement = await compared(rows);
    const { personId: psn_no, visitId: mdtrt_id, settlementId: setl_id } = lost;
    good(await hospital.send('2208', { data: { psn_no, mdtrt_id, setl_id } }));
    expect(await order(statement)).toMatchObject({ outcome: 'SETTLEMENT-CANCELLED' });
  });
});

it('what only the institution can cure is not done by the centre', async () => {
  const [row] = rows as [HisRow];
  const made = { ...row, settlementId: 'S0000000000000000000000001' };
  const statement = await compared([...rows, made]);
  const client = await world.shanghai.connect();
  const { rows: theirs } = await client.query<{ position: number }>(
    `SELECT position FROM medisettle.statement_difference
      WHERE statement_id = $1 AND (class = 'only-at-institution' OR refund)`,
    [statement],
  );
  await client.end();
  // The row that HIS has made up, and the refund of the test before, which it has not booked.
  expect(theirs).toHaveLength(2);
  for (const { position } of theirs) expect(await codeOf(order(statement, { position }))).toBe('RECON-CURE-ELSEWHERE');
  expect(await codeOf(order(statement, { position: 99 }))).toBe('RECON-DIFFERENCE-UNKNOWN');
  expect(await codeOf(order(statement, { reason: ' ' }))).toBe('MSG-FIELD-INVALID');
});
