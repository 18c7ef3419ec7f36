import {
  AMOUNT_MAX,
  formatDecimal,
  formatYuan,
  parseDecimal,
  parseYuan,
  type Decimal,
  type Fen,
  type Price,
  type Quantity,
  type Rate,
} from '@medisettle/money';
import { isLosslessNumber, LosslessNumber } from 'lossless-json';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { readWireTime } from './china-time.js';
import { isWireObject, parseWire, type WireObject } from './json.js';

/** What was expected where a field is wrong; goes into the refusal's two sentences. */
export interface Expectation {
  readonly zh: string;
  readonly en: string;
}

/** What no database and no other program takes for text: a zero, and half of a character that needs two. */
const NO_TEXT = /[\0\p{Surrogate}]/u;

/**
 * The text of a field as clients really send it: numbers and strings alike, no-break spaces around it, and the word
 * `null` for empty (national interface §1.1, §5.6). Anything else is no text.
 */
export function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return '';
  if (isLosslessNumber(value)) return value.value;
  if (typeof value === 'string') {
    const text = value.replace(/^[\s\u00a0]+|[\s\u00a0]+$/g, '');
    if (NO_TEXT.test(text)) return null;
    return text === 'null' ? '' : text;
  }
  return null;
}

type Context = z.RefinementCtx;

function wrong(context: Context, expected: Expectation): never {
  context.addIssue({ code: 'custom', message: 'invalid', params: { expected } });
  return z.NEVER;
}

function missing(context: Context, kind: { readonly choices?: readonly string[] }): never {
  context.addIssue({ code: 'custom', message: 'missing', params: { choices: kind.choices } });
  return z.NEVER;
}

interface FieldKind<T> {
  readonly expected: Expectation;
  readonly schema: Record<string, unknown>;
  /** What there is to choose from; told where nothing was chosen. */
  readonly choices?: readonly string[];
  read(text: string): T | undefined;
}

function required<T>(title: string, kind: FieldKind<T>) {
  return z
    .unknown()
    .transform((value, context): T => {
      const text = textOf(value);
      if (text === '') return missing(context, kind);
      return (text === null ? undefined : kind.read(text)) ?? wrong(context, kind.expected);
    })
    .meta({ description: title, ...kind.schema });
}

function optional<T>(title: string, kind: FieldKind<T>) {
  return z
    .unknown()
    .transform((value, context): T | null => {
      const text = textOf(value);
      if (text === '') return null;
      return (text === null ? undefined : kind.read(text)) ?? wrong(context, kind.expected);
    })
    .optional()
    .transform((value) => value ?? null)
    .meta({ description: title, ...kind.schema });
}

const textKind = (length: number): FieldKind<string> => ({
  expected: { zh: `不超过${length}个字符的文本`, en: `text of at most ${length} characters` },
  schema: { type: 'string', maxLength: length },
  read: (text) => (text.length <= length ? text : undefined),
});

/** A division is six digits. */
const divisionKind: FieldKind<string> = {
  expected: { zh: '六位区划代码', en: 'a division of six digits' },
  schema: { type: 'string', pattern: '^\\d{6}$' },
  read: (text) => (/^\d{6}$/.test(text) ? text : undefined),
};

/** Dictionary codes: `1` is read as `01` where the dictionary has two places. Unknown values stay as they are. */
const codeKind = (length: number, places = 0): FieldKind<string> => ({
  expected: { zh: `不超过${length}位的代码`, en: `a code of at most ${length} characters` },
  schema: { type: 'string', maxLength: length },
  read: (text) => (/^[\w.\-+]+$/.test(text) && text.length <= length ? text.padStart(places, '0') : undefined),
});

const choiceKind = <Choice extends string>(choices: readonly Choice[]): FieldKind<Choice> => ({
  expected: { zh: `${choices.join('、')}之一`, en: `one of ${choices.join(', ')}` },
  schema: { type: 'string', enum: choices },
  choices,
  read: (text) => choices.find((choice) => choice === text),
});

const AMOUNT_EXPECTED = {
  zh: '0至100亿元之间、最多两位小数的金额',
  en: 'an amount from 0 to 10,000,000,000 with at most 2 places',
};

