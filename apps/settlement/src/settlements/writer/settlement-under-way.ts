import { type OutputOf, type Refusal } from '@medisettle/national';
import { type Reservation } from '../../messages/reservations.js';
import { type OutpatientBill } from '../outpatient-bills.js';

/** A 2207 on its way into the books. */
export interface SettlementUnderWay extends OutpatientBill {
  readonly msgid: string;
  /** Fingerprint of the message's content. */
  readonly fingerprint: string;
  /** The exact text of a good answer. */
  readonly answer: (output: OutputOf<'2207'>) => string;
  /** The exact text of a refusal. */
  readonly refusalAnswer: (why: Refusal) => string;
}

/** What stands under a message's number once its settlement was written, refused for good, or found to be done. */
export interface Kept {
  readonly reservation: Reservation;
  /** The code of a refusal that was made now; null for everything else. */
  readonly code: string | null;
}

/** How a member of a batch ended: it is kept, or nothing of it is and this is why. */
export type Ended = { readonly kept: Kept } | { readonly why: unknown };
