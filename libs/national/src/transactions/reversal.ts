import { z } from 'zod';
import { MSGID_MOST } from '../message/envelope.js';
import { need, node } from '../message/fields.js';
import { transaction } from './transaction.js';

/** Transactions that 2601 can undo. Editions differ: this is the union of those that are known to be taken somewhere. */
const REVERSIBLE = ['2102', '2103', '2207', '2208', '2304', '2305', '2401'] as const;

export const REVERSAL = {
  '2601': transaction({
    zh: '冲正交易',
    en: 'Reversal',
    paths: ['reverseService/revsMethod'],
    effect: 'change',
    sender: 'any',
    input: z.object({
      data: node({
        psn_no: need.code('人员编号', 30),
        omsgid: need.code('原发送方报文ID', MSGID_MOST),
        oinfno: need.choice('原交易编号', REVERSIBLE),
      }),
    }),
    output: z.object({}),
  }),
};
