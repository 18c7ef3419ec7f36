import { type CardFaultKind, type CardReading } from '@medisettle/card';
import { refusal, type Refusal } from '@medisettle/national';
import { type InsertionId } from '@medisettle/readers';
import { type CardView } from './card-view.js';

/**
 * `reading` until the card is read and judged; `wedged`: the card does not answer and must be pulled; `faulty`: the reader
 * failed. A card that was pulled in the middle leaves the reader `empty`.
 */
export type ReaderState = 'empty' | 'reading' | 'ready' | 'faulty' | 'wedged';

/** One card, from its insertion to its removal. What comes in late about a card that has left finds its stay ended. */
export interface CardStay {
  readonly insertion: InsertionId;
  state: ReaderState;
  /** With the latest verdict; null until the card is read and judged. */
  view: CardView | null;
  /** Whether the verdict is being asked for again. */
  rechecking: boolean;
  /** Whether it must be asked for once more after that, since the answer under way may be too old. */
  recheckAgain: boolean;
  readonly reading: Promise<CardReading>;
  /** With the first verdict; null when the reading was interrupted. */
  readonly firstView: Promise<CardView | null>;
}

/** Where an interrupted reading leaves the reader. */
export const STATE_AFTER: Readonly<Record<CardFaultKind, ReaderState>> = {
  removed: 'empty',
  mute: 'wedged',
  reader: 'faulty',
};

/** Why an interrupted reading tells nothing about the card. */
export function refusalOfFault(fault: CardFaultKind): Refusal {
  switch (fault) {
    case 'removed':
      return refusal('CARD-REMOVED');
    case 'mute':
      return refusal('CARD-MUTE');
    case 'reader':
      return refusal('READER-FAULTY');
  }
}
