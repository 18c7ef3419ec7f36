import { useEffect } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import type { Today } from './counter.js';
import { messageOf, type Sender } from './his.js';
import { Halted } from './not-done.js';
import { type SaleDesk, useTools } from './use-sale.js';

/** How often it is asked whether an order was paid, in milliseconds. */
const ASKED_MS = 2_000;
/** More than wait at one desk; the others are asked for as soon as these have ended. */
const ASKED_MAX = 5;

/**
 * Asks for the orders of today that nobody has paid yet (2171). The counter notes what it hears, and the list of today
 * shows it: so it goes on whichever tab made the order.
 */
export function useWaitingOrders(sender: Sender, today: Today | undefined): void {
  const tools = useTools(sender);
  const waiting = (today?.rows ?? [])
    .filter(({ institution, order }) => institution === sender.institution && order?.state === 'waiting')
    .map(({ order }) => order?.number ?? '')
    .slice(0, ASKED_MAX)
    .join();
  useEffect(() => {
    if (waiting === '') return undefined;
    let left = false;
    let timer = 0;
    const ask = async (): Promise<void> => {
      for (const number of waiting.split(',')) {
        if (left) return;
        await tools.send(messageOf(sender, '2171', { n_input: { mdtrt_regno: number } }));
      }
      if (!left) timer = window.setTimeout(() => void ask(), ASKED_MS);
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [waiting]);
}

interface OrderPanelProps {
  readonly desk: SaleDesk;
  /** The bill is taken back from the patient's application. */
  readonly onDrop: (order: string) => void;
  readonly isAway: boolean;
}

/** An order that waits for the patient's payment: what it comes to, what to say, and what is waited for. */
export function OrderPanel({ desk: { sale, busy, halt }, onDrop, isAway }: OrderPanelProps) {
  const { order: texts } = useTexts().cashier;
  const { amount } = useValues();
  const { order } = sale;
  if (order === null) return null;
  return (
    <section class="card stack trial" aria-labelledby="order-title">
      <h2 id="order-title" tabIndex={-1}>
        {texts.title}
      </h2>
      <p class="to-collect">
        {texts.total} <strong class="figure">{amount(fenOf(order.total))}</strong>
      </p>
      <p>{texts.split(amount(fenOf(order.accounts)), amount(fenOf(order.cash)))}</p>
      <p class="spoken-sentence">{texts.say}</p>
      <div class="notice" role="status">
        <p>{isAway ? texts.away : texts.waiting}</p>
        <p class="small">
          {texts.number} <code>{order.number}</code>
        </p>
      </div>
      <Halted halt={halt} />
      <p class="hint">{texts.noCash}</p>
      <div class="buttons">
        <button
          type="button"
          class="button"
          aria-disabled={busy !== null}
          onClick={() => busy === null && onDrop(order.number)}
        >
          {texts.drop}
        </button>
      </div>
    </section>
  );
}
