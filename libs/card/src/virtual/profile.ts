import { z } from 'zod';
import { encodeName } from './gb18030.js';

const hexBytes = (count: number) => z.string().regex(new RegExp(`^(?:[0-9A-F]{2}){${count}}$`));
const digits = (count: number) => z.string().regex(new RegExp(`^\\d{${count}}$`));
const day = z.iso.date();
const atr = z.string().regex(/^3[BF](?:[0-9A-F]{2}){1,32}$/);
const cardNumber = z.string().regex(/^[0-9A-Z]{9}$/);

/** Bytes that the name's field and its extension hold; version 1 has no extension. */
const NAME_BYTES_MAX = 30;
const NAME_WITH_EXTENSION_BYTES_MAX = 50;

const holder = z.strictObject({
  citizenNumber: z.string().regex(/^[\x21-\x7e]{1,18}$/),
  name: z.string().min(1),
  gender: z.enum(['0', '1', '2', '9']),
  nation: digits(2),
  birthPlace: digits(6),
  birthDate: day,
});

/** The debit application that shares the chip. Synthetic account numbers only. */
const bank = z.strictObject({
  aid: z.string().regex(/^(?:[0-9A-F]{2}){5,16}$/),
  label: z.string().regex(/^[\x20-\x7e]{1,16}$/),
  pan: z.string().regex(/^\d{12,19}$/),
  expiry: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  sequence: digits(2),
});

/** What is wrong with the chip. Each kind of trouble is one field; the card's behaviour for it is in `virtual-card.ts`. */
const faults = z.strictObject({
  /** Records, by tag in hex, that end in the middle of their value. */
  truncatedRecords: z.array(hexBytes(1)).optional(),
  /** Answers to reset and to nothing else. */
  mute: z.literal(true).optional(),
  /** Leaves the reader at its n-th command since the reset, counted from 1: that command gets no answer. */
  removedAt: z.int().min(1).optional(),
  /** Records, by tag in hex, that answer with another tag in front. */
  wrongTags: z.array(hexBytes(1)).optional(),
  /** Takes so many milliseconds for each command. The card knows no time: whoever carries its commands waits. */
  slowMs: z.int().min(1).max(60_000).optional(),
  /** Answers the n-th command since the reset, counted from 1, with this status word and nothing else. */
  statusWords: z.array(z.strictObject({ at: z.int().min(1), status: hexBytes(2) })).optional(),
});

const common = {
  atr,
  bank: bank.optional(),
  faults: faults.optional(),
  /** Contact when missing. `contactless`: speaks T=1, and lists its payment application in the directory for contactless terminals only. */
  interface: z.enum(['contact', 'contactless']).optional(),
};

const national = {
  ...common,
  cardNumber,
  cardIdentifier: hexBytes(16),
  cardClass: z.string().length(1),
  initialisingBody: digits(24),
  issueDate: day,
  validUntil: day,
  holder,
  /** `mf`: the application is the master file itself, and does not answer to its name. */
  applicationPlace: z.enum(['below-mf', 'mf']).default('below-mf'),
  /** Declared in the application's control information; not declared when missing. */
  algorithm: z.enum(['des', 'sm4']).optional(),
  holderAccess: z.enum(['free', 'external-authentication']).default('free'),
  /** Keys by their number on the card, or that the test issuer's are on it. Without them no key was ever loaded. */
  keys: z.union([z.literal('test-issuer'), z.record(hexBytes(1), hexBytes(16))]).optional(),
  keyTries: z.int().min(1).max(15).optional(),
  /** Without it the card has no PIN. */
  pin: z
    .string()
    .regex(/^(?:\d{2}){2,8}$/)
    .optional(),
  pinTries: z.int().min(1).max(15).optional(),
};

const chip = z.discriminatedUnion('generation', [
  z.strictObject({ ...common, generation: z.null(), bank }),
  z.strictObject({ ...common, generation: z.literal('shanghai-legacy'), cardNumber }),
  z.strictObject({ ...national, generation: z.literal('national-1'), specVersion: z.string().regex(/^1[\d.]{0,3}$/) }),
  z.strictObject({
    ...national,
    generation: z.literal('national-2'),
    // Empty: a card whose version record holds zero bytes only.
    specVersion: z.string().regex(/^(?:2[\d.]{0,3})?$/),
  }),
  z.strictObject({ ...national, generation: z.literal('national-3'), specVersion: z.string().regex(/^3[\d.]{0,3}$/) }),
]);

/** What a virtual card is made of: a `chip` of the demo world. Unknown keys are refused, so that no fault is misspelt. */
export const virtualCardProfileSchema = chip.superRefine((profile, context) => {
  if (!('holder' in profile)) return;
  const bytes = encodeName(profile.holder.name);
  const max = profile.generation === 'national-1' ? NAME_BYTES_MAX : NAME_WITH_EXTENSION_BYTES_MAX;
  if (!bytes || bytes.length > max) {
    context.addIssue({ code: 'custom', path: ['holder', 'name'], message: 'the name does not fit into its records' });
  }
});

export type VirtualCardProfile = z.infer<typeof virtualCardProfileSchema>;
/** A card of any national generation, defaults filled in. */
export type NationalProfile = Extract<VirtualCardProfile, { holder: unknown }>;
export type BankProfile = z.infer<typeof bank>;
