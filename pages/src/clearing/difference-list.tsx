import { useEffect, useState } from 'preact/hooks';
import type { DoorAnswer } from '../door/answer.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import type { DifferenceRow, TableRow } from './clearing-terms.js';
import { useTableName } from './tables-panel.js';

/** Where the two tables differ, settlement by settlement; each leads to what this centre knows of it. */
export function DifferenceList({ month, row }: { readonly month: string; readonly row: TableRow }) {
  const { clearing: texts, loading } = useTexts().operator;
  const { amount } = useValues();
  const { ask } = useSession();
  const nameOf = useTableName();
  const [answer, setAnswer] = useState<DoorAnswer<{ differences: DifferenceRow[] }>>();
  const { province, side, comparedAt } = row;
  useEffect(() => {
    const end = new AbortController();
    setAnswer(undefined);
    const path = `/api/clearing/differences?${new URLSearchParams({ month, province, side })}`;
    void ask<{ differences: DifferenceRow[] }>(path, undefined, end.signal).then(setAnswer, () => undefined);
    return () => end.abort();
  }, [month, province, side, comparedAt]);
  const rows = answer?.outcome === 'answered' ? answer.body.differences : [];
  const yuan = (text: string | null): string => (text === null ? '–' : amount(fenOf(text)));
  return (
    <section class="card stack" aria-labelledby="differing-title">
      <h2 id="differing-title">{texts.differences(nameOf(row))}</h2>
      {answer === undefined ? <p class="soft">{loading}</p> : null}
      <Trouble answer={answer} />
      {answer?.outcome === 'answered' && rows.length === 0 ? <p class="soft">{texts.noDifferences}</p> : null}
      {rows.length === 0 ? null : (
        <div class="wide tall" tabIndex={0} role="region" aria-label={texts.look}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.settlement}</th>
                <th scope="col">{texts.state}</th>
                <th scope="col" class="figure">
                  {texts.here}
                </th>
                <th scope="col" class="figure">
                  {texts.there}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ settlementId, class: kind, here, there }) => (
                <tr key={settlementId} data-difference={kind}>
                  <td>
                    {kind === 'only-there' ? (
                      <code class="small">{settlementId}</code>
                    ) : (
                      <a href={`/?settlement=${encodeURIComponent(settlementId)}`}>
                        <code class="small">{settlementId}</code>
                      </a>
                    )}
                  </td>
                  <td>{texts.class[kind]}</td>
                  <td class="figure">{yuan(here)}</td>
                  <td class="figure">{yuan(there)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > 0 ? <p class="hint">{texts.most}</p> : null}
    </section>
  );
}
