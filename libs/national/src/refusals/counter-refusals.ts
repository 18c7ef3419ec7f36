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
  'OUTAGE-BILL-NAME': {
    class: 'permanent',
    actor: 'cashier',
    zh: '读不到持卡人姓名，请填写患者姓名后再按全额收费。',
    en: 'No card says whose bill it is. Type the patient’s name, then take the bill in full.',
  },
  'OUTAGE-BILL-UNKNOWN': {
    class: 'business',
    actor: 'cashier',
    zh: '本柜台没有这个编号的全额收费，请到收费的柜台办理。',
    en: 'This counter has no bill in full of this number. Go to the counter that took it.',
  },
  'OUTAGE-BILL-UNREADABLE': {
    class: 'business',
    actor: 'his',
    zh: '全额收费 {number} 的内容已损坏，打不开。请凭患者手中的凭证按新账单结算。',
    en: 'What was kept of the bill in full {number} cannot be opened. Settle it as a new bill, by the patient’s paper.',
  },
  'OUTAGE-BILL-SETTLED': {
    class: 'business',
    actor: 'cashier',
    zh: '这笔全额收费已经补结算，不能再办。请从今天的结算中打开收据。',
    en: 'This bill in full has been settled already. Its receipt is in the list of settlements.',
  },
  'OUTAGE-BILL-SETTLING': {
    class: 'transient',
    actor: 'cashier',
    zh: '这笔全额收费正在补结算，结果还不知道。请等结果出来，不要重做。',
    en: 'This bill in full is being settled and the outcome is not known yet. Wait for it; do not begin anew.',
  },
  'OUTAGE-BILL-WITHDRAWN': {
    class: 'business',
    actor: 'cashier',
    zh: '这笔全额收费已经撤回，不能补结算。',
    en: 'This bill in full was withdrawn and cannot be settled.',
  },
  'OUTAGE-BILL-CHANGED': {
    class: 'business',
    actor: 'cashier',
    zh: '账单与全额收费 {paid} 元时不同，没有结算。请从待补结算中重新载入。',
    en: 'The bill differs from the one that was paid in full ({paid}). Nothing was settled; load it again from the list.',
  },
  'OUTAGE-BILL-OTHER-PERSON': {
    class: 'business',
    actor: 'cashier',
    zh: '读卡器上的卡不是这笔全额收费的患者的，没有结算。请换患者本人的卡。',
    en: 'The card on the reader is not that of the patient who paid this bill. Nothing was settled; ask for his own card.',
  },
  'OUTAGE-BILL-YEAR-OVER': {
    class: 'business',
    actor: 'patient',
    zh: '补结算截止于 {until}（医保年度末），已经过期。请患者持凭证到医保经办机构申请报销，咨询电话 12393。',
    en: 'This bill could be settled until {until}, the end of the insurance year. The patient claims it at the agency with the paper.',
    hotline: '12393',
  },
});
