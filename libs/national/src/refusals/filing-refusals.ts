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
  'FILING-USED': {
    class: 'business',
    actor: 'cashier',
    zh: '该备案已用于异地结算，不能撤销。如确需撤销，请先撤销该结算。',
    en: 'Something is settled by this filing, so that it cannot be withdrawn. Cancel the settlement first.',
  },
  'REFERRAL-NOT-ACROSS': {
    class: 'business',
    actor: 'his',
    zh: '只有转往外省（refl_type 为 3，就医地为外省区划）才需要在此备案；本省、本市内转院不必备案。',
    en: 'Only referrals to another province are filed (refl_type 3, a place of care there); within the province none is needed.',
  },
  'REFERRAL-NOT-AGREED': {
    class: 'business',
    actor: 'cashier',
    zh: '医院未同意转院（hosp_agre_refl_flag 为 0），不能备案。',
    en: 'The hospital does not agree to the referral (hosp_agre_refl_flag 0).',
  },
  'REFERRAL-DIVISION': {
    class: 'permanent',
    actor: 'his',
    zh: '转往机构（reflin_medins_no）不在所报的就医地（mdtrtarea_admdvs）{place}。',
    en: 'The receiving institution (reflin_medins_no) does not lie in {place} (mdtrtarea_admdvs).',
  },
  'REFERRAL-OVERLAP': {
    class: 'business',
    actor: 'cashier',
    zh: '本院已为该人员办理转往同一地的转院备案，有效期重叠（{from} 至 {to}）。如需更改请先撤销（2502）。',
    en: 'A referral of this hospital to the same place overlaps these days ({from} to {to}). Withdraw it first (2502).',
  },
  'FILING-CANCELLED': {
    class: 'business',
    actor: 'cashier',
    zh: '该备案已经撤销。',
    en: 'The filing was cancelled already.',
  },
});
