import { useEffect, useState } from 'preact/hooks';
import type { CardRecord } from '../../../apps/settlement/src/cards/card-history.js';
import type { CardUse } from '../../../apps/settlement/src/console/console-terms.js';
import type { DoorAnswer } from '../door/answer.js';
import '../design/panels.css';
import { TextField } from '../fields/fields.js';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { CardFacts } from './card-facts.js';
import { CardHistory } from './card-history.js';
import { keepCardNumber, keptCardNumber } from './kept-card.js';

/** What the registry knows of a card, and where its holder was last. */
interface FoundCard {
  readonly card: DoorAnswer<CardRecord>;
  readonly use: CardUse | null;
}

/** The history of one card, whose number is typed, or was handed over by the console. */
export function Cards() {
  const { card: texts } = useTexts().operator;
  const { ask } = useSession();
  const [number, setNumber] = useState(keptCardNumber);
  const [found, setFound] = useState<FoundCard>();
  const find = async (wanted: string): Promise<void> => {
    const typed = wanted.trim().toUpperCase();
    if (typed === '') return;
    keepCardNumber(typed);
    const named = encodeURIComponent(typed);
    const card = await ask<CardRecord>(`/api/cards/${named}`);
    const use = card.outcome === 'answered' ? await ask<CardUse | null>(`/api/console/cards/${named}/use`) : undefined;
    setFound({ card, use: use?.outcome === 'answered' ? use.body : null });
  };
  useEffect(() => void find(number), []);
  const follow = (other: string): void => {
    setNumber(other);
    void find(other);
  };
  const card = found?.card.outcome === 'answered' ? found.card.body : undefined;
  return (
    <div class="stack">
      <div>
        <h1>{texts.title}</h1>
        <p class="soft">{texts.lead}</p>
      </div>
      <form
        class="card find"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void find(number);
        }}
      >
        <TextField path="card" label={texts.number} value={number} onChange={setNumber} />
        <button type="submit" class="button first">
          {texts.find}
        </button>
      </form>
      <Trouble answer={found?.card} />
      {card === undefined ? null : (
        <>
          <CardFacts card={card} use={found?.use ?? null} onFollow={follow} />
          <CardHistory card={card} />
        </>
      )}
    </div>
  );
}
