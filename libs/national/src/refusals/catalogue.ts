import { ACCOUNT_REFUSALS } from './account-refusals.js';
import { CARD_EVENT_REFUSALS } from './card-event-refusals.js';
import { CARD_REFUSALS } from './card-refusals.js';
import { CATALOGUE_REFUSALS } from './catalogue-refusals.js';
import { CLEARING_REFUSALS } from './clearing-refusals.js';
import { FILING_REFUSALS } from './filing-refusals.js';
import { MESSAGE_REFUSALS } from './message-refusals.js';
import { PERSON_REFUSALS } from './person-refusals.js';
import { PURCHASE_REFUSALS } from './purchase-refusals.js';
import { RECONCILIATION_REFUSALS } from './reconciliation-refusals.js';
import { PROVINCE_REFUSALS } from './province-refusals.js';
import { COUNTER_REFUSALS } from './counter-refusals.js';
import { SETTLEMENT_REFUSALS } from './settlement-refusals.js';
import { STAY_REFUSALS } from './stay-refusals.js';

/**
 * Every code that a caller can meet, with its class, who must act, and its sentences. `docs/error-codes.md` is made
 * from this table. A code never changes its meaning; a code that begins `UNKNOWN-` says that the outcome is not known.
 */
export const REFUSALS = {
  ...ACCOUNT_REFUSALS,
  ...CARD_REFUSALS,
  ...CARD_EVENT_REFUSALS,
  ...CATALOGUE_REFUSALS,
  ...CLEARING_REFUSALS,
  ...COUNTER_REFUSALS,
  ...FILING_REFUSALS,
  ...MESSAGE_REFUSALS,
  ...PERSON_REFUSALS,
  ...RECONCILIATION_REFUSALS,
  ...PROVINCE_REFUSALS,
  ...SETTLEMENT_REFUSALS,
  ...PURCHASE_REFUSALS,
  ...STAY_REFUSALS,
};

export type RefusalCode = keyof typeof REFUSALS;
