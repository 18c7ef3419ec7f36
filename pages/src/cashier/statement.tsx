import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccountStatementView } from '../../../apps/terminal-agent/src/account-statements/account-statement.js';
import type { Missed } from '../door/answer.js';
import { dayAsTyped, isDay, today } from '../fields/day.js';
import { ChoiceField, TextField } from '../fields/fields.js';
import { type Problems, WithProblems } from '../fields/problems.js';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import type { Sender } from './his.js';
import type { Patient } from './patient.js';
import { Spoken } from './spoken.js';
import { StatementSheet } from './statement-sheet.js';
import { type Span, type SpanChoice, spanOf } from './statement-span.js';
import './statement.css';

interface StatementProps {
  readonly sender: Sender;
  /** The reader on which the patient's card lies. */
  readonly reader: string;
}

/** Where this counter answers with the statement of the card on a reader; with `.pdf` for the paper. */
function placeOf({ sender, reader }: StatementProps, { from, to }: Span, ending = ''): string {
  const asked = new URLSearchParams({ institution: sender.institution, operator: sender.operator, from, to });
  return `/api/readers/${encodeURIComponent(reader)}/account-statement${ending}?${asked}`;
}

/** Why there is no statement, or no paper of it. */
function NoStatement({ halt }: { readonly halt: Missed | null }) {
  const { statement: texts } = useTexts();
  return (
    <div role="alert">
      {halt?.outcome === 'refused' ? <Spoken code={halt.refusal.code} zh={halt.refusal.message} /> : null}
      {halt?.outcome === 'unreachable' ? <p class="notice">{texts.unreachable}</p> : null}
    </div>
  );
}

/** As the centre knows it, up to today. */
const THIS_YEAR: Span = { from: '', to: '' };

interface DialogProps extends StatementProps {
  readonly onClose: () => void;
}

/** The statement, with a choice of days. Escape closes it, and the focus goes back to where it was. */
function StatementDialog({ onClose, ...props }: DialogProps) {
  const { statement: texts, problems: sentences } = useTexts();
  const { ask, save } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [choice, setChoice] = useState<SpanChoice>('this-year');
  const [typed, setTyped] = useState<Span>({ from: '', to: today() });
  /** Whether days were asked for as they are typed. */
  const [tried, setTried] = useState(false);
  const [wanted, setWanted] = useState(THIS_YEAR);
  const [statement, setStatement] = useState<AccountStatementView | null>(null);
  const [yearFrom, setYearFrom] = useState<string>();
  const [halt, setHalt] = useState<Missed | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let left = false;
    setStatement(null);
    setHalt(null);
    void ask<AccountStatementView>(placeOf(props, wanted)).then((answer) => {
      if (left) return;
      if (answer.outcome !== 'answered') return setHalt(answer);
      setStatement(answer.body);
      setYearFrom(answer.body.yearFrom);
    });
    return () => {
      left = true;
    };
  }, [wanted]);

  const want = (span: Span | null): void => (span === null ? undefined : setWanted(span));
  const choose = (chosen: SpanChoice): void => {
    setChoice(chosen);
    setTried(false);
    // Until it is known when this year began, nobody knows the last one: then this one is asked for first.
    if (chosen !== 'typed') setWanted(spanOf(chosen, today(), yearFrom, typed) ?? THIS_YEAR);
  };
  useEffect(() => {
    if (choice === 'last-year') want(spanOf(choice, today(), yearFrom, typed));
  }, [yearFrom]);
  const problems: Problems = Object.fromEntries(
    (['from', 'to'] as const)
      .filter((name) => tried && !isDay(dayAsTyped(typed[name])))
      .map((name) => [`statement.${name}`, sentences.day]),
  );
  const savePaper = async (shown: AccountStatementView): Promise<void> =>
    setHalt(await save(placeOf(props, shown, '.pdf'), `account-statement-${shown.from}-${shown.to}.pdf`));
  return (
    <>
      <dialog ref={dialog} class="card statement" aria-labelledby="statement-title" onClose={onClose}>
        <div class="stack">
          <h2 id="statement-title">{texts.title}</h2>
          <form
            class="stack statement-asked"
            onSubmit={(event) => {
              event.preventDefault();
              setTried(true);
              want(spanOf(choice, today(), yearFrom, typed));
            }}
          >
            <ChoiceField
              path="statement.span"
              label={texts.span}
              value={choice}
              names={texts.spans}
              onChange={choose}
            />
            {choice === 'typed' ? (
              <WithProblems value={problems}>
                <div class="where">
                  <TextField
                    path="statement.from"
                    label={texts.from}
                    kind="day"
                    value={typed.from}
                    placeholder="2026-07-01"
                    onChange={(from) => setTyped({ ...typed, from })}
                  />
                  <TextField
                    path="statement.to"
                    label={texts.to}
                    kind="day"
                    value={typed.to}
                    onChange={(to) => setTyped({ ...typed, to })}
                  />
                  <button type="submit" class="button">
                    {texts.show}
                  </button>
                </div>
              </WithProblems>
            ) : null}
          </form>
          <NoStatement halt={halt} />
          {statement === null ? (
            <p role="status" class="soft">
              {halt === null ? texts.loading : ''}
            </p>
          ) : (
            <StatementSheet statement={statement} />
          )}
          <div class="buttons">
            {statement === null ? null : (
              <>
                <button type="button" class="button first" onClick={() => window.print()}>
                  {texts.print}
                </button>
                <button type="button" class="button" onClick={() => void savePaper(statement)}>
                  {texts.pdf}
                </button>
              </>
            )}
            <button type="button" class="button" onClick={() => dialog.current?.close()}>
              {texts.close}
            </button>
          </div>
        </div>
      </dialog>
      {statement === null ? null : (
        <div class="statement-print printed">
          <StatementSheet statement={statement} />
        </div>
      )}
    </>
  );
}

/** Opens the statement of the patient whose card lies on the reader: by its button, or by F4 from anywhere. */
function OpenStatement(props: StatementProps) {
  const { statement: texts } = useTexts();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // A dialog that is open has the keys to itself.
      if (event.key !== 'F4' || event.altKey || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <>
      <div class="buttons">
        <button type="button" class="button quiet" aria-keyshortcuts="F4" onClick={() => setOpen(true)}>
          {texts.open}
        </button>
      </div>
      {open ? <StatementDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** The way to the account statement of the patient; nothing while there is none. Another card closes what is open. */
export function Statement({ sender, patient }: { readonly sender: Sender; readonly patient: Patient | null }) {
  if (patient === null) return null;
  const { reader, personNumber } = patient;
  return <OpenStatement key={`${reader} ${personNumber}`} sender={sender} reader={reader} />;
}
