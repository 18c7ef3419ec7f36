// What HIS takes from answers. Amounts are read from the text, digit by digit.
import { createHash } from 'node:crypto';

/**
 * @param {string} text
 * @returns {string} the code of a refusal; empty for a good answer
 */
export const codeIn = (text) =>
  /"infcode":0[,}]/.test(text) ? '' : (/"err_msg":"\[([A-Z-]+)\]/.exec(text)?.[1] ?? 'no code');

/**
 * @param {string} text
 * @param {string} field
 * @returns {string} the first value of a field; empty when there is none
 */
export const wordIn = (text, field) => new RegExp(`"${field}":"([^"]*)"`).exec(text)?.[1] ?? '';

/**
 * @param {string} text
 * @param {string} field
 * @returns {number} the first amount of a field, in fen
 */
export function fenIn(text, field) {
  const [, sign = '', yuan = '', cents = ''] = new RegExp(`"${field}":"?(-?)(\\d+)\\.(\\d\\d)"?[,}]`).exec(text) ?? [];
  if (cents === '') throw new Error(`the answer has no ${field}`);
  return Number(`${yuan}${cents}`) * (sign === '-' ? -1 : 1);
}

/**
 * What is compared of two texts that must be the same to the letter.
 * @param {string} text
 */
export const digestOf = (text) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/**
 * An answer of `/api/outcomes`.
 * @param {string} text
 * @returns {{ outcome: string, answer: string | null }} the stored answer to the letter
 */
export function outcomeIn(text) {
  const found = /^\{"outcome":"(\w+)","cancelled":(?:true|false),"answer":(.*?)(?:,"asOf":"[^"]*")?\}$/s.exec(text);
  if (!found) throw new Error('this is no outcome');
  const [, outcome = '', answer = ''] = found;
  return { outcome, answer: answer === 'null' ? null : answer };
}
