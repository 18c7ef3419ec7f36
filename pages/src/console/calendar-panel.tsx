import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { useShortened } from '../design/shortened.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { Panel } from './panel.js';

const SHOWN = 8;

/** Days by how many institutions have closed them, differ, or have them open; each leads to its page. */
export function CalendarPanel({ calendar }: Pick<StandingsView, 'calendar'>) {
  const { calendar: texts } = useTexts().operator.console;
  const { day: written } = useValues();
  const days = calendar?.found ?? [];
  // Newest first: yesterday is what an operator looks for.
  const [shown, rest] = useShortened(days.toReversed(), SHOWN);
  return (
    <Panel name="calendar" title={texts.title} at={calendar?.at}>
      <p class="hint">{texts.lead}</p>
      {calendar && days.length === 0 ? <p class="soft">{texts.none}</p> : null}
      <ul class="calendar">
        {shown.map(({ day, closed, differing, open }) => (
          <li key={day}>
            <a href={`/days?from=${day}&to=${day}`} data-day={day}>
              <strong>{written(day)}</strong>
              {closed > 0 ? <span class="badge good">{texts.closed(closed)}</span> : null}
              {differing > 0 ? <span class="badge caution">{texts.differing(differing)}</span> : null}
              {open > 0 ? <span class="badge">{texts.open(open)}</span> : null}
            </a>
          </li>
        ))}
      </ul>
      {rest}
    </Panel>
  );
}
