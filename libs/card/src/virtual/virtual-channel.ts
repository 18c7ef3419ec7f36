import { type CardChannel, CardFault } from '../channel.js';
import { type VirtualCard } from './virtual-card.js';

/**
 * A channel straight to a virtual card, for whoever needs no reader around it. The card is reset first.
 * A card that gives no answer makes the channel throw the fault that a reader would report.
 */
export function connectVirtualCard(card: VirtualCard): CardChannel {
  card.reset();
  return {
    atr: card.atr,
    transmit: (command) => {
      const answer = card.process(command);
      return typeof answer === 'string' ? Promise.reject(new CardFault(answer)) : Promise.resolve(answer);
    },
  };
}
