import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { cityState, type Concern } from './city-state.js';
import type { ConsoleNow } from './use-console.js';

/** The panel that a concern leads to. */
const PANELS: Readonly<Record<Concern['kind'], string>> = {
  unknown: '#unknown-title',
  overdue: '#terminals-title',
  silent: '#terminals-title',
};

/** Whether the city settles, in words: they change when that changes, not each second. */
export function StateLine({ live, seconds, standings }: Omit<ConsoleNow, 'now'>) {
  const { state: texts, live: isLive, lost } = useTexts().operator.console;
  const { number } = useValues();
  const { quietMinutes, concerns } = cityState(seconds, standings);
  const settles = quietMinutes !== null && quietMinutes < 1;
  const words = settles ? texts.settling : quietMinutes === null ? texts.quietLong : texts.quiet(number(quietMinutes));
  if (!live) {
    return (
      <p role="status" class="notice wrong state-line">
        {lost}
      </p>
    );
  }
  return (
    <p
      role="status"
      class={settles && concerns.length === 0 ? 'notice good state-line' : 'notice state-line'}
      data-settles={settles}
    >
      <strong>{words}</strong>
      {concerns.map(({ kind, count }) => (
        <a key={kind} href={PANELS[kind]} data-concern={kind}>
          {texts.concerns[kind](number(count))}
        </a>
      ))}
      {settles && concerns.length === 0 ? <span>{texts.fine}</span> : null}
      <span class="badge good">{isLive}</span>
    </p>
  );
}
