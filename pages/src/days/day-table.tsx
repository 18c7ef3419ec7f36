import { today } from '../fields/day.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import type { DayRow } from './days-terms.js';

const BADGES: Readonly<Record<DayRow['state'], string>> = {
  open: 'badge',
  differing: 'badge caution',
  balanced: 'badge good',
  closed: 'badge good',
};

interface DayTableProps {
  readonly days: readonly DayRow[];
  /** Told the day whose differences somebody wants to see. */
  readonly onLook: (day: string) => void;
  /** The day whose differences are shown. */
  readonly looked: string | undefined;
  /** Told the day that somebody wants to close. */
  readonly onClose: (day: DayRow) => void;
}

/** Days with what was settled on them and how they stand. */
export function DayTable({ days, looked, onLook, onClose }: DayTableProps) {
  const { days: texts } = useTexts().operator;
  const { amount, day: written, moment, number } = useValues();
  if (days.length === 0) return <p class="soft">{texts.none}</p>;
  return (
    <section class="card stack" aria-label={texts.title}>
      <div class="wide" tabIndex={0} role="region" aria-label={texts.title}>
        <table>
          <thead>
            <tr>
              {(['day', 'state', 'rows', 'total', 'fund', 'account', 'differences'] as const).map((name) => (
                <th
                  key={name}
                  scope="col"
                  class={name === 'day' || name === 'state' || name === 'differences' ? undefined : 'figure'}
                >
                  {texts[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((row) => {
              const { day, state, rows, total, fund, account, closedAt, closedBy } = row;
              return (
                <tr key={day} data-day={day} data-state={state}>
                  <th scope="row">{written(day)}</th>
                  <td>
                    <span class={BADGES[state]}>{texts.states[state]}</span>{' '}
                    {closedAt === null ? null : (
                      <span class="small soft">
                        {moment(closedAt)} {closedBy}
                      </span>
                    )}
                  </td>
                  <td class="figure">{number(rows)}</td>
                  <td class="figure">{amount(fenOf(total))}</td>
                  <td class="figure">{amount(fenOf(fund))}</td>
                  <td class="figure">{amount(fenOf(account))}</td>
                  <td>
                    <button
                      type="button"
                      class="button quiet"
                      aria-label={`${texts.differences} ${written(day)}`}
                      aria-current={day === looked ? 'true' : undefined}
                      onClick={() => onLook(day)}
                    >
                      {texts.differences}
                    </button>
                    {state === 'balanced' && day < today() ? (
                      <button
                        type="button"
                        class="button quiet"
                        aria-label={`${texts.closing.open} ${written(day)}`}
                        onClick={() => onClose(row)}
                      >
                        {texts.closing.open}
                      </button>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
