import { type CardOnReader } from '@medisettle/national';
import { type IntentState } from './life-cycle.js';

/** The message numbers of one institution are its own: both together name an intent. */
export interface IntentName {
  readonly institution: string;
  readonly msgid: string;
}

/** The exact words of a message, kept sealed. */
export interface IntentContent {
  /** As HIS sent it, to the letter. */
  readonly text: string;
  readonly path?: string;
  readonly onReader?: CardOnReader;
}

/** What is on disk before a message that changes something is sent. */
export interface Intent extends IntentName {
  readonly infno: string;
  readonly fingerprint: string;
  /** Whose message it is: the same for the same person, and no more; the institution's own where no person is named. */
  readonly lane: string;
  readonly content: IntentContent;
}

/** An intent as the journal has it, without its content. */
export interface NotedIntent extends IntentName {
  /** Grows with each intent: the order in which they were made. */
  readonly position: number;
  readonly infno: string;
  readonly fingerprint: string;
  readonly lane: string;
  readonly state: IntentState;
  /** When it was made, and when it came into its state; milliseconds since 1970 by this machine's clock. */
  readonly madeAt: number;
  readonly changedAt: number;
}

/** Names an intent in memory. */
export const intentKey = ({ institution, msgid }: IntentName): string => JSON.stringify([institution, msgid]);
