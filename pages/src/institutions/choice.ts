import { useLayoutEffect } from 'preact/hooks';
import type { InstitutionChoice } from '../../../apps/settlement/src/console/console-terms.js';
import type { DoorAnswer } from '../door/answer.js';
import { useAsked } from '../session/asked.js';

/** The institutions of a centre, to choose one of. */
interface Institutions {
  readonly answer: DoorAnswer<InstitutionChoice[]> | undefined;
  /** Code and name, by the code; none until they are known. */
  readonly names: Readonly<Record<string, string>>;
}

/** @param onKnown told the code of the first institution once they are known; empty where there is none */
export function useInstitutions(onKnown: (first: string) => void): Institutions {
  const answer = useAsked<InstitutionChoice[]>('/api/console/institutions');
  const known = answer?.outcome === 'answered' ? answer.body : undefined;
  // Before anybody can choose one: that choice would be taken back.
  useLayoutEffect(() => {
    if (known) onKnown(known[0]?.code ?? '');
  }, [known]);
  return { answer, names: Object.fromEntries((known ?? []).map(({ code, name }) => [code, `${code} ${name}`])) };
}
