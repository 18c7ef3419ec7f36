import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { Panel } from './panel.js';

/** A counter that has not been heard of for this long is taken for away, in milliseconds. */
const AWAY_MS = 60_000;

const CARD_STATES = ['issued', 'delivered', 'active', 'suspended', 'void'] as const;

export function UnknownPanel({ unknown }: Pick<StandingsView, 'unknown'>) {
  const { unknown: texts, messages } = useTexts().operator.console;
  const { moment, number } = useValues();
  const ages = unknown?.found.ages;
  const oldest = unknown?.found.oldest ?? [];
  return (
    <Panel name="unknown" title={texts.title} at={unknown?.at}>
      <p class="hint">{texts.lead}</p>
      <dl class="ages">
        {(Object.keys(texts.ages) as (keyof typeof texts.ages)[]).map((age) => (
          <div key={age} class={(ages?.[age] ?? 0) > 0 && age !== 'underMinute' ? 'notice' : undefined}>
            <dt>{texts.ages[age]}</dt>
            <dd class="figure" data-age={age}>
              {ages === undefined ? '–' : number(ages[age])}
            </dd>
          </div>
        ))}
      </dl>
      {oldest.length === 0 ? null : (
        <div class="wide" tabIndex={0} role="region" aria-label={texts.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.since}</th>
                <th scope="col">{texts.kind}</th>
                <th scope="col">{texts.division}</th>
                <th scope="col">{messages.msgid}</th>
              </tr>
            </thead>
            <tbody>
              {oldest.map(({ institution, msgid, kind, division, since }) => (
                <tr key={`${institution} ${msgid}`}>
                  <td>{moment(since)}</td>
                  <td>{texts.kinds[kind]}</td>
                  <td>{division}</td>
                  <td>
                    <code class="small">{msgid}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

/** @param now the centre's own time, so that a wrong clock of the browser makes nobody look away */
export function TerminalsPanel({ terminals, now }: Pick<StandingsView, 'terminals'> & { readonly now: string }) {
  const { terminals: texts } = useTexts().operator.console;
  const { moment, number } = useValues();
  const list = terminals?.found.list ?? [];
  const isAway = (heardAt: string): boolean => Date.parse(now) - Date.parse(heardAt) > AWAY_MS;
  const away = list.filter(({ heardAt }) => isAway(heardAt)).length;
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
            {list.map(({ terminal, institutions, heardAt, unknown }) => (
              <tr key={terminal}>
                <th scope="row">{terminal}</th>
                <td>
                  <span class={isAway(heardAt) ? 'badge caution' : 'badge good'}>
                    {texts.states[isAway(heardAt) ? 'away' : 'heard']}
                  </span>
                </td>
                <td>{moment(heardAt)}</td>
                <td>
                  {number(unknown.count)} {unknown.overdue > 0 ? texts.overdue(unknown.overdue) : ''}
                </td>
                <td class="small">{institutions.join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

export function CardsPanel({ cards }: Pick<StandingsView, 'cards'>) {
  const { console: texts, generations } = useTexts().operator;
  const { number } = useValues();
  const of = (generation: string, state: string): number =>
    cards?.found.find((row) => row.generation === generation && row.state === state)?.cards ?? 0;
  return (
    <Panel name="exchange" title={texts.cards.title} at={cards?.at}>
      <div class="wide" tabIndex={0} role="region" aria-label={texts.cards.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.cards.generation}</th>
              {CARD_STATES.map((state) => (
                <th key={state} scope="col" class="figure">
                  {texts.cards.states[state]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(Object.keys(generations) as (keyof typeof generations)[]).map((generation) => (
              <tr key={generation}>
                <th scope="row">{generations[generation]}</th>
                {CARD_STATES.map((state) => (
                  <td key={state} class="figure" data-cards={`${generation} ${state}`}>
                    {number(of(generation, state))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

export function CalendarPanel({ calendar }: Pick<StandingsView, 'calendar'>) {
  const { calendar: texts } = useTexts().operator.console;
  const { day: written } = useValues();
  const days = calendar?.found ?? [];
  return (
    <Panel name="calendar" title={texts.title} at={calendar?.at}>
      <p class="hint">{texts.lead}</p>
      {calendar && days.length === 0 ? <p class="soft">{texts.none}</p> : null}
      <ul class="calendar">
        {days.map(({ day, closed, differing, open }) => (
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
    </Panel>
  );
}

export function FlowsPanel({ flows }: Pick<StandingsView, 'flows'>) {
  const { flows: texts } = useTexts().operator.console;
  const { amount, number } = useValues();
  const rows = flows?.found ?? [];
  const divisions = [...new Set(rows.map(({ division }) => division))];
  const cell = (division: string, side: 'care' | 'insured'): string => {
    const flow = rows.find((row) => row.division === division && row.side === side);
    return flow ? texts.cell(number(flow.rows), amount(fenOf(flow.owed))) : '–';
  };
  return (
    <Panel name="flows" title={texts.title} at={flows?.at}>
      {flows && rows.length === 0 ? <p class="soft">{texts.none}</p> : null}
      {rows.length === 0 ? null : (
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.division}</th>
              <th scope="col">{texts.care}</th>
              <th scope="col">{texts.insured}</th>
            </tr>
          </thead>
          <tbody>
            {divisions.map((division) => (
              <tr key={division}>
                <th scope="row">{division}</th>
                <td>{cell(division, 'care')}</td>
                <td>{cell(division, 'insured')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
