import { type ExplanationRow, type FundDetail } from '@medisettle/benefits';
import { fen } from '@medisettle/money';
import { z } from 'zod';

/** What provinces say to each other. Amounts are integer fen, days `yyyy-MM-dd`, times ISO 8601. */
const amount = z.int().transform(fen);
const day = z.iso.date();
const text = z.string().min(1).max(200);
const textOrNull = z.string().max(500).nullable();

const InstitutionShape = z.object({
  institutionCode: text,
  name: text,
  uscc: z.string(),
  kind: z.enum(['hospital', 'pharmacy']),
  hospitalGrade: z.string(),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  division: text,
});

const CredentialShape = z.object({
  mdtrt_cert_type: text,
  mdtrt_cert_no: textOrNull,
  card_sn: textOrNull,
  psn_cert_type: textOrNull,
  certno: textOrNull,
  psn_name: textOrNull,
});

const ClassSumsShape = z.object({
  inScope: amount,
  classifiedByRatio: amount,
  classifiedFixed: amount,
  overLimit: amount,
  classC: amount,
  unknownItems: amount,
});

export const CardBody = z.object({ cardNumber: text, cardIdentifier: z.string().max(64) });
export const IdentifyBody = z.object({ institution: InstitutionShape, credential: CredentialShape });

/** Care that somebody asks for elsewhere. */
export const CareBody = IdentifyBody.extend({
  personId: text,
  insuranceType: text,
  medicalCategory: text,
  /** First day of the care, and the day by which it is reckoned. */
  from: day,
  day,
  /** Emergency or rescue counts as filed. */
  emergency: z.boolean(),
});

/** A bill, classified by the catalogue of the place of care. */
export const BillBody = CareBody.extend({
  /** The hospital's own message. */
  msgid: text,
  infno: text,
  visitId: text,
  visitBeganAt: z.iso.datetime(),
  batchNo: text,
  accountFlag: z.enum(['0', '1', '2']),
  sums: ClassSumsShape,
  cashCollected: amount.nullable(),
  operator: textOrNull,
  invoiceNo: textOrNull,
});

export const CancelBody = z.object({
  personId: text,
  institutionCode: text,
  msgid: text,
  infno: text,
  operator: textOrNull,
  settlementId: text,
});

/** The patient pays an order of a pharmacy. */
export const PayBody = z.object({ institutionCode: text, orderNo: text, certificateNumber: text });

/** Names a message. */
export const NumberBody = z.object({ institutionCode: text, msgid: text, infno: text });

export type CareBody = z.output<typeof CareBody>;
export type BillBody = z.output<typeof BillBody>;
export type CancelBody = z.output<typeof CancelBody>;
export type PayBody = z.output<typeof PayBody>;

/** As much of an answer to 1101 as a purchase needs. */
export const Identified = z.object({
  baseinfo: z.object({ psn_no: text, psn_name: text, gend: z.string(), brdy: z.string(), certno: text }),
  insuinfo: z.array(
    z.object({
      psn_type: z.string(),
      insutype: text,
      psn_insu_stas: z.string(),
      emp_name: z.string(),
      insuplc_admdvs: text,
      balc: amount,
    }),
  ),
});

/** Who was found entitled. */
export const Entitled = z.object({
  person: z.object({
    personId: text,
    name: text,
    certificateType: text,
    certificateNumber: text,
    gender: z.string(),
    nation: z.string(),
    birthDate: day,
    workStartDate: day.nullable(),
    retirementDate: day.nullable(),
  }),
  personType: text,
});

export type Entitled = z.output<typeof Entitled>;

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** A settlement, a trial of one or a cancellation as the insured place made it. */
export const SettledElsewhere = z.object({
  settlementId: text,
  settledAt: z.iso.datetime(),
  personType: text,
  insuranceYearFrom: day,
  insuranceYearTo: day,
  poolRateUnits: z.int(),
  balanceAfter: amount,
  amounts: z.object({
    total: amount,
    selfFunded: amount,
    overLimit: amount,
    classified: amount,
    inScope: amount,
    deductible: amount,
    poolFund: amount,
    additionalFund: amount,
    criticalIllnessFund: amount,
    civilServantFund: amount,
    enterpriseFund: amount,
    assistanceFund: amount,
    servicemenFund: amount,
    otherFund: amount,
    fundTotal: amount,
    personTotal: amount,
    currentYearAccount: amount,
    accumulatedAccount: amount,
    familyAccount: amount,
    accountTotal: amount,
    cash: amount,
    hospitalShare: amount,
  }),
  funds: z.array(z.custom<FundDetail>(isObject)),
  explanation: z.array(z.custom<ExplanationRow>(isObject)),
  /** What the insured place owes for it; negative for a cancellation. */
  owedFen: amount,
});

export type SettledElsewhere = z.output<typeof SettledElsewhere>;

/** Answers `trial`, `settle` and `cancel`. */
export const SettledAnswer = z.object({ settled: SettledElsewhere });

/** Answers `outcome` and `close`. */
export const OutcomeElsewhere = z.union([
  z.object({ outcome: z.literal('settled'), settled: SettledElsewhere }),
  z.object({ outcome: z.enum(['absent', 'void']) }),
]);
