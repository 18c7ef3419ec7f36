import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import pg from 'pg';
import { Outcomes } from '../apps/settlement/src/messages/outcomes.js';
import { sweep, violations } from '../books/sweep.mjs';
import { openCentre, type CentreInProcess } from './world/centre-in-process.js';
import { demoCredential, demoPerson, fenOf, newMsgid, now, objectOf, type His, type HisAnswer } from './world/his.js';
import { good, OutpatientVisit, settlementIdOf } from './world/visit.js';

const HOSPITAL = 'H31010600001';
const PHARMACY = 'P31010600001';
const LINE = { item: 'DEMO-A-001', price: '12.5', count: '4', amount: fen(5_000) };
const BILL = [LINE];
const retiree = demoPerson('retiree').psnNo;
const employee = demoPerson('employee').psnNo;

let centre: CentreInProcess;
let hospital: His;
let database: pg.Client;

beforeAll(async () => {
  centre = await openCentre('reversal');
  hospital = centre.his(HOSPITAL);
  database = new pg.Client({ connectionString: centre.url });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await centre?.close();
});

/** A bill of the retiree's with its lines there, and the message that settles it. */
async function billOf(batch: string, lines = BILL) {
  const visit = await OutpatientVisit.begin(hospital, retiree, demoCredential('retiree-new'));
  good(await visit.upload(batch, lines));
  const msgid = newMsgid(HOSPITAL);
  return { visit, msgid, batch, message: hospital.message('2207', visit.bill(batch, lines), { msgid }) };
}

const reverse = (omsgid: string, oinfno = '2207', psn_no = retiree, more: object = {}): Promise<HisAnswer> =>
  hospital.send('2601', { data: { psn_no, omsgid, oinfno } }, more);

/** Everything that money hangs on, for one person. */
async function books(person = retiree): Promise<unknown> {
  const { rows: balances } = await database.query<object>(
    'SELECT account, balance_fen FROM medisettle.account WHERE person_id = $1 ORDER BY account',
    [person],
  );
  const { rows: used } = await database.query<object>(
    `SELECT y.* FROM medisettle.year_accumulator y WHERE person_id = $1 AND outpatient_segment_used_fen
       + outpatient_shared_used_fen + inpatient_deductible_used_fen + ceiling_expenses_used_fen > 0
      ORDER BY insurance_type, insurance_year_from`,
    [person],
  );
  return { balances, used };
}

const refundFlag = async (visit: OutpatientVisit, setl_id: string): Promise<unknown> =>
  objectOf(good(await hospital.send('5203', { data: { ...visit.names, setl_id } })).output.setlinfo).refd_setl_flag;

