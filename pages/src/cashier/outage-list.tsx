import type { OutageBillState, OutageBillView } from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';

const BADGES: Readonly<Record<OutageBillState, string>> = {
  open: 'badge caution',
  settling: 'badge caution',
  settled: 'badge good',
  withdrawn: 'badge',
};

interface OutageListProps {
  readonly bills: readonly OutageBillView[];
  readonly onSettle: (bill: OutageBillView) => void;
  readonly onWithdraw: (bill: OutageBillView) => void;
  readonly onPaper: (bill: OutageBillView) => void;
}

/** Bills that were paid in full and wait for their settlement; nothing where there is none. */
export function OutageList({ bills, onSettle, onWithdraw, onPaper }: OutageListProps) {
  const { outage: texts } = useTexts().cashier;
  const { amount } = useValues();
  if (bills.length === 0) return null;
  const open = bills.filter(({ state }) => state === 'open' || state === 'settling').length;
  const headings = ['at', 'name', 'paid', 'until', 'state', 'number', 'action'] as const;
  return (
    <section class="card stack today" aria-labelledby="outage-title">
      <h2 id="outage-title" tabIndex={-1}>
        {texts.list}
      </h2>
      <p role="status" class={open > 0 ? 'notice' : 'soft'}>
        {open > 0 ? texts.waiting(open) : texts.noneWaiting}
      </p>
      <div class="wide" tabIndex={0} role="region" aria-label={texts.list}>
        <table>
          <thead>
            <tr>
              {headings.map((name) => (
                <th key={name} scope="col" class={name === 'paid' ? 'figure' : undefined}>
                  {texts.headings[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bills.map((bill) => (
              <tr key={bill.number} data-number={bill.number}>
                <td class="figure">{bill.at}</td>
                <td class="row-name">{bill.name}</td>
                <td class="figure">{amount(fenOf(bill.paid))}</td>
                <td class="figure">{bill.until}</td>
                <td>
                  <span class={BADGES[bill.state]}>{texts.states[bill.state]}</span>{' '}
                  {bill.withdrawn === null ? null : <span class="small">{texts.reasons[bill.withdrawn.reason]}</span>}
                </td>
                <td>
                  <code class="small">{bill.number}</code>
                </td>
                <td>
                  {bill.state === 'open' ? (
                    <>
                      <button
                        type="button"
                        class="button"
                        aria-label={texts.settleOf(bill.name)}
                        onClick={() => onSettle(bill)}
                      >
                        {texts.settle}
                      </button>
                      <button
                        type="button"
                        class="button quiet"
                        aria-label={texts.withdrawOf(bill.name)}
                        onClick={() => onWithdraw(bill)}
                      >
                        {texts.withdraw}
                      </button>
                    </>
                  ) : null}
                  <button
                    type="button"
                    class="button quiet"
                    aria-label={texts.paperOf(bill.name)}
                    onClick={() => onPaper(bill)}
                  >
                    {texts.paperShort}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
