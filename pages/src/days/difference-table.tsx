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
  return (
    <div class="wide tall" tabIndex={0} role="region" aria-label={texts.cure}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.settlement}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col" class="figure">
              {texts.told}
            </th>
            <th scope="col" class="figure">
              {texts.found}
            </th>
            <th scope="col">{texts.cure}</th>
            <th scope="col">{texts.curing.done}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const kept = cures.find(({ position }) => position === row.position);
            return (
              <tr key={row.position} data-cure={row.cure.cure}>
                <td>
                  <a href={`/?settlement=${encodeURIComponent(row.settlementId)}`}>
                    <code class="small">{row.settlementId}</code>
                  </a>
                </td>
                <td>{texts.class[row.class]}</td>
                <td class="figure">{total(row.told)}</td>
                <td class="figure">{total(row.found)}</td>
                <td>{row.cure[language]}</td>
                <td>
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
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
