import type { Outcome } from '../../../apps/settlement/src/traffic/outcome.js';

/** Which messages somebody wants to see: of an outcome, of a code, or of a second. */
export type Picked = { readonly outcome: Outcome } | { readonly code: string } | { readonly second: number };

/** All outcomes in the order in which they are shown. */
export const OUTCOMES_SHOWN = Object.keys({
  settled: 0,
  cancelled: 0,
  reversed: 0,
  refused: 0,
  unknown: 0,
  repeated: 0,
  done: 0,
} satisfies Record<Outcome, 0>) as Outcome[];
