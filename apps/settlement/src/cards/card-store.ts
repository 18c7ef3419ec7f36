import { Injectable } from '@nestjs/common';
import { type Db } from '../database/transactions.js';
import { type CardEvent } from './card-event.js';
import { type ExchangeCard, type PersonCards } from './exchange.js';

/** A person held for the time of a transaction, with all cards. */
export interface HeldPerson {
  readonly personId: string;
  readonly birthDate: string;
  readonly cards: PersonCards;
}

/** Who an event is about, or what it has to wait for. */
export type Awaited = { readonly kind: 'card' | 'person' | 'certificate'; readonly key: string };

/** One line of a card's history. */
export interface HistoryEntry {
  readonly personId: string;
  readonly cardNumber: string;
  readonly eventId: string;
  readonly happening: string;
  readonly happenedAt: string;
  readonly stateBefore: string | null;
  readonly stateAfter: string;
  readonly effect: 'applied' | 'unchanged' | 'overtaken' | 'rejected';
  readonly code: string | null;
}

export interface WaitingEvent {
  readonly event: CardEvent;
  readonly fingerprint: string;
}

export interface GuardianEntry {
  readonly personId: string;
  readonly cardNumber: string;
  readonly name: string | null;
  readonly relation: string;
}

const CERTIFICATE_TYPE = '01';

/** A column of values for `unnest`. */
const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] => rows.map((row) => row[key]);

const instantText = (name: string, alias: string): string =>
  `to_char(${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${alias}"`;

/** Cards and their events in the database, many at a time. */
@Injectable()
export class CardStore {
  /** Card number → person. */
  async owners(db: Db, cardNumbers: readonly string[]): Promise<Map<string, string>> {
    const rows = await db.query<{ card_number: string; person_id: string }>(
      `SELECT card_number, person_id FROM medisettle.card_directory WHERE card_number = ANY($1)`,
      [cardNumbers],
    );
    return new Map(rows.map((row) => [row.card_number, row.person_id]));
  }

  /** Citizen number → person. */
  async citizens(db: Db, numbers: readonly string[]): Promise<Map<string, string>> {
    const rows = await db.query<{ certificate_number: string; person_id: string }>(
      `SELECT certificate_number, person_id FROM medisettle.certificate_directory
        WHERE certificate_type = '${CERTIFICATE_TYPE}' AND certificate_number = ANY($1)`,
      [numbers],
    );
    return new Map(rows.map((row) => [row.certificate_number, row.person_id]));
  }

  /** Those of these person numbers that were merged, and the number that goes on in their place. */
  async merged(db: Db, personIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await db.query<{ person_id: string; merged_into: string }>(
      `SELECT person_id, merged_into FROM medisettle.person WHERE person_id = ANY($1) AND merged_into IS NOT NULL`,
      [personIds],
    );
    return new Map(rows.map((row) => [row.person_id, row.merged_into]));
  }

