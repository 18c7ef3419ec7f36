import { Injectable } from '@nestjs/common';
import { formatDecimal, parseDecimal, type Decimal, type Price, type Rate } from '@medisettle/money';
import { type Db } from '../database/transactions.js';

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

type Decimals = 'selfpayRatio' | 'selfpayFixed' | 'priceLimit';
type Row = Omit<CatalogueItem, Decimals> & Record<Decimals, string | null>;

/** A decimal column as it was written; the column's precision is ours, so that another one is a defect. */
export function decimalOf<Places extends number>(text: string, places: Places): Decimal<Places> {
  const value = parseDecimal(text, places);
  if (!value) throw new RangeError(`a decimal column does not hold ${places} places`);
  return value;
}

const COLUMNS = `item_code AS "itemCode", valid_from AS "validFrom", valid_to AS "validTo", name, class,
  list_type AS "listType", fee_category AS "feeCategory", selfpay_ratio AS "selfpayRatio",
  selfpay_fixed AS "selfpayFixed", price_limit AS "priceLimit"`;

/** Items with dated class, ratio, fixed self-pay and price limit. */
@Injectable()
export class Catalogue {
  /** The items of these codes in force on the day each was used; a code that is not there then is left out. */
  async find(db: Db, uses: readonly { itemCode: string; on: string }[]): Promise<(CatalogueItem | null)[]> {
    const rows = await db.query<Row & { position: number }>(
      `SELECT u.position, ${COLUMNS}
         FROM unnest($1::text[], $2::date[]) WITH ORDINALITY AS u (code, used_on, position)
         JOIN medisettle.catalogue_item
           ON item_code = u.code AND valid_from <= u.used_on AND (valid_to IS NULL OR valid_to >= u.used_on)`,
      [uses.map((use) => use.itemCode), uses.map((use) => use.on)],
    );
    const found = new Map(rows.map(({ position, ...row }) => [position, itemOf(row)]));
    return uses.map((_, index) => found.get(index + 1) ?? null);
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

function itemOf(row: Row): CatalogueItem {
  return {
    ...row,
    selfpayRatio: row.selfpayRatio === null ? null : decimalOf(row.selfpayRatio, 4),
    selfpayFixed: row.selfpayFixed === null ? null : decimalOf(row.selfpayFixed, 6),
    priceLimit: row.priceLimit === null ? null : decimalOf(row.priceLimit, 6),
  };
}
