import { useEffect, useState } from 'preact/hooks';
import type { CardRecord } from '../../../apps/settlement/src/cards/card-history.js';
import type { CardUse } from '../../../apps/settlement/src/console/console-terms.js';
import type { DoorAnswer } from '../door/answer.js';
import '../design/panels.css';
import { FindForm } from '../fields/find-form.js';
import { TextField } from '../fields/fields.js';
import { PageTitle } from '../frame/page-title.js';
import { useTexts } from '../language/language.js';
import { useLatest } from '../session/latest.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { CardFacts } from './card-facts.js';
import { CardHistory } from './card-history.js';
import { keepCardNumber, keptCardNumber } from './kept-card.js';

/** What the registry knows of a card, and where its holder was last. */
interface FoundCard {
  readonly card: DoorAnswer<CardRecord>;
  readonly use: DoorAnswer<CardUse | null> | undefined;
}

/** The history of one card, whose number is typed, or was handed over by the console. */
export function Cards() {
  const { card: texts } = useTexts().operator;
  const { ask } = useSession();
  const begin = useLatest();
  const [number, setNumber] = useState(keptCardNumber);
  const [found, setFound] = useState<FoundCard>();
  const find = async (wanted: string): Promise<void> => {
    const typed = wanted.trim().toUpperCase();
    if (typed === '') return;
    keepCardNumber(typed);
    const isLatest = begin();
    const named = encodeURIComponent(typed);
    const card = await ask<CardRecord>(`/api/cards/${named}`);
    const use = card.outcome === 'answered' ? await ask<CardUse | null>(`/api/console/cards/${named}/use`) : undefined;
    if (isLatest()) setFound({ card, use });
  };
  useEffect(() => void find(number), []);
  const follow = (other: string): void => {
    setNumber(other);
    void find(other);
  };
  const card = found?.card.outcome === 'answered' ? found.card.body : undefined;
  return (
    <div class="stack">
      <PageTitle title={texts.title} lead={texts.lead} />
      <FindForm button={texts.find} onFind={() => void find(number)}>
        <TextField path="card" label={texts.number} value={number} onChange={setNumber} />
      </FindForm>
      <Trouble answer={found?.card} />
      <Trouble answer={found?.use} />
      {card === undefined ? null : (
        <>
          <CardFacts
            card={card}
            use={found?.use?.outcome === 'answered' ? found.use.body : undefined}
            onFollow={follow}
          />
          <CardHistory card={card} />
        </>
      )}
    </div>
  );
}
