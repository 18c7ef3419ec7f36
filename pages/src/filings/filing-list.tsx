import { useState } from 'preact/hooks';
import type { CareFiling } from '../../../apps/settlement/src/filings/care-filings.js';
import { today } from '../fields/day.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';

/** A filing as it comes over the wire. */
export type FilingView = Omit<CareFiling, 'filedAt' | 'cancelledAt'> & {
  readonly filedAt: string;
  readonly cancelledAt: string | null;
};

interface RowProps {
  readonly filing: FilingView;
  readonly onWithdraw: (filing: FilingView) => Promise<boolean>;
}

function Row({ filing, onWithdraw }: RowProps) {
  const { filing: texts } = useTexts().operator;
  const { day } = useValues();
  const [asked, setAsked] = useState(false);
  const { kind, destination, validFrom, validTo, reason, cancelledAt } = filing;
  const isOver = validTo !== null && validTo < today();
  const state = cancelledAt !== null ? 'withdrawn' : isOver ? 'over' : 'holds';
  return (
    <tr data-state={state}>
      <td>{texts.kinds[kind]}</td>
      <td>{destination}</td>
      <td>{day(validFrom)}</td>
      <td>{validTo === null ? texts.forGood : day(validTo)}</td>
      <td>{reason}</td>
      <td>
        <span class={state === 'holds' ? 'badge good' : 'badge'}>{texts[state]}</span>
      </td>
      <td>
        {state !== 'holds' ? null : (
          <button
            type="button"
            class={asked ? 'button first' : 'button quiet'}
            onClick={() => (asked ? void onWithdraw(filing) : setAsked(true))}
            onBlur={() => setAsked(false)}
          >
            {asked ? texts.sure : texts.withdraw}
          </button>
        )}
      </td>
    </tr>
  );
}

interface FilingListProps {
  readonly filings: readonly FilingView[];
  readonly onWithdraw: RowProps['onWithdraw'];
}

/** The filings of a person. Withdrawing asks once more, at the same place. */
export function FilingList({ filings, onWithdraw }: FilingListProps) {
  const { filing: texts } = useTexts().operator;
  return (
    <section class="card stack" aria-labelledby="filings-title">
      <h2 id="filings-title">{texts.list}</h2>
      {filings.length === 0 ? (
        <p class="soft">{texts.none}</p>
      ) : (
        <div class="wide" tabIndex={0} role="region" aria-label={texts.list}>
          <table>
            <thead>
              <tr>
                {(['kind', 'place', 'from', 'to', 'reason', 'state', 'withdraw'] as const).map((name) => (
                  <th key={name} scope="col">
                    {texts[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {filings.map((filing) => (
                <Row key={filing.filingId} filing={filing} onWithdraw={onWithdraw} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
