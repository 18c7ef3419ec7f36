import type { CardRecord } from '../../../apps/settlement/src/cards/card-history.js';
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
      <div class="wide" tabIndex={0} role="region" aria-label={texts.history}>
        <table>
          <thead>
            <tr>
              {(['at', 'event', 'change', 'effect', 'recorded'] as const).map((name) => (
                <th key={name} scope="col">
                  {texts[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {card.history.map(({ eventId, type, at, recordedAt, from, to, effect, code }) => (
              <tr key={eventId} data-event={type}>
                <td>{moment(at)}</td>
                <td>{types[type] ?? type}</td>
                <td>
                  {from === null ? '' : `${state(from)} → `}
                  {state(to)}
                </td>
                <td>
                  {effects[effect] ?? effect} {code === null ? null : <code class="small">{code}</code>}
                </td>
                <td>{moment(recordedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