const amountKind: FieldKind<Fen> = {
  expected: AMOUNT_EXPECTED,
  schema: { type: 'number', minimum: 0, multipleOf: 0.01 },
  read: (text) => {
    const amount = parseYuan(text);
    return amount !== null && amount >= 0 && amount <= AMOUNT_MAX ? amount : undefined;
  },
};

const signedAmountKind: FieldKind<Fen> = {
  expected: {
    zh: '最多两位小数、不超过100亿元的金额',
    en: 'an amount of at most 10,000,000,000 with at most 2 places',
  },
  schema: { type: 'number', multipleOf: 0.01 },
  read: (text) => {
    const amount = parseYuan(text);
    return amount !== null && Math.abs(amount) <= AMOUNT_MAX ? amount : undefined;
  },
};

const decimalKind = <Places extends number>(places: Places, expected: Expectation): FieldKind<Decimal<Places>> => ({
  expected,
  schema: { type: 'number' },
  read: (text) => {
    const value = parseDecimal(text, places);
    return value && value.units > 0n && value.units < 10n ** 16n ? value : undefined;
  },
});

const priceKind = decimalKind(6, {
  zh: '大于0、小于100亿、最多六位小数的数',
  en: 'a number above 0 and below 10,000,000,000 with at most 6 places',
});
const quantityKind = decimalKind(4, {
  zh: '大于0、小于1万亿、最多四位小数的数',
  en: 'a number above 0 and below 1,000,000,000,000 with at most 4 places',
});
const signedQuantityKind: FieldKind<Quantity> = {
  expected: { zh: '最多四位小数且不为0的数', en: 'a number other than 0 with at most 4 places' },
  schema: { type: 'number' },
  read: (text) => {
    const value = parseDecimal(text, 4);
    const size = value && (value.units < 0n ? -value.units : value.units);
    return value && size && size < 10n ** 16n ? value : undefined;
  },
};

const rateKind: FieldKind<Rate> = {
  expected: { zh: '0至1之间最多四位小数的比例', en: 'a rate from 0 to 1 with at most 4 places' },
  schema: { type: 'number', minimum: 0, maximum: 1 },
  read: (text) => {
    const rate = parseDecimal(text, 4);
    return rate && rate.units >= 0n && rate.units <= 10_000n ? rate : undefined;
  },
};

const wholeKind = (least: number, most: number): FieldKind<number> => ({
  expected: { zh: `${least}至${most}之间的整数`, en: `a whole number from ${least} to ${most}` },
  schema: { type: 'integer', minimum: least, maximum: most },
  read: (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? value : undefined;
  },
});

