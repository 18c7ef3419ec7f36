import { WARDS } from '@medisettle/benefits';
import { refusal, type Refusal } from '@medisettle/national';
import { z } from 'zod';
import { type DatedRow } from './dated-rows.js';
import { type DatedTable } from './dated-tables.js';
import { cell, day, dictionaryCode, division, grade, price, ratio } from './import-values.js';

/** The ward of an item that is paid by the level of the institution where the bed stands. */
const BY_LEVEL = 'by-level';

const days = { from: day, to: day.optional() };

/** A part of the catalogue as it is imported: the columns of its file, and the table that they go to. */
export interface CataloguePart<Row extends { from: string; to?: string | undefined }> {
  readonly table: DatedTable;
  readonly shape: z.ZodType<Row>;
  /** The sender's name of a row, for the report. */
  readonly idOf: (row: Row) => string;
  readonly rowOf: (row: Row) => DatedRow;
}

const part = <Row extends { from: string; to?: string | undefined }>(
  table: DatedTable,
  shape: z.ZodType<Row>,
  idOf: (row: Row) => string,
  columns: (row: Row) => Readonly<Record<string, string | undefined>>,
): CataloguePart<Row> => ({
  table,
  shape,
  idOf,
  rowOf: (row) => ({
    ...Object.fromEntries(Object.entries(columns(row)).map(([column, value]) => [column, value ?? null])),
    valid_from: row.from,
    valid_to: row.to ?? null,
  }),
});

const KNOWN_ITEM = {
  column: 'item_code',
  field: 'code',
  known: `SELECT DISTINCT item_code AS value FROM medisettle.catalogue_item WHERE item_code = ANY ($1::text[])`,
};

const KNOWN_INSTITUTION = {
  column: 'institution_code',
  field: 'institution',
  known: `SELECT institution_code AS value FROM medisettle.institution WHERE institution_code = ANY ($1::text[])`,
};

const items = part(
  {
    name: 'catalogue_item',
    key: ['item_code'],
    content: [
      'name',
      'class',
      'list_type',
      'fee_category',
      'unit',
      'specification',
      'selfpay_ratio',
      'selfpay_fixed',
      'price_limit',
      'payment_standard',
      'limit_text',
      'ward',
    ],
    references: [],
  },
  z.strictObject({
    code: cell(50),
    ...days,
    name: cell(200),
    class: z.enum(['A', 'B', 'C']),
    listType: dictionaryCode(6),
    feeCategory: dictionaryCode(6),
    unit: cell(50).optional(),
    specification: cell(200).optional(),
    selfpayRatio: ratio.optional(),
    selfpayFixed: price.optional(),
    priceLimit: price.optional(),
    paymentStandard: price.optional(),
    limitText: cell(1000).optional(),
    ward: z.enum([...WARDS, BY_LEVEL]).optional(),
  }),
  ({ code }) => code,
  (row) => ({
    item_code: row.code,
    name: row.name,
    class: row.class,
    list_type: row.listType,
    fee_category: row.feeCategory,
    unit: row.unit,
    specification: row.specification,
    selfpay_ratio: row.selfpayRatio,
    selfpay_fixed: row.selfpayFixed,
    price_limit: row.priceLimit,
    payment_standard: row.paymentStandard,
    limit_text: row.limitText,
    ward: row.ward,
  }),
);

const selfpay = part(
  {
    name: 'catalogue_selfpay',
    key: ['item_code', 'insurance_type', 'division'],
    content: ['selfpay_ratio'],
    references: [KNOWN_ITEM],
  },
  z.strictObject({ code: cell(50), insutype: dictionaryCode(6), division, ...days, ratio }),
  ({ code }) => code,
  (row) => ({
    item_code: row.code,
    insurance_type: row.insutype,
    division: row.division,
    selfpay_ratio: row.ratio,
  }),
);

const limits = part(
  {
    name: 'catalogue_price_limit',
    key: ['item_code', 'hospital_level', 'division'],
    content: ['price_limit'],
    references: [KNOWN_ITEM],
  },
  z.strictObject({ code: cell(50), level: z.enum(['0', '1', '2', '3']), division, ...days, priceLimit: price }),
  ({ code }) => code,
  (row) => ({
    item_code: row.code,
    hospital_level: row.level,
    division: row.division,
    price_limit: row.priceLimit,
  }),
);

const matches = part(
  {
    name: 'catalogue_match',
    key: ['institution_code', 'own_code'],
    content: ['own_name', 'item_code'],
    references: [KNOWN_ITEM, KNOWN_INSTITUTION],
  },
  z.strictObject({ institution: dictionaryCode(30), ownCode: cell(150), ownName: cell(200), code: cell(50), ...days }),
  ({ ownCode }) => ownCode,
  (row) => ({
    institution_code: row.institution,
    own_code: row.ownCode,
    own_name: row.ownName,
    item_code: row.code,
  }),
);

const bedFees = part(
  { name: 'bed_fee_standard', key: ['ward', 'division'], content: ['payable', 'source', 'grade'], references: [] },
  z.strictObject({ ward: z.enum(WARDS), division, ...days, payable: price, source: cell(200), grade }),
  ({ ward }) => ward,
  ({ ward, division: where, payable, source, grade: known }) => ({
    ward,
    division: where,
    payable,
    source,
    grade: known,
  }),
);

const illnesses = part(
  {
    name: 'filed_illness',
    key: ['illness_code'],
    content: ['name', 'kind', 'listed', 'source', 'grade'],
    references: [],
  },
  z.strictObject({
    code: dictionaryCode(30),
    ...days,
    name: cell(300),
    /** Kind of the filing (`biz_appy_type`): 01 chronic and special illness, 04 home sickbed. */
    kind: z.enum(['01', '04']),
    /** Whether critical-illness insurance lists it. */
    listed: z.enum(['true', 'false']),
    source: cell(200),
    grade,
  }),
  ({ code }) => code,
  ({ code, name, kind, listed, source, grade: known }) => ({
    illness_code: code,
    name,
    kind,
    listed,
    source,
    grade: known,
  }),
);

/** The parts of the catalogue, by the last word of the address to which their file is sent. */
export const CATALOGUE_PARTS = { items, selfpay, limits, matches, 'bed-fees': bedFees, illnesses };

/** What is wrong with a row by itself, that the shape of its columns does not see; null for nothing. */
export function problemOf(row: {
  from: string;
  to?: string | undefined;
  selfpayRatio?: string | undefined;
  selfpayFixed?: string | undefined;
}): Refusal | null {
  if (row.to !== undefined && row.to < row.from) return refusal('CATALOGUE-DATES');
  if (row.selfpayRatio !== undefined && row.selfpayFixed !== undefined) return refusal('CATALOGUE-TWO-RULES');
  return null;
}
