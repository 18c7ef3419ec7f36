import { type WireObject } from '@medisettle/national';
import { type IntentState } from '../journal/life-cycle.js';
import { type Journal, type ReadIntent } from '../journal/journal.js';
import { purchaseIn, purchaseOutput } from '../visitor-purchases/purchase-answer.js';
import { extensionIn, inputOf, messageIn, objectIn, textIn } from '../journal/kept-words.js';

/**
 * How a message stands at this counter. `accepted`: noted here and on its way, which says nothing of the centre;
 * `unknown`: sent, and asked for until it is known; `not-done`: nothing was done, and nothing is on its way.
 */
export type RowState = 'accepted' | 'unknown' | 'settled' | 'refused' | 'not-done';

export type RowKind = 'settlement' | 'cancellation' | 'reversal' | 'order' | 'order-cancellation';

/** How a visitor's order stands, as far as it was heard here. */
export type OrderState = 'waiting' | 'paid' | 'cancelled' | 'refunded';

/** What was settled or cancelled; amounts in yuan with two places, negative for a cancellation. */
export interface SettledView {
  readonly settlementId: string;
  readonly visitId: string;
  readonly personNumber: string;
  readonly name: string;
  readonly total: string;
  readonly funds: string;
  readonly accounts: string;
  readonly cash: string;
}

/** A message of this counter that settles, cancels or reverses. */
export interface SettlementRow {
  readonly institution: string;
  readonly msgid: string;
  readonly infno: string;
  readonly kind: RowKind;
  readonly state: RowState;
  /** When it was noted here, ISO 8601. */
  readonly at: string;
  readonly settled: SettledView | null;
  /** The order that a visitor pays in his application; undefined for every other message. */
  readonly order?: { readonly number: string; readonly state: OrderState };
  /** The settlement, or the order, that a cancellation undoes. */
  readonly cancels: string | null;
  /** Why it was cancelled, where the cashier said so. */
  readonly reason: string | null;
  /** Whether a cancellation or reversal from this counter has undone it since. */
  readonly undone: boolean;
  /** Code and Chinese sentence of the refusal. */
  readonly refusal: { readonly code: string; readonly zh: string } | null;
}

const KINDS: Readonly<Record<string, RowKind>> = {
  '2102': 'settlement',
  '2207': 'settlement',
  '2304': 'settlement',
  '2103': 'cancellation',
  '2208': 'cancellation',
  '2305': 'cancellation',
  '2601': 'reversal',
  '2166': 'order',
  '2167': 'order-cancellation',
  '2163': 'cancellation',
};

/** Transactions that settle, cancel or reverse. */
export const MONEY_MOVING = Object.keys(KINDS);
const UNDOING = MONEY_MOVING.filter((infno) => !['settlement', 'order'].includes(KINDS[infno] ?? ''));
/** Cancellations and refunds that name an order. */
const OF_ORDERS: ReadonlySet<string> = new Set(['2163', '2167']);

const ROW_STATES: Readonly<Record<IntentState, RowState>> = {
  intended: 'accepted',
  repeated: 'accepted',
  unknown: 'unknown',
  absent: 'unknown',
  settled: 'settled',
  refused: 'refused',
  waiting: 'not-done',
  defective: 'not-done',
  closed: 'not-done',
};

/** More than a counter settles in a day; a bound for what is held in memory at once. */
const ROWS_MAX = 2_000;

/** A row that also says what it undoes. */
type Reading = SettlementRow & { readonly reverses: string | null };

function settledIn(output: WireObject): SettledView | null {
  const info = objectIn(output.setlinfo);
  if (textIn(info, 'setl_id') === '') return null;
  return {
    settlementId: textIn(info, 'setl_id'),
    visitId: textIn(info, 'mdtrt_id'),
    personNumber: textIn(info, 'psn_no'),
    name: textIn(info, 'psn_name'),
    total: textIn(info, 'medfee_sumamt'),
    funds: textIn(info, 'fund_pay_sumamt'),
    accounts: textIn(info, 'acct_pay'),
    cash: textIn(info, 'psn_cash_pay'),
  };
}

