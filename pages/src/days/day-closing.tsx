import { useState } from 'preact/hooks';
import type { ClosingReport } from '../../../apps/settlement/src/reconciliation/day-closing.js';
import type { DoorAnswer } from '../door/answer.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { OrderPanel } from '../order/order-panel.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import type { DayRow } from './days-terms.js';

interface ClosingDayProps {
  readonly institution: string;
  readonly row: DayRow;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Closes one day of one institution on which both sides agree. */
export function ClosingDay({ institution, row, onDone, onClose }: ClosingDayProps) {
  const { closing: texts } = useTexts().operator.days;
  const { amount, day, moment, number } = useValues();
  const { ask } = useSession();
  const order = async (operator: string) => {
    const body = { institution, day: row.day, operator };
    const answer = await ask<{ closedAt: string }>('/api/reconciliation/closings', body);
    if (answer.outcome === 'answered') onDone();
    return answer;
  };
  return (
    <OrderPanel
      title={texts.title(institution, day(row.day))}
      consequences={[texts.figures(number(row.rows), amount(fenOf(row.total))), texts.forGood]}
      button={texts.button}
      onOrder={order}
      said={({ closedAt }) => texts.done(moment(closedAt))}
      onClose={onClose}
    />
  );
}

/** Closes what is agreed on of all institutions, as each night does, and says what came of it. */
export function ClosingAll({ onClosed }: { readonly onClosed: () => void }) {
  const { days: texts } = useTexts().operator;
  const { ask } = useSession();
  const [answer, setAnswer] = useState<DoorAnswer<ClosingReport>>();
  const [busy, setBusy] = useState(false);
  const close = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setAnswer(await ask<ClosingReport>('/api/reconciliation/runs', {}));
    setBusy(false);
    onClosed();
  };
  const report = answer?.outcome === 'answered' ? answer.body : undefined;
  return (
    <section class="card stack" aria-label={texts.close}>
      <p class="hint">{texts.closeLead}</p>
      <div class="buttons">
        <button type="button" class="button" aria-disabled={busy} onClick={() => void close()}>
          {texts.close}
        </button>
        <span role="status">{report ? texts.closed(report.closed, report.differing, report.open) : ''}</span>
      </div>
      <Trouble answer={answer} />
    </section>
  );
}
