import { fromHex } from '../encodings/hex.js';
import {
  type CardGeneration,
  type CardLayout,
  type FieldEncoding,
  type FieldName,
  type FileLayout,
  type RecordLayout,
  type RecordNeed,
} from './layout.js';

/** SSSE, the social security system environment: "sx1.sh." and 社会保障 in GBK. One name for the whole country. */
export const SOCIAL_SECURITY_APPLICATION = fromHex('7378312E73682EC9E7BBE1B1A3D5CF');

type Row = readonly [number, number, FieldName, number, FieldEncoding, RecordNeed];

const records = (rows: readonly Row[]): readonly RecordLayout[] =>
  rows.map(([number, tag, field, length, encoding, need]) => ({ number, tag, field, length, encoding, need }));

/** EF05 of all national generations: the card itself. */
const NATIONAL_BASICS: FileLayout = {
  id: 0xef05,
  sfi: 5,
  addressing: 'by-number',
  access: 'free',
  records: records([
    [1, 0x01, 'cardIdentifier', 16, 'bytes', 'whole'], // 卡识别码
    [2, 0x02, 'cardClass', 1, 'ascii', 'unused'], // 卡类别
    [3, 0x03, 'specVersion', 4, 'ascii', 'identity'], // 规范版本
    [4, 0x04, 'initialisingBody', 12, 'digits', 'unused'], // 初始化机构编号
    [5, 0x05, 'issueDate', 4, 'date', 'optional'], // 发卡日期
    [6, 0x06, 'validUntil', 4, 'date', 'optional'], // 卡有效期
    [7, 0x07, 'cardNumber', 9, 'ascii', 'required'], // 卡号
  ]),
};

/** EF06: the holder. Read by tag, because version 2 put the name extension between and shifted the numbers behind it. */
const holderFile = (rows: readonly Row[]): FileLayout => ({
  id: 0xef06,
  sfi: 6,
  addressing: 'by-tag',
  access: 'per-card',
  records: records(rows),
});

const HOLDER_OF_VERSION_1 = holderFile([
  [1, 0x08, 'citizenNumber', 18, 'ascii', 'required'], // 社会保障号码
  [2, 0x09, 'name', 30, 'name', 'required'], // 姓名
  [3, 0x0a, 'gender', 1, 'ascii', 'optional'], // 性别
  [4, 0x0b, 'nation', 1, 'digits', 'optional'], // 民族
  [5, 0x0c, 'birthPlace', 3, 'digits', 'optional'], // 出生地
  [6, 0x0d, 'birthDate', 4, 'date', 'optional'], // 出生日期
]);

const HOLDER_SINCE_VERSION_2 = holderFile([
  [1, 0x08, 'citizenNumber', 18, 'ascii', 'required'],
  [2, 0x09, 'name', 30, 'name', 'required'],
  [3, 0x4e, 'nameExtension', 20, 'name', 'whole'], // 姓名扩展, missing on some cards of version 2
  [4, 0x0a, 'gender', 1, 'ascii', 'optional'],
  [5, 0x0b, 'nation', 1, 'digits', 'optional'],
  [6, 0x0c, 'birthPlace', 3, 'digits', 'optional'],
  [7, 0x0d, 'birthDate', 4, 'date', 'optional'],
]);

/** Shanghai's card of 1999: only the card number is known, as record 7 of an EF05 right below the master file. */
const SHANGHAI_LEGACY: CardLayout = {
  generation: 'shanghai-legacy',
  application: null,
  versionDigit: null,
  basics: {
    id: 0xef05,
    sfi: 5,
    addressing: 'by-number',
    access: 'free',
    records: records([[7, 0x07, 'cardNumber', 9, 'ascii', 'required']]),
  },
  holder: null,
};

const national = (generation: CardGeneration, versionDigit: '1' | '2' | '3', holder: FileLayout): CardLayout => ({
  generation,
  application: SOCIAL_SECURITY_APPLICATION,
  versionDigit,
  basics: NATIONAL_BASICS,
  holder,
});

/** Every generation, one description each. A new generation is a new entry here. */
export const LAYOUTS: Readonly<Record<CardGeneration, CardLayout>> = {
  'shanghai-legacy': SHANGHAI_LEGACY,
  'national-1': national('national-1', '1', HOLDER_OF_VERSION_1),
  'national-2': national('national-2', '2', HOLDER_SINCE_VERSION_2),
  'national-3': national('national-3', '3', HOLDER_SINCE_VERSION_2),
};

/**
 * The layout for the value of a version record. Only the first character counts ("2.00", "2.01" and a "2.0" with a
 * zero byte are all version 2); cards whose version begins with a zero byte follow version 2 as well.
 * @returns null for a version that nobody here has heard of.
 */
export function layoutOfVersion(specVersion: Uint8Array): CardLayout | null {
  const [first] = specVersion;
  if (first === undefined) return null;
  const digit = first === 0x00 ? '2' : String.fromCharCode(first);
  return Object.values(LAYOUTS).find((layout) => layout.versionDigit === digit) ?? null;
}
