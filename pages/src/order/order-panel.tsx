import { type ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DoorAnswer } from '../door/answer.js';
import { TextField } from '../fields/fields.js';
import { type Problems, WithProblems } from '../fields/problems.js';
import { useTexts } from '../language/language.js';
import { isClerk, useClerk } from '../session/clerk.js';
import { Trouble } from '../session/trouble.js';

interface OrderPanelProps<Done> {
  readonly title: string;
  /** What will happen, a sentence each. */
  readonly consequences: readonly string[];
  /** Null where nothing is left to order. */
  readonly button: string | null;
  /** What is still missing in the fields, by their path; nothing is sent before that is mended. */
  readonly problems?: Problems;
  /** Sends it; sent again, it must do nothing twice. */
  readonly onOrder: (clerk: string) => Promise<DoorAnswer<Done>>;
  /** What came of it, in words. */
  readonly said: (done: Done) => string;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

/** Something that cannot be taken back: what it will do is said first, then who orders it, then what came of it. */
export function OrderPanel<Done>(props: OrderPanelProps<Done>) {
  const { title, consequences, button, problems = {}, onOrder, said, onClose, children } = props;
  const { order: texts } = useTexts().operator;
  const [clerk, setClerk] = useClerk();
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [answer, setAnswer] = useState<DoorAnswer<Done>>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const wrong: Problems = { ...problems, ...(!isClerk(clerk) ? { clerk: texts.clerkProblem } : {}) };
  const done = answer?.outcome === 'answered' ? answer.body : undefined;
  const send = async (): Promise<void> => {
    setTried(true);
    if (button === null || sending || Object.keys(wrong).length > 0) return;
    setSending(true);
    setAnswer(await onOrder(clerk));
    setSending(false);
  };
  return (
    <section class="card stack order" aria-labelledby="order-title">
      <div class="panel-head">
        <h2 id="order-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" class="button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
      {done === undefined ? (
        <WithProblems value={tried ? wrong : {}}>
          <form
            class="stack"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            <ul class="consequences">
              {consequences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <div class="find">
              {children}
              {button !== null ? (
                <TextField path="clerk" label={texts.clerk} hint={texts.clerkHint} value={clerk} onChange={setClerk} />
              ) : null}
            </div>
            <div class="buttons" hidden={button === null}>
              <button type="submit" class="button first" aria-disabled={sending}>
                {button}
              </button>
              <span role="status">{sending ? texts.sending : ''}</span>
            </div>
          </form>
        </WithProblems>
      ) : null}
      <div role="status">{done === undefined ? null : <p class="notice good">{said(done)}</p>}</div>
      <Trouble answer={answer} />
      {answer?.outcome === 'unreachable' ? <p class="hint">{texts.again}</p> : null}
    </section>
  );
}
