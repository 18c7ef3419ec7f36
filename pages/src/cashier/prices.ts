/** What an item cost last at an institution, so that it is typed once. Prices are the institution's, the catalogue has none. */
const keptUnder = (institution: string): string => `medisettle.prices.${institution}`;

const pricesOf = (institution: string): Record<string, string> =>
  JSON.parse(localStorage.getItem(keptUnder(institution)) ?? '{}') as Record<string, string>;

/** Yuan as typed last; empty for an item that was not sold here yet. */
export const lastPrice = (institution: string, item: string): string => pricesOf(institution)[item] ?? '';

export function rememberPrices(
  institution: string,
  lines: readonly { readonly item: string; readonly price: string }[],
): void {
  const known = {
    ...pricesOf(institution),
    ...Object.fromEntries(lines.map(({ item, price }) => [item, price.trim()])),
  };
  localStorage.setItem(keptUnder(institution), JSON.stringify(known));
}
