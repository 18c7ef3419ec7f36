import type { RefusalBody } from '@medisettle/national';

/** What came of asking the program that served the page. */
export type DoorAnswer<T> =
  | { readonly outcome: 'answered'; readonly body: T }
  | { readonly outcome: 'refused'; readonly status: number; readonly refusal: RefusalBody }
  | { readonly outcome: 'unreachable' };

/** An answer that says that something was not done, or none at all. */
export type Missed = Exclude<DoorAnswer<unknown>, { outcome: 'answered' }>;

/** What a refusal says to whoever reads this language. */
export const sentenceOf = ({ message, en }: RefusalBody, language: 'zh' | 'en'): string =>
  language === 'zh' ? message : en;
