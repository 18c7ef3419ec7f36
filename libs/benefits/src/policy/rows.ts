import { z } from 'zod';
import { GRADES } from './grades.js';
import { amount, day, dayOrOpen, flag, monthDay, percent, perLevel, whole, wholeOrOpen } from './values.js';
import {
  ACCOUNT_FLAGS,
  CARE_FILING_LIMITS,
  FUNDS,
  QUOTA_ACCUMULATORS,
  SCHEMES,
  SEGMENTS,
  SETTINGS,
  SHARE_ACCUMULATORS,
  WARDS,
  type Payer,
} from './words.js';

const RULE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * What every row of policy says about itself. `to` is the last day in force; null has no end. `verify` is a key of the
 * file's list of what has to be looked up before go-live.
 */
const dated = {
  rule: z.string().regex(RULE_ID, 'a rule id is kebab-case'),
  from: day,
  to: dayOrOpen,
  source: z.string().min(1),
  grade: z.enum(GRADES),
  verify: z.string().min(1).optional(),
};

const scheme = z.enum(SCHEMES);
const cohorts = z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]);
const fundName = z.strictObject({
  type: z.string().regex(/^\d{6}$/, 'a fund type has 6 digits'),
  zh: z.string().min(1),
});

/** A scheme, whether its people have a personal account, and its funds with their wire codes (fund_pay_type). */
const schemeRow = z.strictObject({
  ...dated,
  scheme,
  personalAccount: flag,
  funds: z.partialRecord(z.enum(FUNDS), fundName),
});

/** The insurance year begins on `starts`; `once` makes the whole row one year (a transition). */
const calendarRow = z
  .strictObject({ ...dated, scheme, starts: z.union([z.literal('once'), monthDay]) })
  .refine((row) => row.starts !== 'once' || row.to !== null, 'a year that is there once needs an end');

/**
 * Who belongs to a cohort. The row with the smallest `precedence` that fits wins; ages are in completed years on the
 * bill's date, both bounds included; days are the last that still count.
 */
const cohortRow = z.strictObject({
  ...dated,
  scheme,
  cohort: z.string().min(1),
  precedence: whole,
  status: z.enum(['active', 'retired', 'any']),
  bornBy: day.optional(),
  atWorkBy: day.optional(),
  retiredBy: day.optional(),
  ageFrom: whole.optional(),
  ageTo: wholeOrOpen.optional(),
});

/** On whose word a line's amount is cut: what is self-funded, above the price limit, or paid first by the person. */
const itemRow = z.strictObject({
  ...dated,
  item: z.enum(['class-c', 'unknown', 'price-limit', 'fixed', 'ratio']),
});

/** One move of a pipeline on what is left of the in-scope amount. */
const step = z.union([
  /** Current-year money pays until it is empty. */
  z.strictObject({ draw: z.literal('current-year-account') }),
  /** The person pays until the quota is full. */
  z.strictObject({ fill: z.string().min(1), segment: z.enum(SEGMENTS) }),
  /** A fund pays its rate of the rest, or of the rest up to the ceiling on expenses. */
  z.strictObject({
    share: z.string().min(1),
    segment: z.enum(SEGMENTS),
    fund: z.enum(FUNDS),
    counts: z.enum(SHARE_ACCUMULATORS).optional(),
    upTo: z.literal('ceiling').optional(),
  }),
  /** A fund pays its rate of what the steps before left to the person; `listed-illness` only when the bill says so. */
  z.strictObject({
    relieve: z.string().min(1),
    segment: z.enum(SEGMENTS),
    fund: z.enum(FUNDS),
    when: z.enum(['always', 'listed-illness']),
  }),
]);

const pipelineRow = z.strictObject({
  ...dated,
  scheme,
  settings: z.array(z.enum(SETTINGS)).min(1),
  steps: z.array(step).min(1),
});

/** A deductible or self-pay segment, and what is counted against it (in the year, or in the stay). */
const quotaRow = z.strictObject({
  ...dated,
  scheme,
  quota: z.string().min(1),
  cohorts,
  amount: perLevel(amount),
  counts: z.enum(QUOTA_ACCUMULATORS),
});

/** The part that the fund pays. */
const shareRow = z.strictObject({
  ...dated,
  scheme,
  share: z.string().min(1),
  cohorts,
  fundPays: perLevel(percent),
});

