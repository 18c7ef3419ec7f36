import { refusalEntries } from './entry.js';

/** What can be wrong with a stay in hospital, its fee lines and its settlements. */
export const STAY_REFUSALS = refusalEntries({
  'VISIT-IS-STAY': {
    class: 'business',
    actor: 'his',
    zh: '该就诊登记（mdtrt_id）是住院登记，请使用住院交易。',
    en: 'This visit (mdtrt_id) is a stay in hospital. Use the inpatient transactions.',
  },
  'VISIT-NO-STAY': {
    class: 'business',
    actor: 'his',
    zh: '该就诊登记（mdtrt_id）不是住院登记，请使用门诊交易。',
    en: 'This visit (mdtrt_id) is no stay in hospital. Use the outpatient transactions.',
  },
  'STAY-OPEN': {
    class: 'business',
    actor: 'cashier',
    zh: '该人员在本机构的住院登记 {visit} 尚未出院，不能重复入院。请先办理出院（2402）或撤销入院（2404）。',
    en: 'The stay {visit} of this person here is still open. Discharge it (2402) or withdraw it (2404) first.',
  },
  'STAY-TIMES': {
    class: 'business',
    actor: 'his',
    zh: '{field} 与该次住院的时间不符：{reason}。',
    en: '{field} does not fit the times of this stay: {en}.',
  },
  'STAY-DISCHARGED': {
    class: 'business',
    actor: 'cashier',
    zh: '该次住院已经办理出院。如需继续，请先撤销出院（2405）。',
    en: 'This stay has ended. Undo the discharge (2405) first.',
  },
  'STAY-NOT-DISCHARGED': {
    class: 'business',
    actor: 'cashier',
    zh: '该次住院尚未办理出院（2402）。中途结算请将 mid_setl_flag 填为 1。',
    en: 'This stay has not ended (2402). To settle in the middle of it, set mid_setl_flag to 1.',
  },
  'STAY-SETTLED': {
    class: 'business',
    actor: 'cashier',
    zh: '该次住院已经结算，不能重复结算。请查询原结算。',
    en: 'This stay was settled already. Look up that settlement.',
  },
  'STAY-LINES-STAND': {
    class: 'business',
    actor: 'his',
    zh: '该次住院还有费用明细，请先撤销明细（2302，feedetl_sn 填 0000）。',
    en: 'This stay still has fee lines. Withdraw them first (2302 with feedetl_sn 0000).',
  },
  'STAY-LINES-MISSING': {
    class: 'business',
    actor: 'his',
    zh: '该次住院没有未结算的费用明细，请先上传（2301）。',
    en: 'This stay has no unsettled fee lines. Upload them first (2301).',
  },
  'STAY-SETTLEMENT-LATER': {
    class: 'business',
    actor: 'cashier',
    zh: '该次住院在此之后还有未撤销的结算 {settlement}，请先撤销后面的结算。',
    en: 'A later settlement of this stay ({settlement}) stands. Cancel that one first.',
  },
  'LINE-OUTSIDE-STAY': {
    class: 'business',
    actor: 'his',
    zh: '费用明细 {line} 的发生时间不在住院期间（{from} 至 {to}）内。',
    en: 'Line {line} did not arise during the stay ({from} to {to}).',
  },
  'LINE-UNKNOWN': {
    class: 'business',
    actor: 'his',
    zh: '该次住院没有未撤销的费用明细 {line}。',
    en: 'This stay has no fee line {line} that stands.',
  },
  'LINE-SETTLED': {
    class: 'business',
    actor: 'cashier',
    zh: '费用明细 {line} 已参加结算，请先撤销结算（2305）。',
    en: 'Line {line} is part of a settlement. Cancel the settlement (2305) first.',
  },
  'LINE-RETURNED': {
    class: 'business',
    actor: 'his',
    zh: '费用明细 {line} 有未撤销的退费明细 {back}，请先撤销退费明细。',
    en: 'Line {line} has a return that stands ({back}). Withdraw the return first.',
  },
  'RETURN-ORIGINAL': {
    class: 'permanent',
    actor: 'his',
    zh: '费用明细 {line}：退费时数量和金额须为负数并填写原费用流水号（init_feedetl_sn），否则均须为正数且不填。',
    en: 'Line {line}: a return has a negative quantity and amount and names its original (init_feedetl_sn); no other line does.',
  },
  'RETURN-ITEM': {
    class: 'permanent',
    actor: 'his',
    zh: '退费明细 {line} 与原费用明细的项目（med_list_codg）或单价（pric）不同。',
    en: 'The return {line} is of another item (med_list_codg) or price (pric) than its original.',
  },
  'RETURN-TOO-MUCH': {
    class: 'business',
    actor: 'his',
    zh: '退费明细 {line} 与原费用明细剩余的数量 {quantity}、金额 {amount} 不符。',
    en: 'The return {line} does not fit what is left of its original: quantity {quantity}, amount {amount}.',
  },
  'DIAGNOSIS-MAIN': {
    class: 'permanent',
    actor: 'his',
    zh: '主诊断（maindiag_flag）只能有一个。',
    en: 'There can be one main diagnosis (maindiag_flag) only.',
  },
});
