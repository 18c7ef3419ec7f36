import { fromHex } from '../encodings/hex.js';
import { encodeBerTlv } from '../tlv/ber-tlv.js';
import { type Directory, type RecordFile } from './file-system.js';
import { type BankProfile } from './profile.js';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Packed BCD, filled with F to a whole byte. */
const bcd = (digits: string): Uint8Array => fromHex(digits.length % 2 ? `${digits}F` : digits);

const CONTACT_DIRECTORY = '1PAY.SYS.DDF01';
const CONTACTLESS_DIRECTORY = '2PAY.SYS.DDF01';
const SERVICE_CODE = '201';

/** Tags of the payment application (EMV book 3, PBOC 3.0). */
const Tag = {
  FCI: 0x6f,
  NAME: 0x84,
  PROPRIETARY: 0xa5,
  ISSUER_DISCRETIONARY: 0xbf0c,
  ENTRY: 0x61,
  APPLICATION_ID: 0x4f,
  LABEL: 0x50,
  PRIORITY: 0x87,
  DIRECTORY_SFI: 0x88,
  RECORD: 0x70,
  TRACK_2: 0x57,
  ACCOUNT_NUMBER: 0x5a,
  EXPIRY: 0x5f24,
  SEQUENCE: 0x5f34,
} as const;

/** The payment directories (a contactless chip shows one only) and the application, as they sit below the master file. */
export function bankDirectories(bank: BankProfile, contactless: boolean): readonly Directory[] {
  const aid = fromHex(bank.aid);
  const label = encodeBerTlv(Tag.LABEL, ascii(bank.label));
  const priority = encodeBerTlv(Tag.PRIORITY, Uint8Array.of(1));
  const entry = encodeBerTlv(Tag.ENTRY, encodeBerTlv(Tag.APPLICATION_ID, aid), label, priority);
  const yearMonth = bank.expiry.slice(2, 4) + bank.expiry.slice(5, 7);
  const lastDay = new Date(Date.UTC(Number(bank.expiry.slice(0, 4)), Number(bank.expiry.slice(5, 7)), 0)).getUTCDate();

  return [
    ...(contactless
      ? []
      : [
          directory(ascii(CONTACT_DIRECTORY), encodeBerTlv(Tag.DIRECTORY_SFI, Uint8Array.of(1)), [
            recordFile(1, entry),
          ]),
        ]),
    directory(ascii(CONTACTLESS_DIRECTORY), encodeBerTlv(Tag.ISSUER_DISCRETIONARY, entry), []),
    directory(aid, label, [
      recordFile(1, encodeBerTlv(Tag.TRACK_2, bcd(`${bank.pan}D${yearMonth}${SERVICE_CODE}0000`))),
      recordFile(
        2,
        encodeBerTlv(Tag.EXPIRY, bcd(`${yearMonth}${lastDay}`)),
        encodeBerTlv(Tag.ACCOUNT_NUMBER, bcd(bank.pan)),
        encodeBerTlv(Tag.SEQUENCE, bcd(bank.sequence)),
      ),
    ]),
  ];
}

function directory(name: Uint8Array, proprietary: Uint8Array, files: readonly RecordFile[]): Directory {
  const controlInformation = encodeBerTlv(
    Tag.FCI,
    encodeBerTlv(Tag.NAME, name),
    encodeBerTlv(Tag.PROPRIETARY, proprietary),
  );
  return { name, controlInformation, files };
}

/** Payment files are found by their short id only. */
function recordFile(sfi: number, ...objects: readonly Uint8Array[]): RecordFile {
  return { id: sfi, sfi, readCondition: 'free', records: new Map([[1, encodeBerTlv(Tag.RECORD, ...objects)]]) };
}
