import { useTexts } from '../language/language.js';
import type { Undone } from './outage.js';
import type { Halt } from './sale-steps.js';
import { Spoken } from './spoken.js';

/** Why something that only this counter does was not done, as a sentence. */
export function NotDone({ why }: { readonly why: Undone | null }) {
  const { spoken } = useTexts().cashier;
  return (
    <div role="alert">
      {why === 'unreachable' ? <p class="notice">{spoken.unreachable}</p> : null}
      {why !== null && why !== 'unreachable' ? <Spoken code={why.code} zh={why.message} /> : null}
    </div>
  );
}

/** Why a message of the national interface did not go through, or that it is not known whether it did. */
export function Halted({ halt }: { readonly halt: Halt | null }) {
  const { spoken } = useTexts().cashier;
  return (
    <div role="alert">
      {halt?.outcome === 'refused' ? <Spoken code={halt.code} zh={halt.zh} /> : null}
      {halt?.outcome === 'unknown' ? <p class="notice">{halt.zh ?? spoken.unreachable}</p> : null}
    </div>
  );
}
