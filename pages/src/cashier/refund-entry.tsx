import { negate, ZERO_FEN } from '@medisettle/money';
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
        <table class="bill-lines">
          <thead>
            <tr>
              <th scope="col">{texts.item}</th>
              <th scope="col">{texts.price}</th>
              <th scope="col">{texts.sold}</th>
              <th scope="col">{texts.back}</th>
            </tr>
          </thead>
          <tbody>
            {refund.items.map(({ id, name, price, count }) => (
              <tr key={id}>
                <td>{name}</td>
                <td class="figure">{price}</td>
                <td class="figure">{count}</td>
                <td>
                  <input
                    id={`back-${id}`}
                    type="text"
                    inputMode="decimal"
                    autoComplete="off"
                    aria-label={texts.backOf(name)}
                    value={returned[id] ?? ''}
                    onInput={(event) => onBack(id, event.currentTarget.value)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
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
