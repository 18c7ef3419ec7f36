import { refusalEntries } from './entry.js';

/** What can be wrong when a month is cleared: with a hospital (3260–3262), and between provinces. */
export const CLEARING_REFUSALS = refusalEntries({
  'CLEARING-MONTH-OPEN': {
    class: 'transient',
    actor: 'agency',
    zh: '{month} 尚未结束，不能清分或清算。',
    en: '{month} is not over yet; it cannot be confirmed or cleared.',
  },
  'CLEARING-MONTH-CLEARED': {
    class: 'permanent',
    actor: 'agency',
    zh: '{month} 已与外省确认清算，清分结果不能再确认或回退。',
    en: '{month} was confirmed between the provinces; nothing of it is confirmed or rolled back any more.',
  },
  'CLEARING-ROWS': {
    class: 'permanent',
    actor: 'his',
    zh: '总行数（totalrow）为{told}，而明细有{found}行。',
    en: 'The message says {told} rows (totalrow), but there are {found}.',
  },
  'CLEARING-ROW': {
    class: 'permanent',
    actor: 'his',
    zh: '第{line}行（结算流水号 {settlement}）不是该机构当月的异地结算，或金额、就诊登记号与中心不一致，或重复。请重新提取（3260）。',
    en: 'Row {line} (setl_sn {settlement}) is no settlement of this hospital and month, says other amounts or another visit, or comes twice. List anew (3260).',
  },
  'CLEARING-CONFIRMATION-UNKNOWN': {
    class: 'permanent',
    actor: 'his',
    zh: '没有该清分确认（otransid），或不属于该机构该月。',
    en: 'There is no such confirmation (otransid) of this hospital and month.',
  },
  'CLEARING-NOT-AGREED': {
    class: 'permanent',
    actor: 'agency',
    zh: '{month} 与对方省的清算表尚未核对一致，或核对后账目有变化。请先核对。',
    en: 'The tables of {month} were not found equal, or the books have changed since. Compare first.',
  },
  'CLEARING-NOT-CONFIRMED': {
    class: 'permanent',
    actor: 'agency',
    zh: '{month} 尚未由双方确认，不能付款。',
    en: '{month} was not confirmed by both provinces; nothing is paid.',
  },
  'CLEARING-DIFFERS': {
    class: 'permanent',
    actor: 'agency',
    zh: '对方省 {month} 的清算表与此不一致：对方{rows}笔、应付{owed}元。请重新核对。',
    en: 'The other province has another table of {month}: {rows} rows, {owed} yuan owed. Compare again.',
  },
  'CLEARING-ADVANCE-SHORT': {
    class: 'permanent',
    actor: 'agency',
    zh: '对{province}的预付金余额{balance}元，不足支付{owed}元。请先补足预付金。',
    en: 'The advance fund for {province} holds {balance} yuan, less than the {owed} that are owed. Add to it first.',
  },
  'CLEARING-ADVANCE-REUSED': {
    class: 'permanent',
    actor: 'agency',
    zh: '该编号已用于另一笔预付金。',
    en: 'This number was used for another advance.',
  },
});
