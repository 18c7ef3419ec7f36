import type { CardView } from '../../../apps/terminal-agent/src/counter/card-view.js';
import type { ReaderView } from '../../../apps/terminal-agent/src/counter/counter-reader.js';

/** A reader with a card that was read and judged. */
export type ReadCard = ReaderView & { readonly card: CardView };

/**
 * Which card is the patient's. `use`: the only one that may be used; `instead` are others of the same holder that lie
 * there by mistake. `choose`: more than one may be used. `none`: no card that may be used.
 */
export type WhichCard =
  | { readonly advice: 'none' }
  | { readonly advice: 'use'; readonly reader: ReadCard; readonly instead: readonly ReadCard[] }
  | { readonly advice: 'choose'; readonly readers: readonly ReadCard[] };

const isRead = (reader: ReaderView): reader is ReadCard => reader.state === 'ready' && reader.card !== null;

const sameHolder = (a: ReadCard, b: ReadCard): boolean =>
  (a.card.holder?.citizenNumber ?? '') !== '' && a.card.holder?.citizenNumber === b.card.holder?.citizenNumber;

/** @param chosen the reader that the cashier named, where more than one card may be used */
export function whichCard(readers: readonly ReaderView[], chosen: string | null): WhichCard {
  const read = readers.filter(isRead);
  const usable = read.filter(({ card }) => card.verdict.outcome === 'usable');
  const reader = usable.find(({ name }) => name === chosen) ?? (usable.length === 1 ? usable[0] : undefined);
  if (reader === undefined) return usable.length === 0 ? { advice: 'none' } : { advice: 'choose', readers: usable };
  return { advice: 'use', reader, instead: read.filter((other) => other !== reader && sameHolder(other, reader)) };
}
