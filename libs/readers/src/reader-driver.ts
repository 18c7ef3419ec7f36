import { type CardChannel } from '@medisettle/card';
import { type Observable } from 'rxjs';

/** One stay of a card in a reader. Another card, or the same one put in again, is another insertion. */
export type InsertionId = string;

export type ReaderKind = 'pcsc' | 'virtual';

export interface InsertedCard {
  readonly insertion: InsertionId;
  readonly atr: Uint8Array;
}

/** A reader as it stands now. A faulty one may recover by itself, or when the card is pulled. */
export interface ReaderDescription {
  readonly name: string;
  readonly kind: ReaderKind;
  readonly state: 'empty' | 'occupied' | 'faulty';
  /** The card in it, also while the reader is faulty. */
  readonly card: InsertedCard | null;
}

/**
 * `wedged`: a card answers nothing and holds the reader until it is pulled; `in-use`: another program holds the card, and
 * the reader is told anew when it lets go; `unavailable`: the reader, its service or the way to it is lost.
 */
export type ReaderFaultReason = 'wedged' | 'in-use' | 'unavailable';

export type ReaderEvent =
  | { readonly type: 'reader-added'; readonly reader: string }
  | { readonly type: 'reader-removed'; readonly reader: string }
  | { readonly type: 'card-inserted'; readonly reader: string; readonly card: InsertedCard }
  | { readonly type: 'card-removed'; readonly reader: string; readonly insertion: InsertionId }
  | { readonly type: 'reader-faulty'; readonly reader: string; readonly reason: ReaderFaultReason };

/** No reader of this name is there (any more). */
export class UnknownReader extends Error {
  constructor(readonly reader: string) {
    super(`no reader is named ${reader}`);
    this.name = 'UnknownReader';
  }
}

/** Readers of one kind behind one port, so that the counter does not know where its cards come from. */
export interface ReaderDriver {
  readonly kind: ReaderKind;
  /** What somebody at the machine can do so that readers of this kind work; null or missing when all is well. */
  readonly advice?: string | null;
  /**
   * What happens at the readers. Each subscriber first gets the present state in the form of events, then each change
   * once and in order, so that nothing is missed and nobody has to ask first. A card that was swapped between two looks
   * is removed and inserted. Completes when the driver is closed; never fails.
   */
  readonly events: Observable<ReaderEvent>;
  readers(): readonly ReaderDescription[];
  /**
   * Powers the card in a reader up, lends its channel to `work`, and powers it down, so that no security state survives.
   * One piece of work at a time for each reader, in the order of the calls; different readers do not wait for each other.
   * The call is for the card that is in the reader when it is made, and never reaches another one.
   *
   * @param insertion the card that is meant, when it is known from an event; if it has left, the call fails.
   * @throws UnknownReader; CardFault `removed` as soon as the card is pulled, whatever `work` is waiting for, and when
   *   there was no card; CardFault `reader` when the driver is closed. Channel calls after that fail in the same way.
   *   What `work` throws is passed on.
   */
  withCard<T>(reader: string, work: (channel: CardChannel) => Promise<T>, insertion?: InsertionId): Promise<T>;
  /** Ends all work under way with CardFault `reader`, and returns when the readers are released. */
  close(): Promise<void>;
}
