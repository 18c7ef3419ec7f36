/** An answered message as the log and the counts know it; nothing in it is about a person. */
export interface AnsweredMessage {
  readonly infno: string;
  readonly institution: string;
  readonly msgid: string;
  /** `settled`, `answered` for a read, or the code of the refusal. */
  readonly code: string;
  /** Whether the answer was there already: the message is a repetition. */
  readonly again: boolean;
}

/**
 * What a message came to, as operators count it: `settled`, `cancelled` and `reversed` moved money for the first time,
 * `repeated` got an answer that was there already, `done` is everything else that went well.
 */
export const OUTCOMES = ['settled', 'cancelled', 'reversed', 'refused', 'unknown', 'repeated', 'done'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const MOVES: Readonly<Record<string, Outcome>> = {
  '2102': 'settled',
  '2207': 'settled',
  '2304': 'settled',
  '2103': 'cancelled',
  '2208': 'cancelled',
  '2305': 'cancelled',
  '2601': 'reversed',
};

/** Whether a code means that nobody can say yet what was done. */
const isUnknown = (code: string): boolean => code.startsWith('UNKNOWN-');

/** What a message came to. */
export function outcomeOf({ infno, code, again }: Pick<AnsweredMessage, 'infno' | 'code' | 'again'>): Outcome {
  if (again) return 'repeated';
  if (code === 'settled') return MOVES[infno] ?? 'done';
  if (code === 'answered') return 'done';
  return isUnknown(code) ? 'unknown' : 'refused';
}
