import { refusalEntries } from './entry.js';

/** Hotline of the medical insurance service (public number). */
const INSURANCE_HOTLINE = '12393';

/** What can be wrong with a person's insurance, and with a row of the feeds that tell of persons and institutions. */
export const PERSON_REFUSALS = refusalEntries({
  'PERSON-DECEASED': {
    class: 'business',
    actor: 'cashier',
    zh: '该人员登记于{date}死亡，此后不能登记就诊或结算。请核对持卡人。',
    en: 'This person is recorded as deceased on {date}; nothing is registered or settled after that day. Check the holder.',
    hotline: INSURANCE_HOTLINE,
  },
  'PERSON-MERGED': {
    class: 'business',
    actor: 'cashier',
    zh: '该人员编号（psn_no）已并入同一人的另一编号，请重新读卡（1101）取得现用编号；原编号下的记录仍可查询和撤销。',
    en: 'This person number (psn_no) was merged into another of the same person. Identify the patient again (1101); what stands under the old number can still be looked up and cancelled.',
  },
  'ENROLMENT-SUSPENDED': {
    class: 'business',
    actor: 'patient',
    zh: '该人员险种 {insutype} 自{date}起暂停参保，不能结算。请患者到医保经办机构恢复参保。',
    en: 'The enrolment of kind {insutype} is suspended since {date}. The patient must have it resumed at the insurance agency.',
    hotline: INSURANCE_HOTLINE,
  },
  'ENROLMENT-ARREARS': {
    class: 'business',
    actor: 'patient',
    zh: '该人员险种 {insutype} 自{date}起欠缴保费，不能结算。请患者或其单位补缴。',
    en: 'Contributions for the enrolment of kind {insutype} are in arrears since {date}. The patient or the employer must pay.',
    hotline: INSURANCE_HOTLINE,
  },
  'ENROLMENT-ENDED': {
    class: 'business',
    actor: 'patient',
    zh: '该人员险种 {insutype} 的参保已于{date}终止，不能结算。请患者到医保经办机构核实。',
    en: 'The enrolment of kind {insutype} ended on {date}. The patient should ask the insurance agency.',
    hotline: INSURANCE_HOTLINE,
  },
  'FEED-LINE': {
    class: 'permanent',
    actor: 'agency',
    zh: '该行无法解析（{reason}）。',
    en: 'This line cannot be read ({reason}).',
  },
  'FEED-AHEAD': {
    class: 'permanent',
    actor: 'agency',
    zh: '该行时间（at）晚于当前时间一天以上，请核对发送方时钟。',
    en: 'The time of the row (at) lies more than a day ahead. Check the clock of the sender.',
  },
  'FEED-EVENT-ID-REUSED': {
    class: 'permanent',
    actor: 'agency',
    zh: '该行编号（eventId）已用于另一内容。',
    en: 'This eventId was used for a row with other content.',
  },
  'FEED-PERSON-DATES': {
    class: 'permanent',
    actor: 'agency',
    zh: '出生、参加工作、退休、死亡日期相互矛盾（{field}）。',
    en: 'The dates of birth, first work, retirement and death contradict each other ({field}).',
  },
  'FEED-CERTIFICATE-TAKEN': {
    class: 'permanent',
    actor: 'agency',
    zh: '该证件号码已登记在另一人员编号下；如为同一人，请发送合并（merge）。',
    en: 'This certificate is registered for another person number. If both are one person, send a merge.',
  },
  'FEED-ENROLMENT-UNKNOWN': {
    class: 'permanent',
    actor: 'agency',
    zh: '该人员没有险种 {insutype} 的参保登记，请先发送参保（enrolment）。',
    en: 'The person has no enrolment of kind {insutype}; send it (enrolment) first.',
  },
  'FEED-MERGE-INVALID': {
    class: 'permanent',
    actor: 'agency',
    zh: '合并无效：两个编号相同，或其中一个已并入其他编号。',
    en: 'The merge is not possible: both numbers are the same, or one of them was merged into another.',
  },
  'FEED-CREDIT-REUSED': {
    class: 'permanent',
    actor: 'agency',
    zh: '该入账编号（creditId）已用于该人员的另一金额或事由。',
    en: 'This creditId was used for the person with another amount or reason.',
  },
});
