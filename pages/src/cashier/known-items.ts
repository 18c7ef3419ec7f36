/** An item of the catalogue that can be put on a bill. */
export interface FoundItem {
  readonly code: string;
  readonly name: string;
  /** `chrgitm_lv`: 01, 02, 03 for class A, B, C. */
  readonly level: string;
  readonly memo: string;
}

/** Items that were billed at an institution before, so that they are found while the centre is away. */
const keptUnder = (institution: string): string => `medisettle.items.${institution}`;

/** More items than a small place sells; the ones that were billed longest ago are forgotten. */
const KNOWN_MAX = 1_000;
const SHOWN_MAX = 8;

const itemsOf = (institution: string): FoundItem[] =>
  JSON.parse(localStorage.getItem(keptUnder(institution)) ?? '[]') as FoundItem[];

export function rememberItem(institution: string, item: FoundItem): void {
  const others = itemsOf(institution).filter(({ code }) => code !== item.code);
  localStorage.setItem(keptUnder(institution), JSON.stringify([item, ...others].slice(0, KNOWN_MAX)));
}

/** Known items by code or a part of the name; where there is none, what was typed as an item of its own. */
export function knownItems(institution: string, text: string): readonly FoundItem[] {
  const sought = text.toUpperCase();
  const found = itemsOf(institution).filter(
    ({ code, name }) => code.toUpperCase() === sought || name.toUpperCase().includes(sought),
  );
  return found.length > 0 ? found.slice(0, SHOWN_MAX) : [{ code: sought, name: text, level: '', memo: '' }];
}
