import { type Fen } from './fen.js';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
/** Places inside a group of four digits, and the groups: none, ten thousand, a hundred million. */
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿'];
const GROUP_DIGITS = 4;
/** Yuan that the groups have words for. */
const YUAN_MAX = 10n ** BigInt(GROUPS.length * GROUP_DIGITS) - 1n;

/**
 * An amount as bills write it in Chinese capitals (大写), so that no stroke turns one amount into another:
 * 1,024.05 → `壹仟零贰拾肆元零伍分`, 300.00 → `叁佰元整`. An amount below zero begins with 负.
 * Order of signs and zeros: Rules for filling in notes and settlement vouchers (正确填写票据和结算凭证的基本规定, 1997).
 * @throws RangeError from a million million yuan on, which no bill reaches
 */
export function inCapitals(amount: Fen): string {
  const fen = BigInt(Math.abs(amount));
  const [yuan, jiao, cent] = [fen / 100n, Number((fen / 10n) % 10n), Number(fen % 10n)];
  if (yuan > YUAN_MAX) throw new RangeError('an amount that has no words');
  const sign = amount < 0 ? '负' : '';
  if (fen === 0n) return '零元整';
  return `${sign}${yuan === 0n ? '' : `${yuanWords(yuan)}元`}${smallWords(yuan > 0n, jiao, cent)}`;
}

/** Jiao and fen. A zero stands for a missing jiao between yuan and fen. */
function smallWords(hasYuan: boolean, jiao: number, cent: number): string {
  if (jiao === 0 && cent === 0) return '整';
  const jiaoWords = jiao > 0 ? `${digit(jiao)}角` : hasYuan ? '零' : '';
  return `${jiaoWords}${cent > 0 ? `${digit(cent)}分` : '整'}`;
}

function yuanWords(yuan: bigint): string {
  const digits = String(yuan);
  const groups = Math.ceil(digits.length / GROUP_DIGITS);
  const padded = digits.padStart(groups * GROUP_DIGITS, '0');
  let words = '';
  for (let index = 0; index < groups; index += 1) {
    const group = padded.slice(index * GROUP_DIGITS, (index + 1) * GROUP_DIGITS);
    if (group === '0000') {
      // Said once for all groups that are empty, when a digit follows them.
      if (words !== '' && !words.endsWith('零')) words += '零';
      continue;
    }
    const needsZero = words !== '' && !words.endsWith('零') && group.startsWith('0');
    words += `${needsZero ? '零' : ''}${groupWords(group)}${GROUPS[groups - 1 - index] ?? ''}`;
  }
  return words.replace(/零$/, '');
}

/** One group of four digits; zeros at its ends are not said here. */
function groupWords(group: string): string {
  let words = '';
  let zero = false;
  [...group].forEach((character, index) => {
    const value = Number(character);
    if (value === 0) {
      zero = words !== '';
      return;
    }
    words += `${zero ? '零' : ''}${digit(value)}${PLACES[group.length - 1 - index] ?? ''}`;
    zero = false;
  });
  return words;
}

const digit = (value: number): string => DIGITS.charAt(value);
