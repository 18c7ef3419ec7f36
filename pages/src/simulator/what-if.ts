import { dayAt, dayNumber } from '../fields/day.js';

/** Days on which all outcomes are the same. */
export interface Period<Outcome> {
  readonly from: string;
  readonly to: string;
  readonly outcome: Outcome;
}

interface Asker<Outcome> {
  readonly ask: (day: string) => Promise<Outcome>;
  readonly same: (one: Outcome, other: Outcome) => boolean;
  /** Told how many days have been asked so far. */
  readonly onProgress?: (done: number) => void;
}

/** Questions under way at a time. */
const TOGETHER = 4;

/** The first day, the first of each month between, and the last day, as day numbers. */
function samples(from: string, to: string): number[] {
  const days = new Set([dayNumber(from), dayNumber(to)]);
  let [year, month] = from.split('-').map(Number) as [number, number];
  for (;;) {
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    const first = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
    if (first >= to) break;
    days.add(dayNumber(first));
  }
  return [...days].sort((a, b) => a - b);
}

/**
 * Finds the periods within which a question that depends on the day has the same outcome. Each first of a month is asked,
 * and where two of them differ the day of the change is found by halving. A change that is taken back within the same
 * month goes unnoticed; policies do not change like that.
 * @param from first day, `yyyy-MM-dd`
 * @param to last day, not before the first
 * @throws what `ask` throws
 */
export async function periodsBetween<Outcome>(
  from: string,
  to: string,
  { ask, same, onProgress }: Asker<Outcome>,
): Promise<Period<Outcome>[]> {
  const asked = new Map<number, Outcome>();
  const outcomeOn = async (day: number): Promise<Outcome> => {
    const known = asked.get(day);
    if (known !== undefined) return known;
    const outcome = await ask(dayAt(day));
    asked.set(day, outcome);
    onProgress?.(asked.size);
    return outcome;
  };

  const days = samples(from, to);
  const waiting = [...days];
  const work = async (): Promise<void> => {
    for (let day = waiting.shift(); day !== undefined; day = waiting.shift()) await outcomeOn(day);
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));

  const periods: Period<Outcome>[] = [];
  let [start = 0] = days;
  for (const [position, day] of days.slice(1).entries()) {
    let before = days[position] ?? start;
    const after = await outcomeOn(day);
    // Several changes may lie between two samples: each is found from where the one before has begun.
    while (!same(await outcomeOn(before), after)) {
      const outcome = await outcomeOn(before);
      let [low, high] = [before, day];
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (same(await outcomeOn(middle), outcome)) low = middle;
        else high = middle;
      }
      periods.push({ from: dayAt(start), to: dayAt(low), outcome });
      start = high;
      before = high;
    }
  }
  periods.push({ from: dayAt(start), to, outcome: await outcomeOn(start) });
  return periods;
}
