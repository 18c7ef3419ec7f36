import { refusalEntries } from './entry.js';

/** Hotline of the medical insurance service (public number). */
const INSURANCE_HOTLINE = '12393';

/** What can be wrong when care is given in one province to a person who is insured in another. */
export const PROVINCE_REFUSALS = refusalEntries({
  'INSURED-ELSEWHERE': {
    class: 'permanent',
    actor: 'centre',
    zh: '参保地（insuplc_admdvs）不在本统筹区，该交易不支持异地办理。{insteadZh}',
    en: 'The insured place (insuplc_admdvs) is elsewhere; this transaction is not done across provinces.{insteadEn}',
  },
  'PROVINCE-WRONG': {
    class: 'permanent',
    actor: 'his',
    zh: '参保地（insuplc_admdvs）与该人员的参保地不符。请以人员信息获取（1101）返回的参保地为准。',
    en: 'The insured place (insuplc_admdvs) is not that of this person. Take it from the answer to 1101.',
  },
  'PROVINCE-OLD-CARD': {
    class: 'business',
    actor: 'patient',
    zh: '跨省异地就医只能使用全国统一的社会保障卡，参保地的旧卡不能在外省结算。请先向参保地申领并启用新社保卡，或自费结算后回参保地报销。',
    en: 'Only the national social security card settles in another province. Apply at the insured place for the new card and activate it, or pay and claim at home.',
    hotline: '12333',
  },
  'PROVINCE-CREDENTIAL': {
    class: 'business',
    actor: 'cashier',
    zh: '跨省异地就医须使用社会保障卡（mdtrt_cert_type 03）。',
    en: 'Across provinces the social security card is needed (mdtrt_cert_type 03).',
  },
  'PROVINCE-NOT-FILED': {
    class: 'business',
    actor: 'patient',
    zh: '该人员在参保地没有有效的异地就医备案。请向参保地经办机构或通过国家异地就医备案小程序备案，出院结算前补办有效。',
    en: 'This person has filed no care elsewhere at the insured place. File it there; until the discharge is settled that still counts.',
    hotline: INSURANCE_HOTLINE,
  },
  'PROVINCE-FILING-ENDED': {
    class: 'business',
    actor: 'patient',
    zh: '该人员的异地就医备案已于 {to} 到期。请向参保地重新备案。',
    en: 'The filing of care elsewhere ended on {to}. File anew at the insured place.',
    hotline: INSURANCE_HOTLINE,
  },
  'PROVINCE-FILED-ELSEWHERE': {
    class: 'business',
    actor: 'patient',
    zh: '该人员备案的就医地是 {filed}，不是本地。请向参保地变更备案。',
    en: 'This person has filed for care at {filed}, not here. Have the filing changed at the insured place.',
    hotline: INSURANCE_HOTLINE,
  },
  'PROVINCE-UNREACHABLE': {
    class: 'transient',
    actor: 'network',
    zh: '参保地暂时无法联系，本次没有办理任何业务。请稍后用相同的报文重试。',
    en: 'The insured place cannot be reached at the moment and nothing was done. Send the same message again later.',
  },
  'UNKNOWN-PROVINCE': {
    class: 'transient',
    actor: 'network',
    zh: '参保地没有答复，结果未知，系统正在查询。请勿换号重发，稍后用相同 msgid 查询。',
    en: 'The insured place has not answered, so the outcome is unknown and is being asked for. Repeat with the same msgid.',
  },
  'PROVINCE-PENDING': {
    class: 'transient',
    actor: 'cashier',
    zh: '该人员有一笔异地结算或撤销的结果尚未确定，确定之前不能办理。请稍后再试。',
    en: 'A settlement or cancellation of this person in another province has no known end yet. Try again shortly.',
  },
  'PROVINCE-AMOUNTS': {
    class: 'business',
    actor: 'centre',
    zh: '参保地返回的金额不平，结算没有成立；如已在参保地记账，已经冲回。请联系结算中心。',
    en: 'The amounts that the insured place answered do not add up. Nothing was settled; what it had booked was taken back.',
  },
  'PROVINCE-PERSON-LOCAL': {
    class: 'business',
    actor: 'centre',
    zh: '人员编号在本地已属于本地参保人员，不能按异地人员办理。请联系结算中心。',
    en: 'The person number belongs to somebody insured here, so that the visitor cannot be taken. Call the centre.',
  },
  'PROVINCE-NO-RESTORE': {
    class: 'business',
    actor: 'cashier',
    zh: '异地结算的撤销不能冲正，请重新结算。',
    en: 'The cancellation of a settlement across provinces cannot be reversed. Settle anew.',
  },
  'CARE-FILING-DATES': {
    class: 'permanent',
    actor: 'agency',
    zh: '异地就医备案的日期不符：{reason}。',
    en: 'The days of the filing of care elsewhere do not fit: {en}.',
  },
  'CARE-FILING-CHANGE': {
    class: 'business',
    actor: 'patient',
    zh: '长期异地就医备案自 {from} 起须满 {months} 个月方可变更。',
    en: 'A long-term filing may be changed {months} months after {from}, not before.',
    hotline: INSURANCE_HOTLINE,
  },
  'CARE-FILING-UNKNOWN': {
    class: 'business',
    actor: 'agency',
    zh: '没有该人员的这一异地就医备案，或已经取消。',
    en: 'This person has no such filing of care elsewhere, or it was cancelled.',
  },
});
