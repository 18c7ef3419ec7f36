import { expect, it } from '@jest/globals';
import { glance } from '@medisettle/national';
import { type CheckedMessage } from '../his-gateway/message-carrier.js';
import { CancelRights, Operators, operatorsSetting } from './operators.js';

const LISTED = operatorsSetting.parse(
  '[{"number":"0001","name":"甲","mayCancel":false},{"number":"0002","name":"乙","mayCancel":true}]',
);
const answered = { outcome: 'answered', text: '{"infcode":0}' } as const;

function message(infno: string, opter: string): CheckedMessage {
  const data = { psn_no: '1', mdtrt_id: 'V1', setl_id: 'S1' };
  const text = JSON.stringify({ infno, msgid: 'M1', fixmedins_code: 'H31010600001', opter, input: { data } });
  return { text, envelope: glance(text), trace: 't' };
}

const rights = (noted: boolean): CancelRights =>
  new CancelRights({ carry: () => Promise.resolve(answered) }, new Operators(LISTED), {
    find: () => Promise.resolve(noted ? ({} as never) : undefined),
  });

it('only who may cancel does, whether at a hospital, a pharmacy or after a stay', async () => {
  for (const infno of ['2208', '2103', '2305']) {
    for (const opter of ['0001', '0003', '']) {
      await expect(rights(false).carry(message(infno, opter))).rejects.toMatchObject({
        refusal: { code: 'OPERATOR-MAY-NOT-CANCEL' },
      });
    }
    expect(await rights(false).carry(message(infno, '0002'))).toBe(answered);
  }
  expect(await rights(false).carry(message('2207', '0001'))).toBe(answered);
});

it('a cancellation that was sent before keeps its answer, and without a list everybody may', async () => {
  expect(await rights(true).carry(message('2208', '0001'))).toBe(answered);
  expect(new Operators(undefined).mayCancel('anybody')).toBe(true);
});

it('a list of operators that is none is named as wrong', () => {
  for (const text of ['[]', 'x', '[{"number":"1"}]']) expect(operatorsSetting.safeParse(text).success).toBe(false);
});
