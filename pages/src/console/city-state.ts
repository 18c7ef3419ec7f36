import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import type { TrafficSecond } from '../../../apps/settlement/src/traffic/traffic.js';

/** A counter that has not been heard of for this long is taken for away, in milliseconds. */
const AWAY_MS = 60_000;

/** Whether a counter is away. @param at when the centre looked, by its own clock */
export const isAway = (heardAt: string, at: string): boolean => Date.parse(at) - Date.parse(heardAt) > AWAY_MS;

/** Something that wants an operator's eye, with how many there are of it. */
export interface Concern {
  readonly kind: 'unknown' | 'overdue' | 'silent';
  readonly count: number;
}

/** Whether the city settles, and what is wrong beside that. */
export interface CityState {
  /** Minutes since the last settlement; null when none is known of. Below 1 the city settles. */
  readonly quietMinutes: number | null;
  readonly concerns: readonly Concern[];
}

/**
 * One look at the city.
 * @param seconds the last minutes, the oldest first
 */
export function cityState(
  seconds: readonly TrafficSecond[],
  { unknown, terminals }: Pick<StandingsView, 'unknown' | 'terminals'>,
): CityState {
  const now = seconds.at(-1)?.second ?? 0;
  const last = seconds.findLast(({ counts }) => counts.settled > 0);
  const { underTenMinutes = 0, underHour = 0, longer = 0 } = unknown?.found.ages ?? {};
  const counters = terminals?.found.list ?? [];
  const concerns: readonly Concern[] = [
    // Under a minute an unknown outcome is on its way to an end.
    { kind: 'unknown', count: underTenMinutes + underHour + longer },
    { kind: 'overdue', count: counters.reduce((sum, counter) => sum + counter.unknown.overdue, 0) },
    { kind: 'silent', count: counters.filter(({ heardAt }) => isAway(heardAt, terminals?.at ?? heardAt)).length },
  ];
  return {
    quietMinutes: last ? Math.floor((now - last.second) / 60) : null,
    concerns: concerns.filter(({ count }) => count > 0),
  };
}
