import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { Panel } from './panel.js';

const CARD_STATES = ['issued', 'delivered', 'active', 'suspended', 'void'] as const;

/** The exchange of cards: how many of which generation are in which state. */
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
