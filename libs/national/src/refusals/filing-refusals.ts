import { refusalEntries } from './entry.js';

/** Hotline of the medical insurance service (public number). */
const INSURANCE_HOTLINE = '12393';

/** What can be wrong with a filing, or with care that needs one. */
export const FILING_REFUSALS = refusalEntries({
  'FILING-MISSING': {
    class: 'business',
    actor: 'cashier',
    zh: '该人员没有病种 {illness} 的有效备案，不能按医疗类别（med_type）{medType} 结算。请先办理备案（2503）。',
    en: 'This person has no filing for {illness}, without which med_type {medType} does not apply. File it first (2503).',
    hotline: INSURANCE_HOTLINE,
  },
  'FILING-ILLNESS-UNNAMED': {
    class: 'permanent',
    actor: 'his',
    zh: '医疗类别（med_type）{medType} 须在就诊信息（2203）的病种编码（dise_codg）中写明备案病种。',
    en: 'With med_type {medType} the visit (2203) must name the filed illness (dise_codg).',
  },
  'FILING-INSTITUTION': {
    class: 'business',
    actor: 'patient',
    zh: '该备案属于另一家定点医药机构，不能在本机构使用或撤销。请到备案机构，或在本机构重新备案。',
    en: 'The filing belongs to another institution and is not good here. Go there, or file anew.',
    hotline: INSURANCE_HOTLINE,
  },
  'FILING-ENDED': {
    class: 'business',
    actor: 'patient',
    zh: '该备案已于 {to} 到期，请重新备案。',
    en: 'The filing ended on {to}. File anew.',
    hotline: INSURANCE_HOTLINE,
  },
  'FILING-NOT-BEGUN': {
    class: 'business',
    actor: 'cashier',
    zh: '该备案自 {from} 起有效，现在尚不能使用。',
    en: 'The filing is good from {from} on, not yet.',
  },
  'FILING-OVERLAP': {
    class: 'business',
    actor: 'cashier',
    zh: '该人员已有同一病种的备案，有效期重叠（{from} 至 {to}）。如需更改请先撤销（2504）。',
    en: 'A filing for the same illness overlaps these days ({from} to {to}). Cancel it first (2504).',
  },
  'FILING-ILLNESS-UNKNOWN': {
    class: 'business',
    actor: 'his',
    zh: '病种编码（opsp_dise_code）{illness} 不在 {day} 有效的门诊慢特病种目录中。',
    en: 'The illness (opsp_dise_code) {illness} is not on the list of {day}.',
  },
  'FILING-DATES': {
    class: 'permanent',
    actor: 'his',
    zh: '日期不符：{field} 不能早于 {than}。',
    en: '{field} cannot be before {than}.',
  },
  'FILING-UNKNOWN': {
    class: 'business',
    actor: 'his',
    zh: '没有该人员的这一备案（trt_dcla_detl_sn）。',
    en: 'This person has no such filing (trt_dcla_detl_sn).',
  },
  'FILING-CANCELLED': {
    class: 'business',
    actor: 'cashier',
    zh: '该备案已经撤销。',
    en: 'The filing was cancelled already.',
  },
});
