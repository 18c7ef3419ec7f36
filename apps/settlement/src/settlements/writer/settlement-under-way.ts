import { type Refusal } from '@medisettle/national';
import { type Reservation } from '../../messages/reservations.js';
import { type BillToSettle, type DecidedBill } from '../bill-to-settle.js';

/** A settlement on its way into the books. */
export type SettlementUnderWay = BillToSettle & OfMessage;

interface OfMessage {
  readonly msgid: string;
  /** Fingerprint of the message's content. */
  readonly fingerprint: string;
  /** The exact text of a good answer. */
  readonly answer: (output: DecidedBill['output']) => string;
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
