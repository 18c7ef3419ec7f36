import { z } from 'zod';
import type { Refusal } from '../refusals/refusal.js';
import { REFUSALS, type RefusalCode } from '../refusals/catalogue.js';

/**
 * What the centre of a place of care asks the centre of an insured place, by way of the national hub. `settle` and
 * `cancel` change something and are done once under the number of the hospital's own message; all others may be asked
 * as often as one likes. `close` takes a number as void unless its message was done. `pay` goes the other way: the
 * patient, in the application of his insured place, pays an order that a pharmacy has made. At month's end each centre
 * asks the other for its table (`clearing-table`) and tells it what was confirmed and paid, which counts once.
 */
const KINDS = [
  'card',
  'identify',
  'entitle',
  'trial',
  'settle',
  'cancel',
  'outcome',
  'close',
  'pay',
  'clearing-table',
  'clearing-confirm',
  'clearing-paid',
] as const;

export type ProvinceKind = (typeof KINDS)[number];

const division = z.string().regex(/^\d{6}$/);

/** A message between provinces. The hub reads the envelope and passes the body on as it is. */
export const ProvinceMessage = z.object({
  /** Names this sending in the hub's records. */
  number: z.string().min(1).max(200),
  from: division,
  to: division,
  kind: z.enum(KINDS),
  body: z.unknown(),
});

export type ProvinceMessage = z.output<typeof ProvinceMessage>;

const isCode = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);

const RefusalShape = z.object({
  code: z.string().refine(isCode),
  class: z.enum(['business', 'transient', 'permanent']),
  actor: z.enum(['patient', 'cashier', 'reader', 'network', 'centre', 'issuer', 'agency', 'his']),
  zh: z.string(),
  en: z.string(),
  hotline: z.string().optional(),
  field: z.string().optional(),
});

/**
 * What comes back: an answer, a refusal of the insured place, or the hub's word that the message did not reach the
 * other centre, so that nothing was done because of it.
 */
export const ProvinceAnswer = z.union([
  z.object({ answer: z.unknown() }).strict(),
  z.object({ refused: RefusalShape.transform((shape) => shape as Refusal) }).strict(),
  z.object({ notDelivered: z.string() }).strict(),
]);

export type ProvinceAnswer = z.output<typeof ProvinceAnswer>;

/** Provinces and municipalities are told apart by the first two digits: 310115 is Shanghai. */
export const sameProvince = (one: string, other: string): boolean => one.slice(0, 2) === other.slice(0, 2);
