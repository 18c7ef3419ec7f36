import { newSale, type Sale } from './sale.js';

const BILLS_KEPT_UNDER = 'medisettle.bill.';
const TAB_KEPT_UNDER = 'medisettle.tab';

/** How long a tab that is loaded anew waits for its earlier self to be gone. */
const GONE_WITHIN_MS = 1_000;

/** Where the bill of an institution is kept in the tab. */
const keptUnder = (institution: string): string => `${BILLS_KEPT_UNDER}${institution}`;

/** Name of this tab, kept beside its bills. A browser that duplicates the tab copies it with them. */
let tab: string = sessionStorage.getItem(TAB_KEPT_UNDER) ?? newName();

function newName(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}

/** Holds the name of this tab for as long as the page lives; false where another page holds it and does not go. */
function holdName(): Promise<boolean> {
  return new Promise((resolve) => {
    const hold = (): Promise<never> => {
      resolve(true);
      return new Promise(() => undefined);
    };
    // Refused when the time is over; once it is held, time no longer counts.
    navigator.locks
      .request(`${TAB_KEPT_UNDER}.${tab}`, { signal: AbortSignal.timeout(GONE_WITHIN_MS) }, hold)
      .catch(() => resolve(false));
  });
}

/**
 * Sees to it that each bill is at work in one tab only, before the page shows any: a duplicate of a tab begins without the
 * bills of the other, so that none of them is settled once in each. Browsers have locks for pages of this machine and such
 * with a certificate; elsewhere the bills stay as they are.
 */
export async function claimBills(): Promise<void> {
  if (!('locks' in navigator) || (await holdName())) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(BILLS_KEPT_UNDER)) sessionStorage.removeItem(key);
  tab = newName();
  await holdName();
}

/** The bill that was at work in this tab before it was loaded anew; a new one where there was none. */
export function keptSale(institution: string): Sale {
  const kept = sessionStorage.getItem(keptUnder(institution));
  return kept === null ? newSale(institution) : { ...newSale(institution), ...(JSON.parse(kept) as Sale) };
}

/** A crash of the page after this finds the same messages under the same numbers. */
export function keepSale(sale: Sale): void {
  sessionStorage.setItem(TAB_KEPT_UNDER, tab);
  sessionStorage.setItem(keptUnder(sale.institution), JSON.stringify(sale));
}
