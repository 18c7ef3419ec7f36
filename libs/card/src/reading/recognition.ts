import { selectByName } from '../apdu/commands.js';
import { exchange } from '../apdu/exchange.js';
import { Status } from '../apdu/status-words.js';
import { type CardChannel } from '../channel.js';
import { decodeAscii } from '../encodings/values.js';
import { type CardLayout, type FileLayout, type RecordLayout } from '../layouts/layout.js';
import { LAYOUTS, layoutOfVersion, SOCIAL_SECURITY_APPLICATION } from '../layouts/layouts.js';
import { findBerTlv, parseBerTlv } from '../tlv/ber-tlv.js';
import { type Damage, type KeyAlgorithm } from './card-reading.js';
import { openFile, readOneRecord, tagText, type RecordReading } from './file-reading.js';

export type Recognition =
  | {
      readonly state: 'recognised';
      readonly layout: CardLayout;
      readonly specVersion: string;
      readonly keyAlgorithm: KeyAlgorithm | null;
    }
  | { readonly state: 'foreign' }
  | { readonly state: 'damaged'; readonly damage: Damage };

const LEGACY = LAYOUTS['shanghai-legacy'];
/** Where the version stands is the same for all national generations; else it could not be read before it is known. */
const VERSION_FILE = LAYOUTS['national-1'].basics;
const VERSION_RECORD = recordOf(VERSION_FILE, 'identity');
const LEGACY_RECORD = recordOf(LEGACY.basics, 'required');

function recordOf(file: FileLayout, need: RecordLayout['need']): RecordLayout {
  const record = file.records.find((candidate) => candidate.need === need);
  if (!record) throw new Error(`a layout without a record that is ${need}`);
  return record;
}

/**
 * Finds out what kind of card this is and leaves the file with the card's own data current. The answer to reset tells
 * nothing: bank cards share its frame.
 * @throws CardFault of the channel.
 */
export async function recognise(channel: CardChannel): Promise<Recognition> {
  const application = await exchange(channel, selectByName(SOCIAL_SECURITY_APPLICATION));
  switch (application.status) {
    case Status.OK:
      return recogniseNational(channel, keyAlgorithmOf(application.data));
    case Status.FILE_INVALIDATED:
    case Status.BLOCKED_FOR_GOOD:
      return { state: 'damaged', damage: { reason: 'application-blocked', tag: null } };
    case Status.FILE_NOT_FOUND:
      return recogniseBelowMasterFile(channel);
    default:
      return { state: 'foreign' };
  }
}

async function recogniseNational(channel: CardChannel, keyAlgorithm: KeyAlgorithm | null): Promise<Recognition> {
  const opened = await openFile(channel, VERSION_FILE);
  if (opened !== Status.OK) {
    const reason = opened === Status.FILE_NOT_FOUND ? 'file-missing' : 'file-refused';
    return { state: 'damaged', damage: { reason, tag: null } };
  }
  const version = await readOneRecord(channel, VERSION_FILE, VERSION_RECORD);
  return versionTells(version, keyAlgorithm);
}

/**
 * The name is not known on the card. Either the application is the master file (some national cards), or this is
 * Shanghai's old card, or something else altogether. The version record tells them apart. Files of other trades carry the
 * same short ids, so here a record counts only when it bears its own tag.
 */
async function recogniseBelowMasterFile(channel: CardChannel): Promise<Recognition> {
  if ((await openFile(channel, VERSION_FILE)) !== Status.OK) return { state: 'foreign' };
  const version = await readOneRecord(channel, VERSION_FILE, VERSION_RECORD);
  if (bearsTag(version, VERSION_RECORD)) return versionTells(version, null);

  const number = await readOneRecord(channel, LEGACY.basics, LEGACY_RECORD);
  return bearsTag(number, LEGACY_RECORD)
    ? { state: 'recognised', layout: LEGACY, specVersion: '', keyAlgorithm: null }
    : { state: 'foreign' };
}

function bearsTag(reading: RecordReading, record: RecordLayout): boolean {
  return reading.state === 'value' || (reading.state === 'damaged' && reading.tag === record.tag);
}

function versionTells(version: RecordReading, keyAlgorithm: KeyAlgorithm | null): Recognition {
  const damaged = (reason: Damage['reason']): Recognition => ({
    state: 'damaged',
    damage: { reason, tag: tagText(VERSION_RECORD) },
  });
  switch (version.state) {
    case 'absent':
      return damaged('record-missing');
    case 'locked':
      return damaged('record-refused');
    case 'damaged':
      return damaged(version.reason);
    case 'value': {
      const layout = layoutOfVersion(version.value);
      if (!layout) return damaged('version-unknown');
      return { state: 'recognised', layout, specVersion: versionText(version.value), keyAlgorithm };
    }
  }
}

function versionText(value: Uint8Array): string {
  // A zero byte in front is a known oddity of version 2; nothing readable stands before it.
  const shown = value[0] === 0x00 ? value.subarray(1) : value;
  return decodeAscii(shown) ?? decodeAscii(shown.subarray(0, 1)) ?? '';
}

const TAG_ALGORITHM_TEMPLATE = 0x9f0c;
const TAG_ALGORITHM = 0x86;

/** @returns null when the selection answered no control information (contactless cards without Le, for one). */
function keyAlgorithmOf(controlInformation: Uint8Array): KeyAlgorithm | null {
  const parsed = parseBerTlv(controlInformation);
  if (!parsed.ok || parsed.objects.length === 0) return null;
  const template = findBerTlv(parsed.objects, TAG_ALGORITHM_TEMPLATE);
  if (!template) return 'des';
  // 9F0C is a primitive tag by its bits, and holds data objects all the same.
  const inside = parseBerTlv(template.value);
  const code = inside.ok ? findBerTlv(inside.objects, TAG_ALGORITHM)?.value[0] : undefined;
  if (code === 0x01) return 'des';
  return code === 0x03 ? 'sm4' : 'other';
}
