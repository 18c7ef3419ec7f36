import { refusalEntries } from './entry.js';

/** Hotline of the social security card service, and of medical insurance (public numbers). */
const CARD_HOTLINE = '12333';

/** What can be wrong with a card, its reader, or the way to the registry. */
export const CARD_REFUSALS = refusalEntries({
  'CARD-NOT-SOCIAL-SECURITY': {
    class: 'business',
    actor: 'patient',
    zh: '该卡不是社会保障卡，请患者出示社保卡。',
    en: 'This is not a social security card. Ask the patient for the social security card.',
  },
  'CARD-UNREADABLE': {
    class: 'business',
    actor: 'issuer',
    zh: '卡内数据不完整，无法识别。请患者到发卡机构检测或换卡，本次可使用身份证件就诊。',
    en: 'The records on the card are damaged. The issuer must check or replace it; an ID card may be used meanwhile.',
    hotline: CARD_HOTLINE,
  },
  'CARD-REMOVED': {
    class: 'transient',
    actor: 'cashier',
    zh: '读卡过程中卡被拔出，请重新插卡并等待读卡完成。',
    en: 'The card was pulled while it was being read. Insert it again and wait until it has been read.',
  },
  'CARD-MUTE': {
    class: 'transient',
    actor: 'cashier',
    zh: '卡片没有应答，请拔出后重新插入；仍无应答请更换读卡器再试。',
    en: 'The card does not answer. Pull it and insert it again; if it stays mute, try another reader.',
  },
  'CARD-UNKNOWN': {
    class: 'business',
    actor: 'issuer',
    zh: '该卡未在社保卡登记系统中登记，不能使用。请患者向发卡机构核实。',
    en: 'The registry does not know this card. The patient should ask the issuer.',
    hotline: CARD_HOTLINE,
  },
  'CARD-NOT-ACTIVE': {
    class: 'business',
    actor: 'patient',
    zh: '新社保卡尚未启用，不能结算。请患者先到银行网点、社区事务受理服务中心或线上启用。{oldCardZh}',
    en: 'The new card has not been activated yet. The patient must activate it first (bank, community centre or online). {oldCardEn}',
    hotline: CARD_HOTLINE,
  },
  'CARD-VOID-REPLACED': {
    class: 'business',
    actor: 'patient',
    zh: '该卡已于{date}因新卡启用而作废，不能再使用。请患者出示新社保卡。',
    en: 'This card became void on {date}, when the new card was activated. Ask the patient for the new card.',
    hotline: CARD_HOTLINE,
  },
  'CARD-VOID-LOST': {
    class: 'business',
    actor: 'patient',
    zh: '该卡已于{date}因挂失补卡而作废，不能再使用。请患者出示补发的社保卡。',
    en: 'This card became void on {date}, when it was reported lost and replaced. Ask the patient for the replacement.',
    hotline: CARD_HOTLINE,
  },
  'CARD-VOID': {
    class: 'business',
    actor: 'issuer',
    zh: '该卡已于{date}作废，不能再使用。请患者向发卡机构核实。',
    en: 'This card became void on {date}. The patient should ask the issuer.',
    hotline: CARD_HOTLINE,
  },
  'CARD-GENERATION-ENDED': {
    class: 'business',
    actor: 'patient',
    zh: '该类社保卡的有效期已于{date}截止，不能再使用。请患者启用新社保卡后就诊。',
    en: 'Cards of this generation were valid until {date}. The patient must activate the new card.',
    hotline: CARD_HOTLINE,
  },
  'CARD-SUSPENDED': {
    class: 'business',
    actor: 'patient',
    zh: '该卡已于{date}挂失，暂停使用。请患者解除挂失或补领新卡。',
    en: 'This card was reported lost on {date} and is suspended. The patient must cancel the report or get a new card.',
    hotline: CARD_HOTLINE,
  },
  'CARD-IDENTIFIER-MISMATCH': {
    class: 'business',
    actor: 'issuer',
    zh: '卡识别码与登记的不一致，不能使用该卡。请患者向发卡机构核实。',
    en: 'The card identification code differs from the registered one. The patient should ask the issuer.',
    hotline: CARD_HOTLINE,
  },
  'CARD-NOT-OWNERS': {
    class: 'business',
    actor: 'cashier',
    zh: '出示的卡不属于本次就诊人员，请核对持卡人。',
    en: 'The card presented does not belong to the person of this visit. Check the holder.',
  },
  'READER-EMPTY': {
    class: 'transient',
    actor: 'cashier',
    zh: '读卡器上没有卡，请插卡后重试。',
    en: 'There is no card on the reader. Insert the card and send again.',
  },
  'READER-UNKNOWN': {
    class: 'transient',
    actor: 'his',
    zh: '本柜台没有名为 dev_no 所指的读卡器，请核对 dev_no。',
    en: 'This counter has no reader of the name given in dev_no.',
  },
  'READER-FAULTY': {
    class: 'transient',
    actor: 'reader',
    zh: '读卡器故障，请拔出卡片并检查读卡器连接。',
    en: 'The reader is faulty. Pull the card and check the reader.',
  },
  'READER-SEVERAL-CARDS': {
    class: 'transient',
    actor: 'cashier',
    zh: '有多张可用的卡在读卡器上，请只保留患者的卡，或在 dev_no 指明读卡器。',
    en: 'More than one usable card lies on the readers. Leave only the patient’s, or name the reader in dev_no.',
  },
  'UNKNOWN-CARD-CENTRE-UNREACHABLE': {
    class: 'transient',
    actor: 'network',
    zh: '暂时无法连接结算中心，卡的状态未知，请稍候。',
    en: 'The settlement centre cannot be reached, so it is not known whether the card may be used.',
  },
});
