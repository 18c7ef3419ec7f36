import { formatYuan, type Fen } from '@medisettle/money';
import { divisionName } from './divisions.js';
import { type Language, useLanguage } from './language.js';

/** Amounts, parts and days as a reader of the language expects them. */
export interface Values {
  /** `¥1,250.00`. */
  readonly amount: (amount: Fen) => string;
  /** The same with a sign in front, for differences; nothing for zero. */
  readonly difference: (amount: Fen) => string;
  /** A part of a whole in percent, rounded for reading only. */
  readonly part: (amount: Fen, whole: Fen) => string;
  /** `yyyy-MM-dd` in words: 2023年7月1日, 1 July 2023. */
  readonly day: (day: string) => string;
  /** A division with the name of its province. */
  readonly division: (division: string) => string;
  /** `yyyy-MM` in words: 2023年7月, July 2023. */
  readonly month: (month: string) => string;
  /** The time of day of an instant in Shanghai, to the second. */
  readonly clock: (at: string) => string;
  /** The same with its day. */
  readonly moment: (at: string) => string;
  /** A number that counts or measures something, with at most one decimal. */
  readonly number: (value: number) => string;
}

const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' };

function valuesOf(language: Language): Values {
  const locale = LOCALES[language];
  const money = { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' } as const;
  const amounts = new Intl.NumberFormat(locale, money);
  const differences = new Intl.NumberFormat(locale, { ...money, signDisplay: 'exceptZero' });
  const parts = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const zone = { timeZone: 'Asia/Shanghai', hourCycle: 'h23' } as const;
  const clocks = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', ...zone });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', ...zone });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  // Text, not a number: what is shown has passed through no floating point.
  const exact = (amount: Fen) => formatYuan(amount) as `${number}`;
  return {
    amount: (amount) => amounts.format(exact(amount)),
    difference: (amount) => differences.format(exact(amount)),
    part: (amount, whole) => parts.format(whole === 0 ? 0 : amount / whole),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    division: (division) => divisionName(language, division),
    month: (month) => months.format(new Date(`${month}-01T00:00:00Z`)),
    clock: (at) => clocks.format(new Date(at)),
    moment: (at) => moments.format(new Date(at)),
    number: (value) => numbers.format(value),
  };
}

const VALUES: Readonly<Record<Language, Values>> = { zh: valuesOf('zh'), en: valuesOf('en') };

export const useValues = (): Values => VALUES[useLanguage().language];
