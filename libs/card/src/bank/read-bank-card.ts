import { readRecordOf, selectByName } from '../apdu/commands.js';
import { exchange } from '../apdu/exchange.js';
import { Status } from '../apdu/status-words.js';
import { type CardChannel, CardFault, type CardFaultKind } from '../channel.js';
import { toHex } from '../encodings/hex.js';
import { decodeDigits } from '../encodings/values.js';
import { SOCIAL_SECURITY_APPLICATION } from '../layouts/layouts.js';
import { findBerTlv, parseBerTlv } from '../tlv/ber-tlv.js';
import { AccountNumber } from './account-number.js';
import { selectDebit } from './applications.js';

/** What came of reading the bank application. */
export type BankCardReading =
  | {
      readonly outcome: 'read';
      readonly account: AccountNumber;
      /** Last month in which the card is good, `yyyy-MM`; null when the card does not say. */
      readonly expiry: string | null;
      /** Number of the card among those of one account, two digits, or ''. */
      readonly sequence: string;
      /** What the card calls the application, or ''. */
      readonly label: string;
    }
  | { readonly outcome: 'no-bank-application' }
  | { readonly outcome: 'refused'; readonly reason: 'credit' | 'quasi-credit' | 'electronic-cash' | 'other' }
  | { readonly outcome: 'damaged'; readonly reason: BankDamage }
  | { readonly outcome: 'interrupted'; readonly fault: CardFaultKind };

/** `contradiction`: account number and track 2 name different accounts. */
export type BankDamage =
  | 'application-blocked'
  | 'account-number-missing'
  | 'account-number-malformed'
  | 'account-number-check-digit'
  | 'contradiction';

const Tag = { TRACK_2: 0x57, ACCOUNT_NUMBER: 0x5a, EXPIRY: 0x5f24, SEQUENCE: 0x5f34 } as const;

/** Short ids of the files in which issuers keep the account number, and how many records of each are looked at. */
const FILES = [1, 2, 3, 16];
const RECORDS_MAX = 4;

/**
 * Reads the account of the debit application that shares the chip. To be called only when somebody asks for it: an account
 * number is payment data. The social security application is selected again afterwards, and has to be authenticated again.
 * Trouble with the card is an outcome; only an error that is no `CardFault` gets through.
 */
export async function readBankCard(channel: CardChannel): Promise<BankCardReading> {
  try {
    const reading = await readDebit(channel);
    // A card without that application stays where it is; its answer changes nothing.
    await exchange(channel, selectByName(SOCIAL_SECURITY_APPLICATION));
    return reading;
  } catch (error) {
    if (error instanceof CardFault) return { outcome: 'interrupted', fault: error.kind };
    throw error;
  }
}

async function readDebit(channel: CardChannel): Promise<BankCardReading> {
  const application = await selectDebit(channel);
  switch (application.state) {
    case 'absent':
      return { outcome: 'no-bank-application' };
    case 'blocked':
      return { outcome: 'damaged', reason: 'application-blocked' };
    case 'refused':
      return { outcome: 'refused', reason: application.kind };
    case 'selected':
      return accountOf(await readRecords(channel), application.label);
  }
}

/** What the records say, before it is looked at. */
type Found = Partial<Record<keyof typeof Tag, Uint8Array>>;

/** Reads until an account number is found. Objects are found by their structure, never by looking for bytes. */
async function readRecords(channel: CardChannel): Promise<Found> {
  const found: Found = {};
  for (const sfi of FILES) {
    for (let number = 1; number <= RECORDS_MAX && !found.ACCOUNT_NUMBER; number += 1) {
      const { status, data } = await exchange(channel, readRecordOf(sfi, number));
      if (status !== Status.OK) break;
      const parsed = parseBerTlv(data);
      if (!parsed.ok) continue;
      for (const name of Object.keys(Tag) as (keyof typeof Tag)[]) {
        found[name] ??= findBerTlv(parsed.objects, Tag[name])?.value;
      }
    }
  }
  return found;
}

function accountOf(found: Found, label: string): BankCardReading {
  const damaged = (reason: BankDamage): BankCardReading => ({ outcome: 'damaged', reason });
  const track = found.TRACK_2 && /^(\d+)D(\d{4})/.exec(toHex(found.TRACK_2));
  if (!found.ACCOUNT_NUMBER && !found.TRACK_2) return damaged('account-number-missing');

  const onTrack = track ? AccountNumber.of(track[1] ?? '') : null;
  const stated = found.ACCOUNT_NUMBER ? AccountNumber.of(decodeDigits(found.ACCOUNT_NUMBER) ?? '') : null;
  const account = found.ACCOUNT_NUMBER ? stated : onTrack;
  if (!account) return damaged('account-number-malformed');
  if (!account.checks) return damaged('account-number-check-digit');
  if (onTrack && !onTrack.equals(account)) return damaged('contradiction');
  return {
    outcome: 'read',
    account,
    expiry: expiryOf(found.EXPIRY ? toHex(found.EXPIRY) : (track?.[2] ?? '')),
    sequence: found.SEQUENCE ? (decodeDigits(found.SEQUENCE) ?? '') : '',
    label,
  };
}

/** YYMM, with or without a day. Years from 50 on are of the last century (EMV book 4). */
function expiryOf(digits: string): string | null {
  const match = /^(\d{2})(0[1-9]|1[0-2])/.exec(digits);
  if (!match) return null;
  const [, year = '', month = ''] = match;
  return `${Number(year) >= 50 ? '19' : '20'}${year}-${month}`;
}
