import { plus, ZERO_FEN } from '@medisettle/money';
import type {
  ClearingMonthView,
  ClearingTableView,
  StandingsView,
} from '../../../apps/settlement/src/console/console-terms.js';
import { StateBadges } from '../clearing/state-badges.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { Panel } from './panel.js';

function Month({ month, confirmation, tables }: ClearingMonthView) {
  const { console: texts } = useTexts().operator;
  const { amount, day, month: written } = useValues();
  const owed = (side: ClearingTableView['side']): string =>
    amount(plus(ZERO_FEN, ...tables.filter((row) => row.side === side).map((row) => fenOf(row.owed))));
  return (
    <tr data-clearing={month}>
      <th scope="row">
        <a href={`/clearing?month=${month}`}>{written(month)}</a>
      </th>
      <td>
        {tables.length === 0 ? <span class="soft">{texts.clearing.none}</span> : null}
        <StateBadges counts={tables.map(({ state }) => ({ state, tables: 1 }))} />
      </td>
      <td class="figure">{owed('care')}</td>
      <td class="figure">{owed('insured')}</td>
      <td>{confirmation === null ? '–' : day(confirmation)}</td>
    </tr>
  );
}

/** How the last month and the one that runs stand between the provinces; each leads to its tables. */
export function ClearingPanel({ clearing }: Pick<StandingsView, 'clearing'>) {
  const { console: texts, clearing: words } = useTexts().operator;
  return (
    <Panel name="clearing" title={texts.clearing.title} at={clearing?.at}>
      <div class="wide" tabIndex={0} role="region" aria-label={texts.clearing.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.month}</th>
              <th scope="col">{words.state}</th>
              <th scope="col" class="figure">
                {words.receivable}
              </th>
              <th scope="col" class="figure">
                {words.payable}
              </th>
              <th scope="col">{words.calendar.confirmation}</th>
            </tr>
          </thead>
          <tbody>
            {(clearing?.found ?? []).map((month) => (
              <Month key={month.month} {...month} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
