import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session/session.js';

/**
 * Printing of a paper by the browser, counted by the agent before the paper exists.
 * @param place where the agent has what belongs to the paper
 * @returns how often it was printed, as far as this page has asked, and the way to print it
 */
export function usePrintings(place: string): readonly [number, () => Promise<void>] {
  const { ask } = useSession();
  const [printings, setPrintings] = useState(0);
  useEffect(() => setPrintings(0), [place]);
  const print = async (): Promise<void> => {
    const counted = await ask<{ number: number }>(`${place}/printings`, {});
    if (counted.outcome !== 'answered') return;
    setPrintings(counted.body.number);
    // The mark is in the document after this turn.
    setTimeout(() => window.print());
  };
  return [printings, print];
}
