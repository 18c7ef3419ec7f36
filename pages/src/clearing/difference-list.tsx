import { SettlementLink } from '../console/settlement-link.js';
import { WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useAsked } from '../session/asked.js';
import { Trouble } from '../session/trouble.js';
import type { DifferenceRow, TableRow } from './clearing-terms.js';
import { useTableName } from './tables-panel.js';

/** Where the two tables differ, settlement by settlement; each leads to what this centre knows of it. */
export function DifferenceList({ month, row }: { readonly month: string; readonly row: TableRow }) {
  const { clearing: texts, loading } = useTexts().operator;
  const { amount } = useValues();
  const nameOf = useTableName();
  const { province, side, comparedAt } = row;
  const path = `/api/clearing/differences?${new URLSearchParams({ month, province, side })}`;
  const answer = useAsked<{ differences: DifferenceRow[] }>(path, comparedAt);
  const rows = answer?.outcome === 'answered' ? answer.body.differences : [];
  const yuan = (text: string | null): string => (text === null ? '–' : amount(fenOf(text)));
  return (
    <section class="card stack" aria-labelledby="differing-title">
      <h2 id="differing-title">{texts.differences(nameOf(row))}</h2>
      {answer === undefined ? <p class="soft">{loading}</p> : null}
      <Trouble answer={answer} />
      {answer?.outcome !== 'answered' ? null : (
        <WideTable
          label={texts.look}
          tall
          none={texts.noDifferences}
          rows={rows}
          keyOf={({ settlementId }) => settlementId}
          marks={(differing) => ({ 'data-difference': differing.class })}
          columns={[
            {
              head: texts.settlement,
              cell: ({ settlementId, class: kind }) =>
                kind === 'only-there' ? (
                  <code class="small">{settlementId}</code>
                ) : (
                  <SettlementLink id={settlementId} />
                ),
            },
            { head: texts.state, cell: (differing) => texts.class[differing.class] },
            { head: texts.here, kind: 'figure', cell: ({ here }) => yuan(here) },
            { head: texts.there, kind: 'figure', cell: ({ there }) => yuan(there) },
          ]}
        />
      )}
      {rows.length > 0 ? <p class="hint">{texts.most}</p> : null}
    </section>
  );
}
