import { useState } from 'preact/hooks';
import { WideTable } from '../design/table.js';
import { ChoiceField, TextField } from '../fields/fields.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { OrderPanel } from '../order/order-panel.js';
import { useSession } from '../session/session.js';
import type { CureRow, DifferenceRow } from './days-terms.js';

const REASON_MAX = 500;

interface CuringProps {
  readonly institution: string;
  readonly statement: string;
  readonly row: DifferenceRow;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/**
 * What only the centre has: reversed at the operator's word, or booked by the institution, about which the centre does
 * nothing.
 */
export function Curing({ institution, statement, row, onDone, onClose }: CuringProps) {
  const { curing: texts } = useTexts().operator.days;
  const { amount } = useValues();
  const { ask } = useSession();
  const [way, setWay] = useState<'reverse' | 'book'>('reverse');
  const [reason, setReason] = useState('');
  const { position, settlementId, msgid, found } = row;
  const yuan = (part: 'total' | 'fund' | 'account'): string => (found === null ? '–' : amount(fenOf(found[part])));
  const order = async (operator: string) => {
    const body = { institution, statement, position, operator, reason: reason.trim() };
    const answer = await ask<CureRow>('/api/reconciliation/cures', body);
    if (answer.outcome === 'answered') onDone();
    return answer;
  };
  const isGiven = reason.trim() !== '' && reason.trim().length <= REASON_MAX;
  return (
    <OrderPanel
      title={texts.title(settlementId)}
      consequences={
        way === 'book'
          ? texts.booking
          : [
              texts.first,
              texts.message(institution, msgid ?? ''),
              texts.money(yuan('total'), yuan('fund'), yuan('account')),
              texts.once,
            ]
      }
      button={way === 'book' ? null : texts.button}
      problems={isGiven ? {} : { reason: texts.reasonProblem }}
      onOrder={order}
      said={({ outcome }) =>
        outcome === 'reversed' ? texts.reversed : outcome === null ? texts.unknown : texts.refused(outcome)
      }
      onClose={onClose}
    >
      <ChoiceField path="way" label={texts.way} value={way} names={texts.ways} onChange={setWay} />
      {way === 'book' ? null : (
        <TextField path="reason" label={texts.reason} hint={texts.reasonHint} value={reason} onChange={setReason} />
      )}
    </OrderPanel>
  );
}

/** Cures of a statement that were ordered: by whom, why, and what came of them. */
export function CureRecord({ cures }: { readonly cures: readonly CureRow[] }) {
  const { curing: texts } = useTexts().operator.days;
  const { moment } = useValues();
  if (cures.length === 0) return null;
  return (
    <>
      <h3>{texts.record}</h3>
      <WideTable
        label={texts.record}
        tall
        rows={cures}
        keyOf={({ position }) => position}
        marks={({ outcome }) => ({ 'data-cured': outcome ?? 'unknown' })}
        columns={[
          { head: texts.columns.row, kind: 'digits', cell: ({ position }) => position },
          { head: texts.columns.orderedAt, cell: ({ orderedAt }) => moment(orderedAt) },
          { head: texts.columns.operator, cell: ({ operator }) => operator },
          { head: texts.columns.reason, cell: ({ reason }) => reason },
          { head: texts.columns.outcome, cell: ({ outcome }) => <CureOutcome outcome={outcome} /> },
          { head: texts.columns.msgid, cell: ({ msgid }) => <code class="small">{msgid}</code> },
        ]}
      />
    </>
  );
}

/** What came of a cure, in a word; a refusal by its code. */
export function CureOutcome({ outcome }: Pick<CureRow, 'outcome'>) {
  const { curing: texts } = useTexts().operator.days;
  if (outcome === 'reversed') return <span class="badge good">{texts.outcomes.reversed}</span>;
  if (outcome === null) return <span class="badge caution">{texts.outcomes.unknown}</span>;
  return <code class="small">{outcome}</code>;
}
