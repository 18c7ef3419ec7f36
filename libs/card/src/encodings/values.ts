import { toHex } from './hex.js';

const NUL = 0x00;
const FILL = 0xff;
const SPACE = 0x20;

/**
 * Cuts what personalisation fills a value up with on the right. Cards mix the three (00 for names, FF for name
 * extensions, spaces on local ones), and none of them can be the last byte of a character in ASCII or GB18030.
 */
function stripFill(bytes: Uint8Array, fills: readonly number[] = [NUL, FILL, SPACE]): Uint8Array {
  let end = bytes.length;
  while (end > 0 && fills.includes(bytes[end - 1] ?? NUL)) end -= 1;
  return bytes.subarray(0, end);
}

/** Nothing was ever written here. In binary and BCD values 20 is a value (ethnic group 20), in texts it is fill. */
export function isBlank(bytes: Uint8Array, content: 'text' | 'binary'): boolean {
  return stripFill(bytes, content === 'text' ? [NUL, FILL, SPACE] : [NUL, FILL]).length === 0;
}

/** @returns the text, or null when a byte is no printable ASCII or is the separator of the basic string. */
export function decodeAscii(bytes: Uint8Array): string | null {
  const text = String.fromCharCode(...stripFill(bytes)).trim();
  return /^[\x20-\x7b\x7d\x7e]*$/.test(text) ? text : null;
}

/** Packed BCD, right-filled with F. @returns '' when only fill is there, null for a nibble that is no digit. */
export function decodeDigits(bytes: Uint8Array): string | null {
  const digits = toHex(bytes).replace(/F+$/, '');
  return /^\d*$/.test(digits) ? digits : null;
}

/**
 * A date in four BCD bytes.
 * @returns `yyyy-MM-dd`, '' when the field is not filled in (all F, all 0), null for what is no date of the calendar.
 */
export function decodeDate(bytes: Uint8Array): string | null {
  const digits = decodeDigits(bytes);
  if (digits === '' || digits === '00000000') return '';
  const match = digits === null ? null : /^(\d{4})(\d{2})(\d{2})$/.exec(digits);
  if (!match) return null;
  const [, year = '', month = '', day = ''] = match;
  return isCalendarDay(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : null;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

/**
 * A holder's name from its field and the extension. The two are joined as bytes before decoding, since the cut may fall
 * inside a character. A space at the cut belongs to the name; spaces at the very end are fill.
 * @returns the name and whether something in it could not be read (bytes that are no GB18030, control characters,
 *   the separator of the basic string); what could not be read is left out.
 */
export function decodeName(name: Uint8Array, extension: Uint8Array): { name: string; whole: boolean } {
  const first = stripFill(name, [NUL, FILL]);
  const rest = stripFill(extension);
  const joined = new Uint8Array(first.length + rest.length);
  joined.set(first);
  joined.set(rest, first.length);
  const text = new TextDecoder('gb18030').decode(stripFill(joined));
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const readable = text.replace(/[\u0000-\u001f\u007f-\u009f\ufffd|]/g, '').trim();
  return { name: readable, whole: readable.length === text.trim().length };
}
