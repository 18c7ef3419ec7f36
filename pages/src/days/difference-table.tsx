import { SettlementLink } from '../console/settlement-link.js';
import { WideTable } from '../design/table.js';
import { useLanguage, useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { CureOutcome } from './curing.js';
import type { CureRow, DifferenceRow } from './days-terms.js';

/** What the centre may do itself, where the institution cannot. */
const isCurable = ({ cure }: DifferenceRow): boolean => cure.cure === 'reverse-or-book';

interface DifferenceTableProps {
  readonly rows: readonly DifferenceRow[];
  readonly cures: readonly CureRow[];
  /** Told the row that somebody wants to have cured. */
  readonly onCure: (row: DifferenceRow) => void;
}

/** Row by row what differs, what to do about it, and what was done. */
export function DifferenceTable({ rows, cures, onCure }: DifferenceTableProps) {
  const { days: texts } = useTexts().operator;
  const { language } = useLanguage();
  const { amount } = useValues();
  const total = (amounts: DifferenceRow['told']): string => (amounts === null ? '–' : amount(fenOf(amounts.total)));
  const done = (row: DifferenceRow) => {
    const kept = cures.find(({ position }) => position === row.position);
    return (
      <>
        {kept === undefined ? null : <CureOutcome outcome={kept.outcome} />}{' '}
        {isCurable(row) && (kept === undefined || kept.outcome === null) ? (
          <button
            type="button"
            class="button"
            aria-label={`${texts.curing.open} ${row.settlementId}`}
            onClick={() => onCure(row)}
          >
            {texts.curing.open}
          </button>
        ) : null}
      </>
    );
  };
  return (
    <WideTable
      label={texts.cure}
      tall
      rows={rows}
      keyOf={({ position }) => position}
      marks={({ cure }) => ({ 'data-cure': cure.cure })}
      columns={[
        { head: texts.settlement, cell: ({ settlementId }) => <SettlementLink id={settlementId} /> },
        { head: texts.state, cell: (row) => texts.class[row.class] },
        { head: texts.told, kind: 'figure', cell: ({ told }) => total(told) },
        { head: texts.found, kind: 'figure', cell: ({ found }) => total(found) },
        { head: texts.cure, cell: ({ cure }) => cure[language] },
        { head: texts.curing.done, cell: done },
      ]}
    />
  );
}