const drawnAccount = z.enum(['accumulated-account', 'family-account'] as const satisfies readonly Payer[]);

/** How account money is used: current-year money by rule; the rest by acct_used_flag, over the segments in order. */
const accountRow = z.discriminatedUnion('use', [
  z.strictObject({ ...dated, scheme, use: z.literal('current-year') }),
  z.strictObject({
    ...dated,
    scheme,
    use: z.literal('personal-parts'),
    order: z.array(z.enum(SEGMENTS)).min(1),
    flags: z.record(z.enum(ACCOUNT_FLAGS), z.array(drawnAccount)),
  }),
  /** Whose accounts pay nothing directly while they are cared for in another province. */
  z.strictObject({
    ...dated,
    scheme,
    use: z.literal('moved-out'),
    status: z.enum(['retired', 'any']),
    pays: z.literal('none'),
  }),
]);

/** The engine knows one way of rounding; the row says where it comes from. */
const roundingRow = z.strictObject({
  ...dated,
  scheme,
  unit: z.literal('fen'),
  method: z.literal('half-up'),
  mode: z.literal('cumulative'),
});

/** What a year adds to a personal account: a fixed amount, and the person's own contribution as a part of wages. */
const creditRow = z.strictObject({
  ...dated,
  scheme,
  status: z.enum(['active', 'retired']),
  ageFrom: whole,
  ageTo: wholeOrOpen,
  perYear: amount,
  ownContribution: percent,
});

/** What a year adds to accumulated money, as a part of it. A policy without such rows knows no interest. */
const interestRow = z.strictObject({ ...dated, scheme, rate: percent });

/** What is paid for a day in a bed of a ward; what is charged above it is the person's. */
const bedFeeRow = z.strictObject({ ...dated, ward: z.enum(WARDS), payable: amount });

/** Months of filings of care in another province. */
const careFilingRow = z.strictObject({ ...dated, limit: z.enum(CARE_FILING_LIMITS), months: whole });

export const policyFile = z.strictObject({
  policy: z.string().regex(RULE_ID),
  division: z.string().regex(/^\d{6}$/, 'a division code has 6 digits'),
  sources: z.record(z.string(), z.string().min(1)),
  verify: z.record(z.string(), z.string().min(1)).default({}),
  schemes: z.array(schemeRow).default([]),
  calendar: z.array(calendarRow).default([]),
  cohorts: z.array(cohortRow).default([]),
  items: z.array(itemRow).default([]),
  pipelines: z.array(pipelineRow).default([]),
  quotas: z.array(quotaRow).default([]),
  shares: z.array(shareRow).default([]),
  accounts: z.array(accountRow).default([]),
  rounding: z.array(roundingRow).default([]),
  credits: z.array(creditRow).default([]),
  interest: z.array(interestRow).default([]),
  bedFees: z.array(bedFeeRow).default([]),
  careFilings: z.array(careFilingRow).default([]),
});

export const TABLES = [
  'schemes',
  'calendar',
  'cohorts',
  'items',
  'pipelines',
  'quotas',
  'shares',
  'accounts',
  'rounding',
  'credits',
  'interest',
  'bedFees',
  'careFilings',
] as const satisfies readonly (keyof z.infer<typeof policyFile>)[];

export type PolicyFile = z.infer<typeof policyFile>;
export type Tables = Pick<PolicyFile, (typeof TABLES)[number]>;
export type SchemeRow = z.infer<typeof schemeRow>;
export type CalendarRow = z.infer<typeof calendarRow>;
export type CohortRow = z.infer<typeof cohortRow>;
export type ItemRow = z.infer<typeof itemRow>;
export type PipelineRow = z.infer<typeof pipelineRow>;
export type Step = z.infer<typeof step>;
export type QuotaRow = z.infer<typeof quotaRow>;
export type ShareRow = z.infer<typeof shareRow>;
export type AccountRow = z.infer<typeof accountRow>;
export type RoundingRow = z.infer<typeof roundingRow>;
export type CreditRow = z.infer<typeof creditRow>;
export type InterestRow = z.infer<typeof interestRow>;
export type BedFeeRow = z.infer<typeof bedFeeRow>;
export type CareFilingRow = z.infer<typeof careFilingRow>;

/** What every row has: its rule id, its days, how well it is known, and what is open about it. */
export type DatedRow = Pick<SchemeRow, 'rule' | 'from' | 'to' | 'source' | 'grade' | 'verify'>;