function refusalIn(answer: WireObject): SettlementRow['refusal'] {
  const [, code, zh] = /^\[([A-Z0-9-]+)\]\s*(.*)$/s.exec(textIn(answer, 'err_msg')) ?? [];
  return code === undefined || zh === undefined ? null : { code, zh };
}

function readingOf({ institution, msgid, infno, state, madeAt, content, answer }: ReadIntent): Reading {
  const input = inputOf(content?.text);
  const answered = messageIn(answer);
  const more = extensionIn(input, 'exp_content');
  const kind = KINDS[infno] ?? 'settlement';
  const refund = infno === '2163' ? purchaseIn(answer) : undefined;
  const order = kind === 'order' && state === 'settled' ? textIn(purchaseOutput(answer), 'mdtrt_regno') : '';
  const undoes = kind === 'cancellation' || kind === 'order-cancellation';
  return {
    institution,
    msgid,
    infno,
    kind,
    state: ROW_STATES[state],
    at: new Date(madeAt).toISOString(),
    settled:
      state !== 'settled'
        ? null
        : refund
          ? { ...refund, visitId: textIn(input, 'mdtrt_regno') }
          : settledIn(objectIn(answered.output)),
    ...(order === '' ? {} : { order: { number: order, state: 'waiting' as const } }),
    cancels: undoes ? textIn(input, OF_ORDERS.has(infno) ? 'mdtrt_regno' : 'setl_id') : null,
    reason: textIn(more, 'cancel_reason') || null,
    undone: false,
    refusal: state === 'settled' ? null : refusalIn(answered),
    reverses: KINDS[infno] === 'reversal' ? textIn(input, 'omsgid') : null,
  };
}

/**
 * The settlements and cancellations that this counter noted on a day, the newest first. What undid them may be of a later
 * day; what was undone from another counter is not seen here.
 * @param from first moment of the day, `to` the first one after it; milliseconds since 1970
 */
export async function settlementRows(
  journal: Pick<Journal, 'made'>,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<SettlementRow[]> {
  const day = (await journal.made({ from, to }, MONEY_MOVING, ROWS_MAX)).map(readingOf);
  const later = (await journal.made({ from: to, to: Number.MAX_SAFE_INTEGER }, UNDOING, ROWS_MAX)).map(readingOf);
  return withUndone(day, later);
}

/** The row of one settlement, with whatever its person's later messages at this counter have undone of it. */
export async function settlementRow(
  journal: Pick<Journal, 'made'>,
  kept: ReadIntent,
): Promise<SettlementRow | undefined> {
  const span = { from: kept.madeAt, to: Number.MAX_SAFE_INTEGER };
  const later = (await journal.made(span, UNDOING, ROWS_MAX, kept.lane)).map(readingOf);
  return withUndone([readingOf(kept)], later)[0];
}

/** Rows with what they and later ones have undone. */
function withUndone(day: readonly Reading[], later: readonly Reading[]): SettlementRow[] {
  const done = [...day, ...later].filter(({ state }) => state === 'settled');
  const reversed = new Set(done.map(({ institution, reverses }) => JSON.stringify([institution, reverses])));
  const isReversed = ({ institution, msgid }: Reading): boolean => reversed.has(JSON.stringify([institution, msgid]));
  const cancelled = new Set(done.filter((row) => !isReversed(row)).map(({ cancels }) => cancels));
  return day.map((reading) => {
    const { reverses: _, ...row } = reading;
    if (row.order && cancelled.has(row.order.number)) {
      const refunded = done.some(({ infno, cancels }) => infno === '2163' && cancels === row.order?.number);
      return { ...row, undone: true, order: { ...row.order, state: refunded ? 'refunded' : 'cancelled' } };
    }
    return { ...row, undone: isReversed(reading) || (row.settled !== null && cancelled.has(row.settled.settlementId)) };
  });
}
