import { refusal, type Refusal } from '@medisettle/national';

/** A card as the registry keeps it. */
export interface RegisteredCard {
  readonly personId: string;
  readonly cardNumber: string;
  /** 卡识别码; empty for Shanghai's old cards, which have none. */
  readonly cardIdentifier: string;
  readonly generation: string;
  readonly state: 'issued' | 'delivered' | 'active' | 'suspended' | 'void';
  /** Day on which the state began, `yyyy-MM-dd`. */
  readonly stateSince: string;
  readonly voidReason: 'replaced' | 'lost' | 'expired' | 'withdrawn' | null;
  /** Another card of this person that may be used now, as an old one until the new one is activated. */
  readonly otherCardActive: boolean;
}

/**
 * Whether a card may be used now: null for yes, else why not. The rule of the exchange of cards: the old card is good
 * until its successor is activated, and void for ever from then on; a new card is nothing before its activation.
 * @param presentedIdentifier the 卡识别码 read from the card or named in the message; empty when there was none
 */
export function refusalOfCard(card: RegisteredCard | null, presentedIdentifier: string): Refusal | null {
  if (!card) return refusal('CARD-UNKNOWN');
  const foreign =
    presentedIdentifier !== '' && card.cardIdentifier !== '' && presentedIdentifier !== card.cardIdentifier;
  if (foreign) return refusal('CARD-IDENTIFIER-MISMATCH');
  switch (card.state) {
    case 'active':
      return null;
    case 'issued':
    case 'delivered':
      return refusal('CARD-NOT-ACTIVE', {
        oldCardZh: card.otherCardActive ? '启用之前，旧社保卡仍可正常结算。' : '',
        oldCardEn: card.otherCardActive ? 'Until then the old card still settles.' : '',
      });
    case 'suspended':
      return refusal('CARD-SUSPENDED', { date: card.stateSince });
    case 'void':
      if (card.voidReason === 'replaced') return refusal('CARD-VOID-REPLACED', { date: card.stateSince });
      if (card.voidReason === 'lost') return refusal('CARD-VOID-LOST', { date: card.stateSince });
      return refusal('CARD-VOID', { date: card.stateSince });
  }
}
