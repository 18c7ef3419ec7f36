import { formatYuan, minus } from '@medisettle/money';
import { type WireObject } from '@medisettle/national';
import { messageIn, objectIn, textIn } from '../journal/kept-words.js';
import { amountIn } from '../receipts/receipt-amounts.js';

/** What a visitor's purchase came to; amounts in yuan, negative for a refund. */
export interface PurchaseAmounts {
  readonly settlementId: string;
  readonly settledAt: string;
  readonly personNumber: string;
  readonly name: string;
  readonly total: string;
  readonly funds: string;
  readonly accounts: string;
  /** Paid in the application, too: none of it is in the drawer. */
  readonly cash: string;
}

/** The answer to a transaction of the family: its words stand in a node of their own. */
export const purchaseOutput = (answer: string | null | undefined): WireObject =>
  objectIn(objectIn(messageIn(answer).output).n_output);

/** What 2171 and 2163 say; undefined for an answer without a settlement. */
export function purchaseIn(answer: string | null | undefined): PurchaseAmounts | undefined {
  const said = purchaseOutput(answer);
  if (textIn(said, 'setl_id') === '') return undefined;
  const [total, accounts, cash] = ['medfee_sumamt', 'acct_payamt', 'psn_cashpay'].map((name) => amountIn(said, name));
  if (total === undefined || accounts === undefined || cash === undefined) return undefined;
  return {
    settlementId: textIn(said, 'setl_id'),
    settledAt: textIn(said, 'setl_time'),
    personNumber: textIn(said, 'psn_no'),
    name: textIn(said, 'psn_name'),
    total: formatYuan(total),
    funds: formatYuan(minus(minus(total, accounts), cash)),
    accounts: formatYuan(accounts),
    cash: formatYuan(cash),
  };
}
