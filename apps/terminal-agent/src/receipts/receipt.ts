import { formatYuan, inCapitals } from '@medisettle/money';
import { type WireObject } from '@medisettle/national';
import { settlementRow } from '../cashier-page/settlement-rows.js';
import { type IntentName } from '../journal/intent.js';
import { IntentUnreadable, type Journal, type KeptIntent, type ReadIntent } from '../journal/journal.js';
import { extensionIn, inputNodes, inputOf, messageIn, objectIn, textIn } from '../journal/kept-words.js';
import { type PrintedLine, printedLines, receiptAmounts } from './receipt-amounts.js';

/** A line of the bill as it was sent; amounts in yuan. */
export interface ReceiptItem {
  readonly code: string;
  /** As the cashier's page named it; the code where the sender told no name. */
  readonly name: string;
  readonly price: string;
  readonly count: string;
  readonly amount: string;
}

/** A bill that was paid in full and settled later. Amounts in yuan. */
interface OutagePaid {
  readonly number: string;
  /** `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai. */
  readonly at: string;
  readonly paid: string;
  readonly givenBack: string;
}

/** What a receipt says. Amounts in yuan with two places. */
export interface ReceiptView {
  readonly institution: string;
  readonly msgid: string;
  readonly infno: string;
  readonly settlementId: string;
  readonly visitId: string;
  readonly personNumber: string;
  readonly name: string;
  /** As the centre wrote it, `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai. */
  readonly settledAt: string;
  readonly total: string;
  readonly capitals: string;
  /** In the order in which they are printed. */
  readonly amounts: readonly { readonly line: PrintedLine; readonly amount: string }[];
  readonly cash: string;
  readonly balance: string;
  /** Empty for a stay, whose lines come over days and have a list of their own. */
  readonly items: readonly ReceiptItem[];
  readonly operator: string;
  readonly undone: boolean;
  /** What was paid in full for the bill before, while the centre could not be reached, and what of it went back. */
  readonly outage?: OutagePaid;
  /** How the bill was told, so that a part of it can be settled anew. */
  readonly bill: { readonly batch: string; readonly category: string; readonly accountFlag: string };
}

/** Transactions that a receipt is given for. */
const WITH_RECEIPT: ReadonlySet<string> = new Set(['2102', '2207', '2304']);

/** Lines are uploaded on the day of the bill or some days before it, in milliseconds. */
const UPLOADED_BEFORE_MS = 31 * 24 * 3_600_000;
/** More uploads than one person has at a counter in that time. */
const UPLOADS_MAX = 500;
/** `chrg_bchno` by which all lines of a visit are withdrawn (2205). */
const ALL_BATCHES = '0000';

const itemOf = (row: WireObject): ReceiptItem => ({
  code: textIn(row, 'med_list_codg'),
  name: textIn(extensionIn(row, 'exp_content'), 'item_name') || textIn(row, 'med_list_codg'),
  price: textIn(row, 'pric'),
  count: textIn(row, 'cnt'),
  amount: textIn(row, 'det_item_fee_sumamt'),
});

/** The lines of a batch as they stood when it was settled: what was uploaded after they were last withdrawn. */
function standingItems(newestFirst: readonly ReadIntent[], visitId: string, batch: string): ReceiptItem[] {
  const items: ReceiptItem[] = [];
  for (const { infno, state, content } of newestFirst) {
    if (state !== 'settled') continue;
    const rows = (Object.values(inputNodes(content?.text))[0] ?? []).filter(
      (row) => textIn(row, 'mdtrt_id') === visitId,
    );
    const isOfBatch = (row: WireObject): boolean => textIn(row, 'chrg_bchno') === batch;
    if (infno === '2205' && rows.some((row) => isOfBatch(row) || textIn(row, 'chrg_bchno') === ALL_BATCHES)) break;
    if (infno === '2204') items.unshift(...rows.filter(isOfBatch).map(itemOf));
  }
  return items;
}

async function itemsOf(journal: Journal, kept: KeptIntent, visitId: string, batch: string): Promise<ReceiptItem[]> {
  if (kept.infno === '2102') return (inputNodes(kept.content.text)['drugdetail'] ?? []).map(itemOf);
  if (kept.infno !== '2207') return [];
  const span = { from: kept.madeAt - UPLOADED_BEFORE_MS, to: kept.madeAt + 1 };
  const uploads = await journal.made(span, ['2204', '2205'], UPLOADS_MAX, kept.lane);
  const before = uploads.filter(({ position }) => position < kept.position);
  return standingItems(before, visitId, batch);
}

/** A message of this counter with its words; undefined where it never had it, or can no longer read it. */
export async function keptMessage(journal: Pick<Journal, 'read'>, name: IntentName): Promise<KeptIntent | undefined> {
  try {
    return await journal.read(name);
  } catch (error) {
    if (error instanceof IntentUnreadable) return undefined;
    throw error;
  }
}

/**
 * The receipt of a settlement by what this counter has noted; it needs no centre.
 * @returns undefined for what this counter has not settled, or can no longer read
 */
export async function receiptOf(journal: Journal, name: IntentName): Promise<ReceiptView | undefined> {
  const kept = await keptMessage(journal, name);
  if (!kept) return undefined;
  const setlinfo = objectIn(objectIn(messageIn(kept.answer).output).setlinfo);
  if (kept.state !== 'settled' || !WITH_RECEIPT.has(kept.infno) || textIn(setlinfo, 'setl_id') === '') return undefined;
  const bill = inputNodes(kept.content.text)['druginfo']?.[0] ?? inputOf(kept.content.text);
  const visitId = textIn(setlinfo, 'mdtrt_id');
  const batch = textIn(bill, 'chrg_bchno');
  const amounts = receiptAmounts(setlinfo);
  return {
    institution: kept.institution,
    msgid: kept.msgid,
    infno: kept.infno,
    settlementId: textIn(setlinfo, 'setl_id'),
    visitId,
    personNumber: textIn(setlinfo, 'psn_no'),
    name: textIn(setlinfo, 'psn_name'),
    settledAt: textIn(setlinfo, 'setl_time'),
    total: formatYuan(amounts.total),
    capitals: inCapitals(amounts.total),
    amounts: printedLines(amounts).map((line) => ({ line, amount: formatYuan(amounts.lines[line]) })),
    cash: formatYuan(amounts.lines.cash),
    balance: textIn(setlinfo, 'balc'),
    items: await itemsOf(journal, kept, visitId, batch),
    operator: textIn(messageIn(kept.content.text), 'opter'),
    undone: (await settlementRow(journal, kept))?.undone ?? false,
    bill: { batch, category: textIn(bill, 'med_type'), accountFlag: textIn(bill, 'acct_used_flag') },
  };
}
