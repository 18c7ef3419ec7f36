import { useState } from 'preact/hooks';
import type { TrafficSecond } from '../../../apps/settlement/src/traffic/traffic.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useHeld } from './held.js';
import { OUTCOMES_SHOWN } from './picked.js';

/** How many seconds are listed; the chart has them all. */
const SECONDS_LISTED = 20;

interface SecondsListProps {
  readonly seconds: readonly TrafficSecond[];
  readonly onSecond: (second: number) => void;
}

/** What the chart shows, in words: the last seconds in which something was answered, each a button. */
function Seconds({ seconds, onSecond }: SecondsListProps) {
  const { console: texts } = useTexts().operator;
  const { clock, number } = useValues();
  const busy = seconds.filter(({ counts }) => OUTCOMES_SHOWN.some((outcome) => counts[outcome] > 0));
  const { shown, isHeld, handlers } = useHeld(busy.slice(-SECONDS_LISTED).reverse());
  if (shown.length === 0) return <p class="soft">{texts.seconds.none}</p>;
  return (
    <div {...handlers}>
      <p class="hint">{isHeld ? texts.held : texts.seconds.lead}</p>
      <ul class="picks tall">
        {shown.map(({ second, counts }, index) => (
          <li key={index}>
            <button type="button" class="button quiet pick" data-second={second} onClick={() => onSecond(second)}>
              <span class="figure">{clock(new Date(second * 1_000).toISOString())}</span>
              <span>
                {OUTCOMES_SHOWN.filter((outcome) => counts[outcome] > 0)
                  .map((outcome) => `${texts.outcomes[outcome]} ${number(counts[outcome])}`)
                  .join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The way to the seconds of the chart for the keyboard; nothing is drawn of it while it is folded. */
export function SecondsList(props: SecondsListProps) {
  const { seconds: texts } = useTexts().operator.console;
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.title}</summary>
      {open ? <Seconds {...props} /> : null}
    </details>
  );
}