describe('a reversal', () => {
  it('takes a settlement back, once, whoever asks how often', async () => {
    const { message, msgid, visit } = await billOf('R1');
    const before = await books();
    const settled = good(await hospital.post(message));
    expect(await books()).not.toEqual(before);
    const first = good(await reverse(msgid));
    expect(first.output).toEqual({});
    expect(await books()).toEqual(before);
    expect(await refundFlag(visit, settlementIdOf(settled))).toBe('1');
    expect(await centre.part(Outcomes).of(HOSPITAL, msgid)).toMatchObject({ outcome: 'settled', cancelled: true });
    const answers = await Promise.all(Array.from({ length: 10 }, () => reverse(msgid)));
    answers.forEach(good);
    expect(await books()).toEqual(before);
    // The bill is free again.
    good(await hospital.send('2207', visit.bill('R1', BILL)));
  });

  it('that comes before its original closes the number, and the late original is refused', async () => {
    const { message, msgid, visit } = await billOf('R2');
    const before = await books();
    good(await reverse(msgid));
    expect(await centre.part(Outcomes).of(HOSPITAL, msgid)).toMatchObject({ outcome: 'absent', closed: true });
    expect((await hospital.post(message)).code).toBe('MSG-CLOSED');
    expect((await hospital.post(message)).code).toBe('MSG-CLOSED');
    good(await reverse(msgid));
    expect(await books()).toEqual(before);
    good(await hospital.send('2207', visit.bill('R2', BILL)));
  });

  it('races with its original: it is settled and taken back, or never done', async () => {
    const before = await books();
    const bills = [];
    for (let index = 0; index < 12; index += 1) bills.push(await billOf(`R3-${index}`));
    const ends = await Promise.all(
      bills.map(async ({ message, msgid }, index) => {
        const [settled, reversed] = await Promise.all(
          index % 2 === 0
            ? [hospital.post(message), reverse(msgid)]
            : [reverse(msgid), hospital.post(message)].toReversed(),
        );
        if (reversed) good(reversed);
        return settled?.code;
      }),
    );
    for (const code of ends) expect(['', 'MSG-CLOSED']).toContain(code);
    expect(await books()).toEqual(before);
  });

  it('of a message that was refused changes nothing', async () => {
    const { visit } = await billOf('R4');
    const msgid = newMsgid(HOSPITAL);
    const refused = await hospital.send('2207', visit.bill('nowhere', BILL), { msgid });
    expect(refused.infcode).toBe(-1);
    const before = await books();
    good(await reverse(msgid));
    expect(await books()).toEqual(before);
  });

  it('is refused after the settlement was cancelled, and where number, person or transaction do not belong together', async () => {
    const { message, msgid, visit } = await billOf('R5');
    const settled = good(await hospital.post(message));
    const code = async (...named: Parameters<typeof reverse>): Promise<string> => (await reverse(...named)).code;
    expect(await code(msgid, '2208')).toBe('REVERSAL-OTHER-MESSAGE');
    expect(await code(msgid, '2207', employee)).toBe('REVERSAL-OTHER-MESSAGE');
    expect(await code(msgid, '2204')).toBe('MSG-FIELD-INVALID');
    expect(await code(msgid, '2207', '31000000000000000000')).toBe('PERSON-UNKNOWN');
    const own = newMsgid(HOSPITAL);
    expect(await code(own, '2207', retiree, { msgid: own })).toBe('REVERSAL-OTHER-MESSAGE');
    good(await visit.cancel(settlementIdOf(settled)));
    expect(await code(msgid)).toBe('SETTLEMENT-CANCELLED');
  });

  it("reaches only the institution's own numbers", async () => {
    const { message, msgid } = await billOf('R6');
    const before = await books();
    good(await hospital.post(message));
    const other = centre.his('H31010600002');
    good(await other.send('2601', { data: { psn_no: retiree, omsgid: msgid, oinfno: '2207' } }));
    expect(await books()).not.toEqual(before);
    good(await reverse(msgid));
    expect(await books()).toEqual(before);
  });

  it('of a cancellation lets the settlement stand again, which can then be looked up, cancelled and reversed', async () => {
    const { message, msgid, visit } = await billOf('R7');
    const before = await books();
    const setl_id = settlementIdOf(good(await hospital.post(message)));
    const settled = await books();
    for (let round = 0; round < 2; round += 1) {
      const cancelling = newMsgid(HOSPITAL);
      good(await hospital.send('2208', { data: { ...visit.names, setl_id } }, { msgid: cancelling }));
      expect(await books()).toEqual(before);
      good(await reverse(cancelling, '2208'));
      good(await reverse(cancelling, '2208'));
      expect(await books()).toEqual(settled);
      expect(await refundFlag(visit, setl_id)).toBe('0');
      expect(await centre.part(Outcomes).of(HOSPITAL, msgid)).toMatchObject({ outcome: 'settled', cancelled: false });
      expect(await centre.part(Outcomes).of(HOSPITAL, cancelling)).toMatchObject({
        outcome: 'settled',
        cancelled: true,
      });
      expect((await hospital.send('2207', visit.bill('R7', BILL))).code).toBe('BILL-SETTLED');
    }
    good(await reverse(msgid));
    expect(await books()).toEqual(before);
  });

  it('of a cancellation is refused when the bill was settled or changed again, or its money is gone', async () => {
    const { message, visit } = await billOf('R8', [{ ...LINE, count: '400', amount: fen(500_000) }]);
    const big = [{ ...LINE, count: '400', amount: fen(500_000) }];
    const setl_id = settlementIdOf(good(await hospital.post(message)));
    const cancelling = newMsgid(HOSPITAL);
    good(await hospital.send('2208', { data: { ...visit.names, setl_id } }, { msgid: cancelling }));
    const again = newMsgid(HOSPITAL);
    good(await hospital.send('2207', visit.bill('R8', big), { msgid: again }));
    expect((await reverse(cancelling, '2208')).code).toBe('BILL-SETTLED');
    good(await reverse(again));
    // Another bill takes the account money that the cancellation gave back.
    const other = await billOf('R8-other', big);
    good(await hospital.post(other.message));
    expect((await reverse(cancelling, '2208')).code).toBe('REVERSAL-MONEY-GONE');
    good(await reverse(other.msgid));
    good(await hospital.send('2205', { data: { ...visit.names, chrg_bchno: 'R8', feedetl_sn: '0000' } }));
    expect((await reverse(cancelling, '2208')).code).toBe('REVERSAL-BILL-CHANGED');
  });

  it('goes for pharmacies alike', async () => {
    const pharmacy = centre.his(PHARMACY);
    const before = await books();
    const [sale, back] = [newMsgid(PHARMACY), newMsgid(PHARMACY)];
    const sold = good(
      await pharmacy.send(
        '2102',
        {
          druginfo: {
            psn_no: retiree,
            ...demoCredential('retiree-new'),
            begntime: now(),
            medfee_sumamt: '50.00',
            insutype: '310',
            acct_used_flag: '1',
            med_type: '41',
          },
          drugdetail: [
            {
              feedetl_sn: '1',
              fee_ocur_time: now(),
              med_list_codg: LINE.item,
              medins_list_codg: LINE.item,
              det_item_fee_sumamt: '50.00',
              cnt: '4',
              pric: '12.5',
            },
          ],
        },
        { msgid: sale },
      ),
    );
    const settled = await books();
    const { setl_id, mdtrt_id } = objectOf(sold.output.setlinfo);
    good(await pharmacy.send('2103', { data: { setl_id, mdtrt_id, psn_no: retiree } }, { msgid: back }));
    expect(await books()).toEqual(before);
    const undo = (omsgid: string, oinfno: string): Promise<HisAnswer> =>
      pharmacy.send('2601', { data: { psn_no: retiree, omsgid, oinfno } });
    good(await undo(back, '2103'));
    expect(await books()).toEqual(settled);
    good(await undo(sale, '2102'));
    expect(await books()).toEqual(before);
    expect(fenOf(objectOf(sold.output.setlinfo), 'medfee_sumamt')).toBe(5_000);
  });

  it('leaves books that balance', async () => {
    expect(violations(await sweep(centre.url))).toBe(0);
  });
});
