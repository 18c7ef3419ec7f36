import { bedFees, type Policy } from '@medisettle/benefits';
import { formatYuan } from '@medisettle/money';
import { type ListedRow, type Listing } from './pages.js';

/** Rows of the catalogue as they are listed, and where they come from. */

export interface ItemRow extends ListedRow {
  readonly code: string;
  readonly name: string;
  readonly class: 'A' | 'B' | 'C';
  readonly listType: string;
  readonly feeCategory: string;
  readonly selfpayFixed: string | null;
  readonly limitText: string | null;
}

export interface MatchRow extends ListedRow {
  readonly institution: string;
  readonly ownCode: string;
  readonly ownName: string;
  readonly code: string;
  readonly listType: string | null;
  readonly unit: string | null;
  readonly specification: string | null;
}

/** A limit per unit. Level 0 is every hospital; a division of '' is everywhere here. */
export interface LimitRow extends ListedRow {
  readonly code: string;
  readonly level: string;
  readonly division: string;
  readonly priceLimit: string;
}

/** What is paid first. Insurance type 0 is everybody; a division of '' is everywhere here. */
export interface RatioRow extends ListedRow {
  readonly code: string;
  readonly insuranceType: string;
  readonly division: string;
  readonly ratio: string;
}

const DATED = 'valid_from AS "validFrom", valid_to AS "validTo", updated_at AS "updatedAt"';

export const ITEMS = {
  source: 'medisettle.catalogue_item',
  columns: `item_code AS code, name, class, list_type AS "listType", fee_category AS "feeCategory",
    trim_scale(selfpay_fixed) AS "selfpayFixed", limit_text AS "limitText", ${DATED}`,
  order: 'item_code, valid_from',
};

/** A match with what the item says on its first day; an item that is not there then leaves it without. */
export const MATCHES = {
  source: `(SELECT m.*, i.list_type, i.unit, i.specification FROM medisettle.catalogue_match m
    LEFT JOIN medisettle.catalogue_item i ON i.item_code = m.item_code
     AND m.valid_from BETWEEN i.valid_from AND coalesce(i.valid_to, 'infinity')) AS matches`,
  columns: `institution_code AS institution, own_code AS "ownCode", own_name AS "ownName", item_code AS code,
    list_type AS "listType", unit, specification, ${DATED}`,
  order: 'institution_code, own_code, valid_from',
};

const WARD_LEVEL = `CASE b.ward WHEN 'primary' THEN '1' WHEN 'secondary' THEN '2' WHEN 'tertiary' THEN '3' ELSE '0' END`;

/** Standards that were imported; the policy's on those days on which none was imported for all of its division. */
const BED_FEES = `(
    SELECT ward, division, valid_from, valid_to, payable, updated_at FROM medisettle.bed_fee_standard
     UNION ALL
    SELECT p.ward, p.division, lower(days), CASE WHEN NOT upper_inf(days) THEN upper(days) - 1 END, p.payable, NULL
      FROM json_to_recordset($1::json) AS p (ward text, division text, "from" date, "to" date, payable numeric(16, 6))
     CROSS JOIN LATERAL unnest(
       datemultirange(daterange(p."from", p."to", '[]')) - coalesce(
         (SELECT range_agg(daterange(s.valid_from, s.valid_to, '[]')) FROM medisettle.bed_fee_standard s
           WHERE s.ward = p.ward AND s.division = p.division), '{}'::datemultirange)) AS days
  )`;

const LIMIT_ROWS = `(
    SELECT item_code, '0' AS hospital_level, '' AS division, valid_from, valid_to,
           least(price_limit, payment_standard) AS price_limit, updated_at
      FROM medisettle.catalogue_item WHERE num_nonnulls(price_limit, payment_standard) > 0
     UNION ALL
    SELECT item_code, hospital_level, division, valid_from, valid_to, price_limit, updated_at
      FROM medisettle.catalogue_price_limit
     UNION ALL
    SELECT i.item_code, CASE WHEN i.ward = 'by-level' THEN ${WARD_LEVEL} ELSE '0' END, b.division,
           greatest(i.valid_from, b.valid_from), least(i.valid_to, b.valid_to), b.payable,
           greatest(i.updated_at, b.updated_at)
      FROM medisettle.catalogue_item i
      JOIN ${BED_FEES} AS b
        ON b.ward = i.ward OR (i.ward = 'by-level' AND b.ward IN ('primary', 'secondary', 'tertiary'))
     WHERE daterange(i.valid_from, i.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')
  ) AS limits`;

/** The item's own limit or payment standard, special limits, and for beds the standard of the ward. */
export function limitsOf(policy: Policy): Listing {
  const standards = bedFees(policy).map(({ ward, from, to, payable }) => {
    return { ward, division: policy.division, from, to, payable: formatYuan(payable) };
  });
  return {
    source: LIMIT_ROWS,
    columns: `item_code AS code, hospital_level AS level, division, price_limit AS "priceLimit", ${DATED}`,
    order: 'item_code, hospital_level, division, valid_from, price_limit',
    given: [JSON.stringify(standards)],
  };
}

/** Special ratios, and the item's own for everybody else; an item with a fixed amount has none. */
export const RATIOS = {
  source: `(
    SELECT item_code, '0' AS insurance_type, '' AS division, valid_from, valid_to,
           CASE WHEN class = 'C' THEN 1 ELSE coalesce(selfpay_ratio, 0) END::numeric(5, 4) AS selfpay_ratio, updated_at
      FROM medisettle.catalogue_item WHERE selfpay_fixed IS NULL OR class = 'C'
     UNION ALL
    SELECT item_code, insurance_type, division, valid_from, valid_to, selfpay_ratio, updated_at
      FROM medisettle.catalogue_selfpay
  ) AS ratios`,
  columns: `item_code AS code, insurance_type AS "insuranceType", division, selfpay_ratio AS ratio, ${DATED}`,
  order: 'item_code, insurance_type, division, valid_from',
};
