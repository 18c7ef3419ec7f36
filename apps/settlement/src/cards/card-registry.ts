import { Inject, Injectable } from '@nestjs/common';
import {
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

/** @returns the owner, null for a card that nobody has, and why the card may not be used; null when it may */
export type JudgedCards = (shown: Pick<WatchedCard, 'cardNumber' | 'cardIdentifier'>) => {
  readonly personId: string | null;
  readonly refused: Refusal | null;
};

/** Which card belongs to whom, and whether it may be used. */
@Injectable()
export class CardRegistry {
  constructor(
    private readonly insured: Insured,
    @Inject(CARD_VALIDITY) private readonly validity: CardValidity,
  ) {}

  /** Whose many cards are and why each may not be used now, as a function of the card as it was shown. */
  async judge(db: Db, cardNumbers: readonly string[]): Promise<JudgedCards> {
    const cards = new Map((await this.findAll(db, cardNumbers)).map((card) => [card.cardNumber, card]));
    const ends = await this.endsOf(db, [...cards.values()]);
    return ({ cardNumber, cardIdentifier }) => {
      const card = cards.get(cardNumber) ?? null;
      const refused = refusalOfCard(card, cardIdentifier, ends.get(cardNumber) ?? null);
      return { personId: card?.personId ?? null, refused };
    };
  }

  /** The verdict for a counter, and the holder, whom old and locked cards do not give themselves. */
  async verdict(db: Db, cardNumber: string, cardIdentifier: string): Promise<VerdictAnswer> {
    const judged = await this.judge(db, [cardNumber]);
    const { personId, refused } = judged({ cardNumber, cardIdentifier });
    const person = personId === null ? null : await this.insured.find(db, personId);
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
    const judged = await this.judge(db, cardNumbers);
    return (card) => judged(card).refused?.code ?? USABLE.code;
  }

  /** The generation of a card; null for one that nobody has. */
  async generationOf(db: Db, cardNumber: string): Promise<string | null> {
    return (await this.findAll(db, [cardNumber]))[0]?.generation ?? null;
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

  /** Last day of each card's generation for its holder, where it has passed. */
  private async endsOf(db: Db, cards: readonly RegisteredCard[]): Promise<ReadonlyMap<string, string>> {
    const ends = new Map<string, string>();
    const ruled = cards.filter(({ generation }) => this.validity.has(generation));
    if (ruled.length === 0) return ends;
    const today = wireDate(DateTime.now());
    const enrolments = await this.insured.enrolmentsOf(db, [...new Set(ruled.map(({ personId }) => personId))], today);
    for (const { cardNumber, generation, personId } of ruled) {
      const rule = this.validity.get(generation);
      const end = rule ? endOfGeneration(rule, enrolments.get(personId) ?? [], today) : null;
      if (end !== null) ends.set(cardNumber, end);
    }
    return ends;
  }
}
