import { WideTable } from '../design/table.js';
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
  const steps = (row: DayRow) => (
    <>
      <button
        type="button"
        class="button quiet"
        aria-label={`${texts.differences} ${written(row.day)}`}
        aria-current={row.day === looked ? 'true' : undefined}
        onClick={() => onLook(row.day)}
      >
        {texts.differences}
      </button>
      {row.state === 'balanced' && row.day < today() ? (
        <button
          type="button"
          class="button quiet"
          aria-label={`${texts.closing.open} ${written(row.day)}`}
          onClick={() => onClose(row)}
        >
          {texts.closing.open}
        </button>
      ) : null}
    </>
  );
  if (days.length === 0) return <p class="soft">{texts.none}</p>;
  return (
    <section class="card stack" aria-label={texts.title}>
      <WideTable
        label={texts.title}
        rows={days}
        keyOf={({ day }) => day}
        marks={({ day, state }) => ({ 'data-day': day, 'data-state': state })}
        columns={[
          { head: texts.day, kind: 'name', cell: ({ day }) => written(day) },
          {
            head: texts.state,
            cell: ({ state, closedAt, closedBy }) => (
              <>
                <span class={BADGES[state]}>{texts.states[state]}</span>{' '}
                {closedAt === null ? null : (
                  <span class="small soft">
                    {moment(closedAt)} {closedBy}
                  </span>
                )}
              </>
            ),
          },
          { head: texts.rows, kind: 'figure', cell: ({ rows }) => number(rows) },
          { head: texts.total, kind: 'figure', cell: ({ total }) => amount(fenOf(total)) },
          { head: texts.fund, kind: 'figure', cell: ({ fund }) => amount(fenOf(fund)) },
          { head: texts.account, kind: 'figure', cell: ({ account }) => amount(fenOf(account)) },
          { head: texts.differences, cell: steps },
        ]}
      />
    </section>
  );
}
