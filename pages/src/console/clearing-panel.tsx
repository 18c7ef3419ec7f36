import { plus, ZERO_FEN } from '@medisettle/money';
import type { ClearingTableView, StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { StateBadges } from '../clearing/state-badges.js';
import { WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { Panel } from './panel.js';

/** How the last month and the one that runs stand between the provinces; each leads to its tables. */
export function ClearingPanel({ clearing }: Pick<StandingsView, 'clearing'>) {
  const { console: texts, clearing: words } = useTexts().operator;
  const { amount, day, month: written } = useValues();
  const owed = (tables: readonly ClearingTableView[], side: ClearingTableView['side']): string =>
    amount(plus(ZERO_FEN, ...tables.filter((row) => row.side === side).map((row) => fenOf(row.owed))));
  return (
    <Panel name="clearing" title={texts.clearing.title} at={clearing?.at}>
      <WideTable
        label={texts.clearing.title}
        rows={clearing?.found ?? []}
        keyOf={({ month }) => month}
        marks={({ month }) => ({ 'data-clearing': month })}
        columns={[
          {
            head: words.month,
            kind: 'name',
            cell: ({ month }) => <a href={`/clearing?month=${month}`}>{written(month)}</a>,
          },
          {
            head: words.state,
            cell: ({ tables }) => (
              <>
                {tables.length === 0 ? <span class="soft">{texts.clearing.none}</span> : null}
                <StateBadges counts={tables.map(({ state }) => ({ state, tables: 1 }))} />
              </>
            ),
          },
          { head: words.receivable, kind: 'figure', cell: ({ tables }) => owed(tables, 'care') },
          { head: words.payable, kind: 'figure', cell: ({ tables }) => owed(tables, 'insured') },
          {
            head: words.calendar.confirmation,
            cell: ({ confirmation }) => (confirmation === null ? '–' : day(confirmation)),
          },
        ]}
      />
    </Panel>
  );
}
