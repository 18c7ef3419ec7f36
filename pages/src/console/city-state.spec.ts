import { describe, expect, it } from '@jest/globals';
import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import type { TrafficSecond } from '../../../apps/settlement/src/traffic/traffic.js';
import { cityState, isAway } from './city-state.js';

const counts = { settled: 0, cancelled: 0, reversed: 0, refused: 0, unknown: 0, repeated: 0, done: 0 };
const NOTHING = { unknown: null, terminals: null };

/** Five minutes, with a settlement so many seconds before the last one. */
const minutes = (...ago: readonly number[]): TrafficSecond[] =>
  Array.from({ length: 300 }, (_, index) => ({
    second: 1_000 + index,
    counts: { ...counts, settled: ago.includes(299 - index) ? 1 : 0 },
    p99Ms: null,
  }));

const AT = '2026-11-23T10:00:00.000Z';
const standing = (heardAt: string, overdue: number): Pick<StandingsView, 'unknown' | 'terminals'> => ({
  unknown: {
    at: AT,
    found: { ages: { underMinute: 5, underTenMinutes: 1, underHour: 0, longer: 2 }, oldest: [] },
  },
  terminals: {
    at: AT,
    found: {
      institutions: 1,
      list: [
        { terminal: 'SH-COUNTER-1', institutions: [], heardAt, unknown: { count: overdue, overdue, since: null } },
        { terminal: 'SH-COUNTER-2', institutions: [], heardAt: AT, unknown: { count: 0, overdue: 0, since: null } },
      ],
    },
  },
});

describe('the city', () => {
  it('settles while the last settlement is less than a minute ago', () => {
    expect(cityState(minutes(59), NOTHING)).toEqual({ quietMinutes: 0, concerns: [] });
    expect(cityState(minutes(60, 200), NOTHING).quietMinutes).toBe(1);
    expect(cityState(minutes(), NOTHING).quietMinutes).toBeNull();
    expect(cityState([], NOTHING).quietMinutes).toBeNull();
  });

  it('names what wants an eye: unknown outcomes older than a minute, counters that are silent or want a person', () => {
    expect(cityState(minutes(0), standing('2026-11-23T09:58:59.000Z', 4)).concerns).toEqual([
      { kind: 'unknown', count: 3 },
      { kind: 'overdue', count: 4 },
      { kind: 'silent', count: 1 },
    ]);
    expect(cityState(minutes(0), standing(AT, 0)).concerns).toEqual([{ kind: 'unknown', count: 3 }]);
  });

  it('takes a counter for away after a minute, by the clock of the centre', () => {
    expect([isAway('2026-11-23T09:59:00.000Z', AT), isAway('2026-11-23T09:58:59.999Z', AT)]).toEqual([false, true]);
  });
});
