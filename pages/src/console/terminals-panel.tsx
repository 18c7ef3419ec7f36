import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { useShortened } from '../frame/shortened.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { isAway } from './city-state.js';
import { Panel } from './panel.js';

const SHOWN = 8;
const INSTITUTIONS_SHOWN = 4;

/** Counters with their last heartbeat, the silent ones and those that want a person first. */
export function TerminalsPanel({ terminals }: Pick<StandingsView, 'terminals'>) {
  const { terminals: texts } = useTexts().operator.console;
  const { moment, number } = useValues();
  // As of when they were read: a wrong clock of the browser makes nobody look away.
  const list = (terminals?.found.list ?? []).map((counter) => ({
    ...counter,
    away: isAway(counter.heardAt, terminals?.at ?? counter.heardAt),
  }));
  const away = list.filter((counter) => counter.away).length;
  const urgency = (counter: (typeof list)[number]): number =>
    (counter.unknown.overdue > 0 ? 2 : 0) + (counter.away ? 1 : 0);
  const [shown, rest] = useShortened(
    list.toSorted((a, b) => urgency(b) - urgency(a)),
    SHOWN,
  );
  return (
    <Panel name="terminals" title={texts.title} at={terminals?.at}>
      <p class="soft">{texts.lead(list.length - away, away, terminals?.found.institutions ?? 0)}</p>
      <div class="wide" tabIndex={0} role="region" aria-label={texts.title}>
        <table>
          <thead>
            <tr>
              {(['terminal', 'state', 'heard', 'unknown', 'institutions'] as const).map((name) => (
                <th key={name} scope="col">
                  {texts[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ terminal, institutions, heardAt, unknown, away: isSilent }) => (
              <tr key={terminal}>
                <th scope="row">{terminal}</th>
                <td>
                  <span class={isSilent ? 'badge caution' : 'badge good'}>
                    {texts.states[isSilent ? 'away' : 'heard']}
                  </span>
                </td>
                <td>{moment(heardAt)}</td>
                <td>
                  {number(unknown.count)} {unknown.overdue > 0 ? texts.overdue(unknown.overdue) : ''}
                </td>
                <td class="small">
                  {institutions.slice(0, INSTITUTIONS_SHOWN).join(' ')}{' '}
                  {institutions.length > INSTITUTIONS_SHOWN ? texts.more(number(institutions.length)) : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest}
    </Panel>
  );
}
