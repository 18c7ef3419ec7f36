import { z } from 'zod';
import { parseDecimal, parseYuan } from '@medisettle/money';
import { CATALOGUE_PARTS } from '../catalogue/catalogue-parts.js';

const yuan = z.string().transform((text, context) => {
  const amount = parseYuan(text);
  if (amount !== null) return amount;
  context.addIssue({ code: 'custom', message: 'an amount in yuan is expected' });
  return z.NEVER;
});

const decimal = <Places extends number>(places: Places) =>
  z.string().transform((text, context) => {
    const value = parseDecimal(text, places);
    if (value) return value;
    context.addIssue({ code: 'custom', message: `a decimal with ${places} places at most is expected` });
    return z.NEVER;
  });

const day = z.iso.date();

const DemoPerson = z.object({
  key: z.string(),
  psnNo: z.string(),
  name: z.string(),
  certno: z.string(),
  gender: z.string(),
  nation: z.string(),
  birthDate: day,
  workStartDate: day.nullable(),
  retirementDate: day.nullable(),
  division: z.string(),
  insutype: z.string(),
  psnType: z.string(),
  enrolledOn: day,
  currentYear: yuan,
  accumulated: yuan,
  ceiling: yuan,
  /** Care in another province, filed for good. */
  filing: z.object({ kind: z.literal('08'), destination: z.string(), from: day }).optional(),
});

const DemoCard = z.object({
  key: z.string(),
  person: z.string().nullable(),
  chip: z.object({
    generation: z.string().nullable(),
    cardNumber: z.string().optional(),
    cardIdentifier: z.string().optional(),
  }),
  registry: z
    .object({
      state: z.enum(['issued', 'delivered', 'active', 'suspended', 'void']),
      since: day,
      reason: z.enum(['replaced', 'lost']).optional(),
      financial: z.boolean(),
      predecessor: z.string().optional(),
    })
    .nullable(),
});

/** The part of `demo/world.json` that a centre's registry is made of. */
export const DemoWorldFile = z.object({
  institutions: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      division: z.string(),
      fixmedinsType: z.enum(['1', '2']),
      hospLv: z.string(),
      level: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
      uscc: z.string(),
    }),
  ),
  catalogue: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      listType: z.string(),
      medChrgitmType: z.string(),
      class: z.enum(['A', 'B', 'C']),
      selfpayRatio: decimal(4).optional(),
      selfpayFixed: decimal(6).optional(),
      priceLimit: decimal(6).optional(),
      from: day,
    }),
  ),
  illnesses: z.array(CATALOGUE_PARTS.illnesses.shape),
  persons: z.array(DemoPerson),
  cards: z.array(DemoCard),
});

export type DemoWorldFile = z.output<typeof DemoWorldFile>;
export type DemoPerson = z.output<typeof DemoPerson>;
export type DemoCard = z.output<typeof DemoCard>;
