import { describe, expect, it } from '@jest/globals';
import { type IntentState } from '../journal/life-cycle.js';
import { settlementRows } from './settlement-rows.js';

type Kept = Parameters<typeof settlementRows>[0] extends { made: (...asked: never[]) => Promise<(infer Row)[]> }
  ? Row
  : never;

const DAY = { from: 1_000, to: 2_000 };

function kept(msgid: string, infno: string, state: IntentState, input: object, answer?: object, madeAt = 1_500): Kept {
  const name = { institution: 'H31010600001', msgid };
  const content = { text: JSON.stringify({ infno, input }) };
  const row = { ...name, position: 1, infno, fingerprint: '', lane: '', state, madeAt, changedAt: madeAt };
  return { ...row, content, answer: answer ? JSON.stringify(answer) : null };
}

const settled = (id: string, total: number) => ({
  infcode: 0,
  output: { setlinfo: { setl_id: id, mdtrt_id: 'V1', psn_no: '1', psn_name: '陆退休', medfee_sumamt: total } },
});

const rowsOf = (kepts: readonly Kept[]) =>
  settlementRows(
    {
      made: ({ from, to }, infnos) =>
        Promise.resolve(kepts.filter(({ madeAt, infno }) => madeAt >= from && madeAt < to && infnos.includes(infno))),
    },
    DAY,
  );

describe('the settlements of a day', () => {
  it('are accepted, unknown, settled, refused or not done, and never one for the other', async () => {
    const rows = await rowsOf([
      kept('M1', '2207', 'intended', {}),
      kept('M2', '2207', 'absent', {}),
      kept('M3', '2207', 'settled', {}, settled('S3', 12.5)),
      kept('M4', '2207', 'refused', {}, { infcode: -1, err_msg: '[CARD-VOID] 该卡已作废。', output: null }),
      kept('M5', '2207', 'closed', {}, { infcode: -1, err_msg: '[MSG-CLOSED] 已关闭。' }),
      kept('M6', '2204', 'settled', {}),
    ]);
    expect(rows.map(({ msgid, state }) => [msgid, state])).toEqual([
      ['M1', 'accepted'],
      ['M2', 'unknown'],
      ['M3', 'settled'],
      ['M4', 'refused'],
      ['M5', 'not-done'],
    ]);
    expect(rows[2]).toMatchObject({ settled: { settlementId: 'S3', name: '陆退休', total: '12.5' }, undone: false });
    expect(rows[3]).toMatchObject({ settled: null, refusal: { code: 'CARD-VOID', zh: '该卡已作废。' } });
  });

  it('are undone by a cancellation of a later day, unless that was reversed', async () => {
    const settlement = kept('M1', '2207', 'settled', {}, settled('S1', 12.5));
    const data = { setl_id: 'S1', exp_content: '{"cancel_reason":"患者退费"}' };
    const cancellation = kept('M2', '2208', 'settled', { data: [data] }, settled('S2', -12.5), 5_000);
    const [undone] = await rowsOf([settlement, cancellation]);
    expect(undone?.undone).toBe(true);
    const reversal = kept('M3', '2601', 'settled', { data: { omsgid: 'M2', oinfno: '2208' } }, { infcode: 0 }, 6_000);
    const [standing] = await rowsOf([settlement, cancellation, reversal]);
    expect(standing?.undone).toBe(false);
  });

  it('say why they were cancelled, and stay in the list when their words cannot be opened', async () => {
    const data = { setl_id: 'S1', exp_content: '{"cancel_reason":"患者退费"}' };
    const cancellation = kept('M2', '2208', 'settled', { data }, settled('S2', -12.5));
    const { content: _, answer: __, ...damaged } = kept('M1', '2207', 'settled', {});
    const rows = await rowsOf([cancellation, damaged]);
    expect(rows.map(({ reason, cancels, settled: told }) => [reason, cancels, told?.total])).toEqual([
      ['患者退费', 'S1', '-12.5'],
      [null, null, undefined],
    ]);
  });

  it('tell how orders of visitors stand: to be paid, cancelled, or refunded with what went back', async () => {
    const order = (msgid: string, number: string) =>
      kept(msgid, '2166', 'settled', {}, { infcode: 0, output: { n_output: { mdtrt_regno: number } } });
    const back = {
      infcode: 0,
      output: {
        n_output: { setl_id: 'R1', medfee_sumamt: -25, acct_payamt: -20, psn_cashpay: -5, psn_name: '徐来沪' },
      },
    };
    const rows = await rowsOf([
      order('M1', 'O1'),
      order('M2', 'O2'),
      order('M3', 'O3'),
      kept('M4', '2167', 'settled', { n_input: { mdtrt_regno: 'O2' } }, { infcode: 0, output: {} }),
      kept('M5', '2163', 'settled', { n_input: { mdtrt_regno: 'O3' } }, back),
    ]);
    expect(rows.map(({ kind, order: told, undone }) => [kind, told?.state, undone])).toEqual([
      ['order', 'waiting', false],
      ['order', 'cancelled', true],
      ['order', 'refunded', true],
      ['order-cancellation', undefined, false],
      ['cancellation', undefined, false],
    ]);
    expect(rows[4]?.settled).toMatchObject({ total: '-25.00', accounts: '-20.00', funds: '0.00', cash: '-5.00' });
  });
});
