import { Injectable } from '@nestjs/common';
import { refusal } from '@medisettle/national';
import { z } from 'zod';
import { Transactions, type Db } from '../database/transactions.js';
import { type EventOutcome } from './event-batch.js';

/** Length of the stripe of Shanghai's old medical card. Its inner structure is not published: it is compared whole. */
const STRIPE_LENGTH = 28;

/** A credential from before the social security card that the registry maps to a person. */
export const LegacyCredential = z
  .object({
    kind: z.enum(['stripe', 'visit-card']),
    number: z.string().trim().min(1).max(64),
    /** The hospital that gave a visit card out; its numbers are its own. */
    institution: z.string().trim().min(1).max(20).optional(),
    personNumber: z.string().trim().min(1).max(30),
    /** No longer accepted. */
    ended: z.boolean().default(false),
  })
  .superRefine(({ kind, number, institution }, context) => {
    if (kind === 'stripe' && number.length !== STRIPE_LENGTH) {
      context.addIssue({ code: 'custom', path: ['number'], message: `${STRIPE_LENGTH} characters` });
    }
    if ((kind === 'visit-card') !== (institution !== undefined)) {
      context.addIssue({ code: 'custom', path: ['institution'], message: 'a visit card names its institution' });
    }
  });

export type LegacyCredential = z.output<typeof LegacyCredential>;

/** Old medical cards and hospital visit cards, and whose they are. */
@Injectable()
export class LegacyCredentials {
  constructor(private readonly transactions: Transactions) {}

  /** Takes credentials in; a number that is known already now belongs to whom the latest row says. */
  async take(credentials: readonly LegacyCredential[]): Promise<EventOutcome[]> {
    return this.transactions.run(async (db) => {
      const known = await this.persons(db, credentials);
      // The last row of a number counts, and a statement may touch each row once only.
      const rows = new Map(
        credentials.filter(({ personNumber }) => known.has(personNumber)).map((row) => [keyOf(row), row]),
      );
      await this.save(db, [...rows.values()]);
      return credentials.map(({ personNumber }) =>
        known.has(personNumber) ? { kind: 'applied' } : { kind: 'rejected', refusal: refusal('PERSON-UNKNOWN') },
      );
    });
  }

  /**
   * The persons of old medical cards (28 characters) and of visit cards of the institution where each is shown, in the
   * order in which they are given; null where unknown.
   */
  async findAll(
    db: Db,
    shown: readonly { readonly number: string; readonly institutionCode: string }[],
  ): Promise<({ readonly personId: string; readonly ended: boolean } | null)[]> {
    const stripe = ({ number }: { number: string }): boolean => number.length === STRIPE_LENGTH;
    const rows = await db.query<{ position: number; personId: string; ended: boolean }>(
      `SELECT s.position, l.person_id AS "personId", l.ended
         FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS s (kind, issuer, number, position)
         JOIN medisettle.legacy_credential l ON l.kind = s.kind AND l.issuer = s.issuer AND l.number = s.number`,
      [
        shown.map((one) => (stripe(one) ? 'stripe' : 'visit-card')),
        shown.map((one) => (stripe(one) ? '' : one.institutionCode)),
        shown.map(({ number }) => number),
      ],
    );
    const found = new Map(rows.map(({ position, ...row }) => [position, row]));
    return shown.map((_, index) => found.get(index + 1) ?? null);
  }

  private async persons(db: Db, credentials: readonly LegacyCredential[]): Promise<Set<string>> {
    const rows = await db.query<{ person_id: string }>(
      `SELECT person_id FROM medisettle.person WHERE person_id = ANY($1)`,
      [credentials.map(({ personNumber }) => personNumber)],
    );
    return new Set(rows.map((row) => row.person_id));
  }

  private async save(db: Db, rows: readonly LegacyCredential[]): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.legacy_credential (kind, issuer, number, person_id, ended)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[])
       ON CONFLICT (kind, issuer, number) DO UPDATE SET person_id = excluded.person_id, ended = excluded.ended`,
      [
        rows.map(({ kind }) => kind),
        rows.map(({ institution }) => institution ?? ''),
        rows.map(({ number }) => number),
        rows.map(({ personNumber }) => personNumber),
        rows.map(({ ended }) => ended),
      ],
    );
  }
}

const keyOf = ({ kind, institution, number }: LegacyCredential): string => JSON.stringify([kind, institution, number]);
