import { describe, expect, it } from '@jest/globals';
import { Refused } from '../refusals/refusal.js';
import { TRANSACTIONS } from '../transactions/table.js';
import { check, readMessage } from './envelope.js';
import { glance } from './glance.js';

const envelope = (more: object = {}, input: unknown = { data: { mdtrt_cert_type: '02' } }): string =>
  JSON.stringify({ infno: '1101', msgid: 'M1', fixmedins_code: 'H31010600001', input, ...more });

const codeOf = (work: () => unknown): [string, string] => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return [error.refusal.code, error.refusal.en];
    throw error;
  }
  return ['none', ''];
};

const line = {
  feedetl_sn: '1',
  mdtrt_id: 'V1',
  psn_no: 'P1',
  chrg_bchno: 'B1',
  fee_ocur_time: '2026-11-01 08:00:00',
  med_list_codg: 'DEMO-A-001',
  det_item_fee_sumamt: 12.5,
  cnt: 1,
  pric: '12.500000',
};
const lines = (change: object): (() => unknown) => {
  const message = readMessage(
    JSON.stringify({ infno: '2204', fixmedins_code: 'H1', input: { feedetail: { ...line, ...change } } }),
  );
  return () => check(TRANSACTIONS['2204'].input, message.input);
};

describe('a message', () => {
  it('is the same whatever its time, sign-in and signature, and another with any other content', () => {
    const original = readMessage(envelope({ inf_time: '2026-11-01 08:00:00', sign_no: 'A' })).fingerprint;
    expect(readMessage(envelope({ inf_time: '2026-11-01 08:00:09', cainfo: 'x' })).fingerprint).toBe(original);
    expect(readMessage(envelope({}, { data: { mdtrt_cert_type: '03' } })).fingerprint).not.toBe(original);
  });

  it('is the same with its input written as a string', () => {
    const input = { data: { mdtrt_cert_type: '02', amount: 1.5 } };
    expect(readMessage(envelope({}, JSON.stringify(input))).fingerprint).toBe(
      readMessage(envelope({}, input)).fingerprint,
    );
  });

  it.each(['', 'nonsense', '[1]', '{"a":1,"a":2}', '['.repeat(200_000), '"x"', '{"a":'])(
    'is refused when it is no JSON object: %.20s',
    (text) => {
      expect(codeOf(() => readMessage(text))[0]).toBe('MSG-NOT-JSON');
    },
  );

  it('names what its envelope lacks', () => {
    expect(codeOf(() => readMessage('{"infno":"1101","input":{}}'))).toEqual([
      'MSG-FIELD-MISSING',
      expect.stringContaining('fixmedins_code'),
    ]);
    expect(codeOf(() => readMessage('{"infno":"1101","fixmedins_code":"H1"}'))[1]).toContain('input');
    expect(codeOf(() => readMessage(envelope({ inf_time: '2026-02-31 08:00:00' })))[1]).toContain('inf_time');
  });

  it('asks for the card on the reader when the credential 03 is empty', () => {
    expect(glance(envelope({}, { data: { mdtrt_cert_type: '03', mdtrt_cert_no: 'null' } })).asksForCard).toBe(true);
    expect(glance(envelope({}, { data: [{ mdtrt_cert_type: '3' }] })).asksForCard).toBe(true);
    expect(glance(envelope({}, { data: { mdtrt_cert_type: '03', mdtrt_cert_no: 'T1' } })).asksForCard).toBe(false);
    expect(glance(envelope({ dev_no: 'null' })).device).toBeNull();
  });
});

describe('the fields of a message', () => {
  it('keep every digit of amounts, quantities and long serial numbers', () => {
    const text = envelope({ infno: '2204' }, {}).replace(
      '"input":{}',
      `"input":{"feedetail":[${JSON.stringify(line).replace('"feedetl_sn":"1"', '"feedetl_sn":12345678901234567890123456')}]}`,
    );
    const [read] = check(TRANSACTIONS['2204'].input, readMessage(text).input).feedetail;
    expect(read).toMatchObject({ feedetl_sn: '12345678901234567890123456', det_item_fee_sumamt: 1250 });
    expect(read?.pric.units).toBe(12_500_000n);
  });

  it.each([
    [{ det_item_fee_sumamt: 'twelve' }, 'MSG-FIELD-INVALID', 'feedetail[0].det_item_fee_sumamt'],
    [{ det_item_fee_sumamt: '12.505' }, 'MSG-FIELD-INVALID', 'feedetail[0].det_item_fee_sumamt'],
    [{ det_item_fee_sumamt: -1 }, 'MSG-FIELD-INVALID', 'feedetail[0].det_item_fee_sumamt'],
    [{ fee_ocur_time: '2026-02-31 10:00:00' }, 'MSG-FIELD-INVALID', 'feedetail[0].fee_ocur_time'],
    [{ psn_no: undefined }, 'MSG-FIELD-MISSING', 'feedetail[0].psn_no'],
    [{ psn_no: 'null' }, 'MSG-FIELD-MISSING', 'feedetail[0].psn_no'],
    [{ cnt: 0 }, 'MSG-FIELD-INVALID', 'feedetail[0].cnt'],
    [{ chrg_bchno: { a: 1 } }, 'MSG-FIELD-INVALID', 'feedetail[0].chrg_bchno'],
  ])('are refused by name: %j', (change, code, field) => {
    const [got, sentence] = codeOf(lines(change));
    expect(got).toBe(code);
    expect(sentence).toContain(field);
  });

  it.each([
    [{ det_item_fee_sumamt: '10000000000.01' }, 'from 0 to 10,000,000,000'],
    [{ pric: '10000000000' }, 'below 10,000,000,000'],
    [{ cnt: '1000000000000' }, 'below 1,000,000,000,000'],
  ])('that are too large are told how large they may be: %j', (change, bound) => {
    expect(codeOf(lines(change))[1]).toContain(bound);
  });

  it('are refused by name when a whole node is missing', () => {
    const message = readMessage(envelope({ infno: '2207' }, { other: {} }));
    expect(codeOf(() => check(TRANSACTIONS['2207'].input, message.input))).toEqual([
      'MSG-FIELD-MISSING',
      expect.stringContaining('data'),
    ]);
    const empty = readMessage(envelope({ infno: '2204' }, { feedetail: [] }));
    expect(codeOf(() => check(TRANSACTIONS['2204'].input, empty.input))[0]).toBe('MSG-FIELD-MISSING');
  });
});
