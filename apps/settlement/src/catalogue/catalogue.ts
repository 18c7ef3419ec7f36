import { Inject, Injectable } from '@nestjs/common';
import { bedFeeOn, type Policy } from '@medisettle/benefits';
import { formatDecimal, parseDecimal, type Decimal, type Fen, type Price, type Rate } from '@medisettle/money';
import { type Db } from '../database/transactions.js';
import { POLICY } from '../policies/policies.js';

/** How an item is paid for on a day. Fixed self-pay and limit are yuan per unit of quantity. */
export interface CatalogueItem {
  readonly itemCode: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly name: string;
  readonly class: 'A' | 'B' | 'C';
  readonly listType: string;
  /** `med_chrgitm_type` of the national dictionary. */
  readonly feeCategory: string;
  readonly selfpayRatio: Rate | null;
  readonly selfpayFixed: Price | null;
  readonly priceLimit: Price | null;
}

/** `chrgitm_lv` of the national dictionary. */
export const CLASS_CODE = { A: '01', B: '02', C: '03' } as const;

/** For whom and where items are used: what some of their rules depend on. */
export interface ItemUse {
  /** `insutype` of the enrolment by which the bill will be settled. */
  readonly insuranceType: string;
  /** Where the person is enrolled, six digits. */
  readonly division: string;
  readonly institutionLevel: 1 | 2 | 3 | null;
}

/** The rule of an item for one use on one day: special ratios and limits have taken the place of the general ones. */
export interface ItemRule {
  readonly class: 'A' | 'B' | 'C';
  readonly feeCategory: string;
  readonly selfpayRatio: Rate | null;
  readonly selfpayFixed: Price | null;
  /** The lowest of price limit, payment standard and bed-fee standard; null where there is none. */
  readonly priceLimit: Price | null;
  /** For which use the item is paid at all; a notice to the doctor, not judged here. */
  readonly limitText: string | null;
}

type Decimals = 'selfpayRatio' | 'selfpayFixed' | 'priceLimit';
type Row = Omit<ItemRule, Decimals> & Record<Decimals | 'bedFee' | 'ward', string | null>;

/** A decimal column as it was written; the column's precision is ours, so that another one is a defect. */
export function decimalOf<Places extends number>(text: string, places: Places): Decimal<Places> {
  const value = parseDecimal(text, places);
  if (!value) throw new RangeError(`a decimal column does not hold ${places} places`);
  return value;
}

/** A column's rows that hold on the day of a use. */
const holdsFor = (table: string): string =>
  `${table}.valid_from <= u.used_on AND (${table}.valid_to IS NULL OR ${table}.valid_to >= u.used_on)`;

/**
 * Special rules go before the item's own: the ratio of an insurance type, the limit of a hospital level, each of the
 * nearest division. A bed is paid by the standard of its ward, by an imported one before that of the policy.
 */
const FIND = `
  SELECT u.position, i.class, i.fee_category AS "feeCategory", i.limit_text AS "limitText",
         coalesce(s.selfpay_ratio, i.selfpay_ratio) AS "selfpayRatio",
         CASE WHEN s.selfpay_ratio IS NULL THEN i.selfpay_fixed END AS "selfpayFixed",
         least(coalesce(l.price_limit, i.price_limit), i.payment_standard) AS "priceLimit", w.ward,
         b.payable AS "bedFee"
    FROM unnest($1::text[], $2::date[]) WITH ORDINALITY AS u (code, used_on, position)
    JOIN medisettle.catalogue_item i ON i.item_code = u.code AND ${holdsFor('i')}
   CROSS JOIN LATERAL (SELECT CASE WHEN i.ward = 'by-level' THEN $6 ELSE i.ward END AS ward) w
    LEFT JOIN LATERAL (
      SELECT selfpay_ratio FROM medisettle.catalogue_selfpay p
       WHERE p.item_code = i.item_code AND p.insurance_type = $3 AND p.division = ANY ($4::text[]) AND ${holdsFor('p')}
       ORDER BY p.division DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (
      SELECT price_limit FROM medisettle.catalogue_price_limit p
       WHERE p.item_code = i.item_code AND p.hospital_level IN ('0', $5) AND p.division = ANY ($4::text[])
         AND ${holdsFor('p')}
       ORDER BY p.hospital_level DESC, p.division DESC LIMIT 1) l ON true
    LEFT JOIN LATERAL (
      SELECT payable FROM medisettle.bed_fee_standard p
       WHERE p.ward = w.ward AND p.division = ANY ($4::text[]) AND ${holdsFor('p')}
       ORDER BY p.division DESC LIMIT 1) b ON true`;

const WARD_OF_LEVEL = { 1: 'primary', 2: 'secondary', 3: 'tertiary' } as const;

const province = (division: string): string => division.slice(0, 2);

/** A division, and the province around it. */
const around = (division: string): string[] => [division, `${province(division)}0000`];

/** Items with dated class, ratio, fixed self-pay and price limit. */
@Injectable()
export class Catalogue {
  constructor(@Inject(POLICY) private readonly policy: Policy) {}

  /** The rules of these codes on the day each was used; null for a code that is not there then. */
  async find(db: Db, uses: readonly { itemCode: string; on: string }[], use: ItemUse): Promise<(ItemRule | null)[]> {
    const level = use.institutionLevel;
    const rows = await db.query<Row & { position: number }>(FIND, [
      uses.map(({ itemCode }) => itemCode),
      uses.map(({ on }) => on),
      use.insuranceType,
      around(use.division),
      level === null ? '' : String(level),
      level === null ? '' : WARD_OF_LEVEL[level],
    ]);
    const found = new Map(rows.map(({ position, ...row }) => [position, row]));
    const here = province(use.division) === province(this.policy.division);
    return uses.map(({ on }, index) => {
      const row = found.get(index + 1);
      if (!row) return null;
      const standard = here && row.ward !== null ? bedFeeOn(this.policy, row.ward, on) : null;
      return ruleOf(row, standard);
    });
  }

  async register(db: Db, item: CatalogueItem): Promise<void> {
    await db.query(
      `INSERT INTO medisettle.catalogue_item
         (item_code, valid_from, valid_to, name, class, list_type, fee_category, selfpay_ratio,
          selfpay_fixed, price_limit)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        item.itemCode,
        item.validFrom,
        item.validTo,
        item.name,
        item.class,
        item.listType,
        item.feeCategory,
        item.selfpayRatio && formatDecimal(item.selfpayRatio),
        item.selfpayFixed && formatDecimal(item.selfpayFixed),
        item.priceLimit && formatDecimal(item.priceLimit),
      ],
    );
  }
}

const priceOf = (amount: Fen): Price => ({ units: BigInt(amount) * 10_000n, places: 6 });

/** @param standard the policy's bed fee, for when none was imported */
function ruleOf({ ward: _, bedFee, ...row }: Row, standard: Fen | null): ItemRule {
  const bed = bedFee === null ? standard && priceOf(standard) : decimalOf(bedFee, 6);
  const limit = row.priceLimit === null ? null : decimalOf(row.priceLimit, 6);
  return {
    ...row,
    selfpayRatio: row.selfpayRatio === null ? null : decimalOf(row.selfpayRatio, 4),
    selfpayFixed: row.selfpayFixed === null ? null : decimalOf(row.selfpayFixed, 6),
    priceLimit: bed !== null && (limit === null || bed.units < limit.units) ? bed : limit,
  };
}
