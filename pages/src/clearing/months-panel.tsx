import { plus, ZERO_FEN } from '@medisettle/money';
import { WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import type { MonthTablesRow } from './clearing-terms.js';
import { monthBefore, runningMonth } from './months.js';
import { StateBadges } from './state-badges.js';

interface MonthsPanelProps {
  readonly kept: readonly MonthTablesRow[];
  readonly chosen: string;
  readonly onChoose: (month: string) => void;
}

/** Months with how far they are: the one that runs, the last one, and each of which something was compared. */
export function MonthsPanel({ kept, chosen, onChoose }: MonthsPanelProps) {
  const { clearing: texts } = useTexts().operator;
  const { amount, month: written } = useValues();
  const running = runningMonth();
  const months = [...new Set([running, monthBefore(running), chosen, ...kept.map(({ month }) => month)])];
  const standing = (month: string) => {
    const rows = kept.filter((row) => row.month === month);
    return (
      <>
        <StateBadges counts={rows} />
        {rows.length > 0 ? null : <span class="soft">{month === running ? texts.running : texts.nothingKept}</span>}
      </>
    );
  };
  const owed = (month: string, side: MonthTablesRow['side']): string => {
    const ofSide = kept.filter((row) => row.month === month && row.side === side);
    return ofSide.length === 0 ? '–' : amount(plus(ZERO_FEN, ...ofSide.map((row) => fenOf(row.owed))));
  };
  return (
    <section class="card stack" aria-labelledby="months-title">
      <h2 id="months-title">{texts.months}</h2>
      <WideTable
        label={texts.months}
        rows={months.toSorted().reverse()}
        keyOf={(month) => month}
        marks={(month) => ({ 'data-month': month })}
        columns={[
          {
            head: texts.month,
            kind: 'name',
            cell: (month) => (
              <button
                type="button"
                class="button quiet"
                aria-label={texts.open(written(month))}
                aria-current={month === chosen ? 'true' : undefined}
                onClick={() => onChoose(month)}
              >
                {written(month)}
              </button>
            ),
          },
          { head: texts.state, cell: standing },
          { head: texts.receivable, kind: 'figure', cell: (month) => owed(month, 'care') },
          { head: texts.payable, kind: 'figure', cell: (month) => owed(month, 'insured') },
        ]}
      />
    </section>
  );
}
