import { type CardOnReader, type Glance, type Refusal } from '@medisettle/national';

/** A message that passed this counter's own checks and is about to be sent. */
export interface CheckedMessage {
  /** As HIS sent it, to the letter. */
  readonly text: string;
  /** The transaction's own path below `/fsi/api/`; absent for the dispatcher. */
  readonly path?: string;
  readonly envelope: Glance;
  /** The card that fills the empty credential, or why there is none; absent when the message names its credential. */
  readonly onReader?: CardOnReader;
  /** Names this one sending in the log. */
  readonly trace: string;
}

/**
 * How a message ended at this counter. `answered`: the centre's own answer, good or bad, to the letter. `nothing-done`:
 * it was not sent, or changes nothing; the same message may be sent again. `unknown`: it may have been done.
 */
export type CarriedMessage =
  | { readonly outcome: 'answered'; readonly text: string }
  | { readonly outcome: 'nothing-done' | 'unknown'; readonly refusal: Refusal };

/**
 * Brings a checked message to the centre and back. The gateway knows no more than this, so what must be noted before a
 * message is sent and after it was answered is a carrier around the carrier.
 */
export interface MessageCarrier {
  carry(message: CheckedMessage): Promise<CarriedMessage>;
}
