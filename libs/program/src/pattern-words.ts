/** What a value must look like, in both languages. */
export interface PatternWords {
  readonly zh: string;
  readonly en: string;
}

const SIGN_NAMES = /[^\w\s\\-]|_|-$|\\-/g;

/** One kind of signs, repeated, and perhaps an end that is given: `^\d{2}0000$`, `^[HP][0-9A-Z]{3,29}$`. */
const REPEATED = /^\^(\[[A-Z]+\])?(\\d|\[[^\]]+\])\{(\d+)(?:,(\d+))?\}(\d*)\$$/;

/**
 * Says in words what a regular expression asks for, as far as it is one of the shape that fields of codes and numbers have.
 * @param source of the expression
 * @returns undefined for another shape
 */
export function wordsOfPattern(source: string): PatternWords | undefined {
  const [whole, first, signs = '', least = '', most, end = ''] = REPEATED.exec(source) ?? [];
  if (whole === undefined) return undefined;
  const before = first === undefined ? 0 : 1;
  const sizes = [least, most ?? least].map((size) => Number(size) + before + end.length);
  const size = [...new Set(sizes)].join('–');
  const hasLetters = /A-Z|a-z|A-F|\\w/.test(signs);
  const others = [...new Set(signs.slice(1, -1).replaceAll(/\\w|\\d|\w-\w/g, '').match(SIGN_NAMES) ?? [])]
    .map((sign) => sign.replace('\\', ''))
    .concat(signs.includes('\\w') ? ['_'] : [])
    .join(' ');
  const hexadecimal = /A-F/.test(signs);
  const zh = hasLetters ? (hexadecimal ? '十六进制数字' : '字母或数字') : '数字';
  const en = hasLetters ? (hexadecimal ? 'hexadecimal digits' : 'letters or digits') : 'digits';
  const begin = first?.slice(1, -1).split('') ?? [];
  return {
    zh: [
      `${size}位${zh}${others === '' ? '' : `（也可含 ${others}）`}`,
      ...(begin.length > 0 ? [`以${begin.join('或')}开头`] : []),
      ...(end === '' ? [] : [`以${end}结尾`]),
    ].join('，'),
    en: [
      `${size} ${en}${others === '' ? '' : ` (or ${others})`}`,
      ...(begin.length > 0 ? [`beginning with ${begin.join(' or ')}`] : []),
      ...(end === '' ? [] : [`ending in ${end}`]),
    ].join(', '),
  };
}
