import type { ClearingState } from '../../../apps/settlement/src/clearing/clearing-states.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';

/** The badge of a state: what is done, what wants somebody, what is neither. */
export const STATE_BADGES: Readonly<Record<ClearingState, string>> = {
  open: 'badge',
  differing: 'badge caution',
  agreed: 'badge',
  confirmed: 'badge good',
  paid: 'badge good',
};

interface StateBadgesProps {
  readonly counts: readonly { readonly state: ClearingState; readonly tables: number }[];
}

/** How many tables of a month are in which state, on both sides together. */
export function StateBadges({ counts }: StateBadgesProps) {
  const { clearing: texts } = useTexts().operator;
  const { number } = useValues();
  const states = [...new Set(counts.map(({ state }) => state))];
  return (
    <>
      {states.map((state) => {
        const tables = counts.filter((count) => count.state === state).reduce((sum, count) => sum + count.tables, 0);
        return (
          <span key={state}>
            <span class={STATE_BADGES[state]}>{texts.tables(texts.states[state], number(tables))}</span>{' '}
          </span>
        );
      })}
    </>
  );
}
