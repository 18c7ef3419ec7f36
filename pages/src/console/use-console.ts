import { useEffect, useState } from 'preact/hooks';
import type {
  ConsoleHistory,
  ConsoleTick,
  Looked,
  NowView,
  StandingsView,
} from '../../../apps/settlement/src/console/console-terms.js';
import type { TrafficSecond } from '../../../apps/settlement/src/traffic/traffic.js';
import { useSession } from '../session/session.js';

/** Seconds that are shown; what is older is forgotten, so that a page can stay open for weeks. */
const SECONDS_SHOWN = 300;

/** What the console shows, as the centre last said it. */
export interface ConsoleNow {
  /** Whether the stream is open. */
  readonly live: boolean;
  readonly seconds: readonly TrafficSecond[];
  readonly now: NowView;
  readonly standings: StandingsView;
}

/** What was read at the same time is the same: its panel is not drawn again. */
const sameOr = <T>(known: Looked<T> | null, told: Looked<T> | null): Looked<T> | null =>
  known !== null && known.at === told?.at ? known : told;

const stands = (known: StandingsView, told: StandingsView | null): StandingsView =>
  told === null
    ? known
    : {
        unknown: sameOr(known.unknown, told.unknown),
        terminals: sameOr(known.terminals, told.terminals),
        cards: sameOr(known.cards, told.cards),
        calendar: sameOr(known.calendar, told.calendar),
        flows: sameOr(known.flows, told.flows),
        clearing: sameOr(known.clearing, told.clearing),
      };

const ticked = (known: ConsoleNow, { second, now, standings }: ConsoleTick): ConsoleNow => ({
  live: true,
  seconds: [...known.seconds.slice(1 - SECONDS_SHOWN), second],
  now,
  standings: stands(known.standings, standings),
});

/** What the centre's stream tells, for as long as the page is shown; undefined until it has told something. */
export function useConsole(): ConsoleNow | undefined {
  const { hear } = useSession();
  const [shown, setShown] = useState<ConsoleNow>();
  useEffect(() => {
    const end = new AbortController();
    void hear(
      '/api/console/events',
      {
        opened: () => undefined,
        event: (type, data) => {
          if (type === 'history') setShown({ live: true, ...(data as ConsoleHistory) });
          else setShown((known) => known && ticked(known, data as ConsoleTick));
        },
        lost: () => setShown((known) => known && { ...known, live: false }),
      },
      end.signal,
    );
    return () => end.abort();
  }, []);
  return shown;
}
