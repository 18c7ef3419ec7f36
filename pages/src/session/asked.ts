import { useEffect, useState } from 'preact/hooks';
import type { DoorAnswer } from '../door/answer.js';
import { useSession } from './session.js';

/**
 * What the program says at a path. An answer never stands for another path than the one that it came from.
 * @param path null asks nothing
 * @param again another one asks once more; until then what is known stays
 * @returns undefined until something is known
 */
export function useAsked<T>(path: string | null, again?: unknown): DoorAnswer<T> | undefined {
  const { ask } = useSession();
  const [known, setKnown] = useState<{ readonly path: string; readonly answer: DoorAnswer<T> }>();
  useEffect(() => {
    if (path === null) return undefined;
    const end = new AbortController();
    ask<T>(path, undefined, end.signal)
      .then((answer) => setKnown({ path, answer }))
      .catch((error: unknown) => {
        // Something else is asked by now, or nobody wants to know any more.
        if (!end.signal.aborted) throw error;
      });
    return () => end.abort();
  }, [path, again]);
  return known?.path === path ? known.answer : undefined;
}
