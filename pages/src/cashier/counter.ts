import { useEffect, useRef, useState } from 'preact/hooks';
import type { CentreView, CounterView } from '../../../apps/terminal-agent/src/cashier-page/counter.controller.js';
import type { SettlementRow } from '../../../apps/terminal-agent/src/cashier-page/settlement-rows.js';
import type { ReaderView } from '../../../apps/terminal-agent/src/counter/counter-reader.js';
import type { UnresolvedView } from '../../../apps/terminal-agent/src/journal/open-intent.js';
import { useSession } from '../session/session.js';

/** While something is unknown, how often the page asks what is being tried, in milliseconds. */
const TRIES_MS = 2_000;

/** What lies on the readers, as it changes. Undefined until it is first known. */
export function useReaders(): readonly ReaderView[] | undefined {
  const { ask, hear } = useSession();
  const [readers, setReaders] = useState<readonly ReaderView[]>();
  useEffect(() => {
    const end = new AbortController();
    let heard = 0;
    const all = async (): Promise<void> => {
      const before = heard;
      const answer = await ask<ReaderView[]>('/api/readers');
      if (answer.outcome !== 'answered' || end.signal.aborted) return undefined;
      // What was heard meanwhile may be newer than the answer, which would take it back.
      if (heard !== before) return all();
      setReaders(answer.body);
    };
    void hear(
      '/api/readers/events',
      {
        opened: () => void all(),
        event: (type, data) => {
          const reader = data as ReaderView;
          heard += 1;
          setReaders((known) => {
            const others = (known ?? []).filter(({ name }) => name !== reader.name);
            const now = type === 'reader-removed' ? others : [...others, reader];
            return now.sort((a, b) => a.name.localeCompare(b.name));
          });
        },
        lost: () => undefined,
      },
      end.signal,
    );
    return () => end.abort();
  }, []);
  return readers;
}

/** What this counter's own books say of today. */
export interface Today {
  readonly day: string;
  readonly rows: readonly SettlementRow[];
  readonly unresolved: readonly UnresolvedView[];
}

/** The counter and its way to the centre; `agent` is whether this machine's own program can be heard. */
export interface CounterNow extends CounterView {
  readonly agent: boolean;
}

/** Where the page stands, and what of today is settled, as it changes. */
export function useCounter(): { readonly counter: CounterNow | undefined; readonly today: Today | undefined } {
  const { ask, hear } = useSession();
  const [counter, setCounter] = useState<CounterNow>();
  const [today, setToday] = useState<Today>();
  const asking = useRef(false);
  const again = useRef(false);

  const look = async (): Promise<void> => {
    // One question at a time; what happens meanwhile is asked for once more.
    again.current = asking.current;
    if (asking.current) return;
    asking.current = true;
    const [settlements, unresolved] = await Promise.all([
      ask<{ day: string; settlements: SettlementRow[] }>('/api/settlements'),
      ask<{ unresolved: UnresolvedView[] }>('/api/unresolved'),
    ]);
    asking.current = false;
    if (settlements.outcome === 'answered' && unresolved.outcome === 'answered') {
      const { day, settlements: rows } = settlements.body;
      setToday({ day, rows, unresolved: unresolved.body.unresolved });
    }
    if (again.current) await look();
  };

  useEffect(() => {
    const end = new AbortController();
    let heard = 0;
    const where = async (): Promise<void> => {
      const before = heard;
      const answer = await ask<CounterView>('/api/counter');
      if (answer.outcome !== 'answered' || end.signal.aborted) return undefined;
      // What was heard meanwhile may be newer than the answer, which would take it back.
      if (heard !== before) return where();
      setCounter({ ...answer.body, agent: true });
    };
    void hear(
      '/api/counter/events',
      {
        opened: () => {
          void where();
          void look();
        },
        event: (type, data) => {
          if (type === 'centre') {
            heard += 1;
            setCounter((known) => known && { ...known, centre: data as CentreView });
          }
          void look();
        },
        lost: () => setCounter((known) => known && { ...known, agent: false }),
      },
      end.signal,
    );
    return () => end.abort();
  }, []);

  const waiting = (today?.unresolved.length ?? 0) > 0;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => void look(), TRIES_MS);
    return () => clearInterval(timer);
  }, [waiting]);

  return { counter, today };
}
