import { Inject, Injectable } from '@nestjs/common';
import {
  CHINA_ZONE,
  USABLE,
  verdictOf,
  wireDate,
  type Holder,
  type Refusal,
  type VerdictAnswer,
  type WatchedCard,
} from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Db } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { refusalOfCard, type RegisteredCard } from './card-verdict.js';
import { CARD_VALIDITY, endOfGeneration, type CardValidity } from './generation-validity.js';

/** What a new registration of a card says. */
export type CardRegistration = Omit<RegisteredCard, 'otherCardActive'> & {
  readonly financial: boolean;
  readonly predecessor: string | null;
};

/** Which card belongs to whom, and whether it may be used. */
@Injectable()
export class CardRegistry {
  constructor(
    private readonly insured: Insured,
    @Inject(CARD_VALIDITY) private readonly validity: CardValidity,
  ) {}

  async find(db: Db, cardNumber: string): Promise<RegisteredCard | null> {
    const [card] = await this.findAll(db, [cardNumber]);
    return card ?? null;
  }

  /**
   * Why a card may not be used now; null when it may.
   * @param presentedIdentifier the 卡识别码 read from the card or named in the message; empty when there was none
   */
  async refusalOf(db: Db, card: RegisteredCard | null, presentedIdentifier: string): Promise<Refusal | null> {
    return refusalOfCard(card, presentedIdentifier, card && (await this.endOf(db, card)));
  }

  /** The verdict for a counter, and the holder, whom old and locked cards do not give themselves. */
  async verdict(db: Db, cardNumber: string, cardIdentifier: string): Promise<VerdictAnswer> {
    const card = await this.find(db, cardNumber);
    const refused = await this.refusalOf(db, card, cardIdentifier);
    const person = card ? await this.insured.find(db, card.personId) : null;
    const holder: Holder | null = person && {
      personNumber: person.personId,
      name: person.name,
      citizenNumber: person.certificateNumber,
      gender: person.gender,
      birthDate: person.birthDate,
    };
    return { verdict: refused ? verdictOf(refused) : USABLE, holder };
  }

  /** The codes of the verdicts on many cards, as a function of the card as it lies on a reader. */
  async codes(db: Db, cardNumbers: readonly string[]): Promise<(card: WatchedCard) => string> {
    const cards = new Map((await this.findAll(db, cardNumbers)).map((card) => [card.cardNumber, card]));
    const ends = new Map<string, string | null>();
    for (const card of cards.values()) ends.set(card.cardNumber, await this.endOf(db, card));
    return ({ cardNumber, cardIdentifier }) => {
      const end = ends.get(cardNumber) ?? null;
      return refusalOfCard(cards.get(cardNumber) ?? null, cardIdentifier, end)?.code ?? USABLE.code;
    };
  }

  async register(db: Db, card: CardRegistration): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.card
         (person_id, card_number, card_identifier, generation, state, state_since, void_reason, financial, predecessor,
          activated)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        card.personId,
        card.cardNumber,
        card.cardIdentifier,
        card.generation,
        card.state,
        card.stateSince,
        card.voidReason,
        card.financial,
        card.predecessor,
        card.state === 'active' || card.state === 'suspended',
      ],
    );
    await db.query(`INSERT INTO medisettle.card_directory (card_number, person_id) VALUES ($1, $2)`, [
      card.cardNumber,
      card.personId,
    ]);
  }

  private findAll(db: Db, cardNumbers: readonly string[]): Promise<RegisteredCard[]> {
    return db.query<RegisteredCard>(
      `SELECT c.person_id AS "personId", c.card_number AS "cardNumber", c.card_identifier AS "cardIdentifier",
              c.generation, c.state, c.state_since AS "stateSince", c.void_reason AS "voidReason",
              EXISTS (SELECT FROM medisettle.card o
                       WHERE o.person_id = c.person_id AND o.card_number <> c.card_number AND o.state = 'active')
                AS "otherCardActive"
         FROM medisettle.card_directory d
         JOIN medisettle.card c ON c.person_id = d.person_id AND c.card_number = d.card_number
        WHERE d.card_number = ANY($1)`,
      [cardNumbers],
    );
  }

  /** Last day of the card's generation for its holder, if it has passed. */
  private async endOf(db: Db, card: RegisteredCard): Promise<string | null> {
    const rules = this.validity.get(card.generation);
    if (!rules) return null;
    const today = wireDate(DateTime.now().setZone(CHINA_ZONE));
    return endOfGeneration(rules, await this.insured.enrolments(db, card.personId), today);
  }
}
