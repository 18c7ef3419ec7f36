import type { MessageView } from '../../../apps/settlement/src/console/console-terms.js';
import { WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useAsked } from '../session/asked.js';
import { Trouble } from '../session/trouble.js';
import type { Picked } from './picked.js';
import { useHeld } from './held.js';
import { useMilliseconds } from './traffic-panel.js';

/** The badge of an outcome: what is good, what wants an eye, what is neither. */
const badgeOf = (outcome: MessageView['outcome']): string =>
  outcome === 'settled' ? 'badge good' : outcome === 'unknown' || outcome === 'refused' ? 'badge caution' : 'badge';

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
  const milliseconds = useMilliseconds();
  const query = new URLSearchParams(Object.entries(picked ?? {}).map(([name, value]) => [name, String(value)]));
  const answer = useAsked<MessageView[]>(picked === undefined ? null : `/api/console/messages?${query}`, picked);
  const { shown, isHeld, handlers } = useHeld(latest);
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
      <WideTable
        label={title}
        tall={picked !== undefined}
        handlers={handlers}
        rows={rows}
        // By their place: each second the words change, and the rows stay where they are.
        keyOf={(_, index) => index}
        columns={[
          { head: texts.messages.at, kind: 'figure', cell: ({ at }) => clock(at) },
          { head: texts.messages.infno, cell: ({ infno }) => infno },
          { head: texts.messages.institution, cell: ({ institution }) => institution },
          {
            head: texts.messages.outcome,
            cell: ({ outcome, code }) => (
              <>
                <span class={badgeOf(outcome)}>{texts.outcomes[outcome]}</span>{' '}
                {outcome === 'refused' || outcome === 'unknown' ? <code class="small">{code}</code> : null}
              </>
            ),
          },
          { head: texts.messages.took, kind: 'figure', cell: ({ ms }) => milliseconds(ms) },
          { head: texts.messages.msgid, cell: ({ msgid }) => <code class="small">{msgid}</code> },
          {
            head: texts.messages.look,
            cell: ({ msgid }) =>
              msgid === '' ? null : (
                <button
                  type="button"
                  class="button quiet"
                  aria-label={`${texts.messages.look} ${msgid}`}
                  onClick={() => onLook(msgid)}
                >
                  {texts.messages.look}
                </button>
              ),
          },
        ]}
      />
    </section>
  );
}
