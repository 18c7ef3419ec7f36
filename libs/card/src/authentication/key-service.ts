import { fromHex, toHex } from '../encodings/hex.js';
import { PROOF_BYTES } from './card-keys.js';

/** What a key service is told about a card, so that it can prove to the card that it has its keys. */
export interface KeyQuestion {
  /** Who issued the card: the first six digits of its identifier. */
  readonly division: string;
  /** Answer to reset. */
  readonly atr: Uint8Array;
  /** As the card declares it: `01` DES family, `03` SM4, '' when it declares nothing that is known. */
  readonly algorithm: '01' | '03' | '';
  readonly cardIdentifier: string;
  /** Process factor and data of the internal authentication that the card has just answered. Eight bytes each. */
  readonly internalFactor: Uint8Array;
  readonly internalData: Uint8Array;
  /** Process factor and the open challenge of the external authentication to come. Eight bytes each. */
  readonly externalFactor: Uint8Array;
  readonly externalChallenge: Uint8Array;
}

/** What a card that has the right keys must have answered, and what proves to it that the service has them too. */
export interface KeyAnswer {
  /** Eight bytes to compare with what the card answered. */
  readonly internalResult: Uint8Array;
  /** What they were made from: the question's `internalData`, else the answer is to another question. */
  readonly internalData: Uint8Array;
  /** 16 bytes that go to the card as they are. */
  readonly external: Uint8Array;
}

/** `refused`: the service has no key for this card, or answers what is no answer. */
export type KeyReply =
  | { readonly outcome: 'answered'; readonly answer: KeyAnswer }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'unreachable' };

/**
 * Whoever holds the keys of cards: a service with a security module. How keys are derived is its own affair; it never gives
 * one out. It always replies, within a time of its own, and never throws.
 */
export interface KeyService {
  reply(question: KeyQuestion): Promise<KeyReply>;
}

const PROOF = `[0-9A-F]{${PROOF_BYTES * 2}}`;
const QUESTION = new RegExp(
  `^(\\d{6})\\|((?:[0-9A-F]{2}){2,33})\\|(01|03|)\\|([0-9A-F]{32})\\|(${PROOF})\\|(${PROOF})\\|(${PROOF})\\|(${PROOF})\\|[^|]*\\|$`,
);
const ANSWER = new RegExp(`^(${PROOF})(${PROOF})\\|(${PROOF}${PROOF})\\|?$`, 'i');

/**
 * The question as one line: division, answer to reset, algorithm, card identifier, four random numbers, terminal, each
 * followed by a bar.
 * @param terminal number of the terminal that asks
 */
export function questionLine(question: KeyQuestion, terminal: string): string {
  return [
    question.division,
    toHex(question.atr),
    question.algorithm,
    question.cardIdentifier,
    toHex(question.internalFactor),
    toHex(question.internalData),
    toHex(question.externalFactor),
    toHex(question.externalChallenge),
    terminal,
  ]
    .map((item) => `${item}|`)
    .join('');
}

/** Reads such a line. @returns null when it is none. */
export function parseQuestionLine(line: string): KeyQuestion | null {
  const match = QUESTION.exec(line);
  if (!match) return null;
  const [, division = '', atr = '', algorithm, cardIdentifier = '', ...numbers] = match;
  const number = (at: number): Uint8Array => fromHex(numbers[at] ?? '');
  return {
    division,
    atr: fromHex(atr),
    algorithm: algorithm === '01' || algorithm === '03' ? algorithm : '',
    cardIdentifier,
    internalFactor: number(0),
    internalData: number(1),
    externalFactor: number(2),
    externalChallenge: number(3),
  };
}

/** The answer as one line: internal result and data, a bar, what goes to the card. */
export function answerLine(answer: KeyAnswer): string {
  return `${toHex(answer.internalResult)}${toHex(answer.internalData)}|${toHex(answer.external)}`;
}

/** Reads such a line. @returns null when it is none. */
export function parseAnswerLine(line: string): KeyAnswer | null {
  const match = ANSWER.exec(line.trim());
  if (!match) return null;
  const [, internalResult = '', internalData = '', external = ''] = match;
  return {
    internalResult: fromHex(internalResult),
    internalData: fromHex(internalData),
    external: fromHex(external),
  };
}