const dateTimeKind: FieldKind<DateTime> = {
  expected: { zh: '有效的时间 yyyy-MM-dd HH:mm:ss', en: 'a valid time yyyy-MM-dd HH:mm:ss' },
  schema: { type: 'string', format: 'yyyy-MM-dd HH:mm:ss' },
  read: (text) => {
    const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text} 00:00:00` : text;
    return readWireTime(full.slice(0, 19));
  },
};

const dateKind: FieldKind<string> = {
  expected: { zh: '有效的日期 yyyy-MM-dd', en: 'a valid date yyyy-MM-dd' },
  schema: { type: 'string', format: 'date' },
  read: (text) => (DateTime.fromFormat(text.slice(0, 10), 'yyyy-MM-dd').isValid ? text.slice(0, 10) : undefined),
};

/** JSON's own two words, and how clients without booleans write them. */
const FLAGS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

const extensionKind: FieldKind<WireObject> = {
  expected: { zh: 'JSON对象', en: 'a JSON object' },
  schema: { type: 'string', format: 'json' },
  read: (text) => {
    const value = parseWire(text);
    return isWireObject(value) ? value : undefined;
  },
};

/** Fields that must be there. Units: amounts in fen; quantities and prices exact decimals; times in Asia/Shanghai. */
export const need = {
  text: (title: string, length: number) => required(title, textKind(length)),
  code: (title: string, length: number, places = 0) => required(title, codeKind(length, places)),
  division: (title: string) => required(title, divisionKind),
  /** One of a few values that mean something to us; any other is refused. */
  choice: <const Choices extends readonly string[]>(title: string, choices: Choices) =>
    required(title, choiceKind<Choices[number]>(choices)),
  amount: (title: string) => required(title, amountKind),
  price: (title: string) => required<Price>(title, priceKind),
  quantity: (title: string) => required<Quantity>(title, quantityKind),
  /** Below 0 for what is taken back. */
  signedAmount: (title: string) => required(title, signedAmountKind),
  signedQuantity: (title: string) => required<Quantity>(title, signedQuantityKind),
  date: (title: string) => required(title, dateKind),
  /** A number of things, bounds included. */
  whole: (title: string, least: number, most: number) => required(title, wholeKind(least, most)),
  dateTime: (title: string) => required(title, dateTimeKind),
};

/** Fields that may be missing or empty; they read as null then, and are checked when they are there. */
export const may = {
  text: (title: string, length: number) => optional(title, textKind(length)),
  code: (title: string, length: number, places = 0) => optional(title, codeKind(length, places)),
  choice: <const Choices extends readonly string[]>(title: string, choices: Choices) =>
    optional(title, choiceKind<Choices[number]>(choices)),
  amount: (title: string) => optional(title, amountKind),
  /** Below 0 where more was given back than taken. */
  signedAmount: (title: string) => optional(title, signedAmountKind),
  price: (title: string) => optional<Price>(title, priceKind),
  quantity: (title: string) => optional<Quantity>(title, quantityKind),
  rate: (title: string) => optional<Rate>(title, rateKind),
  /** A number of things, bounds included. */
  whole: (title: string, least: number, most: number) => optional(title, wholeKind(least, most)),
  dateTime: (title: string) => optional(title, dateTimeKind),
  date: (title: string) => optional(title, dateKind),
  /** A yes or no: `true`, `false`, the same as text, or 1 and 0. */
  flag: (title: string) =>
    z
      .unknown()
      .transform((value, context): boolean | null => {
        const text = textOf(value);
        if (text === '') return null;
        return FLAGS.get(text ?? value) ?? wrong(context, { zh: 'true或false', en: 'true or false' });
      })
      .optional()
      .transform((value) => value ?? null)
      .meta({ description: title, type: 'boolean' }),
  /** `exp_content`: an object, or an object written as a string. */
  extension: (title: string) =>
    z
      .unknown()
      .transform((value, context): WireObject => {
        if (isWireObject(value)) return value;
        const text = textOf(value);
        if (text === '') return {};
        return (text === null ? undefined : extensionKind.read(text)) ?? wrong(context, extensionKind.expected);
      })
      .optional()
      .transform((value) => value ?? {})
      .meta({ description: title, ...extensionKind.schema }),
};

/** A node that comes as an object, or as an array with one object in it. */
export function node<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    (value): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value),
    z.object(shape),
  );
}

/** A node that comes as an array, or as one object. */
export function rows<Shape extends z.ZodRawShape>(shape: Shape, options: { most: number; least?: number }) {
  return z.preprocess(
    (value): unknown[] =>
      value === undefined || value === null || value === '' ? [] : Array.isArray(value) ? value : [value],
    z
      .array(z.object(shape))
      .min(options.least ?? 1)
      .max(options.most),
  );
}

/** Values of an answer, from what the code holds to what the wire carries. */
export const give = {
  text: (title: string) => z.string().meta({ description: title }),
  textOrNull: (title: string) => z.string().nullable().meta({ description: title }),
  amount: (title: string) =>
    z
      .custom<Fen>((value) => Number.isSafeInteger(value))
      .transform(wireAmount)
      .meta({ description: title, type: 'number' }),
  rate: (title: string) =>
    z
      .custom<Rate>((value) => typeof value === 'object')
      .transform((rate) => new LosslessNumber(formatDecimal(rate)))
      .meta({ description: title, type: 'number' }),
  decimal: (title: string) =>
    z
      .custom<Decimal<number>>((value) => typeof value === 'object')
      .transform((value) => new LosslessNumber(formatDecimal(value)))
      .meta({ description: title, type: 'number' }),
  whole: (title: string) => z.int().meta({ description: title }),
  flag: (title: string) => z.boolean().meta({ description: title }),
};

/** An amount as the wire carries it: decimal yuan with two places. */
export function wireAmount(amount: Fen): LosslessNumber {
  return new LosslessNumber(formatYuan(amount));
}
