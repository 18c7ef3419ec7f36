import { OUTCOMES_SHOWN, type Picked } from './picked.js';
import { useShortened } from '../design/shortened.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import type { ConsoleNow } from './use-console.js';

const REFUSALS_SHOWN = 4;

interface OutcomesPanelProps extends Pick<ConsoleNow, 'now'> {
  readonly onPick: (picked: Picked) => void;
}

/** What messages came to since the program began, and why some were refused; each leads to its messages. */
export function OutcomesPanel({ now, onPick }: OutcomesPanelProps) {
  const { console: texts, none } = useTexts().operator;
  const { number } = useValues();
  const [refused, rest] = useShortened(now.refused, REFUSALS_SHOWN);
  return (
    <section class="card stack" aria-labelledby="outcomes-title">
      <div class="panel-head">
        <h2 id="outcomes-title">{texts.outcomesTitle}</h2>
        <span class="hint">{texts.since}</span>
      </div>
      <ul class="picks">
        {OUTCOMES_SHOWN.map((outcome) => (
          <li key={outcome}>
            <button type="button" class="button quiet pick" onClick={() => onPick({ outcome })}>
              <span>{texts.outcomes[outcome]}</span>{' '}
              <span class="figure" data-outcome={outcome}>
                {number(now.counts[outcome])}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <h3>{texts.refusalsTitle}</h3>
      {now.refused.length === 0 ? <p class="soft">{none}</p> : null}
      <ul class="picks">
        {refused.map(({ code, count }) => (
          <li key={code}>
            <button type="button" class="button quiet pick" onClick={() => onPick({ code })}>
              <code>{code}</code> <span class="figure">{number(count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {rest}
    </section>
  );
}
