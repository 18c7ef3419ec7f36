import { fen, parseYuan } from '@medisettle/money';
import { isDay } from '@medisettle/benefits';
import { z } from 'zod';
import { toldInstant, toldText } from '../feeds/told.js';

const AMOUNT_MAX = fen(100_000_000_000);

const day = z.string().refine(isDay, 'a day such as 2026-11-23 is expected');
const personNumber = z.string().regex(/^[0-9A-Za-z-]{1,30}$/);
const insuranceType = z.string().regex(/^\d{3,6}$/);
const division = z.string().regex(/^\d{6}$/);

/** Decimal yuan in a string, so that no digit is lost; read as fen. */
const yuan = (least: number) =>
  z.string().transform((text, context) => {
    const amount = parseYuan(text);
    if (amount !== null && amount >= least && amount <= AMOUNT_MAX) return amount;
    context.addIssue({ code: 'custom', message: 'an amount such as "1680.00" is expected' });
    return z.NEVER;
  });

const told = { eventId: toldText(64), at: toldInstant, personNumber };

/** Who somebody is. Says the dates of work and retirement too where it names both. */
const PersonTold = z
  .object({
    ...told,
    type: z.literal('person'),
    name: toldText(50),
    certificateType: z
      .string()
      .regex(/^\d{2}$/)
      .default('01'),
    certificateNumber: toldText(30).toUpperCase(),
    gender: z.enum(['1', '2', '9']),
    nation: z
      .string()
      .regex(/^\d{2}$/)
      .default('01'),
    birthDate: day,
    workStartDate: day.nullable().optional(),
    retirementDate: day.nullable().optional(),
  })
  .refine(({ workStartDate, retirementDate }) => (workStartDate === undefined) === (retirementDate === undefined), {
    path: ['retirementDate'],
    message: 'workStartDate and retirementDate come together',
  });

/** When somebody began to work and retired. */
const EmploymentTold = z.object({
  ...told,
  type: z.literal('employment'),
  workStartDate: day.nullable(),
  retirementDate: day.nullable(),
});

/** How somebody is insured, since when. Says all of it, so that the order of rows does not matter. */
const EnrolmentTold = z.object({
  ...told,
  type: z.literal('enrolment'),
  insuranceType,
  personType: z.string().regex(/^\d{2,6}$/),
  status: z.enum(['active', 'suspended', 'arrears', 'ended']),
  since: day,
  /** First day of the membership. */
  enrolledOn: day,
  division,
  /** The person's own ceiling of the year; null where none is on record. */
  ownCeiling: yuan(0).nullable(),
});

/** Where somebody's care relationship is, since when. The insured place stays what it is. */
const ResidenceTold = z.object({ ...told, type: z.literal('residence'), insuranceType, division, since: day });

/** The day of death; null takes a mistaken report back. */
const DeathTold = z.object({ ...told, type: z.literal('death'), diedOn: day.nullable() });

/** Two numbers are one human being: `personNumber` goes on as `into`. */
const MergeTold = z.object({ ...told, type: z.literal('merge'), into: personNumber });

/** Money for the account: the yearly credit of the age group, or an amount with its own number and reason. */
const CreditTold = z.discriminatedUnion('kind', [
  z.object({ ...told, type: z.literal('credit'), kind: z.literal('yearly') }),
  z.object({
    ...told,
    type: z.literal('credit'),
    kind: z.literal('amount'),
    creditId: z.string().regex(/^[\w.-]{1,64}$/),
    amount: yuan(1),
    reason: toldText(64),
  }),
]);

/** One row of the feed of persons. `at` is the sender's own time: between two rows on the same thing the later counts. */
export const PersonRow = z.discriminatedUnion('type', [
  PersonTold,
  EmploymentTold,
  EnrolmentTold,
  ResidenceTold,
  DeathTold,
  MergeTold,
  CreditTold,
]);

export type PersonRow = z.output<typeof PersonRow>;
export type RowOf<Type extends PersonRow['type']> = Extract<PersonRow, { type: Type }>;
