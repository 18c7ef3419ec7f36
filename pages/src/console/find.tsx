import { useState } from 'preact/hooks';
import type { FoundView } from '../../../apps/settlement/src/console/console-terms.js';
import { keepCardNumber } from '../cards/kept-card.js';
import type { DoorAnswer } from '../door/answer.js';
import { TextField } from '../fields/fields.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useLatest } from '../session/latest.js';
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

/** The one settlement that was found; null where there is none, or more than that. */
function onlySettlement({ settlements, messages, cards }: FoundView): string | null {
  const named = messages.flatMap(({ settlementId }) => (settlementId === null ? [] : [settlementId]));
  const [only, ...others] = new Set([...settlements, ...named]);
  return only !== undefined && others.length === 0 && cards.length === 0 ? only : null;
}

/**
 * Finding by number, from the field or from a message of a list. What leads to one settlement alone opens it.
 * @param onShow told that settlement
 * @param onNone told that what is asked for leads to no settlement, or to more than one
 */
export function useFind(onShow: (settlement: string) => void, onNone: () => void) {
  const { ask } = useSession();
  const begin = useLatest();
  const [number, setNumber] = useState('');
  const [found, setFound] = useState<Asked>();
  const find = async (wanted: string): Promise<void> => {
    const typed = wanted.trim();
    setNumber(typed);
    if (typed === '') return;
    const isLatest = begin();
    const answer = await ask<FoundView>(`/api/console/search?number=${encodeURIComponent(typed)}`);
    if (!isLatest()) return;
    const only = answer.outcome === 'answered' ? onlySettlement(answer.body) : null;
    setFound(only === null ? { typed, answer } : undefined);
    if (only !== null) onShow(only);
    else {
      // What was shown before is not what was asked for.
      onNone();
      document.getElementById('field-find')?.focus();
    }
  };
  return { number, setNumber, found, find, forget: () => setFound(undefined) };
}

/** The field for a number of a settlement, a message or a card. */
export function Find({ number, onNumber, onFind }: Pick<FindProps, 'number' | 'onNumber' | 'onFind'>) {
  const { find: texts } = useTexts().operator.console;
  return (
    <form
      class="find console-find"
      role="search"
      aria-label={texts.title}
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
  );
}

/** What was found, where that is not one settlement alone; nothing before somebody has asked. */
export function FoundPanel({ found, onShow, onClose }: Pick<FindProps, 'found' | 'onShow'> & { onClose: () => void }) {
  const { console: texts, settlement } = useTexts().operator;
  if (found === undefined) return null;
  return (
    <section class="card stack" aria-labelledby="found-title">
      <div class="panel-head">
        <h2 id="found-title">{texts.find.found(found.typed)}</h2>
        <button type="button" class="button" onClick={onClose}>
          {settlement.close}
        </button>
      </div>
      <div role="status">
        {found.answer.outcome === 'answered' ? (
          <Found found={found.answer.body} typed={found.typed} onShow={onShow} />
        ) : null}
      </div>
      <Trouble answer={found.answer} />
    </section>
  );
}
