import { type ClearingKey, type DayGroup, sumOf, type Sums } from './totals.js';

/** The last that an institution said of a day, and what the centre had then. */
export interface DayWord extends ClearingKey {
  /** Empty for what was said of all insurance types at once (3202). */
  readonly insuranceType: string;
  readonly equal: boolean;
  readonly found: Pick<Sums, 'rows' | 'total' | 'fund' | 'account'>;
  readonly saidAt: Date;
}

/** How a key of a day stands: agreed on, different, or nothing was said of it that still holds. */
export type KeyState = 'equal' | 'differs' | 'unsaid';

/** `balanced`: all is agreed on, and the next nightly run closes it. */
export type DayState = 'open' | 'differing' | 'balanced';

export interface DayStanding {
  readonly state: DayState;
  readonly keys: readonly (ClearingKey & { readonly state: KeyState; readonly sums: Sums })[];
}

const ofClass = (a: ClearingKey, b: ClearingKey): boolean =>
  a.clearingClass === b.clearingClass && a.clearingAgency === b.clearingAgency;

const sameKey = (a: ClearingKey, b: ClearingKey): boolean => ofClass(a, b) && a.insuranceType === b.insuranceType;

const sameFigures = (a: DayWord['found'], b: DayWord['found']): boolean =>
  a.rows === b.rows && a.total === b.total && a.fund === b.fund && a.account === b.account;

/**
 * How a day stands. For each key the last word counts, whether it was of that key (3201) or of its whole class (3202); an
 * agreement holds while the centre's figures are what they were then. A class that differs makes the day differ, also
 * where the centre has nothing of it, until something else is said of that class.
 * @param groups the centre's rows of that day
 * @param words of that day
 */
export function dayStanding(groups: readonly DayGroup[], words: readonly DayWord[]): DayStanding {
  const keys = distinct(groups).map((key) => {
    const sums = sumOf(groups.filter((group) => sameKey(group, key)));
    const ofWhole = sumOf(groups.filter((group) => ofClass(group, key)));
    const word = latest(
      words.filter((said) => sameKey(said, key) || (said.insuranceType === '' && ofClass(said, key))),
    );
    return { ...key, state: stateBy(word, word?.insuranceType === '' ? ofWhole : sums), sums };
  });
  const differing = words.filter(({ equal }) => !equal).some((word) => isLastOf(word, words));
  if (differing || keys.some(({ state }) => state === 'differs')) return { state: 'differing', keys };
  return { state: keys.every(({ state }) => state === 'equal') ? 'balanced' : 'open', keys };
}

function stateBy(word: DayWord | null, now: Sums): KeyState {
  if (!word) return 'unsaid';
  if (!word.equal) return 'differs';
  return sameFigures(word.found, now) ? 'equal' : 'unsaid';
}

/** Whether nothing was said later of the same key, or for a word on a whole class, of anything in it. */
const isLastOf = (word: DayWord, words: readonly DayWord[]): boolean =>
  !words.some(
    (later) =>
      later.saidAt > word.saidAt &&
      ofClass(later, word) &&
      (word.insuranceType === '' || later.insuranceType === '' || later.insuranceType === word.insuranceType),
  );

const latest = (words: readonly DayWord[]): DayWord | null =>
  words.reduce<DayWord | null>((last, word) => (last && last.saidAt >= word.saidAt ? last : word), null);

function distinct(groups: readonly DayGroup[]): ClearingKey[] {
  const found: ClearingKey[] = [];
  for (const { insuranceType, clearingClass, clearingAgency } of groups) {
    const key = { insuranceType, clearingClass, clearingAgency };
    if (!found.some((known) => sameKey(known, key))) found.push(key);
  }
  return found;
}
