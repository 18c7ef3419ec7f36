import { Injectable } from '@nestjs/common';
import { CHINA_ZONE } from '@medisettle/national';
import { DateTime } from 'luxon';
import { Transactions } from '../database/transactions.js';

/** A card as an operator sees it. Times in Asia/Shanghai, names masked. */
export interface CardRecord {
  readonly cardNumber: string;
  readonly cardIdentifier: string;
  readonly generation: string;
  readonly personNumber: string;
  readonly state: string;
  readonly since: string;
  readonly activated: boolean;
  readonly voidReason: string | null;
  readonly financial: boolean;
  readonly predecessor: string | null;
  readonly successor: string | null;
  readonly guardian: { readonly name: string | null; readonly relation: string } | null;
  readonly history: readonly CardHistoryLine[];
}

interface CardHistoryLine {
  readonly eventId: string;
  readonly type: string;
  /** The event's own time. */
  readonly at: string;
  /** When it took effect here. */
  readonly recordedAt: string;
  readonly from: string | null;
  readonly to: string;
  readonly effect: string;
  readonly code: string | null;
}

type CardRow = Omit<CardRecord, 'guardian' | 'history'> & {
  readonly guardianName: string | null;
  readonly guardianRelation: string | null;
};

type HistoryRow = Omit<CardHistoryLine, 'at' | 'recordedAt'> & { readonly at: Date; readonly recordedAt: Date };

/** Outside, a card that was lost before its activation is suspended like any other lost card. */
const shown = (state: string): string => (state === 'withheld' ? 'suspended' : state);

/** The family name, and a star for each character after it. */
export const maskedName = (name: string): string => `${name.slice(0, 1)}${'*'.repeat([...name].length - 1)}`;

/** Ends of an identifier; enough to compare, too little to copy. */
const maskedIdentifier = (identifier: string): string =>
  identifier === '' ? '' : `${identifier.slice(0, 6)}…${identifier.slice(-4)}`;

const shanghai = (time: Date): string => DateTime.fromJSDate(time, { zone: CHINA_ZONE }).toISO() ?? '';

/** What became of a card, and by what. */
@Injectable()
export class CardHistory {
  constructor(private readonly transactions: Transactions) {}

  /** Null for a card that the registry does not know, also while events for it wait. */
  async of(cardNumber: string): Promise<CardRecord | null> {
    const db = this.transactions.reader;
    const [row] = await db.query<CardRow>(
      `SELECT c.card_number AS "cardNumber", c.card_identifier AS "cardIdentifier", c.generation,
              c.person_id AS "personNumber", c.state, c.state_since AS since, c.activated,
              c.void_reason AS "voidReason", c.financial, c.predecessor,
              (SELECT s.card_number FROM medisettle.card s
                WHERE s.person_id = c.person_id AND s.predecessor = c.card_number
                ORDER BY s.activated DESC, s.card_number LIMIT 1) AS successor,
              g.name AS "guardianName", g.relation AS "guardianRelation"
         FROM medisettle.card_directory d
         JOIN medisettle.card c ON c.person_id = d.person_id AND c.card_number = d.card_number
         LEFT JOIN medisettle.card_guardian g ON g.person_id = c.person_id AND g.card_number = c.card_number
        WHERE d.card_number = $1`,
      [cardNumber],
    );
    if (!row) return null;
    const history = await db.query<HistoryRow>(
      `SELECT event_id AS "eventId", happening AS type, happened_at AS at, recorded_at AS "recordedAt",
              state_before AS "from", state_after AS "to", effect, code
         FROM medisettle.card_event WHERE person_id = $1 AND card_number = $2
        ORDER BY recorded_at, state_before IS NOT NULL, happened_at, event_id`,
      [row.personNumber, cardNumber],
    );
    const { guardianName, guardianRelation, ...card } = row;
    return {
      ...card,
      cardIdentifier: maskedIdentifier(card.cardIdentifier),
      state: shown(card.state),
      guardian:
        guardianRelation === null
          ? null
          : { name: guardianName && maskedName(guardianName), relation: guardianRelation },
      history: history.map(({ at, recordedAt, from, to, ...line }) => ({
        ...line,
        at: shanghai(at),
        recordedAt: shanghai(recordedAt),
        from: from && shown(from),
        to: shown(to),
      })),
    };
  }
}
