import { describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { check, readMessage } from '../message/envelope.js';
import { glance } from '../message/glance.js';
import { Refused } from '../refusals/refusal.js';
import { TRANSACTIONS, transactionOf, type Infno } from './table.js';

const inputOf = (infno: Infno, input: object): unknown =>
  check(
    transactionOf(infno).input,
    readMessage(JSON.stringify({ infno, fixmedins_code: 'H31010600001', input })).input,
  );

const refusalOf = (infno: Infno, input: object): string => {
  try {
    inputOf(infno, input);
  } catch (error) {
    if (error instanceof Refused) return `${error.refusal.code} ${error.refusal.field ?? error.refusal.en}`;
    throw error;
  }
  return '';
};

const names = { mdtrt_id: 'V1', psn_no: 'P1' };
const line = {
  ...names,
  feedetl_sn: 'yp570',
  fee_ocur_time: '2026-11-01 08:00:00',
  med_list_codg: 'DEMO-A-001',
  det_item_fee_sumamt: '-12.50',
  cnt: '-1.0000',
  pric: 12.5,
  init_feedetl_sn: 'yp569',
};
const bill = {
  ...names,
  mdtrt_cert_type: '3',
  mdtrt_cert_no: '',
  medfee_sumamt: 100,
  psn_setlway: '1',
  acct_used_flag: '',
  insutype: '310',
  mid_setl_flag: '0',
};

describe('the messages of a stay', () => {
  it('bring returns below 0, as node or array', () => {
    expect(inputOf('2301', { feedetail: line })).toMatchObject({
      feedetail: [{ det_item_fee_sumamt: fen(-1_250), cnt: { units: -10_000n }, init_feedetl_sn: 'yp569' }],
    });
  });

  it.each(['0', '0.00001', 'many', ''])('have no line of the quantity "%s"', (cnt) => {
    expect(refusalOf('2301', { feedetail: [{ ...line, cnt }] })).toMatch(/^MSG-FIELD-\w+ .*cnt/);
  });

  it('name the day of the discharge in either spelling', () => {
    for (const name of ['dscgTime', 'dscg_time']) {
      expect(inputOf('2303', { data: { ...bill, [name]: '2026-11-20 10:00:00' } })).toMatchObject({
        data: { dscgTime: '2026-11-20', acct_used_flag: null },
      });
    }
    expect(refusalOf('2303', { data: { ...bill, dscgTime: 'tomorrow' } })).toBe('MSG-FIELD-INVALID data.dscgTime');
  });

  it('say which accounts may pay when money moves; a trial need not', () => {
    expect(refusalOf('2304', { data: bill })).toBe('MSG-FIELD-MISSING data.acct_used_flag');
    expect(refusalOf('2304', { data: { ...bill, acct_used_flag: '1', mid_setl_flag: '2' } })).toBe(
      'MSG-FIELD-INVALID data.mid_setl_flag',
    );
  });

  it('leave the card to the reader on admission and settlement, and change something unless they ask', () => {
    const card = { mdtrt_cert_type: '03', mdtrt_cert_no: '' };
    const looked = (infno: string, input: object) =>
      glance(JSON.stringify({ infno, msgid: 'M1', fixmedins_code: 'H31010600001', input }));
    expect(looked('2401', { mdtrtinfo: card, diseinfo: [] })).toMatchObject({
      asksForCard: true,
      changesSomething: true,
    });
    expect(looked('2304', { data: bill })).toMatchObject({ asksForCard: true, changesSomething: true });
    expect(looked('2303', { data: bill })).toMatchObject({ asksForCard: true, changesSomething: false });
    expect(looked('2402', { dscginfo: names })).toMatchObject({ asksForCard: false, changesSomething: true });
  });

  it('are a hospital’s', () => {
    const stays = Object.entries(TRANSACTIONS).filter(([infno]) => /^2[34]/.test(infno));
    expect(stays.map(([infno]) => infno).join(' ')).toBe('2301 2302 2303 2304 2305 2401 2402 2403 2404 2405');
    expect(new Set(stays.map(([, { sender }]) => sender))).toEqual(new Set(['hospital']));
  });
});
