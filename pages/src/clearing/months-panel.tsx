import { plus, ZERO_FEN } from '@medisettle/money';
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
  const owed = (rows: readonly MonthTablesRow[], side: MonthTablesRow['side']): string => {
    const ofSide = rows.filter((row) => row.side === side);
    return ofSide.length === 0 ? '–' : amount(plus(ZERO_FEN, ...ofSide.map((row) => fenOf(row.owed))));
  };
  return (
    <section class="card stack" aria-labelledby="months-title">
      <h2 id="months-title">{texts.months}</h2>
      <div class="wide" tabIndex={0} role="region" aria-label={texts.months}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.month}</th>
              <th scope="col">{texts.state}</th>
              <th scope="col" class="figure">
                {texts.receivable}
              </th>
              <th scope="col" class="figure">
                {texts.payable}
              </th>
            </tr>
          </thead>
          <tbody>
            {months
              .sort()
              .reverse()
              .map((month) => {
                const rows = kept.filter((row) => row.month === month);
                return (
                  <tr key={month} data-month={month}>
                    <th scope="row">
                      <button
                        type="button"
                        class="button quiet"
                        aria-label={texts.open(written(month))}
                        aria-current={month === chosen ? 'true' : undefined}
                        onClick={() => onChoose(month)}
                      >
                        {written(month)}
                      </button>
                    </th>
                    <td>
                      <StateBadges counts={rows} />
                      {rows.length > 0 ? null : (
                        <span class="soft">{month === running ? texts.running : texts.nothingKept}</span>
                      )}
                    </td>
                    <td class="figure">{owed(rows, 'care')}</td>
                    <td class="figure">{owed(rows, 'insured')}</td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
