import { useEffect, useState } from 'preact/hooks';
import { Scrolled } from '../design/table.js';
import type { DoorAnswer } from '../door/answer.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useLatest } from '../session/latest.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { CureRecord, Curing } from './curing.js';
import type { CureRow, DifferenceRow, StatementRow } from './days-terms.js';
import { DifferenceTable } from './difference-table.js';

/** Rows of one comparison, and what was done about them. */
interface Compared {
  readonly statement: string;
  readonly differences: DoorAnswer<{ differences: DifferenceRow[] }>;
  readonly cures: DoorAnswer<CureRow[]>;
}

interface DifferencesProps {
  readonly institution: string;
  readonly day: string;
  /** Told when something was cured, so that the days are read anew. */
  readonly onCured: () => void;
}

/** What an institution said of a day, and of a comparison row by row what differs, what to do, and what was done. */
export function Differences({ institution, day, onCured }: DifferencesProps) {
  const { days: texts, loading } = useTexts().operator;
  const { day: written, moment, number } = useValues();
  const { ask } = useSession();
  const begin = useLatest();
  const [said, setSaid] = useState<DoorAnswer<{ statements: StatementRow[] }>>();
  const [compared, setCompared] = useState<Compared>();
  const [curing, setCuring] = useState<DifferenceRow>();
  const look = async (statement: string): Promise<void> => {
    const isLatest = begin();
    const query = new URLSearchParams({ institution, statement });
    const differences = await ask<{ differences: DifferenceRow[] }>(`/api/reconciliation/differences?${query}`);
    const cures = await ask<CureRow[]>(`/api/reconciliation/cures?${query}`);
    if (isLatest()) setCompared({ statement, differences, cures });
  };
  useEffect(() => {
    const isLatest = begin();
    setSaid(undefined);
    setCompared(undefined);
    setCuring(undefined);
    const query = new URLSearchParams({ institution, from: day, to: day });
    void ask<{ statements: StatementRow[] }>(`/api/reconciliation/statements?${query}`).then((answer) => {
      if (!isLatest()) return;
      setSaid(answer);
      const statements = answer.outcome === 'answered' ? answer.body.statements : [];
      const details = statements.find(({ kind }) => kind === 'details');
      if (details) void look(details.statementId);
    });
  }, [institution, day]);
  const statements = said?.outcome === 'answered' ? said.body.statements : [];
  const rows = compared?.differences.outcome === 'answered' ? compared.differences.body.differences : [];
  const cures = compared?.cures.outcome === 'answered' ? compared.cures.body : [];
  return (
    <section class="card stack" aria-labelledby="differences-title">
      <h2 id="differences-title">{texts.of(written(day))}</h2>
      {said === undefined ? <p class="soft">{loading}</p> : null}
      <Trouble answer={said} />
      <Trouble answer={compared?.differences} />
      <Trouble answer={compared?.cures} />
      {said?.outcome === 'answered' && statements.length === 0 ? <p class="soft">{texts.noStatements}</p> : null}
      {statements.length === 0 ? null : (
        <Scrolled label={texts.statement} way="tall">
          <ul>
            {statements.map(({ statementId, kind, equal, differences, madeAt }) => (
              <li key={statementId}>
                {texts.statement} {texts.kinds[kind]} {moment(madeAt)}{' '}
                <span class={equal ? 'badge good' : 'badge caution'}>{equal ? texts.equal : texts.unequal}</span>{' '}
                {differences === null ? '' : number(differences)}{' '}
                {kind === 'details' && !equal ? (
                  <button
                    type="button"
                    class="button quiet"
                    aria-current={statementId === compared?.statement ? 'true' : undefined}
                    aria-label={texts.rowsOf(moment(madeAt))}
                    onClick={() => void look(statementId)}
                  >
                    {texts.rowsShown}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        </Scrolled>
      )}
      {statements.some(({ equal }) => !equal) && !statements.some(({ kind }) => kind === 'details') ? (
        <p class="notice">{texts.noDetails}</p>
      ) : null}
      {rows.length === 0 ? null : <DifferenceTable rows={rows} cures={cures} onCure={setCuring} />}
      {curing === undefined || compared === undefined ? null : (
        <Curing
          key={`${compared.statement} ${curing.position}`}
          institution={institution}
          statement={compared.statement}
          row={curing}
          onDone={() => {
            void look(compared.statement);
            onCured();
          }}
          onClose={() => setCuring(undefined)}
        />
      )}
      <CureRecord cures={cures} />
    </section>
  );
}
