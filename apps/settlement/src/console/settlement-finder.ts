import { Injectable } from '@nestjs/common';
import { type Db, Transactions } from '../database/transactions.js';
import { timeOfIdentity } from '../database/identity.js';
import { type CardUse, type FoundView } from './console-terms.js';

/** Under which keys a settlement is kept. */
export interface SettlementKey {
  readonly personId: string;
  readonly settlementId: string;
}

/** Numbers of the outside are at most this long; what is longer is nobody's. */
const NUMBER_MAX = 60;
/** `mdtrt_cert_type`. */
const SOCIAL_SECURITY_CARD = '03';
/** `institution + time + sequence`: how long the institution's code is at the beginning of a message's number. */
const INSTITUTION_CHARACTERS = 12;

interface MessageRow {
  readonly institution: string;
  readonly msgid: string;
  readonly infno: string;
  readonly outcome: string;
  readonly answer: string;
  readonly at: Date;
  readonly settlementId: string | null;
}

/** The ends of a number: enough to tell two apart, too little to use it. */
export const masked = (number: string): string =>
  number.length < 5 ? '•'.repeat(number.length) : `${number.slice(0, 2)}•••${number.slice(-2)}`;

/** Finds what an operator has a number of, without an index that every settlement would have to pay for. */
@Injectable()
export class SettlementFinder {
  constructor(private readonly transactions: Transactions) {}

  /** Everything that has this number: of a settlement, of a message, or of a card. */
  async search(typed: string): Promise<FoundView> {
    const number = typed.trim();
    if (number === '' || number.length > NUMBER_MAX) return { settlements: [], messages: [], cards: [] };
    const db = this.transactions.reader;
    const [key, messages, cards] = await Promise.all([
      this.keyOf(number.toUpperCase()),
      this.messages(db, number),
      this.cards(db, number.toUpperCase()),
    ]);
    return { settlements: key ? [key.settlementId] : [], messages, cards };
  }

  /**
   * Where a settlement is. Its number tells when it was made here, and by institution and time there is an index; one that
   * another province made is found among those across provinces. Null when there is none.
   */
  async keyOf(settlementId: string): Promise<SettlementKey | null> {
    const db = this.transactions.reader;
    const at = timeOfIdentity(settlementId);
    const [here] = at
      ? await db.query<SettlementKey>(
          `SELECT s.person_id AS "personId", s.settlement_id AS "settlementId"
             FROM medisettle.institution i
             JOIN medisettle.settlement s ON s.institution_code = i.institution_code AND s.settled_at = $2
            WHERE s.settlement_id = $1`,
          [settlementId, at],
        )
      : [];
    if (here) return here;
    const [across] = await db.query<SettlementKey>(
      `SELECT person_id AS "personId", settlement_id AS "settlementId"
         FROM medisettle.province_settlement WHERE settlement_id = $1`,
      [settlementId],
    );
    return across ?? null;
  }

  /** The last visit for which the holder of a card showed a social security card; null when there is none. */
  async lastUse(cardNumber: string): Promise<CardUse | null> {
    const [row] = await this.transactions.reader.query<Omit<CardUse, 'at'> & { at: Date }>(
      `SELECT v.registered_at AS at, v.institution_code AS institution, i.name
         FROM medisettle.card_directory d
         JOIN medisettle.visit v ON v.person_id = d.person_id
         LEFT JOIN medisettle.institution i ON i.institution_code = v.institution_code
        WHERE d.card_number = $1 AND v.credential_kind = $2
        ORDER BY v.registered_at DESC LIMIT 1`,
      [cardNumber, SOCIAL_SECURITY_CARD],
    );
    return row ? { ...row, at: row.at.toISOString() } : null;
  }

  /** Messages of any institution under this number; institutions of other provinces by its beginning. */
  private async messages(db: Db, msgid: string): Promise<FoundView['messages']> {
    const rows = await db.query<MessageRow>(
      `SELECT r.institution_code AS institution, r.msgid, r.infno, r.outcome, r.answer, r.reserved_at AS at,
              r.settlement_id AS "settlementId"
         FROM (SELECT institution_code FROM medisettle.institution UNION SELECT $2) AS i
         JOIN medisettle.reservation r ON r.institution_code = i.institution_code AND r.msgid = $1
        ORDER BY r.institution_code`,
      [msgid, msgid.slice(0, INSTITUTION_CHARACTERS)],
    );
    return rows.map(({ answer, at, ...row }) => ({
      ...row,
      code: row.outcome === 'settled' ? null : (/\[([A-Z0-9-]+)\]/.exec(answer)?.[1] ?? null),
      at: at.toISOString(),
    }));
  }

  private async cards(db: Db, cardNumber: string): Promise<FoundView['cards']> {
    const rows = await db.query<{ number: string; generation: string; state: string }>(
      `SELECT c.card_number AS number, c.generation,
              CASE c.state WHEN 'withheld' THEN 'suspended' ELSE c.state END AS state
         FROM medisettle.card_directory d
         JOIN medisettle.card c ON c.person_id = d.person_id AND c.card_number = d.card_number
        WHERE d.card_number = $1`,
      [cardNumber],
    );
    return rows.map((row) => ({ ...row, number: masked(row.number) }));
  }
}
