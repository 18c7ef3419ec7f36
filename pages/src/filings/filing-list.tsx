import { useState } from 'preact/hooks';
import type { CareFiling } from '../../../apps/settlement/src/filings/care-filings.js';
import { WideTable } from '../design/table.js';
import { today } from '../fields/day.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';

/** A filing as it comes over the wire. */
export type FilingView = Omit<CareFiling, 'filedAt' | 'cancelledAt'> & {
  readonly filedAt: string;
  readonly cancelledAt: string | null;
};

/** How a filing stands today. */
function stateOf({ validTo, cancelledAt }: FilingView): 'withdrawn' | 'over' | 'holds' {
  if (cancelledAt !== null) return 'withdrawn';
  return validTo !== null && validTo < today() ? 'over' : 'holds';
}

/** Withdraws at the second press; whoever goes elsewhere has not asked. */
function Withdraw({ onWithdraw }: { readonly onWithdraw: () => void }) {
  const { filing: texts } = useTexts().operator;
  const [asked, setAsked] = useState(false);
  return (
    <button
      type="button"
      class={asked ? 'button first' : 'button quiet'}
      onClick={() => {
        setAsked(!asked);
        if (asked) onWithdraw();
      }}
      onBlur={() => setAsked(false)}
    >
      {asked ? texts.sure : texts.withdraw}
    </button>
  );
}

interface FilingListProps {
  readonly filings: readonly FilingView[];
  readonly onWithdraw: (filing: FilingView) => Promise<boolean>;
}

/** The filings of a person. Withdrawing asks once more, at the same place. */
export function FilingList({ filings, onWithdraw }: FilingListProps) {
  const { filing: texts } = useTexts().operator;
  const { day } = useValues();
  return (
    <section class="card stack" aria-labelledby="filings-title">
      <h2 id="filings-title">{texts.list}</h2>
      <WideTable
        label={texts.list}
        none={texts.none}
        rows={filings}
        keyOf={({ filingId }) => filingId}
        marks={(filing) => ({ 'data-state': stateOf(filing) })}
        columns={[
          { head: texts.kind, cell: ({ kind }) => texts.kinds[kind] },
          { head: texts.place, cell: ({ destination }) => destination },
          { head: texts.from, cell: ({ validFrom }) => day(validFrom) },
          { head: texts.to, cell: ({ validTo }) => (validTo === null ? texts.forGood : day(validTo)) },
          { head: texts.reason, cell: ({ reason }) => reason },
          {
            head: texts.state,
            cell: (filing) => (
              <span class={stateOf(filing) === 'holds' ? 'badge good' : 'badge'}>{texts[stateOf(filing)]}</span>
            ),
          },
          {
            head: texts.withdraw,
            cell: (filing) =>
              stateOf(filing) === 'holds' ? <Withdraw onWithdraw={() => void onWithdraw(filing)} /> : null,
          },
        ]}
      />
    </section>
  );
}
