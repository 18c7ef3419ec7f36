import { inCapitals, parseYuan, ZERO_FEN } from '@medisettle/money';
import { settlementRow } from '../cashier-page/settlement-rows.js';
import { type IntentName } from '../journal/intent.js';
import { type Journal } from '../journal/journal.js';
import { inputNodes, messageIn, textIn } from '../journal/kept-words.js';
import { type PrintedLine } from '../receipts/receipt-amounts.js';
import { keptMessage, type ReceiptView } from '../receipts/receipt.js';
import { type PaidOrders } from './paid-orders.js';
import { purchaseOutput } from './purchase-answer.js';

/**
 * The receipt of a visitor's purchase, by the message that made its order and what was heard of its payment. The insured
 * place tells the pharmacy what accounts and cash paid, and no more.
 * @returns undefined for what is no such order, or is not known to be paid
 */
export async function orderReceipt(
  journal: Journal,
  orders: PaidOrders,
  name: IntentName,
): Promise<ReceiptView | undefined> {
  const kept = await keptMessage(journal, name);
  if (kept?.infno !== '2166' || kept.state !== 'settled') return undefined;
  const { institution, msgid } = kept;
  const order = textIn(purchaseOutput(kept.answer), 'mdtrt_regno');
  const paid = await orders.find({ institution, order });
  if (!paid) return undefined;
  const { settlementId, settledAt, personNumber, total, funds, accounts, cash } = paid;
  const nodes = inputNodes(kept.content.text);
  const amounts: { line: PrintedLine; amount: string }[] = [
    { line: 'account', amount: accounts },
    ...(parseYuan(funds) === ZERO_FEN ? [] : [{ line: 'otherFunds' as const, amount: funds }]),
    { line: 'cash', amount: cash },
  ];
  return {
    institution,
    msgid,
    infno: kept.infno,
    settlementId,
    visitId: order,
    personNumber,
    name: paid.name,
    settledAt,
    total,
    capitals: inCapitals(parseYuan(total) ?? ZERO_FEN),
    amounts,
    cash,
    balance: '',
    items: (nodes['feedetl'] ?? []).map((row) => ({
      code: textIn(row, 'hilist_code'),
      name: textIn(row, 'hilist_name') || textIn(row, 'hilist_code'),
      price: textIn(row, 'pric'),
      count: textIn(row, 'cnt'),
      amount: textIn(row, 'amt'),
    })),
    operator: textIn(messageIn(kept.content.text), 'opter'),
    undone: (await settlementRow(journal, kept))?.undone ?? false,
    bill: { batch: '', category: '41', accountFlag: textIn(nodes['n_input']?.[0] ?? {}, 'acct_used_flag') },
  };
}
