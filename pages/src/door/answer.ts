import type { RefusalBody } from '@medisettle/national';

/** What came of asking the program that served the page. */
export type DoorAnswer<T> =
  | { readonly outcome: 'answered'; readonly body: T }
  | { readonly outcome: 'refused'; readonly status: number; readonly refusal: RefusalBody }
  | { readonly outcome: 'unreachable' };
