import { useEffect, useState } from 'preact/hooks';
import type { InstitutionChoice } from '../../../apps/settlement/src/console/console-terms.js';
import type { DoorAnswer } from '../door/answer.js';
import '../design/panels.css';
import { dayAt, dayNumber, isDay, today } from '../fields/day.js';
import { SelectField, TextField } from '../fields/fields.js';
import { type Problems, WithProblems } from '../fields/problems.js';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { ClosingAll, ClosingDay } from './day-closing.js';
import { DayTable } from './day-table.js';
import type { DayRow } from './days-terms.js';
import { Differences } from './differences.js';

/** How many days are shown unless the address or the reader says otherwise. */
const DAYS_SHOWN = 31;

interface Range {
  readonly from: string;
  readonly to: string;
}

/** The days that the address names, as the console's calendar leads to one. */
function namedRange(): Range {
  const query = new URLSearchParams(location.search);
  const to = query.get('to') ?? today();
  return { from: query.get('from') ?? dayAt(dayNumber(today()) - DAYS_SHOWN + 1), to };
}

/** The days of an institution: how they stand, where they differ, and closing them. */
export function Days() {
  const { operator, problems: sentences } = useTexts();
  const texts = operator.days;
  const { ask } = useSession();
  const [institutions, setInstitutions] = useState<DoorAnswer<InstitutionChoice[]>>();
  const [institution, setInstitution] = useState('');
  const [range, setRange] = useState(namedRange);
  const [days, setDays] = useState<DoorAnswer<{ days: DayRow[] }>>();
  const [looked, setLooked] = useState<string>();
  const [closing, setClosing] = useState<DayRow>();
  const problems: Problems = Object.fromEntries(
    (['from', 'to'] as const).filter((name) => !isDay(range[name])).map((name) => [name, sentences.day]),
  );
  const read = async (code: string): Promise<void> => {
    if (code === '' || !isDay(range.from) || !isDay(range.to)) return;
    const query = new URLSearchParams({ institution: code, ...range });
    setDays(await ask<{ days: DayRow[] }>(`/api/reconciliation/days?${query}`));
  };
  const find = async (code: string): Promise<void> => {
    setLooked(undefined);
    setClosing(undefined);
    await read(code);
  };
  const choose = (code: string): void => {
    setInstitution(code);
    void find(code);
  };
  useEffect(() => {
    void ask<InstitutionChoice[]>('/api/console/institutions').then((answer) => {
      setInstitutions(answer);
      if (answer.outcome === 'answered') choose(answer.body[0]?.code ?? '');
    });
  }, []);
  const names = Object.fromEntries(
    (institutions?.outcome === 'answered' ? institutions.body : []).map(({ code, name }) => [code, `${code} ${name}`]),
  );
  return (
    <div class="stack">
      <div>
        <h1>{texts.title}</h1>
        <p class="soft">{texts.lead}</p>
      </div>
      <Trouble answer={institutions} />
      <WithProblems value={problems}>
        <form
          class="card find"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void find(institution);
          }}
        >
          <SelectField
            path="institution"
            label={texts.institution}
            value={institution}
            names={names}
            onChange={choose}
          />
          {(['from', 'to'] as const).map((name) => (
            <TextField
              key={name}
              path={name}
              label={texts[name]}
              kind="day"
              value={range[name]}
              onChange={(value) => setRange((known) => ({ ...known, [name]: value }))}
            />
          ))}
          <button type="submit" class="button first">
            {texts.find}
          </button>
        </form>
      </WithProblems>
      <Trouble answer={days} />
      {days?.outcome !== 'answered' ? null : (
        <DayTable days={days.body.days} looked={looked} onLook={setLooked} onClose={setClosing} />
      )}
      {closing === undefined ? null : (
        <ClosingDay
          key={closing.day}
          institution={institution}
          row={closing}
          onDone={() => void read(institution)}
          onClose={() => setClosing(undefined)}
        />
      )}
      {looked === undefined ? null : (
        <Differences institution={institution} day={looked} onCured={() => void read(institution)} />
      )}
      <ClosingAll onClosed={() => void find(institution)} />
    </div>
  );
}
