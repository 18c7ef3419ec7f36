import { refusal, type Refusal } from '@medisettle/national';
import { type VoidReason } from './exchange.js';
import { type CardState } from './life-cycle.js';

/** A card as the registry keeps it. */
export interface RegisteredCard {
  readonly personId: string;
  readonly cardNumber: string;
  /** 卡识别码; empty for Shanghai's old cards, which have none. */
  readonly cardIdentifier: string;
  readonly generation: string;
  readonly state: CardState;
  /** Day on which the state began, `yyyy-MM-dd`. */
  readonly stateSince: string;
  readonly voidReason: VoidReason | null;
  /** Another card of this person that may be used now, as an old one until the new one is activated. */
  readonly otherCardActive: boolean;
}

/**
 * Whether a card may be used now: null for yes, else why not. The rule of the exchange of cards: the old card is good
 * until its successor is activated, and void for ever from then on; a new card is nothing before its activation.
 * @param presentedIdentifier the 卡识别码 read from the card or named in the message; empty when there was none
 * @param generationEnded last day of cards of this generation for this holder, when it has passed; else null
 */
export function refusalOfCard(
  card: RegisteredCard | null,
  presentedIdentifier: string,
  generationEnded: string | null,
): Refusal | null {
  if (!card) return refusal('CARD-UNKNOWN');
  const foreign =
    presentedIdentifier !== '' && card.cardIdentifier !== '' && presentedIdentifier !== card.cardIdentifier;
  if (foreign) return refusal('CARD-IDENTIFIER-MISMATCH');
  switch (card.state) {
    case 'active':
      return generationEnded === null ? null : refusal('CARD-GENERATION-ENDED', { date: generationEnded });
    case 'issued':
    case 'delivered':
      return refusal('CARD-NOT-ACTIVE', {
        oldCardZh: card.otherCardActive ? '启用之前，旧社保卡仍可正常结算。' : '',
        oldCardEn: card.otherCardActive ? 'Until then the old card still settles.' : '',
      });
    case 'suspended':
    case 'withheld':
      return refusal('CARD-SUSPENDED', { date: card.stateSince });
    case 'void':
      if (card.voidReason === 'replaced') return refusal('CARD-VOID-REPLACED', { date: card.stateSince });
      if (card.voidReason === 'lost') return refusal('CARD-VOID-LOST', { date: card.stateSince });
      return refusal('CARD-VOID', { date: card.stateSince });
  }
}
