import { refusalEntries } from './entry.js';

/** What can be wrong with the enquiry after a person's account statement (MS01). */
export const ACCOUNT_REFUSALS = refusalEntries({
  'ACCOUNT-STATEMENT-SPAN': {
    class: 'permanent',
    actor: 'cashier',
    zh: '对账单的起止日期不正确：起始日不得晚于截止日，截止日不得晚于今天，跨度不超过两年。',
    en: 'The span of the statement is not possible: it begins before it ends, ends today at the latest and is two years at most.',
  },
  'ACCOUNT-STATEMENT-LONG': {
    class: 'permanent',
    actor: 'cashier',
    zh: '这段时间的账户变动超过{most}笔，请分段打印对账单。',
    en: 'There are more than {most} movements in this span. Print statements of shorter spans.',
  },
  'ACCOUNT-STATEMENT-CREDENTIAL': {
    class: 'permanent',
    actor: 'cashier',
    zh: '账户对账单须凭患者的社保卡（03）或电子凭证（01）打印，不能仅凭证件号码。请患者插卡。',
    en: 'A statement is given to who shows the social security card (03) or the electronic voucher (01), not for a number alone. Ask the patient for the card.',
  },
  'ACCOUNT-STATEMENT-ELSEWHERE': {
    class: 'permanent',
    actor: 'patient',
    zh: '该患者在外省参保，个人账户由参保地管理，本地不能打印对账单。请患者向参保地医保经办机构查询，或使用国家医保服务平台。',
    en: 'The patient is insured in another province, which keeps the account; no statement is printed here. The patient may ask the insurance agency there, or the national insurance application.',
    hotline: '12393',
  },
});
