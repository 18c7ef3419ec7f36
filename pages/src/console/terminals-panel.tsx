import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { WideTable } from '../design/table.js';
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
  return (
    <Panel name="terminals" title={texts.title} at={terminals?.at}>
      <p class="soft">{texts.lead(list.length - away, away, terminals?.found.institutions ?? 0)}</p>
      <WideTable
        label={texts.title}
        most={SHOWN}
        rows={list.toSorted((a, b) => urgency(b) - urgency(a))}
        keyOf={({ terminal }) => terminal}
        columns={[
          { head: texts.terminal, kind: 'name', cell: ({ terminal }) => terminal },
          {
            head: texts.state,
            cell: ({ away: isSilent }) => (
              <span class={isSilent ? 'badge caution' : 'badge good'}>{texts.states[isSilent ? 'away' : 'heard']}</span>
            ),
          },
          { head: texts.heard, cell: ({ heardAt }) => moment(heardAt) },
          {
            head: texts.unknown,
            cell: ({ unknown }) =>
              `${number(unknown.count)} ${unknown.overdue > 0 ? texts.overdue(unknown.overdue) : ''}`,
          },
          {
            head: texts.institutions,
            cell: ({ institutions }) => (
              <div class="small">
                {institutions.slice(0, INSTITUTIONS_SHOWN).join(' ')}{' '}
                {institutions.length > INSTITUTIONS_SHOWN ? texts.more(number(institutions.length)) : ''}
              </div>
            ),
          },
        ]}
      />
    </Panel>
  );
}
