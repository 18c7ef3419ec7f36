/** What a value must look like, in both languages. */
export interface PatternWords {
  readonly zh: string;
  readonly en: string;
}

/** One kind of signs, repeated, and perhaps a beginning or an end that is given: `^\d{2}0000$`, `^[HP][0-9A-Z]{3,29}$`. */
const REPEATED = /^\^(\[[A-Z]+\])?(\\d|\[[^\]]+\])\{(\d+)(?:,(\d+))?\}(\d*)\$$/;

/** Letters and digits in a class of signs, singly or from one to another. */
const ALPHANUMERIC = /\\w|\\d|\w-\w|[A-Za-z0-9]/g;

const LETTERS_OR_DIGITS: PatternWords = { zh: '字母或数字', en: 'letters or digits' };
const HEXADECIMAL: PatternWords = { zh: '十六进制数字', en: 'hexadecimal digits' };
const DIGITS: PatternWords = { zh: '数字', en: 'digits' };

function kindOf(signs: string): PatternWords {
  if (signs.includes('A-F')) return HEXADECIMAL;
  return /\\w|A-Z|a-z/.test(signs) ? LETTERS_OR_DIGITS : DIGITS;
}

/** The signs of a class beside letters and digits, with a space between. */
function othersOf(signs: string): string {
  const others = signs.replaceAll(ALPHANUMERIC, '').replaceAll(/[[\]\\]/g, '');
  return [...others, ...(signs.includes('\\w') ? ['_'] : [])].join(' ');
}

/**
 * Says in words what a regular expression asks for, as far as it is one of the shape that fields of codes and numbers have.
 * @param source of the expression
 * @returns undefined for another shape
 */
export function wordsOfPattern(source: string): PatternWords | undefined {
  const [whole, first = '', signs = '', least = '', most = least, end = ''] = REPEATED.exec(source) ?? [];
  if (whole === undefined) return undefined;
  const given = end.length + (first === '' ? 0 : 1);
  const length = [...new Set([least, most].map((size) => Number(size) + given))].join('–');
  const beginnings = [...first.slice(1, -1)];
  const [kind, others] = [kindOf(signs), othersOf(signs)];
  const zh = [
    `${length}位${kind.zh}${others && `（也可含 ${others}）`}`,
    beginnings.length > 0 && `以${beginnings.join('或')}开头`,
    end && `以${end}结尾`,
  ];
  const en = [
    `${length} ${kind.en}${others && ` (or ${others})`}`,
    beginnings.length > 0 && `beginning with ${beginnings.join(' or ')}`,
    end && `ending in ${end}`,
  ];
  return { zh: zh.filter(Boolean).join('，'), en: en.filter(Boolean).join(', ') };
}
