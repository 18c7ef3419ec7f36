import { stringifyWire } from '@medisettle/national';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { toldInstant, toldText as text } from '../feeds/told.js';

const cardNumber = z.string().regex(/^[0-9A-Za-z]{1,32}$/);

const Guardian = z.object({ name: text(50).optional(), relation: text(20) });

/** What the issuing side tells of a card. */
export const CardEvent = z
  .object({
    eventId: text(64),
    type: z.enum(['issued', 'delivered', 'activated', 'finance-activated', 'lost', 'found', 'voided']),
    cardNumber,
    at: toldInstant,
    /** Whose card it is: with `issued`, one of the two. */
    personNumber: text(30).optional(),
    citizenNumber: text(20).toUpperCase().optional(),
    generation: z.enum(['shanghai-legacy', 'national-1', 'national-2', 'national-3']).optional(),
    cardIdentifier: z
      .string()
      .regex(/^[0-9A-Fa-f]{32}$/)
      .toUpperCase()
      .optional(),
    /** With `issued`: the card that this one takes the place of. */
    predecessor: cardNumber.optional(),
    /** With `issued` why it was made, with `voided` why the card ended. */
    reason: z.enum(['first', 'exchange', 'reissue', 'replaced', 'lost', 'expired', 'withdrawn']).optional(),
    /** With `activated`, for a minor. */
    guardian: Guardian.optional(),
  })
  .superRefine((event, context) => {
    if (event.type !== 'issued') return;
    if (event.generation === undefined) {
      context.addIssue({ code: 'custom', path: ['generation'], message: 'issued names the generation' });
    }
    if (event.personNumber === undefined && event.citizenNumber === undefined) {
      context.addIssue({ code: 'custom', path: ['personNumber'], message: 'issued names the person' });
    }
  });

/** An event after its check; `at` is ISO 8601 in UTC. */
export type CardEvent = z.output<typeof CardEvent>;

/** What makes two events under one number the same one. */
export const fingerprintOf = ({ guardian, ...event }: CardEvent): string =>
  createHash('sha256')
    .update(stringifyWire({ ...sorted(event), ...(guardian ? { guardian: sorted(guardian) } : {}) }))
    .digest('hex');

const sorted = (fields: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, String(value)]),
  );
