import { refuse } from '@medisettle/national';

/** A day that another one must not pass, and what is wrong when it does. Days are `yyyy-MM-dd`. */
interface Bound {
  readonly day: string;
  readonly zh: string;
  readonly en: string;
}

/** Refuses STAY-TIMES for a day before the bound. */
export function mustBeFrom(field: string, day: string, { day: bound, zh, en }: Bound): void {
  if (day < bound) refuse('STAY-TIMES', { field, reason: zh, en });
}

/** Refuses STAY-TIMES for a day after the bound. */
export function mustBeUntil(field: string, day: string, { day: bound, zh, en }: Bound): void {
  if (day > bound) refuse('STAY-TIMES', { field, reason: zh, en });
}
