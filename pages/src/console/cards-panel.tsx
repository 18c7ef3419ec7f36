import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { type Column, WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import type { Texts } from '../language/zh.js';
import { Panel } from './panel.js';

const CARD_STATES = ['issued', 'delivered', 'active', 'suspended', 'void'] as const;

type Generation = keyof Texts['operator']['generations'];

/** The exchange of cards: how many of which generation are in which state. */
export function CardsPanel({ cards }: Pick<StandingsView, 'cards'>) {
  const { console: texts, generations } = useTexts().operator;
  const { number } = useValues();
  const of = (generation: string, state: string): number =>
    cards?.found.find((row) => row.generation === generation && row.state === state)?.cards ?? 0;
  return (
    <Panel name="exchange" title={texts.cards.title} at={cards?.at}>
      <WideTable
        label={texts.cards.title}
        rows={Object.keys(generations) as Generation[]}
        keyOf={(generation) => generation}
        columns={[
          { head: texts.cards.generation, kind: 'name', cell: (generation) => generations[generation] },
          ...CARD_STATES.map((state): Column<Generation> => ({
            head: texts.cards.states[state],
            kind: 'figure',
            cell: (generation) => <span data-cards={`${generation} ${state}`}>{number(of(generation, state))}</span>,
          })),
        ]}
      />
    </Panel>
  );
}
