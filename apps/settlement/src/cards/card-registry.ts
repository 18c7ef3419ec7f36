import { Injectable } from '@nestjs/common';
import { USABLE, verdictOf, type Holder, type VerdictAnswer } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { refusalOfCard, type RegisteredCard } from './card-verdict.js';

/** What a new registration of a card says. */
export type CardRegistration = Omit<RegisteredCard, 'otherCardActive'> & {
  readonly financial: boolean;
  readonly predecessor: string | null;
};

/** Which card belongs to whom, and whether it may be used. */
@Injectable()
export class CardRegistry {
  constructor(private readonly insured: Insured) {}

  async find(db: Db, cardNumber: string): Promise<RegisteredCard | null> {
    const rows = await db.query<RegisteredCard>(
      `SELECT c.person_id AS "personId", c.card_number AS "cardNumber", c.card_identifier AS "cardIdentifier",
              c.generation, c.state, c.state_since AS "stateSince", c.void_reason AS "voidReason",
              EXISTS (SELECT FROM medisettle.card o
                       WHERE o.person_id = c.person_id AND o.card_number <> c.card_number AND o.state = 'active')
                AS "otherCardActive"
         FROM medisettle.card_directory d
         JOIN medisettle.card c ON c.person_id = d.person_id AND c.card_number = d.card_number
        WHERE d.card_number = $1`,
      [cardNumber],
    );
    return rows[0] ?? null;
  }

  /** The verdict for a counter, and the holder, whom old and locked cards do not give themselves. */
  async verdict(db: Db, cardNumber: string, cardIdentifier: string): Promise<VerdictAnswer> {
    const card = await this.find(db, cardNumber);
    const refused = refusalOfCard(card, cardIdentifier);
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

  async register(db: Db, card: CardRegistration): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.card
         (person_id, card_number, card_identifier, generation, state, state_since, void_reason, financial, predecessor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
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
      ],
    );
    await db.query(`INSERT INTO medisettle.card_directory (card_number, person_id) VALUES ($1, $2)`, [
      card.cardNumber,
      card.personId,
    ]);
  }
}
