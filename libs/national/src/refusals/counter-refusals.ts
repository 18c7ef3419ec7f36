import { refusalEntries } from './entry.js';

/** What can be wrong with who sits at a counter, and with the bills that it keeps. */
export const COUNTER_REFUSALS = refusalEntries({
  'OPERATOR-UNKNOWN': {
    class: 'business',
    actor: 'cashier',
    zh: '本柜台没有工号 {number} 的人员，请核对工号。',
    en: 'This counter has nobody of number {number}. Check the number.',
  },
  'OPERATOR-MAY-NOT-CANCEL': {
    class: 'business',
    actor: 'cashier',
    zh: '工号“{number}”没有撤销结算的权限，没有撤销。请由有权限的人员接班后办理。',
    en: 'Operator “{number}” may not cancel settlements; nothing was cancelled. Somebody who may has to take the desk.',
  },
  'SHIFT-CHANGED': {
    class: 'business',
    actor: 'cashier',
    zh: '班次已经变更，没有交接。请核对当前班次后再办理。',
    en: 'The shift has changed meanwhile; nothing was handed over. Look at it again.',
  },
});
