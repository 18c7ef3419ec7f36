import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { FixedLines } from './fixed-lines.js';
import { lateBack, type Sale } from './sale.js';

interface LateEntryProps {
  readonly sale: Sale;
  readonly busy: boolean;
  readonly onReckon: () => void;
}

/** A bill that was paid in full, on the desk to be settled: as it was paid, so that nothing of it is typed again. */
export function LateEntry({ sale, busy, onReckon }: LateEntryProps) {
  const { outage: texts, entry } = useTexts().cashier;
  const { amount } = useValues();
  if (sale.late === null) return null;
  return (
    <section class="card stack" aria-labelledby="late-title">
      <h2 id="late-title">{texts.late}</h2>
      <p>
        {texts.lateOf(sale.late.name, sale.late.at)} <code class="small">{sale.late.number}</code>
      </p>
      <FixedLines lines={sale.lines} />
      <p class="bill-total">
        {texts.paidBefore} <strong class="figure">{amount(fenOf(sale.late.paid))}</strong>
      </p>
      <div class="buttons">
        <button type="button" id="late-reckon" class="button first" aria-disabled={busy} onClick={onReckon}>
          {busy ? entry.reckoning : entry.reckon}
        </button>
      </div>
    </section>
  );
}

/** What of the money that was paid in full goes back, once that is known. */
export function LateDone({ sale }: { readonly sale: Sale }) {
  const { outage: texts } = useTexts().cashier;
  const { amount } = useValues();
  const back = lateBack(sale);
  return (
    <div role="status">
      {back === null || sale.late === null ? null : (
        <div class="notice">
          <p class="to-collect">{texts.giveBack(amount(fenOf(sale.late.paid)), amount(back))}</p>
          {sale.settled === null ? <p>{texts.firstSettle}</p> : null}
        </div>
      )}
    </div>
  );
}
