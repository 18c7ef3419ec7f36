import { describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { VISITOR_PURCHASES } from '../transactions/visitor-purchases.js';
import { check, readMessage } from './envelope.js';
import { glance } from './glance.js';

const body = {
  psn_no: 'P1',
  ssn: '340199199010052222',
  insuplc: '340100',
  mdtrtsn: 'A1',
  med_type: '41',
  insutype: '310',
  medfee_sumamt: 12.5,
  mdtrt_cert_type: '3',
};
const rows = [{ hilist_code: 'DEMO-A-001', pric: '12.500000', cnt: '1.0000', amt: '12.50' }];
const textOf = (input: object): string => JSON.stringify({ infno: '2166', fixmedins_code: 'P31010600001', input });

describe('a purchase of somebody from another province', () => {
  it.each([
    ['in the input itself', { ...body, feedetl: rows }],
    ['in a node of its own, its rows beside it', { n_input: body, feedetl: rows }],
    ['in a node, its rows within', { n_input: { ...body, feedetl: rows } }],
    ['in an array of one', { data: [body], feedetl: rows[0] }],
  ])('is read with its body %s', (_, input) => {
    const { n_input, feedetl } = check(VISITOR_PURCHASES['2166'].input, readMessage(textOf(input)).input);
    expect([n_input.psn_no, n_input.medfee_sumamt, n_input.acct_used_flag]).toEqual(['P1', fen(1_250), null]);
    expect(feedetl).toMatchObject([{ hilist_code: 'DEMO-A-001', amt: fen(1_250), cnt: { units: 10_000n } }]);
    expect(glance(textOf(input))).toMatchObject({ person: 'P1', asksForCard: true, changesSomething: true });
  });

  it('is the message that was sent: a body elsewhere is another one', () => {
    const [bare, wrapped] = [textOf(body), textOf({ n_input: body })];
    expect(readMessage(bare).fingerprint).not.toBe(readMessage(wrapped).fingerprint);
  });
});
