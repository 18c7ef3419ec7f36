import { useEffect, useState } from 'preact/hooks';
import type { MessageView } from '../../../apps/settlement/src/console/console-terms.js';
import type { DoorAnswer } from '../door/answer.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import type { Picked } from './picked.js';
import { useHeld } from './held.js';
import { useMilliseconds } from './traffic-panel.js';

/** The badge of an outcome: what is good, what wants an eye, what is neither. */
const badgeOf = ({ outcome }: MessageView): string =>
  outcome === 'settled' ? 'badge good' : outcome === 'unknown' || outcome === 'refused' ? 'badge caution' : 'badge';

interface RowProps {
  readonly message: MessageView;
  readonly onLook: (msgid: string) => void;
}

function Row({ message, onLook }: RowProps) {
  const { console: texts } = useTexts().operator;
  const { clock } = useValues();
  const milliseconds = useMilliseconds();
  const { at, infno, institution, outcome, code, ms, msgid } = message;
  return (
    <tr>
      <td class="figure">{clock(at)}</td>
      <td>{infno}</td>
      <td>{institution}</td>
      <td>
        <span class={badgeOf(message)}>{texts.outcomes[outcome]}</span>{' '}
        {outcome === 'refused' || outcome === 'unknown' ? <code class="small">{code}</code> : null}
      </td>
      <td class="figure">{milliseconds(ms)}</td>
      <td>
        <code class="small">{msgid}</code>
      </td>
      <td>
        {msgid === '' ? null : (
          <button
            type="button"
            class="button quiet"
            aria-label={`${texts.messages.look} ${msgid}`}
            onClick={() => onLook(msgid)}
          >
            {texts.messages.look}
          </button>
        )}
      </td>
    </tr>
  );
}

interface MessagesPanelProps {
  readonly latest: readonly MessageView[];
  readonly picked: Picked | undefined;
  readonly onBack: () => void;
  readonly onLook: (msgid: string) => void;
}

/** The last messages as they come, or those that were picked in the chart or a list. */
export function MessagesPanel({ latest, picked, onBack, onLook }: MessagesPanelProps) {
  const { console: texts } = useTexts().operator;
  const { clock } = useValues();
  const { ask } = useSession();
  const [answer, setAnswer] = useState<DoorAnswer<MessageView[]>>();
  const { shown, isHeld, handlers } = useHeld(latest);
  useEffect(() => {
    setAnswer(undefined);
    if (picked === undefined) return undefined;
    const end = new AbortController();
    const query = new URLSearchParams(Object.entries(picked).map(([name, value]) => [name, String(value)]));
    void ask<MessageView[]>(`/api/console/messages?${query}`, undefined, end.signal).then(setAnswer, () => undefined);
    return () => end.abort();
  }, [picked]);
  const title =
    picked === undefined
      ? texts.messages.title
      : 'code' in picked
        ? texts.messages.ofCode(picked.code)
        : 'outcome' in picked
          ? texts.messages.ofOutcome(texts.outcomes[picked.outcome])
          : texts.messages.ofSecond(clock(new Date(picked.second * 1_000).toISOString()));
  const rows = picked === undefined ? shown : answer?.outcome === 'answered' ? answer.body : [];
  const empty = rows.length === 0 && (picked === undefined || answer?.outcome === 'answered');
  return (
    <section class="card stack" aria-labelledby="messages-title">
      <div class="panel-head">
        <h2
          id="messages-title"
          tabIndex={-1}
          data-picked={picked === undefined ? undefined : answer === undefined ? 'asked' : 'shown'}
        >
          {title}
        </h2>
        {picked === undefined ? null : (
          <button type="button" class="button" onClick={onBack}>
            {texts.messages.back}
          </button>
        )}
      </div>
      {picked === undefined && isHeld ? <p class="hint">{texts.held}</p> : null}
      <Trouble answer={picked === undefined ? undefined : answer} />
      {empty ? <p class="soft">{texts.messages.none}</p> : null}
      <div
        class={picked === undefined ? 'wide' : 'wide tall'}
        tabIndex={0}
        role="region"
        aria-label={title}
        {...handlers}
      >
        <table>
          <thead>
            <tr>
              {(['at', 'infno', 'institution', 'outcome', 'took', 'msgid', 'look'] as const).map((name) => (
                <th key={name} scope="col" class={name === 'at' || name === 'took' ? 'figure' : undefined}>
                  {texts.messages[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((message, index) => (
              // By their place: each second the words change, and the rows stay where they are.
              <Row key={index} message={message} onLook={onLook} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
