import { refusalEntries } from './entry.js';

/** What can be wrong with an event of the issuing side; the rest of its upload is not touched by it. */
export const CARD_EVENT_REFUSALS = refusalEntries({
  'CARD-EVENT-ID-REUSED': {
    class: 'permanent',
    actor: 'issuer',
    zh: '该事件编号（eventId）已用于另一内容的事件。',
    en: 'This eventId was used for an event with other content.',
  },
  'CARD-EVENT-AHEAD': {
    class: 'permanent',
    actor: 'issuer',
    zh: '事件时间（at）晚于当前时间一天以上，请核对发送方时钟。',
    en: 'The time of the event (at) lies more than a day ahead. Check the clock of the sender.',
  },
  'CARD-EVENT-CARD-TAKEN': {
    class: 'permanent',
    actor: 'issuer',
    zh: '该卡号已登记，且登记内容与本事件不一致。',
    en: 'This card number is registered already, with other data.',
  },
  'CARD-EVENT-PREDECESSOR': {
    class: 'permanent',
    actor: 'issuer',
    zh: '前一张卡（predecessor）属于他人，或与本卡互为前后。',
    en: 'The predecessor belongs to somebody else, or the cards would replace each other in a circle.',
  },
  'CARD-EVENT-LINE': {
    class: 'permanent',
    actor: 'issuer',
    zh: '该行无法解析（{reason}）。',
    en: 'This line cannot be read ({reason}).',
  },
  'CARD-GUARDIAN-MISSING': {
    class: 'business',
    actor: 'issuer',
    zh: '未成年人的卡须由监护人启用，事件中缺少监护人信息（guardian）。',
    en: 'The card of a minor is activated by the guardian; the event does not name one (guardian).',
  },
});
