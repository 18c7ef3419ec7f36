import type { UnresolvedView } from '../../../apps/terminal-agent/src/journal/open-intent.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { MoneyBar, PayerSign } from '../money-bar/money-bar.js';
import { fenOf } from '../money-bar/shares.js';
import { Why } from '../why/why.js';
import type { Node } from './his.js';
import { reasonsIn } from './reasons.js';
import type { SaleDesk } from './use-sale.js';
import { Spoken } from './spoken.js';
import { entriesOf, isBegun } from './sale.js';

/**
 * What a bill comes to.
 * @param paidBefore how the cash is called of a bill that was paid before: nothing is collected by this figure
 */
function Split({ setlinfo, paidBefore }: { readonly setlinfo: Node; readonly paidBefore: string | null }) {
  const { trial: texts } = useTexts().cashier;
  const { payers: names, result } = useTexts();
  const { amount } = useValues();
  const { shares, ...reasons } = reasonsIn(setlinfo);
  const figure = (name: string): string => amount(fenOf(setlinfo[name] ?? '0'));
  return (
    <>
      <p class="to-collect">
        {paidBefore ?? texts.collect} <strong class="figure">{figure('psn_cash_pay')}</strong>
      </p>
      <p role="status">
        {result.said(figure('medfee_sumamt'), figure('fund_pay_sumamt'), figure('acct_pay'), figure('psn_cash_pay'))}
      </p>
      <MoneyBar shares={shares} />
      <ul class="trial-shares">
        {shares.map(({ payer, amount: part }) => (
          <li key={payer}>
            <PayerSign payer={payer} />
            {names[payer]} <span class="figure">{amount(part)}</span>
          </li>
        ))}
      </ul>
      <details>
        <summary>{texts.why}</summary>
        {reasons.explanation.length === 0 ? <p>{texts.whyElsewhere}</p> : <Why answer={{ ...reasons, sources: {} }} />}
      </details>
    </>
  );
}

/** A settlement whose outcome is not known: what is being done about it, until it is. */
function Unknown({ open }: { readonly open: UnresolvedView | undefined }) {
  const { unknown: texts } = useTexts().cashier;
  return (
    <div class="notice" role="status">
      <p class="spoken-sentence">
        <strong>{texts.title}</strong>
      </p>
      <p>{texts.advice}</p>
      <p class="small">{open ? (open.next === null ? texts.away : texts.tried(open.tried)) : texts.asking}</p>
    </div>
  );
}

interface TrialPanelProps {
  readonly desk: SaleDesk;
  readonly hindrance: string | null;
  readonly unresolved: readonly UnresolvedView[];
  readonly onSettle: () => void;
  /** Leaves this bill for the next patient. */
  readonly onNext: () => void;
}

/** Who would pay what; from here it is settled. */
export function TrialPanel({
  desk: { sale, busy, halt, settle },
  hindrance,
  unresolved,
  onSettle,
  onNext,
}: TrialPanelProps) {
  const { trial: texts, spoken, unknown } = useTexts().cashier;
  const { trial } = sale;
  const waits = sale.kept.settle;
  const isStale = trial !== null && trial.of !== entriesOf(sale);
  const open = unresolved.find(({ msgid }) => msgid === waits?.msgid);
  return (
    <section class="card stack trial" aria-labelledby="trial-title">
      <h2 id="trial-title">{texts.title}</h2>
      <div role="alert">
        {hindrance === null ? null : <p class="notice">{hindrance}</p>}
        {halt?.outcome === 'refused' ? <Spoken code={halt.code} zh={halt.zh} /> : null}
        {halt?.outcome === 'unknown' && !waits ? <p class="notice">{halt.zh ?? spoken.unreachable}</p> : null}
      </div>
      {trial === null ? (
        <p class="soft">{texts.empty}</p>
      ) : (
        <Split
          setlinfo={trial.setlinfo}
          paidBefore={sale.refund !== null ? texts.cashOfRest : sale.late !== null ? texts.cashOfLate : null}
        />
      )}
      {isStale && !waits ? <p class="notice">{texts.stale}</p> : null}
      {waits && busy === null && halt?.outcome !== 'refused' ? <Unknown open={open} /> : null}
      <div class="buttons">
        {waits ? (
          <button
            type="button"
            class="button"
            aria-disabled={busy !== null}
            onClick={() => busy === null && void settle()}
          >
            {busy === null ? unknown.again : texts.settling}
          </button>
        ) : trial !== null && !isStale ? (
          <button
            type="button"
            id="settle"
            class="button first"
            aria-disabled={busy !== null}
            onClick={() => busy === null && onSettle()}
          >
            {texts.settle}
          </button>
        ) : null}
        {busy !== null || (sale.lines.length === 0 && !isBegun(sale)) ? null : (
          <button type="button" class="button quiet" onClick={onNext}>
            {waits ? unknown.next : sale.late !== null ? texts.putBack : texts.giveUp}
          </button>
        )}
      </div>
    </section>
  );
}
