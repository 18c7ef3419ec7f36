import { useState } from 'preact/hooks';
import type { FoundView } from '../../../apps/settlement/src/console/console-terms.js';
import { keepCardNumber } from '../cards/kept-card.js';
import type { DoorAnswer } from '../door/answer.js';
import { TextField } from '../fields/fields.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';

interface FoundProps {
  readonly found: FoundView;
  readonly typed: string;
  readonly onShow: (settlement: string) => void;
}

function Found({ found, typed, onShow }: FoundProps) {
  const { console: texts, generations } = useTexts().operator;
  const { moment } = useValues();
  const { settlements, messages, cards } = found;
  if (settlements.length + messages.length + cards.length === 0) return <p>{texts.find.nothing}</p>;
  const outcomes: Readonly<Record<string, string>> = texts.find.outcomes;
  const named: Readonly<Record<string, string>> = generations;
  const states: Readonly<Record<string, string>> = texts.cards.states;
  return (
    <ul class="found">
      {settlements.map((id) => (
        <li key={id}>
          <button type="button" class="button" onClick={() => onShow(id)}>
            {texts.find.settlement(id)}
          </button>
        </li>
      ))}
      {messages.map(({ infno, institution, outcome, code, at, settlementId }) => (
        <li key={institution}>
          {texts.find.message(infno, institution)} <span class="badge">{outcomes[outcome] ?? outcome}</span>{' '}
          {code === null ? null : <code class="small">{code}</code>} <span class="small soft">{moment(at)}</span>{' '}
          {settlementId === null ? null : (
            <button type="button" class="button" onClick={() => onShow(settlementId)}>
              {texts.find.settlement(settlementId)}
            </button>
          )}
        </li>
      ))}
      {cards.map(({ number, generation, state }) => (
        <li key={number}>
          {texts.find.card(number)} <span class="soft">{named[generation] ?? generation}</span>{' '}
          <span class="badge">{states[state] ?? state}</span>{' '}
          <a href="/cards" onClick={() => keepCardNumber(typed)}>
            {texts.find.openCard}
          </a>
        </li>
      ))}
    </ul>
  );
}

interface FindProps {
  readonly number: string;
  readonly onNumber: (number: string) => void;
  readonly found: Asked | undefined;
  readonly onFind: () => void;
  readonly onShow: (settlement: string) => void;
}

/** What was asked for, and what came of it. */
interface Asked {
  readonly typed: string;
  readonly answer: DoorAnswer<FoundView>;
}

/** Finding by number, from the field or from a message of a list. */
export function useFind() {
  const { ask } = useSession();
  const [number, setNumber] = useState('');
  const [found, setFound] = useState<Asked>();
  const find = async (wanted: string): Promise<void> => {
    const typed = wanted.trim();
    setNumber(typed);
    if (typed === '') return;
    const answer = await ask<FoundView>(`/api/console/search?number=${encodeURIComponent(typed)}`);
    setFound({ typed, answer });
  };
  return { number, setNumber, found, find };
}

/** The field for a number of a settlement, a message or a card, and what was found. */
export function Find({ number, onNumber, found, onFind, onShow }: FindProps) {
  const { find: texts } = useTexts().operator.console;
  return (
    <section class="card stack" aria-labelledby="find-title">
      <h2 id="find-title">{texts.title}</h2>
      <form
        class="find"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onFind();
        }}
      >
        <TextField path="find" label={texts.label} value={number} onChange={onNumber} />
        <button type="submit" class="button first">
          {texts.find}
        </button>
      </form>
      <div role="status">
        {found?.answer.outcome === 'answered' ? (
          <Found found={found.answer.body} typed={found.typed} onShow={onShow} />
        ) : null}
      </div>
      <Trouble answer={found?.answer} />
    </section>
  );
}