  /**
   * Gives a merged person's cards to the number that was kept: copies with their history, to which the directory leads
   * from now on. The rows of the merged number stay as they were. Both persons are held.
   */
  async takeOver(db: Db, merged: string, kept: string): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.card
         (person_id, card_number, card_identifier, generation, state, state_since, void_reason, financial, predecessor,
          activated, custody_at, voided_at)
       SELECT $2, card_number, card_identifier, generation, state, state_since, void_reason, financial, predecessor,
              activated, custody_at, voided_at
         FROM medisettle.card WHERE person_id = $1`,
      [merged, kept],
    );
    await db.query(
      `INSERT INTO medisettle.card_guardian (person_id, card_number, name, relation)
       SELECT $2, card_number, name, relation FROM medisettle.card_guardian WHERE person_id = $1`,
      [merged, kept],
    );
    await db.query(
      `INSERT INTO medisettle.card_event
         (person_id, card_number, event_id, happening, happened_at, recorded_at, state_before, state_after, effect, code)
       SELECT $2, card_number, event_id, happening, happened_at, recorded_at, state_before, state_after, effect, code
         FROM medisettle.card_event WHERE person_id = $1`,
      [merged, kept],
    );
    await db.query(
      `UPDATE medisettle.card_directory d SET person_id = $2
         FROM medisettle.card c WHERE c.person_id = $1 AND d.card_number = c.card_number`,
      [merged, kept],
    );
  }

  /**
   * Holds persons until the transaction ends, in the order of their numbers so that two batches never wait for each
   * other, and loads their cards. A settlement holds the same row: whichever commits first is first.
   */
  async hold(db: Db, personIds: readonly string[]): Promise<Map<string, HeldPerson>> {
    const persons = await db.query<{ personId: string; birthDate: string }>(
      `SELECT person_id AS "personId", birth_date AS "birthDate" FROM medisettle.person
        WHERE person_id = ANY($1) ORDER BY person_id FOR NO KEY UPDATE`,
      [personIds],
    );
    const held = new Map(persons.map((row) => [row.personId, { ...row, cards: new Map<string, ExchangeCard>() }]));
    const cards = await db.query<ExchangeCard & { personId: string }>(
      `SELECT person_id AS "personId", card_number AS "cardNumber", card_identifier AS "cardIdentifier", generation,
              predecessor, state, state_since AS since, void_reason AS "voidReason",
              ${instantText('voided_at', 'voidedAt')}, financial, activated, ${instantText('custody_at', 'custodyAt')}
         FROM medisettle.card WHERE person_id = ANY($1)`,
      [[...held.keys()]],
    );
    for (const { personId, ...card } of cards) held.get(personId)?.cards.set(card.cardNumber, card);
    return held;
  }

  /** Event number → fingerprint of what was taken or waits under it. */
  async known(db: Db, eventIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await db.query<{ event_id: string; fingerprint: string }>(
      `SELECT event_id, fingerprint FROM medisettle.card_event_receipt WHERE event_id = ANY($1)
       UNION ALL
       SELECT event_id, fingerprint FROM medisettle.card_event_waiting WHERE event_id = ANY($1)`,
      [eventIds],
    );
    return new Map(rows.map((row) => [row.event_id, row.fingerprint]));
  }

  /** Takes out what waited for these cards, in the order of the events' own times. */
  async released(db: Db, cardNumbers: readonly string[]): Promise<WaitingEvent[]> {
    const rows = await db.query<WaitingEvent>(
      `DELETE FROM medisettle.card_event_waiting WHERE awaits_kind = 'card' AND awaits = ANY($1)
       RETURNING event, fingerprint`,
      [cardNumbers],
    );
    return rows.toSorted((a, b) => (a.event.at < b.event.at ? -1 : 1));
  }

  /** @returns the numbers that a transaction of somebody else has taken meanwhile */
  async enter(db: Db, cards: readonly { cardNumber: string; personId: string }[]): Promise<number> {
    const entered = await db.query(
      `INSERT INTO medisettle.card_directory (card_number, person_id)
       SELECT * FROM unnest($1::text[], $2::text[]) AS entry (card_number, person_id) ORDER BY card_number
       ON CONFLICT DO NOTHING RETURNING card_number`,
      [column(cards, 'cardNumber'), column(cards, 'personId')],
    );
    return cards.length - entered.length;
  }

  async save(db: Db, cards: readonly (ExchangeCard & { personId: string })[]): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.card
         (person_id, card_number, card_identifier, generation, predecessor, state, state_since, void_reason, voided_at,
          financial, activated, custody_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[],
                            $8::text[], $9::timestamptz[], $10::boolean[], $11::boolean[], $12::timestamptz[])
       ON CONFLICT (person_id, card_number) DO UPDATE
         SET state = excluded.state, state_since = excluded.state_since, void_reason = excluded.void_reason,
             voided_at = excluded.voided_at, financial = excluded.financial, activated = excluded.activated,
             custody_at = excluded.custody_at`,
      [
        column(cards, 'personId'),
        column(cards, 'cardNumber'),
        column(cards, 'cardIdentifier'),
        column(cards, 'generation'),
        column(cards, 'predecessor'),
        column(cards, 'state'),
        column(cards, 'since'),
        column(cards, 'voidReason'),
        column(cards, 'voidedAt'),
        column(cards, 'financial'),
        column(cards, 'activated'),
        column(cards, 'custodyAt'),
      ],
    );
  }

  /** An event that was rejected after it had waited may come again under its number. */
  async note(db: Db, history: readonly HistoryEntry[], recordedAt: Date): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.card_event
         (person_id, card_number, event_id, happening, happened_at, state_before, state_after, effect, code, recorded_at)
       SELECT *, $10::timestamptz
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
                     $8::text[], $9::text[])
       ON CONFLICT (person_id, card_number, event_id) DO UPDATE
         SET state_before = excluded.state_before, state_after = excluded.state_after, effect = excluded.effect,
             code = excluded.code, recorded_at = excluded.recorded_at`,
      [
        column(history, 'personId'),
        column(history, 'cardNumber'),
        column(history, 'eventId'),
        column(history, 'happening'),
        column(history, 'happenedAt'),
        column(history, 'stateBefore'),
        column(history, 'stateAfter'),
        column(history, 'effect'),
        column(history, 'code'),
        recordedAt,
      ],
    );
  }

  async acknowledge(db: Db, taken: readonly { eventId: string; fingerprint: string }[], at: Date): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.card_event_receipt (event_id, fingerprint, received_at)
       SELECT *, $3::timestamptz FROM unnest($1::text[], $2::text[]) AS taken (event_id, fingerprint) ORDER BY event_id`,
      [column(taken, 'eventId'), column(taken, 'fingerprint'), at],
    );
  }

  async keepWaiting(
    db: Db,
    waiting: readonly { event: CardEvent; fingerprint: string; awaited: Awaited }[],
    at: Date,
  ): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.card_event_waiting (event_id, awaits_kind, awaits, fingerprint, event, received_at)
       SELECT event_id, kind, key, fingerprint, event::jsonb, $6::timestamptz
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
              AS waiting (event_id, kind, key, fingerprint, event) ORDER BY event_id`,
      [
        waiting.map(({ event }) => event.eventId),
        waiting.map(({ awaited }) => awaited.kind),
        waiting.map(({ awaited }) => awaited.key),
        column(waiting, 'fingerprint'),
        waiting.map(({ event }) => JSON.stringify(event)),
        at,
      ],
    );
  }

  async addGuardians(db: Db, guardians: readonly GuardianEntry[]): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.card_guardian (person_id, card_number, name, relation)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
       ON CONFLICT (person_id, card_number) DO UPDATE SET name = excluded.name, relation = excluded.relation`,
      [
        column(guardians, 'personId'),
        column(guardians, 'cardNumber'),
        column(guardians, 'name'),
        column(guardians, 'relation'),
      ],
    );
  }

  /**
   * Takes out events whose card or person has arrived since. Several centres share the work: what one holds, the others
   * pass over.
   */
  async arrived(db: Db, most: number): Promise<CardEvent[]> {
    const rows = await db.query<{ event: CardEvent }>(
      `DELETE FROM medisettle.card_event_waiting WHERE event_id IN (
         SELECT w.event_id FROM medisettle.card_event_waiting w
          WHERE CASE w.awaits_kind
                  WHEN 'card' THEN EXISTS (SELECT FROM medisettle.card_directory d WHERE d.card_number = w.awaits)
                  WHEN 'person' THEN EXISTS (SELECT FROM medisettle.person p WHERE p.person_id = w.awaits)
                  ELSE EXISTS (SELECT FROM medisettle.certificate_directory c
                                WHERE c.certificate_type = '${CERTIFICATE_TYPE}' AND c.certificate_number = w.awaits)
                END
          LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING event`,
      [most],
    );
    return rows.map(({ event }) => event);
  }
}
