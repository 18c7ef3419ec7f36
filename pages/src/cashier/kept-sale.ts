import { newSale, type Sale } from './sale.js';

/** Where the bill of an institution is kept in the tab. */
const keptUnder = (institution: string): string => `medisettle.bill.${institution}`;

/** The bill that was at work in this tab before it was loaded anew; a new one where there was none. */
export function keptSale(institution: string): Sale {
  const kept = sessionStorage.getItem(keptUnder(institution));
  return kept === null ? newSale(institution) : { ...newSale(institution), ...(JSON.parse(kept) as Sale) };
}

/** A crash of the page after this finds the same messages under the same numbers. */
export const keepSale = (sale: Sale): void => sessionStorage.setItem(keptUnder(sale.institution), JSON.stringify(sale));
