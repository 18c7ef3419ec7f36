import { refusalEntries } from './entry.js';

/** What can be wrong with a message before anybody looks at its meaning, and on its way. */
export const MESSAGE_REFUSALS = refusalEntries({
  'MSG-NOT-JSON': {
    class: 'permanent',
    actor: 'his',
    zh: '报文不是有效的JSON。',
    en: 'The message is not valid JSON.',
  },
  'MSG-TOO-LARGE': {
    class: 'permanent',
    actor: 'his',
    zh: '报文超过1 MiB上限。',
    en: 'The message is larger than 1 MiB.',
  },
  'MSG-INFNO-UNKNOWN': {
    class: 'permanent',
    actor: 'his',
    zh: '不支持的交易编号（infno）：{infno}。',
    en: 'Unknown transaction number (infno): {infno}.',
  },
  'MSG-PATH-MISMATCH': {
    class: 'permanent',
    actor: 'his',
    zh: '请求路径与交易编号（infno）不一致。',
    en: 'The path and the transaction number (infno) disagree.',
  },
  'MSG-FIELD-MISSING': {
    class: 'permanent',
    actor: 'his',
    zh: '缺少必填项 {field}。',
    en: 'The required field {field} is missing.',
  },
  'MSG-FIELD-INVALID': {
    class: 'permanent',
    actor: 'his',
    zh: '字段 {field} 的内容不符合要求：应为{expectedZh}。',
    en: 'The field {field} is not valid: {expectedEn} is expected.',
  },
  'MSG-MSGID-MISSING': {
    class: 'permanent',
    actor: 'his',
    zh: '缺少 msgid：改变数据的交易必须带发送方报文ID。',
    en: 'The field msgid is missing: a message that changes something must bring one.',
  },
  'MSG-MSGID-REUSED': {
    class: 'permanent',
    actor: 'his',
    zh: '该 msgid 已用于另一内容的报文，请核对后使用新的 msgid。',
    en: 'This msgid was used for a message with other content.',
  },
  'MSG-INSTITUTION-UNKNOWN': {
    class: 'permanent',
    actor: 'centre',
    zh: '定点医药机构编号（fixmedins_code）未登记。',
    en: 'The institution (fixmedins_code) is not registered.',
  },
  'MSG-INSTITUTION-FOREIGN': {
    class: 'permanent',
    actor: 'his',
    zh: '本终端不为该定点医药机构（fixmedins_code）服务。',
    en: 'This terminal does not act for that institution (fixmedins_code).',
  },
  'INSURED-ELSEWHERE': {
    class: 'permanent',
    actor: 'centre',
    zh: '参保地（insuplc_admdvs）不在本统筹区，本中心尚未开通异地结算。',
    en: 'The insured place (insuplc_admdvs) is elsewhere; this centre does not settle across provinces yet.',
  },
  'MSG-INSTITUTION-KIND': {
    class: 'permanent',
    actor: 'his',
    zh: '该类定点医药机构不能使用本交易。',
    en: 'An institution of this kind may not use this transaction.',
  },
  'DOOR-KEY': {
    class: 'permanent',
    actor: 'his',
    zh: '缺少访问密钥或密钥不正确。',
    en: 'The key is missing or wrong.',
  },
  'DOOR-ORIGIN': {
    class: 'permanent',
    actor: 'his',
    zh: '不允许该网页来源访问。',
    en: 'This web origin may not call here.',
  },
  'DOOR-HOST': {
    class: 'permanent',
    actor: 'his',
    zh: '请求的主机名不被接受。',
    en: 'The Host of the request is not accepted.',
  },
  'DOOR-CONTENT-TYPE': {
    class: 'permanent',
    actor: 'his',
    zh: '不支持的内容类型，应为 application/json 或 text/plain。',
    en: 'The content type must be application/json or text/plain.',
  },
  'DOOR-RATE': {
    class: 'transient',
    actor: 'his',
    zh: '请求过于频繁，请稍后再试。',
    en: 'Too many requests. Try again in a moment.',
  },
  'DOOR-NOT-FOUND': {
    class: 'permanent',
    actor: 'his',
    zh: '没有该地址。',
    en: 'There is nothing at this address.',
  },
  'CENTRE-UNREACHABLE': {
    class: 'transient',
    actor: 'network',
    zh: '结算中心暂时无法连接，报文没有发出，请稍后用相同报文重试。',
    en: 'The settlement centre cannot be reached. The message was not sent; send the same message again later.',
  },
  'CENTRE-NO-ANSWER': {
    class: 'transient',
    actor: 'network',
    zh: '查询已发出，但没有收到结算中心的应答。查询不改变数据，请重新查询。',
    en: 'The query was sent but no answer came. It changes nothing; ask again.',
  },
  'CENTRE-BUSY': {
    class: 'transient',
    actor: 'centre',
    zh: '结算中心繁忙，本次没有处理，请稍后用相同报文重试。',
    en: 'The settlement centre is busy and did nothing. Send the same message again later.',
  },
  'CENTRE-FAULT': {
    class: 'transient',
    actor: 'centre',
    zh: '结算中心内部故障，本次没有记账，请用相同报文重试；仍失败请联系结算中心并提供流水号{trace}。',
    en: 'The settlement centre had a fault and posted nothing. Send the same message again; trace {trace}.',
  },
  'UNKNOWN-NO-ANSWER': {
    class: 'transient',
    actor: 'network',
    zh: '报文已发出，但没有收到结算中心的应答，结果未知。请用相同 msgid 重新查询，不要换号重发。',
    en: 'The message was sent but no answer came, so the outcome is unknown. Repeat it with the same msgid, never a new one.',
  },
  'UNKNOWN-COMMIT': {
    class: 'transient',
    actor: 'centre',
    zh: '结算中心在提交时失去数据库连接，结果未知。请用相同 msgid 重新查询，不要换号重发。',
    en: 'The centre lost its database while committing, so the outcome is unknown. Repeat with the same msgid.',
  },
});
