import { Inject, Injectable } from '@nestjs/common';
import {
  refusal,
  sameProvince,
  verdictOf,
  type VerdictAnswer,
  VerdictAnswerShape,
  type VerdictRequest,
} from '@medisettle/national';
import { CardRegistry } from '../cards/card-registry.js';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { Transactions } from '../database/transactions.js';
import { HUB, type Hub } from './hub.js';
import { isOldCardElsewhere } from './old-cards.js';

type Shown = Pick<VerdictRequest, 'cardNumber' | 'cardIdentifier'>;
type Asked = Shown & Partial<Pick<VerdictRequest, 'generation'>>;

/** Whether a card may be used, asked of the province that issued it. */
@Injectable()
export class CardsOfProvinces {
  constructor(
    private readonly cards: CardRegistry,
    private readonly transactions: Transactions,
    @Inject(HUB) private readonly hub: Hub | null,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {}

  /** The first six digits of a 卡识别码 name the area that issued the card; Shanghai's old cards have none. */
  isOurs({ cardIdentifier }: Shown): boolean {
    const issuer = cardIdentifier.slice(0, 6);
    return this.hub === null || !/^\d{6}$/.test(issuer) || sameProvince(issuer, this.configuration.CENTRE_DIVISION);
  }

  /**
   * The verdict of the issuing province's registry; `unknown` where that cannot be asked. An old card of Shanghai is refused
   * elsewhere with that reason.
   */
  async of({ cardNumber, cardIdentifier, generation }: Asked): Promise<VerdictAnswer> {
    if (isOldCardElsewhere(generation, this.configuration.CENTRE_DIVISION)) {
      return { verdict: verdictOf(refusal('PROVINCE-OLD-CARD')), holder: null };
    }
    const shown = { cardNumber, cardIdentifier };
    if (this.hub === null || this.isOurs(shown)) {
      return this.cards.verdict(this.transactions.reader, cardNumber, cardIdentifier);
    }
    const reply = await this.hub.ask(cardIdentifier.slice(0, 6), 'card', shown);
    if (reply.outcome === 'refused') return { verdict: verdictOf(reply.refusal), holder: null };
    if (reply.outcome === 'answered') return VerdictAnswerShape.parse(reply.answer);
    return { verdict: verdictOf(refusal('UNKNOWN-CARD-CENTRE-UNREACHABLE')), holder: null };
  }
}
