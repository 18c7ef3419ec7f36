import { refusalEntries } from './entry.js';

/** Hotline of the medical insurance service (public number). */
const INSURANCE_HOTLINE = '12393';

/** What can be wrong with a person, a visit, its fee lines, a settlement or its cancellation. */
export const SETTLEMENT_REFUSALS = refusalEntries({
  'CREDENTIAL-MISSING': {
    class: 'transient',
    actor: 'cashier',
    zh: '缺少就诊凭证编号（mdtrt_cert_no），且没有可用的读卡结果。',
    en: 'The credential number (mdtrt_cert_no) is missing and no card was read.',
  },
  'CREDENTIAL-KIND': {
    class: 'permanent',
    actor: 'his',
    zh: '不支持的就诊凭证类型（mdtrt_cert_type）。',
    en: 'This kind of credential (mdtrt_cert_type) is not supported.',
  },
  'CREDENTIAL-VOUCHER': {
    class: 'permanent',
    actor: 'his',
    zh: '本中心尚未接入医保电子凭证解码服务，请改用社保卡或身份证件。',
    en: 'This centre has no service that decodes the electronic voucher. Use the card or the identity document.',
  },
  'CREDENTIAL-VOUCHER-UNKNOWN': {
    class: 'business',
    actor: 'patient',
    zh: '医保电子凭证无效或已过期，请患者刷新后重新出示。',
    en: 'The electronic voucher is not valid or has run out. The patient should refresh it and show it again.',
  },
  'CREDENTIAL-VOUCHER-SERVICE': {
    class: 'transient',
    actor: 'network',
    zh: '医保电子凭证解码服务暂时无法访问，请稍后重试，或改用社保卡、身份证件。',
    en: 'The service that decodes electronic vouchers cannot be reached. Try again, or use the card or identity document.',
  },
  'CREDENTIAL-LEGACY-UNKNOWN': {
    class: 'business',
    actor: 'patient',
    zh: '该旧医保卡（磁卡）或就诊卡没有对应的参保人员登记，请出示社保卡或身份证件。',
    en: 'This old medical card or hospital visit card leads to nobody. Ask for the social security card or the ID card.',
    hotline: INSURANCE_HOTLINE,
  },
  'CREDENTIAL-LEGACY-ENDED': {
    class: 'business',
    actor: 'patient',
    zh: '该旧医保卡（磁卡）或就诊卡已停用，请出示社保卡或身份证件。',
    en: 'This old medical card or hospital visit card has ended. Ask for the social security card or the ID card.',
    hotline: INSURANCE_HOTLINE,
  },
  'CREDENTIAL-MISMATCH': {
    class: 'business',
    actor: 'cashier',
    zh: '{field} 与就诊凭证登记的人员不一致，请核对。',
    en: '{field} differs from the person registered for the credential.',
  },
  'PERSON-UNKNOWN': {
    class: 'business',
    actor: 'patient',
    zh: '没有该人员的参保登记。请患者向医保经办机构核实。',
    en: 'This person is not registered. The patient should ask the insurance agency.',
    hotline: INSURANCE_HOTLINE,
  },
  'PERSON-NOT-ENROLLED': {
    class: 'business',
    actor: 'patient',
    zh: '该人员没有险种 {insutype} 的正常参保，不能结算。',
    en: 'This person has no active enrolment of kind {insutype}.',
    hotline: INSURANCE_HOTLINE,
  },
  'VISIT-UNKNOWN': {
    class: 'business',
    actor: 'his',
    zh: '没有该就诊登记（mdtrt_id）。',
    en: 'There is no such visit (mdtrt_id).',
  },
  'VISIT-CANCELLED': {
    class: 'business',
    actor: 'cashier',
    zh: '该就诊登记已撤销，请重新挂号。',
    en: 'This visit was cancelled. Register again.',
  },
  'VISIT-SETTLED': {
    class: 'business',
    actor: 'cashier',
    zh: '该就诊有未撤销的结算，请先撤销结算。',
    en: 'This visit has a settlement that stands. Cancel the settlement first.',
  },
  'VISIT-MED-TYPE': {
    class: 'business',
    actor: 'his',
    zh: '医疗类别（med_type）与就诊登记不一致。',
    en: 'The medical category (med_type) differs from that of the visit.',
  },
  'MED-TYPE-UNSUPPORTED': {
    class: 'permanent',
    actor: 'his',
    zh: '本交易不支持医疗类别（med_type）{medType}。',
    en: 'This transaction does not take the medical category (med_type) {medType}.',
  },
  'DIAGNOSIS-TWICE': {
    class: 'permanent',
    actor: 'his',
    zh: '诊断排序号（diag_srt_no）{number} 重复。',
    en: 'The diagnosis number (diag_srt_no) {number} was sent twice.',
  },
  'LINES-MISSING': {
    class: 'business',
    actor: 'his',
    zh: '收费批次（chrg_bchno）没有未结算的费用明细，请先上传。',
    en: 'The batch (chrg_bchno) has no unsettled fee lines. Upload them first.',
  },
  'LINE-TWICE': {
    class: 'permanent',
    actor: 'his',
    zh: '费用明细流水号（feedetl_sn）{line} 重复。',
    en: 'The fee line (feedetl_sn) {line} was sent twice.',
  },
  'BATCH-UPLOADED': {
    class: 'business',
    actor: 'his',
    zh: '收费批次（chrg_bchno）已上传，如需更改请先撤销（2205）再整批上传。',
    en: 'The batch (chrg_bchno) is there already. Delete it (2205) and upload it whole.',
  },
  'LINES-OF-SEVERAL': {
    class: 'permanent',
    actor: 'his',
    zh: '一次上传的费用明细必须属于同一人员和同一就诊：{field}。',
    en: 'The lines of one upload must belong to one person and one visit: {field}.',
  },
  'LINE-INVALID': {
    class: 'permanent',
    actor: 'his',
    zh: '费用明细 {line} 无法计算：{reason}',
    en: 'Line {line} cannot be split: {en}',
  },
  'LINE-AMOUNT': {
    class: 'permanent',
    actor: 'his',
    zh: '费用明细 {line} 的金额（det_item_fee_sumamt）与单价×数量相差超过0.01元。',
    en: 'The amount of line {line} (det_item_fee_sumamt) differs from price × quantity by more than 0.01.',
  },
  'TOTAL-MISMATCH': {
    class: 'business',
    actor: 'his',
    zh: '{field} 应为 {expected}，报文为 {got}。',
    en: '{field} should be {expected}, the message says {got}.',
  },
  'CASH-CHANGED': {
    class: 'business',
    actor: 'cashier',
    zh: '已收现金 {got} 元与应收 {expected} 元不符，没有结算。请重新预结算并核对收款。',
    en: 'The cash collected ({got}) differs from what is due ({expected}). Nothing was settled; run the trial again.',
  },
  'BILL-SETTLED': {
    class: 'business',
    actor: 'cashier',
    zh: '该收费批次已经结算，不能重复结算。请查询原结算。',
    en: 'This bill was settled already. Look up that settlement.',
  },
  'SETTLEMENT-UNKNOWN': {
    class: 'business',
    actor: 'his',
    zh: '没有该结算记录（setl_id）。',
    en: 'There is no such settlement (setl_id).',
  },
  'SETTLEMENT-CANCELLED': {
    class: 'business',
    actor: 'cashier',
    zh: '该结算已经撤销，不能再次撤销。',
    en: 'This settlement was cancelled already.',
  },
  'SETTLEMENT-NOT-CANCELLABLE': {
    class: 'business',
    actor: 'his',
    zh: '该记录是撤销记录或不属于本交易，不能撤销。',
    en: 'This record is a cancellation or of another kind and cannot be cancelled here.',
  },
  'POLICY-MISSING': {
    class: 'business',
    actor: 'centre',
    zh: '没有适用于该人员和日期的待遇政策，没有结算：{reason}。',
    en: 'No policy applies to this person on this date; nothing was settled: {reason}.',
  },
  'BILL-NOT-SPLIT': {
    class: 'permanent',
    actor: 'his',
    zh: '无法计算：{field} {reason}',
    en: 'The bill cannot be split: {field}: {en}',
  },
  'SIGN-IN-UNKNOWN': {
    class: 'business',
    actor: 'cashier',
    zh: '没有该签到记录（sign_no）。',
    en: 'There is no such sign-in (sign_no).',
  },
  'QUERY-INSTITUTION': {
    class: 'permanent',
    actor: 'his',
    zh: '查询机构需提供 fixmedins_name 或 fixmedins_code。',
    en: 'Give fixmedins_name or fixmedins_code to look up an institution.',
  },
});
