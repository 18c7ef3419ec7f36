import { negate, ZERO_FEN } from '@medisettle/money';
import { Table } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { cashBack, remainingLines, type Sale } from './sale.js';
import type { SaleDesk } from './use-sale.js';

interface RefundEntryProps {
  readonly desk: Pick<SaleDesk, 'sale' | 'change' | 'busy'>;
  /** The quantities are complete: cancel what was settled, and try what stays. */
  readonly onReckon: () => void;
}

/** What of a settled bill comes back. */
export function RefundEntry({ desk: { sale, change, busy }, onReckon }: RefundEntryProps) {
  const { refund: texts } = useTexts().cashier;
  const { refund, returned } = sale;
  if (refund === null) return null;
  const onBack = (id: string, typed: string): void => {
    const now = { ...returned, [id]: typed };
    change({ returned: now, lines: remainingLines(refund, now) });
  };
  return (
    <section class="card stack" aria-labelledby="refund-title">
      <h2 id="refund-title">{texts.title}</h2>
      <p role="status">{refund.cancelled ? texts.cancelled : texts.lead}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onReckon();
        }}
      >
        <Table
          class="bill-lines"
          rows={refund.items}
          keyOf={({ id }) => id}
          columns={[
            { head: texts.item, cell: ({ name }) => name },
            { head: texts.price, kind: 'digits', cell: ({ price }) => price },
            { head: texts.sold, kind: 'digits', cell: ({ count }) => count },
            {
              head: texts.back,
              cell: ({ id, name }) => (
                <input
                  id={`back-${id}`}
                  type="text"
                  inputMode="decimal"
                  autoComplete="off"
                  aria-label={texts.backOf(name)}
                  value={returned[id] ?? ''}
                  onInput={(event) => onBack(id, event.currentTarget.value)}
                />
              ),
            },
          ]}
        />
        <div class="buttons">
          <button type="submit" class="button first" aria-disabled={busy !== null}>
            {texts.reckon}
          </button>
        </div>
      </form>
    </section>
  );
}

/** What is to be paid back to the patient, or still to be collected, once that is known. */
export function RefundDone({ sale }: { readonly sale: Sale }) {
  const { refund: texts } = useTexts().cashier;
  const { amount } = useValues();
  const back = cashBack(sale);
  return (
    <div role="status">
      {back === null ? null : (
        <div class="notice" id="refund-done" tabIndex={-1}>
          {sale.lines.length === 0 ? <p>{texts.whole}</p> : null}
          <p class="to-collect">{back >= ZERO_FEN ? texts.pay(amount(back)) : texts.collect(amount(negate(back)))}</p>
        </div>
      )}
    </div>
  );
}
