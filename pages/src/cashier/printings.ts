import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session/session.js';
import { type Undone, whyNot } from './outage.js';

/** A paper that the agent has, and the ways to have it in one's hand. */
export interface Printings {
  /** How often it was printed by the browser, as far as this page has asked. */
  readonly count: number;
  /** Why the last one was not made; null when it was. */
  readonly why: Undone | null;
  /** Prints it by the browser, counted by the agent before the paper exists. */
  readonly print: () => Promise<void>;
  readonly savePdf: () => Promise<void>;
}

/**
 * @param place where the agent has what belongs to the paper
 * @param pdf the file there
 * @param name under which it is saved
 */
export function usePrintings(place: string, pdf: string, name: string): Printings {
  const { ask, save } = useSession();
  const [count, setCount] = useState(0);
  const [why, setWhy] = useState<Undone | null>(null);
  useEffect(() => {
    setCount(0);
    setWhy(null);
  }, [place]);
  const print = async (): Promise<void> => {
    const counted = await ask<{ number: number }>(`${place}/printings`, {});
    setWhy(whyNot(counted));
    if (counted.outcome !== 'answered') return;
    setCount(counted.body.number);
    // The mark is in the document after this turn.
    setTimeout(() => window.print());
  };
  const savePdf = async (): Promise<void> => setWhy(whyNot(await save(`${place}/${pdf}`, name)));
  return { count, why, print, savePdf };
}
