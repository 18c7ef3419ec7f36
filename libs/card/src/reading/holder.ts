import { type AuthenticationTrouble } from '../authentication/authenticate.js';
import { type CardChannel } from '../channel.js';
import { citizenNumberChecks } from '../check-digits.js';
import { decodeAscii, decodeDate, decodeDigits, decodeName } from '../encodings/values.js';
import { type CardLayout, type FieldName } from '../layouts/layout.js';
import { type CardHolder, type CardWarning, type Damage } from './card-reading.js';
import { type FieldValues, readFile } from './file-reading.js';

export type HolderReading =
  | { readonly state: 'read'; readonly holder: CardHolder; readonly warnings: readonly CardWarning[] }
  | { readonly state: 'needs-authentication' | 'not-on-card' | AuthenticationTrouble }
  | { readonly state: 'damaged'; readonly damage: Damage };

const NOTHING = new Uint8Array();

/** Opens what is locked, once. */
export type Unlocking = () => Promise<'authenticated' | AuthenticationTrouble>;

/**
 * Reads the holder's file of the application that is current.
 * @param unlock what to do when the file is locked; without it the file stays so
 * @throws CardFault of the channel.
 */
export async function readHolder(
  channel: CardChannel,
  layout: CardLayout,
  unlock: Unlocking | null,
): Promise<HolderReading> {
  if (!layout.holder) return { state: 'not-on-card' };
  let file = await readFile(channel, layout.holder);
  if (file.state === 'locked' && unlock) {
    const opened = await unlock();
    if (opened !== 'authenticated') return { state: opened };
    file = await readFile(channel, layout.holder);
    // The card took the proof and does not honour it. Another try would be counted and change nothing.
    if (file.state === 'locked') return { state: 'authentication-failed' };
  }
  switch (file.state) {
    case 'absent':
      return { state: 'not-on-card' };
    case 'locked':
      return { state: 'needs-authentication' };
    case 'damaged':
      return file;
    case 'read': {
      const decoded = decodeHolder(file.values);
      if (!decoded) return { state: 'damaged', damage: { reason: 'value-malformed', tag: '08' } };
      return { state: 'read', holder: decoded.holder, warnings: [...file.warnings, ...decoded.warnings] };
    }
  }
}

/** @returns null when the citizen number is no text: the person could be anybody. */
function decodeHolder(values: FieldValues): { holder: CardHolder; warnings: CardWarning[] } | null {
  const warnings: CardWarning[] = [];
  const unreadable = (subject: FieldName): void => void warnings.push({ code: 'unreadable', subject });
  const text = (field: FieldName, decode: (bytes: Uint8Array) => string | null, shape: RegExp): string => {
    const value = values.get(field);
    if (!value) return '';
    const decoded = decode(value);
    if (decoded !== null && (decoded === '' || shape.test(decoded))) return decoded;
    unreadable(field);
    return '';
  };

  const citizenNumber = decodeAscii(values.get('citizenNumber') ?? NOTHING)?.toUpperCase() ?? '';
  if (citizenNumber === '') return null;
  const { name, whole } = decodeName(values.get('name') ?? NOTHING, values.get('nameExtension') ?? NOTHING);
  if (!whole) unreadable('name');

  const holder: CardHolder = {
    citizenNumber,
    name,
    gender: text('gender', decodeAscii, /^[0129]$/),
    nation: text('nation', decodeDigits, /^\d{2}$/),
    birthPlace: text('birthPlace', decodeDigits, /^\d{6}$/),
    birthDate: text('birthDate', decodeDate, /./) || null,
  };
  return { holder, warnings: [...warnings, ...contradictions(holder)] };
}

/** The citizen number repeats birth date (digits 7 to 14) and sex (digit 17 odd for men), so each can check the other. */
function contradictions(holder: CardHolder): CardWarning[] {
  const { citizenNumber, birthDate, gender } = holder;
  if (!citizenNumberChecks(citizenNumber)) return [{ code: 'check-digit', subject: 'citizenNumber' }];
  const warnings: CardWarning[] = [];
  if (birthDate && citizenNumber.slice(6, 14) !== birthDate.replaceAll('-', '')) {
    warnings.push({ code: 'contradiction', subject: 'birthDate' });
  }
  const sex = Number(citizenNumber.charAt(16)) % 2 === 1 ? '1' : '2';
  if ((gender === '1' || gender === '2') && gender !== sex) {
    warnings.push({ code: 'contradiction', subject: 'gender' });
  }
  return warnings;
}
