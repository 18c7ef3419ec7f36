import { extend, formatYuan, parseDecimal, parseYuan, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import type { AccountFlag, Accumulator, Balance, Scheme, Setting } from '@medisettle/benefits';
import type { SimulationLine, SimulationQuestion } from '../../../apps/settlement/src/simulator/simulation-terms.js';
import { isDay } from '../fields/day.js';
import { personOf, type PersonDraft, type PresetName } from './presets.js';

/** How the first part that the person pays of a line is given. */
export type FirstPart = 'none' | 'ratio' | 'fixed';

/** A line as it is typed. Everything is text until it is asked. */
export interface LineDraft {
  /** Keeps its place in the form when others are removed. */
  readonly id: number;
  readonly name: string;
  readonly class: 'A' | 'B' | 'C';
  readonly price: string;
  readonly count: string;
  readonly first: FirstPart;
  readonly firstValue: string;
  readonly limit: string;
}

export type StateName = Balance | Accumulator;
export type OverrideName = 'ceiling' | 'deductible';

/** The form as it is typed. */
export interface BillDraft {
  readonly date: string;
  readonly scheme: Scheme;
  readonly setting: Setting;
  readonly level: '1' | '2' | '3';
  readonly flag: AccountFlag;
  /** Whether critical-illness insurance lists the illness; asked of residents. */
  readonly listedIllness: 'no' | 'yes';
  /** The group that the dates were filled in from; `own` once somebody has changed one. */
  readonly preset: PresetName | 'own';
  readonly person: PersonDraft;
  readonly kind: 'inScope' | 'lines';
  readonly inScope: string;
  readonly lines: readonly LineDraft[];
  readonly state: Readonly<Partial<Record<StateName, string>>>;
  readonly overrides: Readonly<Partial<Record<OverrideName, string>>>;
}

/** What can be wrong with a field before anybody is asked. */
export type DraftProblem = 'required' | 'day' | 'amount' | 'price' | 'count' | 'percent';

export type Asked =
  | { readonly ok: true; readonly question: SimulationQuestion }
  | { readonly ok: false; readonly problems: Readonly<Record<string, DraftProblem>> };

let lastId = 0;

export function newLine(differs: Partial<LineDraft> = {}): LineDraft {
  lastId += 1;
  return {
    id: lastId,
    name: '',
    class: 'A',
    price: '',
    count: '1',
    first: 'none',
    firstValue: '',
    limit: '',
    ...differs,
  };
}

/** A form to start from: a tertiary outpatient bill of somebody at work. */
export function newDraft(date: string, differs: Partial<BillDraft> = {}): BillDraft {
  return {
    date,
    scheme: 'employee',
    setting: 'outpatient',
    level: '3',
    flag: '1',
    listedIllness: 'no',
    preset: 'ACT44',
    person: personOf('ACT44', date),
    kind: 'inScope',
    inScope: '',
    lines: [newLine()],
    state: {},
    overrides: {},
    ...differs,
  };
}

/** Amounts as people type them: thousands may be parted by commas. */
const plain = (text: string): string => text.replaceAll(/[\s,，¥]/g, '');

/** What a line comes to; null while it cannot be said. */
export function amountOf(line: LineDraft): Fen | null {
  const [price, count] = [parseDecimal(plain(line.price), 6), parseDecimal(plain(line.count), 4)];
  return price && count && price.units > 0n && count.units > 0n ? extend(price, count) : null;
}

/** What the lines come to as far as it can be said. */
export const totalOf = (lines: readonly LineDraft[]): Fen =>
  plus(ZERO_FEN, ...lines.map((line) => amountOf(line) ?? ZERO_FEN));

/** Collects what is wrong while it reads. */
class Reading {
  readonly problems: Record<string, DraftProblem> = {};

  /** The value if it is good; else the problem is noted under the field. Empty is undefined unless it is needed. */
  take(path: string, text: string, kind: DraftProblem, isGood: (text: string) => boolean, needed = false) {
    if (text === '') {
      if (needed) this.problems[path] = 'required';
      return undefined;
    }
    if (isGood(text)) return text;
    this.problems[path] = kind;
    return undefined;
  }

  day = (path: string, text: string, needed = false) => this.take(path, text, 'day', isDay, needed);
  amount = (path: string, text = '', needed = false) => this.take(path, plain(text), 'amount', isAmount, needed);
  price = (path: string, text: string, needed = false) =>
    this.take(path, plain(text), 'price', (price) => isAbove0(price, 6), needed);
}

const isAmount = (text: string): boolean => (parseYuan(text) ?? -1) >= 0;
const isAbove0 = (text: string, places: number): boolean => (parseDecimal(text, places)?.units ?? 0n) > 0n;
const isPercent = (text: string): boolean => {
  const units = parseDecimal(text, 2)?.units ?? -1n;
  return units >= 0n && units <= 10_000n;
};

/** 12.5 % is 0.1250: the same digits, two places further right. */
const rateOf = (percent: string): string => {
  const units = String(parseDecimal(percent, 2)?.units ?? 0n).padStart(5, '0');
  return `${units.slice(0, -4)}.${units.slice(-4)}`;
};

function lineOf(reading: Reading, line: LineDraft, path: string): SimulationLine {
  const pric = reading.price(`${path}.pric`, line.price, true);
  const cnt = reading.take(`${path}.cnt`, plain(line.count), 'count', (count) => isAbove0(count, 4), true);
  const limit = reading.price(`${path}.priceLimit`, line.limit);
  const first =
    line.first === 'ratio'
      ? { selfpayRatio: reading.take(`${path}.selfpayRatio`, plain(line.firstValue), 'percent', isPercent, true) }
      : line.first === 'fixed'
        ? { selfpayFixed: reading.price(`${path}.selfpayFixed`, line.firstValue, true) }
        : {};
  return {
    name: line.name,
    class: line.class,
    ...(pric === undefined ? {} : { pric }),
    ...(cnt === undefined ? {} : { cnt }),
    amount: formatYuan(amountOf(line) ?? ZERO_FEN),
    ...('selfpayRatio' in first && first.selfpayRatio !== undefined
      ? { selfpayRatio: rateOf(first.selfpayRatio) }
      : { ...('selfpayFixed' in first ? first : {}) }),
    ...(limit === undefined ? {} : { priceLimit: limit }),
  };
}

function amountsOf<Name extends string>(
  reading: Reading,
  path: string,
  typed: Readonly<Partial<Record<Name, string>>>,
) {
  const names = Object.keys(typed) as Name[];
  const read = names.map((name) => [name, reading.amount(`${path}.${name}`, typed[name])] as const);
  return Object.fromEntries(read.filter(([, amount]) => amount !== undefined)) as Partial<Record<Name, string>>;
}

/** Reads the form: either the question to ask, or every field that cannot be asked with what is wrong. */
export function questionOf(draft: BillDraft): Asked {
  const reading = new Reading();
  const { person } = draft;
  const question: SimulationQuestion = {
    date: reading.day('date', draft.date, true) ?? '',
    scheme: draft.scheme,
    setting: draft.setting,
    institutionLevel: draft.level,
    acctUsedFlag: draft.flag,
    ...(draft.scheme === 'resident' ? { listedIllness: draft.listedIllness === 'yes' } : {}),
    person: {
      birthDate: reading.day('person.birthDate', person.birthDate, true) ?? '',
      workStartDate: reading.day('person.workStartDate', person.workStartDate) ?? null,
      retirementDate: reading.day('person.retirementDate', person.retirementDate) ?? null,
    },
    ...(draft.kind === 'inScope'
      ? { inScope: reading.amount('inScope', draft.inScope, true) ?? '' }
      : { lines: draft.lines.map((line, position) => lineOf(reading, line, `lines[${position}]`)) }),
    state: amountsOf(reading, 'state', draft.state),
    overrides: amountsOf(reading, 'overrides', draft.overrides),
  };
  const problems = reading.problems;
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, question };
}
