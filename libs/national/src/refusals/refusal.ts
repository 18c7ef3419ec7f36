import { REFUSALS, type RefusalCode } from './catalogue.js';
import { type Actor, type RefusalClass } from './entry.js';

/** A refusal as an answer, a page or a verdict shows it. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly class: RefusalClass;
  readonly actor: Actor;
  readonly zh: string;
  readonly en: string;
  readonly hotline?: string;
  /** Path of the input field that is wrong, such as `person.birthDate` or `lines[2].amount`, where one is named. */
  readonly field?: string;
}

/** What a door answers instead of a result (4xx, 5xx): a stable code, the Chinese sentence, and the same in English. */
export interface RefusalBody {
  readonly code: RefusalCode;
  readonly message: string;
  readonly en: string;
  readonly field?: string;
}

/** What a sentence needs to be filled in: field names, dates, amounts. Never a name, a citizen or a card number. */
export type RefusalDetails = Readonly<Record<string, string>>;

const fill = (sentence: string, details: RefusalDetails): string =>
  sentence.replace(/\{(\w+)\}/g, (_, key: string) => details[key] ?? '');

/** Makes a refusal from its catalogue entry; placeholders such as `{field}` are filled from `details`. */
export function refusal(code: RefusalCode, details: RefusalDetails = {}): Refusal {
  const entry = REFUSALS[code];
  return {
    code,
    class: entry.class,
    actor: entry.actor,
    zh: fill(entry.zh, details),
    en: fill(entry.en, details),
    ...('hotline' in entry ? { hotline: entry.hotline } : {}),
    ...(details['field'] === undefined ? {} : { field: details['field'] }),
  };
}

/** A refusal on its way through code that has to stop where it is found. Caught at the door, never shown as a fault. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
    this.name = 'Refused';
  }
}

/** Stops here with a refusal. */
export function refuse(code: RefusalCode, details: RefusalDetails = {}): never {
  throw new Refused(refusal(code, details));
}
