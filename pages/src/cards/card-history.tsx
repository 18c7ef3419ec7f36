import type { CardRecord } from '../../../apps/settlement/src/cards/card-history.js';
import { WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';

/** What happened to a card, and what the registry made of it. */
export function CardHistory({ card }: { readonly card: CardRecord }) {
  const { card: texts, console: console_, none } = useTexts().operator;
  const { moment } = useValues();
  const states: Readonly<Record<string, string>> = console_.cards.states;
  const types: Readonly<Record<string, string>> = texts.types;
  const effects: Readonly<Record<string, string>> = texts.effects;
  const state = (name: string): string => states[name] ?? name;
  return (
    <section class="card stack" aria-labelledby="history-title">
      <h2 id="history-title">{texts.history}</h2>
      {card.history.length === 0 ? <p class="soft">{none}</p> : null}
      <WideTable
        label={texts.history}
        rows={card.history}
        keyOf={({ eventId }) => eventId}
        marks={({ type }) => ({ 'data-event': type })}
        columns={[
          { head: texts.at, cell: ({ at }) => moment(at) },
          { head: texts.event, cell: ({ type }) => types[type] ?? type },
          {
            head: texts.change,
            cell: ({ from, to }) => (
              <>
                {from === null ? '' : `${state(from)} → `}
                {state(to)}
              </>
            ),
          },
          {
            head: texts.effect,
            cell: ({ effect, code }) => (
              <>
                {effects[effect] ?? effect} {code === null ? null : <code class="small">{code}</code>}
              </>
            ),
          },
          { head: texts.recorded, cell: ({ recordedAt }) => moment(recordedAt) },
        ]}
      />
    </section>
  );
}
