import { readRecord, RecordMode, selectFile, SelectMode } from '../apdu/commands.js';
import { exchange, type CardAnswer } from '../apdu/exchange.js';
import { Status } from '../apdu/status-words.js';
import { type CardChannel } from '../channel.js';
import { toHex } from '../encodings/hex.js';
import { isBlank } from '../encodings/values.js';
import { type FieldName, type FileLayout, type RecordLayout } from '../layouts/layout.js';
import { parseSimpleTlv } from '../tlv/simple-tlv.js';
import { type CardWarning, type Damage, type DamageReason } from './card-reading.js';

/** One record as found: its value, or what stood in the way. `tag` of a damaged one is what the card sent, if anything. */
export type RecordReading =
  | { readonly state: 'value'; readonly value: Uint8Array }
  | { readonly state: 'absent' }
  | { readonly state: 'locked' }
  | { readonly state: 'damaged'; readonly reason: DamageReason; readonly tag: number | null };

/** The values of a file by field. Absent records are not in it. */
export type FieldValues = ReadonlyMap<FieldName, Uint8Array>;

export type FileReading =
  | { readonly state: 'read'; readonly values: FieldValues; readonly warnings: readonly CardWarning[] }
  | { readonly state: 'absent' }
  | { readonly state: 'locked' }
  | { readonly state: 'damaged'; readonly damage: Damage };

/**
 * Makes a file current, in the form that the card knows.
 * @returns the status word of the last try.
 */
export async function openFile(channel: CardChannel, file: FileLayout): Promise<number> {
  const { status } = await exchange(channel, selectFile(file.id, SelectMode.FILE_BELOW));
  const formUnknown = status === Status.WRONG_P1_P2 || status === Status.FUNCTION_NOT_SUPPORTED;
  return formUnknown ? (await exchange(channel, selectFile(file.id, SelectMode.BY_FILE_ID))).status : status;
}

/** Reads one record of the current file. The record's own first byte must be the tag that was asked for. */
export async function readOneRecord(
  channel: CardChannel,
  file: FileLayout,
  record: RecordLayout,
): Promise<RecordReading> {
  const reading = recordIn(await requestRecord(channel, file, record, record.length + 2), record);
  if (reading.state !== 'damaged' || reading.reason !== 'record-truncated') return reading;
  // Regional records are longer than the layout's, and a contactless card cuts them to what was asked for.
  return recordIn(await requestRecord(channel, file, record, ALL), record);
}

/** Makes of an answer what it says about the record. */
function recordIn({ status, data }: CardAnswer, record: RecordLayout): RecordReading {
  switch (status) {
    case Status.OK:
    case Status.SHORTER_THAN_ASKED:
      break;
    case Status.RECORD_NOT_FOUND:
    case Status.FILE_NOT_FOUND:
      return { state: 'absent' };
    case Status.SECURITY_STATE:
      return { state: 'locked' };
    default:
      return { state: 'damaged', reason: 'record-refused', tag: null };
  }
  const parsed = parseSimpleTlv(data);
  if (parsed.tag !== record.tag) return { state: 'damaged', reason: 'record-malformed', tag: parsed.tag };
  if (parsed.ok) return { state: 'value', value: parsed.value };
  const reason = parsed.problem === 'truncated' ? 'record-truncated' : 'record-malformed';
  return { state: 'damaged', reason, tag: parsed.tag };
}

/** An expected length that stands for the whole record. */
const ALL = 0;

async function requestRecord(
  channel: CardChannel,
  file: FileLayout,
  record: RecordLayout,
  le: number,
): Promise<CardAnswer> {
  if (file.addressing === 'by-number') return requestAs(channel, record.number, RecordMode.BY_NUMBER, le);
  const answer = await requestAs(channel, record.tag, RecordMode.BY_TAG, le);
  // Cards that know records by number only say so; the layout's numbers are right for their version then.
  const modeUnknown = answer.status === Status.WRONG_P1_P2 || answer.status === Status.FUNCTION_NOT_SUPPORTED;
  return modeUnknown ? requestAs(channel, record.number, RecordMode.BY_NUMBER, le) : answer;
}

async function requestAs(
  channel: CardChannel,
  reference: number,
  mode: typeof RecordMode.BY_TAG | typeof RecordMode.BY_NUMBER,
  le: number,
): Promise<CardAnswer> {
  const answer = await exchange(channel, readRecord(reference, mode, le));
  // Some cards refuse a length that is not the record's without naming the right one; those take "all".
  return answer.status === Status.WRONG_LENGTH ? exchange(channel, readRecord(reference, mode, ALL)) : answer;
}

/**
 * Makes a file current and reads it.
 * @throws CardFault of the channel.
 */
export async function readFile(channel: CardChannel, file: FileLayout): Promise<FileReading> {
  const opened = await openFile(channel, file);
  if (opened === Status.OK) return readOpenFile(channel, file);
  if (opened === Status.FILE_NOT_FOUND) return { state: 'absent' };
  if (opened === Status.SECURITY_STATE) return { state: 'locked' };
  return { state: 'damaged', damage: { reason: 'file-refused', tag: null } };
}

/**
 * Reads every record of the current file that the layout asks for, except the one that told the generation. A file whose required
 * records are all absent or blank counts as absent (blank cards are handed out by personalisation); one of several
 * missing is damage, so that nobody gets half a person.
 * @throws CardFault of the channel.
 */
export async function readOpenFile(channel: CardChannel, file: FileLayout): Promise<FileReading> {
  const values = new Map<FieldName, Uint8Array>();
  const warnings: CardWarning[] = [];
  for (const record of file.records) {
    if (record.need === 'identity' || record.need === 'unused') continue;
    const reading = await readOneRecord(channel, file, record);
    if (reading.state === 'value') {
      const content = record.encoding === 'ascii' || record.encoding === 'name' ? 'text' : 'binary';
      if (!isBlank(reading.value, content)) values.set(record.field, reading.value);
    } else if (reading.state !== 'absent') {
      if (record.need === 'optional') warnings.push({ code: 'unreadable', subject: record.field });
      else if (reading.state === 'locked') return { state: 'locked' };
      else return { state: 'damaged', damage: { reason: reading.reason, tag: tagText(record) } };
    }
  }
  const required = file.records.filter(({ need }) => need === 'required');
  const missing = required.filter(({ field }) => !values.has(field));
  const [firstMissing] = missing;
  if (missing.length === required.length) return { state: 'absent' };
  if (firstMissing) return { state: 'damaged', damage: { reason: 'record-missing', tag: tagText(firstMissing) } };
  return { state: 'read', values, warnings };
}

export function tagText(record: RecordLayout): string {
  return toHex(Uint8Array.of(record.tag));
}
