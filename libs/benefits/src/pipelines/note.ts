/** Something that the reader of an answer should know about how it was found. */
export interface Note {
  readonly code: 'CEILING-NONE' | 'OWN-DEDUCTIBLE' | 'ITEM-UNKNOWN' | 'CARE-MOVED-OUT';
  readonly zh: string;
  readonly en: string;
}

export const NOTES = {
  ceilingNone: {
    code: 'CEILING-NONE',
    zh: '没有登记最高支付限额，按未超过限额计算。',
    en: 'No ceiling is on record; counted as below it.',
  },
  ownDeductible: {
    code: 'OWN-DEDUCTIBLE',
    zh: '起付标准或自负段采用本人标准。',
    en: "The person's own deductible or self-pay segment was used.",
  },
  itemUnknown: {
    code: 'ITEM-UNKNOWN',
    zh: '有项目不在目录内，按自费计算。',
    en: 'Items that the catalogue does not have count as self-funded.',
  },
  careMovedOut: {
    code: 'CARE-MOVED-OUT',
    zh: '就医关系已转出本地，个人账户不直接支付。',
    en: 'The care relationship was moved out of the province; the accounts pay nothing directly.',
  },
} as const satisfies Record<string, Note>;
