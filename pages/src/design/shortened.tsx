import { type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';

/** The beginning of a long list, and a button that shows all of it; no button where nothing is cut off. */
export function useShortened<T>(list: readonly T[], most: number): readonly [shown: readonly T[], rest: VNode | null] {
  const { showAll, showLess } = useTexts().operator;
  const { number } = useValues();
  const [all, setAll] = useState(false);
  if (list.length <= most) return [list, null];
  const rest = (
    <p>
      <button type="button" class="button quiet" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? showLess : showAll(number(list.length))}
      </button>
    </p>
  );
  return [all ? list : list.slice(0, most), rest];
}
