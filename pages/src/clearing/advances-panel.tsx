import { parseYuan } from '@medisettle/money';
import { useState } from 'preact/hooks';
import { WideTable } from '../design/table.js';
import { TextField } from '../fields/fields.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { OrderPanel } from '../order/order-panel.js';
import { useSession } from '../session/session.js';
import type { AdvanceRow } from './clearing-terms.js';

const LEVEL_BADGES = { none: 'badge good', yellow: 'badge caution', red: 'badge wrong' } as const;

interface AddingProps {
  readonly province: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Pays money into the fund for a province. */
export function Adding({ province, onDone, onClose }: AddingProps) {
  const { advances: texts } = useTexts().operator.clearing;
  const values = useValues();
  const { ask } = useSession();
  const [amount, setAmount] = useState('');
  const [id, setId] = useState('');
  const yuan = parseYuan(amount.trim());
  const problems = {
    ...(yuan === null || yuan <= 0 ? { amount: texts.problems.amount } : {}),
    ...(/^[\w.-]{1,60}$/.test(id.trim()) ? {} : { number: texts.problems.number }),
  };
  const order = async (operator: string) => {
    const body = { id: id.trim(), province, amount: amount.trim(), operator };
    const answer = await ask<{ balance: string }>('/api/clearing/advances', body);
    if (answer.outcome === 'answered') onDone();
    return answer;
  };
  return (
    <OrderPanel
      title={texts.adding(values.division(province))}
      consequences={[texts.what]}
      problems={problems}
      button={texts.button}
      onOrder={order}
      said={({ balance }) => texts.done(values.amount(fenOf(balance)))}
      onClose={onClose}
    >
      <TextField path="amount" kind="figure" label={texts.amount} value={amount} onChange={setAmount} />
      <TextField path="number" label={texts.number} hint={texts.numberHint} value={id} onChange={setId} />
    </OrderPanel>
  );
}

interface AdvancesPanelProps {
  readonly advances: readonly AdvanceRow[];
  readonly onAdd: (province: string) => void;
}

/** What is set aside for what is owed to each province, and how much of it is spoken for. */
export function AdvancesPanel({ advances, onAdd }: AdvancesPanelProps) {
  const { advances: texts } = useTexts().operator.clearing;
  const { amount, division } = useValues();
  if (advances.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="advances-title">
      <h2 id="advances-title">{texts.title}</h2>
      <WideTable
        label={texts.title}
        rows={advances}
        keyOf={({ province }) => province}
        marks={({ province }) => ({ 'data-advance': province })}
        columns={[
          { head: texts.province, kind: 'name', cell: ({ province }) => division(province) },
          { head: texts.balance, kind: 'figure', cell: ({ balance }) => amount(fenOf(balance)) },
          { head: texts.unpaid, kind: 'figure', cell: ({ unpaid }) => amount(fenOf(unpaid)) },
          { head: texts.due, kind: 'figure', cell: ({ due }) => (due === null ? '–' : amount(fenOf(due))) },
          {
            head: texts.level,
            cell: ({ warning }) =>
              warning === null ? (
                <span class="soft">{texts.unknown}</span>
              ) : (
                <span class={LEVEL_BADGES[warning.level]}>{texts.levels[warning.level]}</span>
              ),
          },
          {
            head: texts.add,
            cell: ({ province }) => (
              <button
                type="button"
                class="button quiet"
                aria-label={texts.adding(division(province))}
                onClick={() => onAdd(province)}
              >
                {texts.add}
              </button>
            ),
          },
        ]}
      />
    </section>
  );
}
