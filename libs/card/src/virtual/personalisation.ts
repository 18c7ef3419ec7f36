import { fromHex } from '../encodings/hex.js';
import { type CardLayout, type FieldName, type FileLayout, type RecordLayout } from '../layouts/layout.js';
import { LAYOUTS } from '../layouts/layouts.js';
import { encodeBerTlv } from '../tlv/ber-tlv.js';
import { encodeSimpleTlv } from '../tlv/simple-tlv.js';
import { bankDirectories } from './bank-application.js';
import { type Directory, type FileSystem, type RecordFile } from './file-system.js';
import { encodeName } from './gb18030.js';
import { type NationalProfile, type VirtualCardProfile } from './profile.js';

/** Values ready to be written, filled to the layout's length. A field that is not here leaves its record out. */
type CardValues = ReadonlyMap<FieldName, Uint8Array>;

const NAME_BYTES = 30;
const NO_CONTROL_INFORMATION = new Uint8Array();
const ALGORITHM_CODES = { des: 0x01, sm4: 0x03 } as const;

/** Writes the files of a virtual card as an issuer would. */
export function personalise(profile: VirtualCardProfile): FileSystem {
  const truncated = (profile.faults?.truncatedRecords ?? []).map((tag) => parseInt(tag, 16));
  const bank = profile.bank ? bankDirectories(profile.bank, profile.interface === 'contactless') : [];
  if (profile.generation === null) return { masterFile: masterFile([]), applications: bank };

  const layout = LAYOUTS[profile.generation];
  const isNational = 'holder' in profile;
  const values = isNational ? nationalValues(profile) : new Map([['cardNumber', text(profile.cardNumber)]] as const);
  const files = [layout.basics, ...(layout.holder ? [layout.holder] : [])].map((file) =>
    recordFile(file, values, truncated, isNational && file === layout.holder ? profile.holderAccess : 'free'),
  );
  if (!isNational || profile.applicationPlace === 'mf') return { masterFile: masterFile(files), applications: bank };
  return { masterFile: masterFile([]), applications: [socialSecurity(layout, profile, files), ...bank] };
}

function masterFile(files: readonly RecordFile[]): Directory {
  return { name: null, controlInformation: NO_CONTROL_INFORMATION, files };
}

function socialSecurity(layout: CardLayout, profile: NationalProfile, files: readonly RecordFile[]): Directory {
  const name = layout.application ?? NO_CONTROL_INFORMATION;
  const firstFile = encodeBerTlv(0x88, Uint8Array.of(0x1e));
  const algorithm = profile.algorithm
    ? encodeBerTlv(0x9f0c, encodeBerTlv(0x86, Uint8Array.of(ALGORITHM_CODES[profile.algorithm])))
    : NO_CONTROL_INFORMATION;
  const controlInformation = encodeBerTlv(0x6f, encodeBerTlv(0x84, name), encodeBerTlv(0xa5, firstFile, algorithm));
  return { name, controlInformation, files };
}

function recordFile(
  layout: FileLayout,
  values: CardValues,
  truncated: readonly number[],
  readCondition: RecordFile['readCondition'],
): RecordFile {
  const records = new Map<number, Uint8Array>();
  for (const record of layout.records) {
    const value = values.get(record.field);
    if (value) records.set(record.number, writeRecord(record, value, truncated));
  }
  return { id: layout.id, sfi: layout.sfi, readCondition, records };
}

function writeRecord(record: RecordLayout, value: Uint8Array, truncated: readonly number[]): Uint8Array {
  const filled = new Uint8Array(record.length);
  // Issuers fill the name with zero bytes and its extension with FF.
  if (record.field === 'nameExtension') filled.fill(0xff);
  filled.set(value);
  const whole = encodeSimpleTlv(record.tag, filled);
  return truncated.includes(record.tag) ? whole.slice(0, 2 + Math.floor(record.length / 2)) : whole;
}

function nationalValues(profile: NationalProfile): CardValues {
  const { holder } = profile;
  const name = encodeName(holder.name);
  if (!name) throw new RangeError('a name without code; the profile was not checked by its schema');
  const values = new Map<FieldName, Uint8Array>([
    ['cardIdentifier', fromHex(profile.cardIdentifier)],
    ['cardClass', text(profile.cardClass)],
    ['specVersion', text(profile.specVersion)],
    ['initialisingBody', fromHex(profile.initialisingBody)],
    ['issueDate', dateBytes(profile.issueDate)],
    ['validUntil', dateBytes(profile.validUntil)],
    ['cardNumber', text(profile.cardNumber)],
    ['citizenNumber', text(holder.citizenNumber)],
    ['name', name.subarray(0, NAME_BYTES)],
    ['gender', text(holder.gender)],
    ['nation', fromHex(holder.nation)],
    ['birthPlace', fromHex(holder.birthPlace)],
    ['birthDate', dateBytes(holder.birthDate)],
  ]);
  // Cards of version 2 leave the record out when there is nothing to write, those of version 3 have it empty.
  const extension = name.subarray(NAME_BYTES);
  if (extension.length > 0 || profile.generation === 'national-3') values.set('nameExtension', extension);
  return values;
}

function text(characters: string): Uint8Array {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

function dateBytes(date: string): Uint8Array {
  return fromHex(date.replaceAll('-', ''));
}
