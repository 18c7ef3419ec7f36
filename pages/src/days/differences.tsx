import { useEffect, useState } from 'preact/hooks';
import type { DoorAnswer } from '../door/answer.js';
import { useLanguage, useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import type { DifferenceRow, StatementRow } from './days-terms.js';

function Rows({ rows }: { readonly rows: readonly DifferenceRow[] }) {
  const { days: texts } = useTexts().operator;
  const { language } = useLanguage();
  const { amount } = useValues();
  const total = (amounts: DifferenceRow['told']): string => (amounts === null ? '–' : amount(fenOf(amounts.total)));
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={texts.cure}>
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
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
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
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Said {
  readonly statements: DoorAnswer<{ statements: StatementRow[] }>;
  readonly differences: DoorAnswer<{ differences: DifferenceRow[] }> | undefined;
}

/** What an institution said of a day, and of its last comparison row by row what differs and what to do. */
export function Differences({ institution, day }: { readonly institution: string; readonly day: string }) {
  const { days: texts, loading } = useTexts().operator;
  const { day: written, moment, number } = useValues();
  const { ask } = useSession();
  const [said, setSaid] = useState<Said>();
  useEffect(() => {
    let left = false;
    const look = async (): Promise<void> => {
      const query = new URLSearchParams({ institution, from: day, to: day });
      const statements = await ask<{ statements: StatementRow[] }>(`/api/reconciliation/statements?${query}`);
      const details =
        statements.outcome === 'answered'
          ? statements.body.statements.find(({ kind }) => kind === 'details')
          : undefined;
      const of = details && new URLSearchParams({ institution, statement: details.statementId });
      const differences = of && (await ask<{ differences: DifferenceRow[] }>(`/api/reconciliation/differences?${of}`));
      if (!left) setSaid({ statements, differences });
    };
    setSaid(undefined);
    void look();
    return () => {
      left = true;
    };
  }, [institution, day]);
  const statements = said?.statements.outcome === 'answered' ? said.statements.body.statements : [];
  const rows = said?.differences?.outcome === 'answered' ? said.differences.body.differences : [];
  return (
    <section class="card stack" aria-labelledby="differences-title">
      <h2 id="differences-title">{texts.of(written(day))}</h2>
      {said === undefined ? <p class="soft">{loading}</p> : null}
      <Trouble answer={said?.statements} />
      <Trouble answer={said?.differences} />
      {said !== undefined && statements.length === 0 ? <p class="soft">{texts.noStatements}</p> : null}
      <ul>
        {statements.map(({ statementId, kind, equal, differences, madeAt }) => (
          <li key={statementId}>
            {texts.statement} {texts.kinds[kind]} {moment(madeAt)}{' '}
            <span class={equal ? 'badge good' : 'badge caution'}>{equal ? texts.equal : texts.unequal}</span>{' '}
            {differences === null ? '' : number(differences)}
          </li>
        ))}
      </ul>
      {statements.some(({ equal }) => !equal) && said?.differences === undefined ? (
        <p class="notice">{texts.noDetails}</p>
      ) : null}
      {rows.length === 0 ? null : <Rows rows={rows} />}
    </section>
  );
}
