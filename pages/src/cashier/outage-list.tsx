import type { OutageBillState, OutageBillView } from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import { WideTable } from '../design/table.js';
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
  const actions = (bill: OutageBillView) => (
    <>
      {bill.state === 'open' ? (
        <>
          <button type="button" class="button" aria-label={texts.settleOf(bill.name)} onClick={() => onSettle(bill)}>
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
      <button type="button" class="button quiet" aria-label={texts.paperOf(bill.name)} onClick={() => onPaper(bill)}>
        {texts.paperShort}
      </button>
    </>
  );
  return (
    <section class="card stack today" aria-labelledby="outage-title">
      <h2 id="outage-title" tabIndex={-1}>
        {texts.list}
      </h2>
      <p role="status" class={open > 0 ? 'notice' : 'soft'}>
        {open > 0 ? texts.waiting(open) : texts.noneWaiting}
      </p>
      <WideTable
        label={texts.list}
        rows={bills}
        keyOf={({ number }) => number}
        marks={({ number }) => ({ 'data-number': number })}
        columns={[
          { head: texts.headings.at, kind: 'digits', cell: ({ at }) => at },
          { head: texts.headings.name, cell: ({ name }) => <span class="row-name">{name}</span> },
          { head: texts.headings.paid, kind: 'figure', cell: ({ paid }) => amount(fenOf(paid)) },
          { head: texts.headings.until, kind: 'digits', cell: ({ until }) => until },
          {
            head: texts.headings.state,
            cell: ({ state, withdrawn }) => (
              <>
                <span class={BADGES[state]}>{texts.states[state]}</span>{' '}
                {withdrawn === null ? null : <span class="small">{texts.reasons[withdrawn.reason]}</span>}
              </>
            ),
          },
          { head: texts.headings.number, cell: ({ number }) => <code class="small">{number}</code> },
          { head: texts.headings.action, cell: actions },
        ]}
      />
    </section>
  );
}
