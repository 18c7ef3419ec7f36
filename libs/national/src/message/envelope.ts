import { createHash } from 'node:crypto';
import type { DateTime } from 'luxon';
import { z } from 'zod';
import { refusal, Refused, refuse, type Refusal } from '../refusals/refusal.js';
import { frameTime } from './china-time.js';
import { inNode } from './bare-body.js';
import { may, need } from './fields.js';
import { canonical, isWireObject, parseWire, stringifyWire, type WireObject, type WireValue } from './json.js';

/** The interface says 30 digits; what programs send is at times longer, and is a good number all the same. */
export const MSGID_MOST = 64;

/** The envelope of a request (national interface §1.1). Only what every edition sends is required. */
const EnvelopeSchema = z.object({
  infno: need.code('交易编号', 10),
  msgid: may.code('发送方报文ID', MSGID_MOST),
  mdtrtarea_admvs: may.code('就医地医保区划', 6),
  insuplc_admdvs: may.code('参保地医保区划', 6),
  recer_sys_code: may.text('接收方系统代码', 20),
  dev_no: may.text('设备编号', 100),
  signtype: may.text('签名类型', 10),
  infver: may.text('接口版本号', 10),
  opter_type: may.code('经办人类别', 3),
  opter: may.text('经办人', 30),
  opter_name: may.text('经办人姓名', 200),
  inf_time: may.dateTime('交易时间'),
  fixmedins_code: need.code('定点医药机构编号', 30),
  fixmedins_name: may.text('定点医药机构名称', 200),
  sign_no: may.text('交易签到流水号', 64),
});

export type Envelope = z.output<typeof EnvelopeSchema>;

/** A message as received: its envelope, its input nodes, and what makes it this message and no other. */
export interface Message {
  readonly envelope: Envelope;
  readonly input: WireObject;
  /** SHA-256 over the content that HIS sent, without `inf_time`, `sign_no` and `cainfo`. */
  readonly fingerprint: string;
}

/** Spellings that editions use for the same field (national interface §5.6). */
const SPELLINGS: Readonly<Record<string, string>> = {
  expContent: 'exp_content',
  dscg_time: 'dscgTime',
  drug_trac_info: 'durg_trac_info',
  medinsInfo: 'medinsinfo',
};

/** What may differ between two sendings of one message. */
const NOT_CONTENT = new Set(['inf_time', 'sign_no', 'cainfo']);

/**
 * Reads a message. `input` may be an object or the same written as a string.
 * @throws Refused with MSG-NOT-JSON, MSG-FIELD-MISSING or MSG-FIELD-INVALID
 */
export function readMessage(text: string): Message {
  const root = parseWire(text);
  if (!isWireObject(root)) refuse('MSG-NOT-JSON');
  const envelope = check(EnvelopeSchema, root);
  const input = typeof root.input === 'string' ? parseWire(root.input) : root.input;
  if (input === undefined && root.input === undefined) refuse('MSG-FIELD-MISSING', { field: 'input' });
  if (!isWireObject(input)) {
    refuse('MSG-FIELD-INVALID', { field: 'input', expectedZh: 'JSON对象', expectedEn: 'a JSON object' });
  }
  const content = Object.fromEntries(Object.entries(root).filter(([key]) => !NOT_CONTENT.has(key)));
  const fingerprint = createHash('sha256')
    .update(canonical({ ...content, input }))
    .digest('hex');
  return { envelope, input: inNode(envelope.infno, respell(input) as WireObject), fingerprint };
}

function respell(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(respell);
  if (!isWireObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [SPELLINGS[key] ?? key, respell(item)]));
}

/**
 * Checks a value against a schema made of the field kinds.
 * @throws Refused that names the first field that is missing or wrong
 */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refused(refusalOfIssue(result.error.issues[0]));
}

function refusalOfIssue(issue: z.core.$ZodIssue | undefined): Refusal {
  const field = (issue?.path ?? []).reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : path ? `${path}.${String(part)}` : String(part)),
    '',
  );
  if (issue?.code === 'custom' && issue.params?.expected) {
    const expected = issue.params.expected as { zh: string; en: string };
    return refusal('MSG-FIELD-INVALID', { field, expectedZh: expected.zh, expectedEn: expected.en });
  }
  if (issue?.code === 'too_big') {
    return refusal('MSG-FIELD-INVALID', {
      field,
      expectedZh: `最多${String(issue.maximum)}行`,
      expectedEn: `at most ${String(issue.maximum)} rows`,
    });
  }
  const choices = issue?.code === 'custom' ? (issue.params?.choices as readonly string[] | undefined) : undefined;
  if (choices) {
    const [choicesZh, choicesEn] = [`（应为${choices.join('、')}之一）`, ` (one of ${choices.join(', ')})`];
    return refusal('MSG-FIELD-MISSING', { field, choicesZh, choicesEn });
  }
  if (issue?.code === 'custom' || issue?.code === 'too_small' || issue?.input === undefined) {
    return refusal('MSG-FIELD-MISSING', { field });
  }
  return refusal('MSG-FIELD-INVALID', { field, expectedZh: 'JSON对象', expectedEn: 'a JSON object' });
}

/** The times and the receiver's id that every answer carries. */
export interface AnswerFrame {
  /** Division of the receiver (6) + time (14) + serial (10). */
  readonly refMsgid: string;
  readonly receivedAt: DateTime;
  readonly answeredAt: DateTime;
}

function answerText(frame: AnswerFrame, infcode: 0 | -1, errMsg: string, output: unknown): string {
  return stringifyWire({
    infcode,
    inf_refmsgid: frame.refMsgid,
    refmsg_time: frameTime(frame.receivedAt),
    respond_time: frameTime(frame.answeredAt),
    err_msg: errMsg,
    output,
  });
}

/** The exact text of a good answer. `output` has been through the transaction's output schema. */
export function successText(frame: AnswerFrame, output: unknown): string {
  return answerText(frame, 0, '', output);
}

/** The exact text of a refusal or of an unknown outcome: a stable code in brackets, then the Chinese sentence. */
export function refusalText(frame: AnswerFrame, refused: Refusal): string {
  return answerText(frame, -1, `[${refused.code}] ${refused.zh}`, null);
}

/** Receiver message id: division, time, and the last ten digits of a counter. */
export function receiverMessageId(division: string, at: DateTime, serial: number): string {
  return `${division}${frameTime(at).slice(0, 14)}${String(serial % 10_000_000_000).padStart(10, '0')}`;
}
